package org.citycatalog.sharing;

import org.jspecify.annotations.Nullable;

/// How much may be read; what is null is not bounded.
///
/// @param calls pages and files of rows
/// @param rows rows in them
/// @param bytes bytes of them, before compression
public record Quota(@Nullable Long calls, @Nullable Long rows, @Nullable Long bytes) {
  public static final Quota NONE = new Quota(null, null, null);

  public Quota {
    positive("calls", calls);
    positive("rows", rows);
    positive("bytes", bytes);
  }

  public boolean isBounded() {
    return calls != null || rows != null || bytes != null;
  }

  private static void positive(String what, @Nullable Long bound) {
    if (bound != null && bound < 1) {
      throw new IllegalArgumentException(
          "a quota of %s must be at least 1 but was %d".formatted(what, bound));
    }
  }
}
