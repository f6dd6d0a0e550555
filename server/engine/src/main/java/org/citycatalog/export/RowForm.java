package org.citycatalog.export;

/// Which face of a cell is written.
public enum RowForm {
  /// The canonical value; nothing where the cell is missing or unreadable.
  TYPED,
  /// The text as it was delivered.
  SOURCE
}
