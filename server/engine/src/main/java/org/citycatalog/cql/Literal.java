package org.citycatalog.cql;

/// A value as a filter writes it, before it is known whose type it must have.
///
/// @param text of a string, date or timestamp without quotes; of a number with its sign; `TRUE` or
///   `FALSE`
/// @param position index of its first character
record Literal(Kind kind, String text, int position) {
  /// How it is written.
  enum Kind {
    STRING,
    NUMBER,
    TRUTH,
    DATE,
    TIMESTAMP
  }
}
