package org.citycatalog.app.demo;

import java.util.Random;

/// Seeded choices. `java.util.Random` because its numbers are fixed by its documentation on every
/// machine.
final class Picks {
  private Picks() {}

  static <T> T oneOf(T[] choices, Random random) {
    return choices[random.nextInt(choices.length)];
  }

  static boolean percent(int share, Random random) {
    return random.nextInt(100) < share;
  }

  /// A whole number from `low` to `high`, both included.
  static int between(int low, int high, Random random) {
    return low + random.nextInt(high - low + 1);
  }
}
