package org.citycatalog.rows;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.codecs.StoredFieldsReader;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// The rows of a question in its order.
///
/// The order is found page by page. Of a page, as many rows as fit into a few megabytes are read at
/// a time, as they lie in the index: there rows are compressed together, and one after another in
/// the question's order each would be unpacked with a hundred others.
final class SortedRows implements ShapedAhead.Stored {
  /// Rows that are ordered at a time; each takes about a hundred bytes while they are.
  private static final int PAGE = 100_000;

  /// About what rows read ahead may take.
  private static final long READ_BYTES = 8 << 20;

  /// Rows that are read first, from which their mean size is known.
  private static final int FIRST = 1_000;

  private final RowIndex index;
  private final FoundQuery found;
  private final Sort order;
  private final List<LeafReaderContext> segments;
  private final @Nullable StoredFieldsReader[] stored;
  private int[] page = new int[0];
  private int inPage;
  private @Nullable ScoreDoc last;
  private boolean ended;
  private BytesRef[] read = new BytesRef[0];
  private int given;
  private long rowsRead;
  private long bytesRead;

  SortedRows(RowIndex index, FoundQuery found, Sort order) {
    this.index = index;
    this.found = found;
    this.order = order;
    this.segments = index.searcher().getLeafContexts();
    this.stored = new StoredFieldsReader[segments.size()];
  }

  @Override
  public @Nullable BytesRef next() throws IOException {
    if (given == read.length) {
      if (inPage == page.length && !ended) {
        order();
      }
      if (inPage == page.length) {
        return null;
      }
      read();
    }
    return read[given++];
  }

  private void order() throws IOException {
    ScoreDoc[] next = IndexRows.sorted(index, found, order, PAGE, last);
    page = Arrays.stream(next).mapToInt(each -> each.doc).toArray();
    inPage = 0;
    ended = next.length < PAGE;
    last = ended ? null : next[next.length - 1];
  }

  private void read() throws IOException {
    long fit = rowsRead == 0 ? FIRST : Math.max(1, READ_BYTES * rowsRead / Math.max(1, bytesRead));
    int rows = (int) Math.min(fit, page.length - inPage);
    long[] asTheyLie = new long[rows];
    for (int i = 0; i < rows; i++) {
      asTheyLie[i] = (long) page[inPage + i] << Integer.SIZE | i;
    }
    Arrays.sort(asTheyLie);
    read = new BytesRef[rows];
    for (long each : asTheyLie) {
      BytesRef row = row((int) (each >>> Integer.SIZE));
      read[(int) each] = row;
      bytesRead += row.length;
    }
    rowsRead += rows;
    inPage += rows;
    given = 0;
  }

  private BytesRef row(int doc) throws IOException {
    int segment = ReaderUtil.subIndex(doc, segments);
    StoredFieldsReader reader = stored[segment];
    if (reader == null) {
      reader = unpackedOnce(segments.get(segment));
      stored[segment] = reader;
    }
    return StoredRowVisitor.row(reader, doc - segments.get(segment).docBase);
  }

  /// The instance for merges keeps what it unpacked for the rows that follow.
  static StoredFieldsReader unpackedOnce(LeafReaderContext segment) {
    CodecReader reader = (CodecReader) FilterLeafReader.unwrap(segment.reader());
    return reader.getFieldsReader().getMergeInstance();
  }
}
