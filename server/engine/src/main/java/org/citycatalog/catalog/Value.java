package org.citycatalog.catalog;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/// What a cell says, read under its item's type. Missing and unreadable are cases of their own, not
/// nulls or zeros.
public sealed interface Value {
  /// Text or code, exactly as delivered.
  record Text(String text) implements Value {}

  /// A whole number of 64 bits.
  record Int(long number) implements Value {}

  /// A decimal number, in the unit of its item.
  record Decimal(BigDecimal number) implements Value {}

  record Bool(boolean truth) implements Value {}

  record Day(LocalDate day) implements Value {}

  /// An instant, with the offset it was written with.
  record Moment(OffsetDateTime time) implements Value {}

  /// Degrees in the dataset's reference system.
  record Point(double longitude, double latitude) implements Value {}

  /// No value was delivered.
  record Missing() implements Value {}

  /// A cell that breaks the schema.
  ///
  /// @param text as delivered
  /// @param reason one English sentence
  record Unreadable(String text, String reason) implements Value {}

  Missing MISSING = new Missing();
}
