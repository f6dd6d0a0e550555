package org.citycatalog.sharing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.citycatalog.catalog.CellReader;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.Constraints;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.Value;
import org.jspecify.annotations.Nullable;

/// Turns the cells of one column into what is shown of them.
///
/// The result is text as [CellReader] reads it under the item of [#shown]. Not safe for use by
/// several threads.
public final class Masking {
  private static final int PSEUDONYM_BYTES = 16;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final Mask mask;
  private final CellReader cells;
  private final LocalDate newYear;
  private final @Nullable KeyedHash pseudonyms;

  // Used anew for each cell: what is left for each makes the rows around it slower to write.
  private final byte[] pseudonym = new byte[PSEUDONYM_BYTES];
  private final byte[] pseudonymText = new byte[PSEUDONYM_BYTES * 2];

  /// @param column the column that is masked
  /// @param missingValues of the version's schema
  /// @param loaded when the version was loaded: ages are of 1 January of that year. Were they of
  ///   the day itself, the load with which a row changes its band would tell the birthday
  /// @param key the grant's, or that of the server where there is no grant; 32 bytes
  /// @param dataset keeps the pseudonyms of one key apart
  Masking(
      Permit.PermittedColumn column,
      List<String> missingValues,
      Instant loaded,
      byte[] key,
      DatasetId dataset) {
    this.mask = column.mask();
    this.cells = CellReader.of(column.item(), missingValues);
    // Of the city's own year.
    this.newYear = loaded.atOffset(ZoneOffset.ofHours(8)).toLocalDate().withDayOfYear(1);
    this.pseudonyms =
        mask instanceof Mask.Pseudonym
            ? new KeyedHash(key, context(dataset + " " + column.item().name()))
            : null;
  }

  /// The item of what is shown of a column.
  static Item shown(Item item, Mask mask) {
    ColumnType type =
        switch (mask) {
          case Mask.Clear clear -> item.type();
          case Mask.Year year -> ColumnType.INTEGER;
          case Mask.Round round -> ColumnType.DECIMAL;
          case Mask.KeepPrefix prefix -> item.type();
          case Mask.Drop drop -> ColumnType.CODE;
          case Mask.Null none -> ColumnType.CODE;
          case Mask.KeepRegion region -> ColumnType.CODE;
          case Mask.AgeBand band -> ColumnType.CODE;
          case Mask.Pseudonym pseudonym -> ColumnType.CODE;
          case Mask.Geohash geohash -> ColumnType.CODE;
          case Mask.Bucket bucket -> ColumnType.CODE;
          case Mask.MatchOnly match -> ColumnType.CODE;
        };
    return mask.equals(Mask.CLEAR)
        ? item
        : new Item(
            item.name(),
            item.title(),
            item.description(),
            type,
            null,
            mask instanceof Mask.Round ? item.unit() : null,
            item.level(),
            Constraints.NONE);
  }

  /// Whether nothing is shown of any cell.
  public boolean showsNothing() {
    return mask instanceof Mask.Null || mask instanceof Mask.Drop || mask instanceof Mask.MatchOnly;
  }

  /// Whether working out what is shown costs more than to look whether it was worked out before.
  public boolean isCostly() {
    return mask instanceof Mask.Pseudonym;
  }

  /// What is shown of a cell; null where it has no value that can be read.
  ///
  /// @param text as delivered
  public @Nullable String shown(@Nullable String text) {
    if (showsNothing()) {
      return null;
    }
    Value value = cells.read(text);
    if (value instanceof Value.Missing || value instanceof Value.Unreadable) {
      return null;
    }
    return switch (mask) {
      case Mask.Clear clear -> text;
      case Mask.Drop drop -> null;
      case Mask.Null none -> null;
      case Mask.MatchOnly match -> null;
      case Mask.KeepPrefix(int length) -> prefix(value, length);
      case Mask.KeepRegion(int digits) -> prefix(value, digits);
      case Mask.Year year -> Integer.toString(date(value).getYear());
      case Mask.AgeBand(int width) -> ageBand(date(value), width);
      case Mask.Pseudonym pseudonym -> pseudonym(value);
      case Mask.Geohash(int length) -> geohash(value, length);
      case Mask.Round(BigDecimal to) -> rounded(number(value), to);
      case Mask.Bucket bucket -> bucket(number(value), bucket);
    };
  }

  private static String prefix(Value value, int length) {
    String text = text(value);
    int points = text.codePointCount(0, text.length());
    return text.substring(0, text.offsetByCodePoints(0, Math.min(length, points)));
  }

  private static String text(Value value) {
    return value instanceof Value.Text(String text) ? text : value.toString();
  }

  private static LocalDate date(Value value) {
    return switch (value) {
      case Value.Day(LocalDate day) -> day;
      case Value.Moment(var time) -> time.toLocalDate();
      default -> throw unsuitable(value);
    };
  }

  private static BigDecimal number(Value value) {
    return switch (value) {
      case Value.Int(long number) -> BigDecimal.valueOf(number);
      case Value.Decimal(var number) -> number;
      default -> throw unsuitable(value);
    };
  }

  private static String rounded(BigDecimal number, BigDecimal to) {
    BigDecimal rounded = number.divide(to, 0, RoundingMode.HALF_EVEN).multiply(to);
    // Plain notation has zeros to strip behind a point alone.
    return (rounded.scale() > 0 ? rounded.stripTrailingZeros() : rounded).toPlainString();
  }

  private @Nullable String ageBand(LocalDate birth, int width) {
    if (birth.getYear() > newYear.getYear()) {
      return null;
    }
    // Who was born in the year of the load is not a year old, on whichever day it was.
    int age = Period.between(birth, newYear).getYears();
    int low = age / width * width;
    return low + "-" + (low + width - 1);
  }

  private static String bucket(BigDecimal number, Mask.Bucket bucket) {
    int place = 0;
    while (place < bucket.bounds().size() && number.compareTo(bucket.bounds().get(place)) >= 0) {
      place++;
    }
    return Mask.labels(bucket).get(place);
  }

  /// Keeps columns and datasets apart: its length, then what they are named.
  private static byte[] context(String names) {
    byte[] text = names.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + text.length).putInt(text.length).put(text).array();
  }

  private String pseudonym(Value value) {
    KeyedHash keyed = pseudonyms;
    if (keyed == null) {
      throw unsuitable(value);
    }
    byte[] all = keyed.of(canonical(value).getBytes(StandardCharsets.UTF_8));
    System.arraycopy(all, 0, pseudonym, 0, PSEUDONYM_BYTES);
    int length = BASE64.encode(pseudonym, pseudonymText);
    return new String(pseudonymText, 0, length, StandardCharsets.ISO_8859_1);
  }

  /// The same value has the same text, and so the same pseudonym, however it was written. What this
  /// gives must never change: whoever holds pseudonyms joins them with those of later loads.
  private static String canonical(Value value) {
    return switch (value) {
      case Value.Text(String text) -> text;
      case Value.Int(long number) -> "Int[number=" + number + "]";
      case Value.Decimal(var number) -> number.stripTrailingZeros().toPlainString();
      case Value.Bool(boolean truth) -> "Bool[truth=" + truth + "]";
      case Value.Day(LocalDate day) -> "Day[day=" + day + "]";
      case Value.Moment(var time) -> time.toInstant().toString();
      case Value.Point point -> throw unsuitable(point);
      case Value.Missing missing -> throw unsuitable(missing);
      case Value.Unreadable unreadable -> throw unsuitable(unreadable);
    };
  }

  private static String geohash(Value value, int length) {
    if (value instanceof Value.Point(double longitude, double latitude)) {
      return Geohash.of(longitude, latitude, length);
    }
    throw unsuitable(value);
  }

  private static IllegalStateException unsuitable(Value value) {
    return new IllegalStateException(
        "the mask does not suit a " + value.getClass().getSimpleName());
  }
}
