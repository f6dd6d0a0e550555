package org.citycatalog.rows.cube;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.BitSet;

/// What has to be hidden of each cell, and how much other values it could have: of what is counted
/// now, and of all that has been told before.
///
/// A layer is something that is counted: the rows, and for each item that is summed those with a
/// value and those without. A cell is small in a layer when it counts something, but less than `k`.
///
/// @param least by layer and cell: the smallest count there has been
/// @param small by layer: cells that are or were small
/// @param contributors by cell: the fewest there have been
/// @param few cells that are or were of fewer than `k` contributors
/// @param leastSums by item and cell: the smallest sum there has been, 0 for one below
/// @param spread by item and cell: how far apart the possible sums must lie because few make the
///   sum up; 0 where they need not
@SuppressWarnings("ArrayRecordComponent") // never compared
record Facts(
    long[][] least,
    BitSet[] small,
    int[] contributors,
    BitSet few,
    BigDecimal[][] leastSums,
    BigDecimal[][] spread) {

  /// Nothing known of any cell.
  static Facts none(int items, int cells) {
    long[][] least = new long[1 + 2 * items][cells];
    for (long[] layer : least) {
      Arrays.fill(layer, Long.MAX_VALUE);
    }
    int[] contributors = new int[cells];
    Arrays.fill(contributors, Integer.MAX_VALUE);
    BitSet[] small = new BitSet[least.length];
    Arrays.setAll(small, layer -> new BitSet());
    BigDecimal[][] leastSums = new BigDecimal[items][cells];
    BigDecimal[][] spread = new BigDecimal[items][cells];
    for (int item = 0; item < items; item++) {
      Arrays.fill(leastSums[item], BigDecimal.TEN.pow(100));
      Arrays.fill(spread[item], BigDecimal.ZERO);
    }
    return new Facts(least, small, contributors, new BitSet(), leastSums, spread);
  }

  /// Takes in what is counted now.
  void add(Tally tally, int k) {
    for (int layer = 0; layer < least.length; layer++) {
      for (int cell = 0; cell < contributors.length; cell++) {
        long count = tally.layer(layer, cell);
        least[layer][cell] = Math.min(least[layer][cell], count);
        if (count > 0 && count < k) {
          small[layer].set(cell);
        }
      }
    }
    for (int cell = 0; cell < contributors.length; cell++) {
      contributors[cell] = Math.min(contributors[cell], tally.contributors(cell));
      if (tally.contributors(cell) > 0 && tally.contributors(cell) < k) {
        few.set(cell);
      }
      for (int item = 0; item < spread.length; item++) {
        leastSums[item][cell] =
            leastSums[item][cell].min(tally.sum(item, cell).max(BigDecimal.ZERO));
        spread[item][cell] = spread[item][cell].max(tally.spread(item, cell));
      }
    }
  }

  /// Takes over what is known of a cell, which may have had fewer items.
  void carry(Facts before, int from, int to) {
    for (int layer = 0; layer < before.least.length; layer++) {
      least[layer][to] = before.least[layer][from];
      small[layer].set(to, before.small[layer].get(from));
    }
    contributors[to] = before.contributors[from];
    few.set(to, before.few.get(from));
    for (int item = 0; item < before.spread.length; item++) {
      leastSums[item][to] = before.leastSums[item][from];
      spread[item][to] = before.spread[item][from];
    }
  }

  /// Whether there is something to hide.
  boolean isProtected(int cell) {
    for (BitSet layer : small) {
      if (layer.get(cell)) {
        return true;
      }
    }
    for (BigDecimal[] item : spread) {
      if (item[cell].signum() > 0) {
        return true;
      }
    }
    return few.get(cell);
  }
}
