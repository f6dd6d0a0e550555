package org.citycatalog.sdk;

/// The order of rows by one column; rows without a value come last.
///
/// @param column the column
/// @param descending from the greatest
public record Order(String column, boolean descending) {
  public Order {
    if (column.isEmpty()) {
      throw new IllegalArgumentException("a column must have a name");
    }
  }

  /// From the smallest.
  ///
  /// @param column the column
  /// @return the order
  public static Order asc(String column) {
    return new Order(column, false);
  }

  /// From the greatest.
  ///
  /// @param column the column
  /// @return the order
  public static Order desc(String column) {
    return new Order(column, true);
  }

  String text() {
    return descending ? "-" + column : column;
  }
}
