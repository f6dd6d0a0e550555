package org.citycatalog.sdk;

/// A value was asked for that a row does not have. Ask [Row#isMissing] or [Row#unreadable] first,
/// or read [Row#cell].
public final class NoValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String column;
  private final transient Cell cell;

  NoValueException(String column, Cell cell) {
    super(
        cell instanceof Cell.Unreadable unreadable
            ? "column '%s' is unreadable: '%s' (%s)"
                .formatted(column, unreadable.text(), unreadable.reason())
            : "column '%s' has no value".formatted(column));
    this.column = column;
    this.cell = cell;
  }

  /// The column.
  public String column() {
    return column;
  }

  /// What is there instead: [Cell.Missing] or [Cell.Unreadable].
  public Cell cell() {
    return cell;
  }
}
