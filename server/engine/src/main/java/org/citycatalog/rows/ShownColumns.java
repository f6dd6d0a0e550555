package org.citycatalog.rows;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefHash;
import org.citycatalog.catalog.CellReader;
import org.citycatalog.catalog.Item;
import org.citycatalog.sharing.Masking;
import org.citycatalog.sharing.Permit;
import org.jspecify.annotations.Nullable;

/// The columns of an answer, and how their cells become what the caller may see. For one thread.
final class ShownColumns {
  /// Masks remembered per column.
  private static final int MASKS_KEPT = 4096;

  /// Bytes of the longest cell whose mask is remembered.
  private static final int LONGEST_KEPT = 100;

  private final int[] places;
  private final @Nullable BytesRef[] cells; // of the row that is read
  private final List<CellReader> readers = new ArrayList<>();
  private final List<@Nullable Remembered> masks = new ArrayList<>();

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
      masks.add(column.isClear() ? null : new Remembered(permit.masking(column)));
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
      Remembered mask = masks.get(i);
      texts[i] = mask == null ? StoredRow.text(cell) : mask.shown(cell);
    }
    return new Row(readers, texts);
  }

  /// A masking that works each cell out once where they repeat and it takes longer than to look, in
  /// memory that is bounded.
  private static final class Remembered {
    private final Masking masking;
    private final boolean nothing;
    private @Nullable BytesRefHash known; // null where nothing is remembered
    private final List<@Nullable String> shown = new ArrayList<>();
    private int hits;

    Remembered(Masking masking) {
      this.masking = masking;
      this.nothing = masking.showsNothing();
      this.known = masking.isCostly() ? new BytesRefHash() : null;
    }

    @Nullable String shown(@Nullable BytesRef cell) {
      if (cell == null || nothing) {
        return null;
      }
      if (known == null || cell.length > LONGEST_KEPT) {
        return masking.shown(StoredRow.text(cell));
      }
      int place = known.add(cell);
      if (place < 0) {
        hits++;
        return shown.get(-place - 1);
      }
      String made = masking.shown(StoredRow.text(cell));
      shown.add(made);
      if (shown.size() == MASKS_KEPT) {
        // Where fewer were there than not, looking costs more than it spares.
        known = hits >= MASKS_KEPT ? new BytesRefHash() : null;
        hits = 0;
        shown.clear();
      }
      return made;
    }
  }
}
