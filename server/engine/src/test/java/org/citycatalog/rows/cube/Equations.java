package org.citycatalog.rows.cube;

import java.util.ArrayList;
import java.util.List;

/// Linear equations between unknown numbers, solved exactly modulo a prime: written for tests
/// alone, to check what the product hides by other means than the product does.
final class Equations {
  private static final long PRIME = (1L << 31) - 1;

  private final int unknowns;
  private final List<long[]> rows = new ArrayList<>();

  Equations(int unknowns) {
    this.unknowns = unknowns;
  }

  /// Learns the sum of some unknowns, each so many times.
  void know(long[] coefficients) {
    long[] row = reduced(coefficients);
    for (int lead = 0; lead < unknowns; lead++) {
      if (row[lead] != 0) {
        long inverse = power(row[lead], PRIME - 2);
        for (int i = 0; i < unknowns; i++) {
          row[i] = row[i] * inverse % PRIME;
        }
        for (long[] other : rows) {
          subtract(other, row, other[lead]);
        }
        rows.add(row);
        return;
      }
    }
  }

  /// Whether a sum follows from what is known.
  boolean tell(long[] coefficients) {
    for (long each : reduced(coefficients)) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  private long[] reduced(long[] coefficients) {
    long[] row = new long[unknowns];
    for (int i = 0; i < unknowns; i++) {
      row[i] = Math.floorMod(coefficients[i], PRIME);
    }
    for (long[] known : rows) {
      for (int lead = 0; lead < unknowns; lead++) {
        if (known[lead] != 0) {
          subtract(row, known, row[lead]);
          break;
        }
      }
    }
    return row;
  }

  private static void subtract(long[] from, long[] row, long times) {
    if (times != 0) {
      for (int i = 0; i < from.length; i++) {
        from[i] = Math.floorMod(from[i] - times * row[i], PRIME);
      }
    }
  }

  private static long power(long base, long exponent) {
    long result = 1;
    long square = base % PRIME;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        result = result * square % PRIME;
      }
      square = square * square % PRIME;
    }
    return result;
  }
}
