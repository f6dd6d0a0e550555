package org.citycatalog.catalog;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What readers other than the provider may do with an item. Each is given apart; without
/// [#VISIBLE] there is none of the others.
public enum ItemRight {
  VISIBLE,
  FILTER,
  SORT,
  FACET,
  AGGREGATE,
  SUGGEST;

  /// The rights of an item about which nothing is said.
  public static final Set<ItemRight> ALL =
      Collections.unmodifiableSet(EnumSet.allOf(ItemRight.class));

  static final Set<String> CODES =
      Arrays.stream(values())
          .map(ItemRight::code)
          .collect(Collectors.toCollection(LinkedHashSet::new));

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ItemRight ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
