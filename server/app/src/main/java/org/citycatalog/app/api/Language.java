package org.citycatalog.app.api;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The languages that answers are written in.
enum Language {
  ENGLISH("en"),
  CHINESE("zh");

  private final String tag;

  Language(String tag) {
    this.tag = tag;
  }

  /// The language tag, as in `Content-Language`.
  String tag() {
    return tag;
  }

  /// The language the caller likes best; English where they do not say, or say something
  /// unreadable.
  static Language of(@Nullable String acceptLanguage) {
    if (acceptLanguage == null || acceptLanguage.length() > 1000) {
      return ENGLISH;
    }
    try {
      List<Locale.LanguageRange> liked = Locale.LanguageRange.parse(acceptLanguage);
      for (Locale.LanguageRange range : liked) {
        String wanted = range.getRange();
        for (Language each : values()) {
          if (range.getWeight() > 0
              && (wanted.equals(each.tag) || wanted.startsWith(each.tag + "-"))) {
            return each;
          }
        }
      }
      return ENGLISH;
    } catch (IllegalArgumentException notALanguageList) {
      return ENGLISH;
    }
  }
}
