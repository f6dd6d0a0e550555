package org.citycatalog.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.lucene.util.BytesRef;
import org.citycatalog.catalog.CellReader;
import org.citycatalog.catalog.Item;
import org.citycatalog.sharing.Permit;
import org.jspecify.annotations.Nullable;

/// The columns of an answer, and how their cells become what the caller may see.
final class ShownColumns {
  private final Permit permit;
  private final int[] places;
  private final List<Permit.PermittedColumn> columns = new ArrayList<>();
  private final List<CellReader> readers = new ArrayList<>();

  /// @param places of columns that the permit shows
  ShownColumns(Permit permit, int[] places) {
    this.permit = permit;
    this.places = places;
    for (int place : places) {
      Permit.PermittedColumn column =
          permit.columns().stream()
              .filter(each -> each.place() == place)
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("no permitted column " + place));
      columns.add(column);
      readers.add(
          CellReader.of(
              column.shown(),
              column.isClear() ? permit.version().schema().missingValues() : List.of()));
    }
  }

  List<Item> items() {
    return readers.stream().map(CellReader::item).toList();
  }

  /// Makes stored rows into what the caller may see of them. Each is for one thread at a time.
  Function<BytesRef, Row> shape() {
    List<@Nullable MaskedColumn> masks = new ArrayList<>();
    for (Permit.PermittedColumn column : columns) {
      masks.add(column.isClear() ? null : new MaskedColumn(permit.masking(column)));
    }
    @Nullable BytesRef[] cells = new BytesRef[permit.version().schema().items().size()];
    return stored -> row(stored, cells, masks);
  }

  private Row row(BytesRef stored, @Nullable BytesRef[] cells, List<@Nullable MaskedColumn> masks) {
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
