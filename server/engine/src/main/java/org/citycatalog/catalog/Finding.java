package org.citycatalog.catalog;

import java.util.List;

/// One mistake in something a caller wrote.
///
/// @param code stable code of the rule
/// @param pointer JSON Pointer to the place, empty for the whole document
/// @param message the rule and the value that breaks it, one English sentence
/// @param nearest the nearest valid names, best first
public record Finding(String code, String pointer, String message, List<String> nearest) {
  public Finding {
    nearest = List.copyOf(nearest);
  }

  public Finding(String code, String pointer, String message) {
    this(code, pointer, message, List.of());
  }
}
