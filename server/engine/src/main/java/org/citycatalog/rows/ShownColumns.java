package org.citycatalog.rows;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.util.BytesRef;
import org.citycatalog.catalog.CellReader;
import org.citycatalog.catalog.Item;
import org.citycatalog.sharing.Permit;
import org.jspecify.annotations.Nullable;

/// The columns of an answer, and how their cells become what the caller may see. For one thread.
final class ShownColumns {
  private final int[] places;
  private final @Nullable BytesRef[] cells; // of the row that is read
  private final List<CellReader> readers = new ArrayList<>();
  private final List<@Nullable MaskedColumn> masks = new ArrayList<>();

  /// @param places of columns that the permit shows
  ShownColumns(Permit permit, int[] places) {
    this.cells = new BytesRef[permit.version().schema().items().size()];
    this.places = places;
    for (int place : places) {
      Permit.PermittedColumn column =
          permit.columns().stream()
              .filter(each -> each.place() == place)
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("no permitted column " + place));
      readers.add(
          CellReader.of(
              column.shown(),
              column.isClear() ? permit.version().schema().missingValues() : List.of()));
      masks.add(column.isClear() ? null : new MaskedColumn(permit.masking(column)));
    }
  }

  List<Item> items() {
    return readers.stream().map(CellReader::item).toList();
  }

  /// The row as the caller may see it.
  Row row(BytesRef stored) {
    StoredRow.slice(stored.bytes, stored.offset, cells);
    @Nullable String[] texts = new String[places.length];
    for (int i = 0; i < texts.length; i++) {
      BytesRef cell = cells[places[i]];
      MaskedColumn mask = masks.get(i);
      texts[i] = mask == null ? StoredRow.text(cell) : mask.shown(cell);
    }
    return new Row(readers, texts);
  }
}
