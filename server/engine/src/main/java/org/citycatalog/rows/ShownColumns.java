package org.citycatalog.rows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.BytesRef;
import org.citycatalog.catalog.CellReader;
import org.citycatalog.catalog.Item;
import org.citycatalog.sharing.Masking;
import org.citycatalog.sharing.Permit;
import org.jspecify.annotations.Nullable;

/// The columns of an answer, and how their cells become what the caller may see. For one thread.
final class ShownColumns {
  /// Masks remembered per column.
  private static final int MASKS_KEPT = 4096;

  private final int width;
  private final int[] places;
  private final List<CellReader> readers = new ArrayList<>();
  private final List<@Nullable Remembered> masks = new ArrayList<>();

  /// @param places of columns that the permit shows
  ShownColumns(Permit permit, int[] places) {
    this.width = permit.version().schema().items().size();
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
    @Nullable String[] texts = StoredRow.texts(stored, width, places);
    for (int i = 0; i < texts.length; i++) {
      Remembered mask = masks.get(i);
      if (mask != null) {
        texts[i] = mask.shown(texts[i]);
      }
    }
    return new Row(readers, texts);
  }

  /// A masking that works each text out once where they repeat, in memory that is bounded.
  private static final class Remembered {
    private final Masking masking;
    private final Map<@Nullable String, @Nullable String> known = new HashMap<>();
    private int hits;
    private boolean repeating;

    Remembered(Masking masking) {
      this.masking = masking;
      this.repeating = !masking.showsNothing();
    }

    @Nullable String shown(@Nullable String text) {
      if (!repeating) {
        return masking.shown(text);
      }
      String shown = known.get(text);
      if (shown != null || known.containsKey(text)) {
        hits++;
        return shown;
      }
      shown = masking.shown(text);
      if (known.size() == MASKS_KEPT) {
        // Where fewer were there than not, looking costs more than it spares.
        repeating = hits >= MASKS_KEPT;
        hits = 0;
        known.clear();
      }
      known.put(text, shown);
      return shown;
    }
  }
}
