package org.citycatalog.sharing.deadlines;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Under which rules somebody asks: decrees on sharing bind departments among each other alone.
public enum Regime {
  /// Between departments.
  SHARING,
  /// Towards enterprises, research and the public.
  OPENING;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Regime> ofCode(String code) {
    return Arrays.stream(values()).filter(each -> each.code().equals(code)).findFirst();
  }
}
