package org.citycatalog.rows;

/// The names of Lucene fields. A column's fields are named by its place, so that any column name
/// will do.
final class Columns {
  /// The stored row.
  static final String ROW = "row";

  /// Terms `m<place>`, `u<place>`, `l<place>`: the column is missing, unreadable, or longer than a
  /// term holds.
  static final String MARKS = "marks";

  private Columns() {}

  /// Terms and ordinals of text and code; points and values of whole numbers, booleans, dates and
  /// times; the whole part of decimals; the longitude of points. A document has it exactly where
  /// the column has a value.
  static String value(int place) {
    return "c" + place;
  }

  /// The fraction of decimals, in units of 10^-18, never negative; the latitude of points.
  static String second(int place) {
    return "d" + place;
  }

  /// Points of decimals (16 bytes) and of points (two doubles).
  static String point(int place) {
    return "p" + place;
  }

  /// Words of text.
  static String words(int place) {
    return "w" + place;
  }

  /// 1 where the column has no value, so that such rows sort behind the largest one.
  static String absent(int place) {
    return "a" + place;
  }

  static String missingMark(int place) {
    return "m" + place;
  }

  static String unreadableMark(int place) {
    return "u" + place;
  }

  static String longMark(int place) {
    return "l" + place;
  }
}
