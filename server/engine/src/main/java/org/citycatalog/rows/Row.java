package org.citycatalog.rows;

import java.util.List;
import org.citycatalog.catalog.CellReader;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.Value;
import org.jspecify.annotations.Nullable;

/// One row, as far as it was asked for: the delivered text of each cell, and its value.
public final class Row {
  private final List<CellReader> readers;
  private final @Nullable String[] texts;

  Row(List<CellReader> readers, @Nullable String[] texts) {
    this.readers = readers;
    this.texts = texts;
  }

  /// How many columns.
  public int size() {
    return texts.length;
  }

  public Item item(int column) {
    return readers.get(column).item();
  }

  /// The cell's text as it was delivered; null where the file had no such cell.
  public @Nullable String text(int column) {
    return texts[column];
  }

  /// The cell's value under the schema of its version.
  public Value value(int column) {
    return readers.get(column).read(texts[column]);
  }
}
