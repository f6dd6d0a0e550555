package org.citycatalog.rows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.BytesRef;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.sharing.Seal;
import org.jspecify.annotations.Nullable;

/// Where the next page begins. Outside the server it is sealed: it can neither be read nor made up.
///
/// It says how many rows were given, and not where in the index they stand: a cursor is the same to
/// the byte whether or not there are rows that the caller may not see.
///
/// @param version the version being read
/// @param question fingerprint of the query and of what the caller was permitted
/// @param total rows that match
/// @param nth which the last row given is of those with its keys, in the order of the file, from 1;
///   without an order, of all
/// @param keys sort values of that row: `Long`, `BytesRef` or null
@SuppressWarnings("ArrayRecordComponent") // never compared
record RowCursor(long version, String question, long total, long nth, @Nullable Object[] keys) {
  /// The cursor behind a page.
  ///
  /// @param from the cursor that led to the page, null for the first
  /// @param page its rows, in their order
  static RowCursor behind(
      long version, String question, long total, @Nullable RowCursor from, ScoreDoc[] page) {
    @Nullable Object[] keys = keys(page[page.length - 1]);
    int same = page.length;
    if (keys.length > 0) {
      same = 1;
      while (same < page.length && Arrays.equals(keys(page[page.length - 1 - same]), keys)) {
        same++;
      }
    }
    long before = 0;
    if (from != null && same == page.length && Arrays.equals(from.keys, keys)) {
      before = from.nth; // the page goes on with the keys of the one before
    }
    return new RowCursor(version, question, total, before + same, keys);
  }

  private static @Nullable Object[] keys(ScoreDoc row) {
    return row instanceof FieldDoc sorted ? sorted.fields : new Object[0];
  }

  String seal(Seal seal, DatasetId dataset) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(version);
      out.writeUTF(question);
      out.writeLong(total);
      out.writeLong(nth);
      out.writeInt(keys.length);
      for (Object key : keys) {
        switch (key) {
          case null -> out.writeByte('-');
          case Long number -> {
            out.writeByte('l');
            out.writeLong(number);
          }
          case BytesRef text -> {
            out.writeByte('t');
            out.writeInt(text.length);
            out.write(text.bytes, text.offset, text.length);
          }
          default -> throw new IllegalArgumentException("no sort value: " + key);
        }
      }
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return seal.seal(bytes.toByteArray(), context(dataset));
  }

  /// Opens a cursor that this server made for this dataset; empty for anything else.
  static Optional<RowCursor> open(String sealed, Seal seal, DatasetId dataset) {
    return seal.open(sealed, context(dataset)).map(RowCursor::read);
  }

  private static RowCursor read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      long version = in.readLong();
      String question = in.readUTF();
      long total = in.readLong();
      long nth = in.readLong();
      @Nullable Object[] keys = new Object[in.readInt()];
      for (int i = 0; i < keys.length; i++) {
        keys[i] =
            switch (in.readByte()) {
              case 'l' -> (Object) in.readLong();
              case 't' -> new BytesRef(in.readNBytes(in.readInt()));
              default -> null;
            };
      }
      return new RowCursor(version, question, total, nth, keys);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
  }

  private static String context(DatasetId dataset) {
    return "rows " + dataset;
  }
}
