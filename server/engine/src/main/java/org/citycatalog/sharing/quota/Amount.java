package org.citycatalog.sharing.quota;

import java.util.Optional;
import java.util.function.LongBinaryOperator;
import org.citycatalog.sharing.Quota;
import org.jspecify.annotations.Nullable;

/// How much is read, or set aside to be read.
///
/// @param calls pages and files of rows
/// @param rows rows in them
/// @param bytes bytes of them, before compression
public record Amount(long calls, long rows, long bytes) {
  public static final Amount ZERO = new Amount(0, 0, 0);
  static final Amount CALL = new Amount(1, 0, 0);

  static Amount rows(long rows) {
    return new Amount(0, rows, 0);
  }

  static Amount bytes(long bytes) {
    return new Amount(0, 0, bytes);
  }

  Amount plus(Amount other) {
    return with(other, Math::addExact);
  }

  Amount minus(Amount other) {
    return with(other, Math::subtractExact);
  }

  /// What is missing of another one; nothing where there is enough.
  Amount lackingOf(Amount other) {
    return with(other, (have, wanted) -> Math.max(0, wanted - have));
  }

  /// In each of the three the larger, but nothing where this has nothing.
  Amount atLeast(Amount other) {
    return with(other, (mine, least) -> mine == 0 ? 0 : Math.max(mine, least));
  }

  /// The first of the three in which a quota has no room for so much beside what is used.
  ///
  /// @return its name; empty where there is room for all
  public Optional<String> exceeding(Quota quota, Amount used) {
    if (exceeds(calls, used.calls, quota.calls())) {
      return Optional.of("calls");
    }
    if (exceeds(rows, used.rows, quota.rows())) {
      return Optional.of("rows");
    }
    return exceeds(bytes, used.bytes, quota.bytes()) ? Optional.of("bytes") : Optional.empty();
  }

  /// So much as a quota has room for beside what is used.
  public Amount within(Quota quota, Amount used) {
    return new Amount(
        within(calls, used.calls, quota.calls()),
        within(rows, used.rows, quota.rows()),
        within(bytes, used.bytes, quota.bytes()));
  }

  private static boolean exceeds(long more, long used, @Nullable Long bound) {
    return bound != null && more > 0 && more > bound - used;
  }

  private static long within(long more, long used, @Nullable Long bound) {
    return bound == null ? more : Math.max(0, Math.min(more, bound - used));
  }

  private Amount with(Amount other, LongBinaryOperator each) {
    return new Amount(
        each.applyAsLong(calls, other.calls),
        each.applyAsLong(rows, other.rows),
        each.applyAsLong(bytes, other.bytes));
  }
}
