package org.citycatalog.bench;

import java.util.Arrays;

/// Times of many calls, in nanoseconds.
final class Percentiles {
  private long[] nanos = new long[1024];
  private int count;

  void add(long nanosOfOneCall) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = nanosOfOneCall;
  }

  void addAll(Percentiles others) {
    for (int i = 0; i < others.count; i++) {
      add(others.nanos[i]);
    }
  }

  int count() {
    return count;
  }

  /// The time that this share of all calls did not exceed, in milliseconds.
  ///
  /// @param share above 0, up to 1
  double millis(double share) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(share * count) - 1] / 1e6;
  }

  @Override
  public String toString() {
    return "p50 %.2f ms, p99 %.2f ms".formatted(millis(0.5), millis(0.99));
  }
}
