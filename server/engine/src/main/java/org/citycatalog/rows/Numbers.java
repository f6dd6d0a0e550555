package org.citycatalog.rows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.apache.lucene.util.NumericUtils;
import org.citycatalog.catalog.Value;

/// How values are written as numbers that keep their order, without loss.
final class Numbers {
  private static final BigDecimal UNIT = BigDecimal.TEN.pow(18);

  private Numbers() {}

  /// Whole numbers as they are, booleans as 0 and 1, dates as days and times as microseconds since
  /// 1970.
  static long exact(Value value) {
    return switch (value) {
      case Value.Int(long number) -> number;
      case Value.Bool(boolean truth) -> truth ? 1 : 0;
      case Value.Day(var day) -> day.toEpochDay();
      case Value.Moment(var time) -> micros(time);
      default -> throw new IllegalArgumentException("not a single number: " + value);
    };
  }

  /// The whole part, rounded down, so that the fraction is never negative.
  static long whole(BigDecimal number) {
    return number.setScale(0, RoundingMode.FLOOR).longValueExact();
  }

  /// What is left above the whole part, in units of 10^-18.
  static long fraction(BigDecimal number) {
    BigDecimal floor = number.setScale(0, RoundingMode.FLOOR);
    return number.subtract(floor).multiply(UNIT).longValueExact();
  }

  /// Both parts as 16 bytes in the order of the numbers.
  static byte[] packed(BigDecimal number) {
    byte[] packed = new byte[16];
    NumericUtils.longToSortableBytes(whole(number), packed, 0);
    NumericUtils.longToSortableBytes(fraction(number), packed, 8);
    return packed;
  }

  static byte[] smallest() {
    return new byte[16];
  }

  static byte[] largest() {
    byte[] packed = new byte[16];
    java.util.Arrays.fill(packed, (byte) 0xFF);
    return packed;
  }

  /// The next packed number up or down; the caller has checked that there is one.
  static byte[] step(byte[] packed, int by) {
    BigInteger next = new BigInteger(1, packed).add(BigInteger.valueOf(by));
    byte[] raw = next.toByteArray();
    byte[] result = new byte[16];
    int from = Math.max(0, raw.length - 16);
    int length = raw.length - from;
    System.arraycopy(raw, from, result, 16 - length, length);
    return result;
  }

  private static long micros(OffsetDateTime time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant());
  }
}
