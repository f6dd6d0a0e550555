package org.citycatalog.rows;

import java.nio.charset.StandardCharsets;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefHash;
import org.citycatalog.sharing.Masking;
import org.jspecify.annotations.Nullable;

/// The cells of a masked column, of which a costly mask is worked out once for each value where few
/// values come often. For one thread.
///
/// Little is remembered, packed in bytes, so that it stays in a processor's cache: with all of
/// 200,000 values remembered, in eight megabytes, an export took longer than with a keyed hash for
/// every row.
final class MaskedColumn {
  /// Bytes of cells and masks that are remembered of a column.
  private static final int MAX_BYTES = 128 << 10;

  /// Bytes that an element of the table takes beside its cell and its mask.
  private static final int ELEMENT_BYTES = 16;

  /// Bytes of the longest cell whose mask is remembered.
  private static final int LONGEST = 100;

  private final Masking masking;
  private final boolean nothing;
  private final int maxBytes;
  private @Nullable BytesRefHash cells; // null where nothing is remembered
  private byte[] shown = new byte[0];
  private int[] ends = new int[0]; // in `shown`, by the cell's id
  private long bytes;
  private long hits;

  MaskedColumn(Masking masking) {
    this(masking, MAX_BYTES);
  }

  MaskedColumn(Masking masking, int maxBytes) {
    this.masking = masking;
    this.maxBytes = maxBytes;
    this.nothing = masking.showsNothing();
    this.cells = masking.isCostly() ? new BytesRefHash() : null;
  }

  @Nullable String shown(@Nullable BytesRef cell) {
    if (cell == null || nothing) {
      return null;
    }
    BytesRefHash known = cells;
    if (known == null || cell.length > LONGEST) {
      return masking.shown(StoredRow.text(cell));
    }
    boolean full = bytes >= maxBytes;
    int id = full ? known.find(cell) : known.add(cell);
    int at = full ? id : -id - 1;
    if (at >= 0) {
      hits++;
      return remembered(at);
    }
    String made = masking.shown(StoredRow.text(cell));
    if (!full) {
      remember(id, cell, made);
    }
    return made;
  }

  private @Nullable String remembered(int id) {
    int from = id == 0 ? 0 : ends[id - 1];
    // No mask that is costly shows an empty text.
    return from == ends[id]
        ? null
        : new String(shown, from, ends[id] - from, StandardCharsets.UTF_8);
  }

  private void remember(int id, BytesRef cell, @Nullable String made) {
    byte[] text = made == null ? new byte[0] : made.getBytes(StandardCharsets.UTF_8);
    int from = id == 0 ? 0 : ends[id - 1];
    ends = ArrayUtil.grow(ends, id + 1);
    ends[id] = from + text.length;
    shown = ArrayUtil.grow(shown, ends[id]);
    System.arraycopy(text, 0, shown, from, text.length);
    bytes += cell.length + text.length + ELEMENT_BYTES;
    if (bytes >= maxBytes && hits < id) {
      // Where most values come once, looking for them costs more than it spares.
      cells = null;
      shown = new byte[0];
      ends = new int[0];
    }
  }
}
