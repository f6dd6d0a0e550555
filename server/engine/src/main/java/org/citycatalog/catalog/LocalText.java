package org.citycatalog.catalog;

import org.jspecify.annotations.Nullable;

/// Text in Chinese and, where somebody wrote it, in English.
///
/// @param zh never blank
/// @param en null where there is none
public record LocalText(String zh, @Nullable String en) {
  public LocalText {
    if (zh.isBlank()) {
      throw new IllegalArgumentException("Chinese text must not be blank");
    }
    if (en != null && en.isBlank()) {
      throw new IllegalArgumentException("English text must be absent or not blank");
    }
  }

  public static LocalText of(String zh) {
    return new LocalText(zh, null);
  }
}
