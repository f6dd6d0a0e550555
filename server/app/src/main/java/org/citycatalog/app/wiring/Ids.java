package org.citycatalog.app.wiring;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Random ids of 20 characters `a-z 0-9`: about 103 bits, so that none comes twice.
final class Ids implements Supplier<String> {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 20;
  private final RandomGenerator random;

  Ids(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public String get() {
    StringBuilder id = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }
}
