package org.citycatalog.rows.cube;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import org.citycatalog.catalog.Statistics;
import org.jspecify.annotations.Nullable;

/// What has been told of a dataset, and all that must be known to tell more of it: it answers every
/// question until another one takes its place.
///
/// @param considered names the declaration and version that it was made of
/// @param items those that are summed
/// @param hidden cells that are not told
/// @param facts of this and all earlier releases
/// @param histories for each way in which rows have been counted, that of this release last
@SuppressWarnings("ArrayRecordComponent") // never compared
record Release(
    String considered,
    Terms terms,
    long version,
    Instant loaded,
    Shape shape,
    List<String> items,
    long[] rows,
    long[][] known,
    BigDecimal[][] sums,
    BitSet hidden,
    Facts facts,
    List<History> histories) {
  /// Digits of an average behind those of the sum.
  private static final int MORE_DIGITS = 6;

  Release {
    items = List.copyOf(items);
    histories = List.copyOf(histories);
  }

  /// What holds for all that is told.
  ///
  /// @param scope CQL2, which rows are counted; null for all
  record Terms(
      Statistics.Audience audience,
      @Nullable String scope,
      int k,
      Statistics.@Nullable Dominance dominance,
      @Nullable String contributor) {
    /// Whether what was made under these terms may be told where others are declared now.
    boolean satisfy(Terms declared) {
      return audience == declared.audience
          && java.util.Objects.equals(scope, declared.scope)
          && k >= declared.k
          && (declared.dominance == null || declared.dominance.equals(dominance))
          && (declared.contributor == null || declared.contributor.equals(contributor));
    }
  }

  /// A figure of a cell; null where no row of it has a value.
  @Nullable BigDecimal figure(Statistics.Measure measure, int cell) {
    String of = measure.of();
    if (of == null) {
      return BigDecimal.valueOf(rows[cell]);
    }
    int item = items.indexOf(of);
    if (known[item][cell] == 0) {
      return null;
    }
    BigDecimal sum = sums[item][cell];
    return switch (measure.function()) {
      case COUNT -> throw new IllegalStateException("a count is of rows");
      case SUM -> sum;
      case AVG ->
          sum.divide(
              BigDecimal.valueOf(known[item][cell]),
              Math.max(0, sum.scale()) + MORE_DIGITS,
              RoundingMode.HALF_EVEN);
    };
  }
}
