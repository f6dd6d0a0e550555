package org.citycatalog.catalog;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What an item tells about a person, a secret place or a trade secret.
public enum Personal {
  NONE,
  /// Names one person: a citizen number, a mobile telephone.
  DIRECT,
  /// Names one together with others: birth date, street, occupation.
  QUASI,
  /// Harms a person who is named: health, income, faith.
  SENSITIVE,
  /// A place that is not to be known.
  SECRET_PLACE,
  /// A trade secret.
  TRADE;

  static final Set<String> CODES =
      Arrays.stream(values())
          .map(Personal::code)
          .collect(Collectors.toCollection(LinkedHashSet::new));

  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Personal ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
