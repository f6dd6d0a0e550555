package org.citycatalog.sdk;

/// What a row holds in one column. Missing and unreadable are cases of their own: the one says that
/// nothing was delivered, the other that something was which breaks the schema.
public sealed interface Cell {
  /// A value.
  ///
  /// @param value a [String], [Long], [java.math.BigDecimal], [Boolean] or [Point]; dates and times
  ///   are their ISO 8601 texts
  record Present(Object value) implements Cell {}

  /// Nothing was delivered.
  record Missing() implements Cell {}

  /// Something was delivered that breaks the schema.
  ///
  /// @param text as it was delivered
  /// @param reason why it cannot be read
  record Unreadable(String text, String reason) implements Cell {}
}
