package org.citycatalog.ingest;

import java.util.EnumSet;
import java.util.Set;
import org.citycatalog.catalog.ColumnType;
import org.jspecify.annotations.Nullable;

/// What a cell looks like, taken alone. Each cell is of one kind; which type a column has is
/// decided by the kinds in it.
enum CellKind {
  /// Digits of a number that is nothing but a number: fewer than 15, no zero before them.
  WHOLE,
  /// Digits with a zero before them: a code, as a number would lose it.
  ZERO_LED,
  /// 15 digits or more: an identifier, whatever else it may be.
  LONG_DIGITS,
  /// `+86`: as a number it would lose its sign.
  PLUS_LED,
  FRACTION,
  /// More than 18 digits after the point.
  FINE_FRACTION,
  /// `1e5`: a number, or the name of a room.
  EXPONENT,
  TRUE_FALSE,
  YES_NO,
  ISO_DATE,
  DASH_DATE,
  SLASH_DATE,
  DOT_DATE,
  CHINESE_DATE,
  MOMENT,
  LOCAL_TIME,
  COORDINATES,
  JSON_POINT,
  /// `1,234`
  GROUPED,
  /// `12.5万`
  AMOUNT,
  FULL_WIDTH,
  TEXT;

  /// The type a cell of this kind is an example of, null where it is of none but text.
  @Nullable ColumnType type() {
    return switch (this) {
      case WHOLE -> ColumnType.INTEGER;
      case FRACTION -> ColumnType.DECIMAL;
      case TRUE_FALSE, YES_NO -> ColumnType.BOOLEAN;
      case ISO_DATE, DASH_DATE, SLASH_DATE, DOT_DATE, CHINESE_DATE -> ColumnType.DATE;
      case MOMENT -> ColumnType.DATETIME;
      case COORDINATES, JSON_POINT -> ColumnType.POINT;
      case ZERO_LED,
          LONG_DIGITS,
          PLUS_LED,
          FINE_FRACTION,
          EXPONENT,
          LOCAL_TIME,
          GROUPED,
          AMOUNT,
          FULL_WIDTH,
          TEXT ->
          null;
    };
  }

  static final Set<CellKind> NUMBERS = EnumSet.of(WHOLE, FRACTION);
  static final Set<CellKind> DIGITS = EnumSet.of(WHOLE, ZERO_LED, LONG_DIGITS, PLUS_LED);
  static final Set<CellKind> DATES =
      EnumSet.of(ISO_DATE, DASH_DATE, SLASH_DATE, DOT_DATE, CHINESE_DATE);

  /// The way the dates of a kind are written, null for the ISO way.
  @Nullable String dateFormat() {
    return switch (this) {
      case DASH_DATE -> "%Y-%m-%d";
      case SLASH_DATE -> "%Y/%m/%d";
      case DOT_DATE -> "%Y.%m.%d";
      case CHINESE_DATE -> "%Y年%m月%d日";
      default -> null;
    };
  }
}
