package org.citycatalog.rows;

import java.nio.charset.StandardCharsets;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// A row as its document keeps it: the delivered text of each cell, one after another.
///
/// Layout: for each column the length of its UTF-8 text plus one as a variable-length integer, 0
/// where the row has no such cell, then the text.
final class StoredRow {
  private StoredRow() {}

  /// Takes the columns of a row apart.
  ///
  /// @param texts filled with one slice per column; a null slice where the row has no such cell
  static void slice(byte[] bytes, int offset, @Nullable BytesRef[] texts) {
    int at = offset;
    for (int column = 0; column < texts.length; column++) {
      int shift = 0;
      int length = 0;
      byte next;
      do {
        next = bytes[at++];
        length |= (next & 0x7F) << shift;
        shift += 7;
      } while (next < 0);
      if (length == 0) {
        texts[column] = null;
      } else {
        texts[column] = new BytesRef(bytes, at, length - 1);
        at += length - 1;
      }
    }
  }

  /// Gives the texts of some columns.
  ///
  /// @param wanted for each place of the answer the column in the row
  static @Nullable String[] texts(BytesRef row, int columns, int[] wanted) {
    @Nullable BytesRef[] slices = new BytesRef[columns];
    slice(row.bytes, row.offset, slices);
    @Nullable String[] texts = new String[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      texts[i] = text(slices[wanted[i]]);
    }
    return texts;
  }

  static @Nullable String text(@Nullable BytesRef slice) {
    return slice == null
        ? null
        : new String(slice.bytes, slice.offset, slice.length, StandardCharsets.UTF_8);
  }
}
