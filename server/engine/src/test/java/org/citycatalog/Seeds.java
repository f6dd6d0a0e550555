package org.citycatalog;

import java.util.stream.LongStream;

/// Seeds of random tests: always the same ones, so that a failure can be repeated; `-Dseeds=1000`
/// tries more.
public final class Seeds {
  private Seeds() {}

  public static LongStream few() {
    return LongStream.rangeClosed(1, Long.getLong("seeds", 20));
  }
}
