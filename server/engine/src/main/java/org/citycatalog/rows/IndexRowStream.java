package org.citycatalog.rows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.lucene.codecs.StoredFieldsReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BytesRef;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Item;
import org.jspecify.annotations.Nullable;

/// All rows of a question, out of an index, in memory that does not grow with their number.
///
/// It holds the index from the first row that is asked for until it is closed: one that nobody
/// reads, as a HEAD request leaves it, holds nothing.
final class IndexRowStream implements RowStream {
  private final RowStore store;
  private final DatasetVersion version;
  private final CheckedRowQuery query;
  private final ShownColumns columns;
  private final long total;
  private final @Nullable FoundQuery found; // where they are sorted
  private @Nullable RowIndex index;
  private @Nullable ShapedAhead rows;
  private long given;
  private boolean closed;

  private IndexRowStream(
      RowStore store,
      DatasetVersion version,
      CheckedRowQuery query,
      ShownColumns columns,
      long total,
      @Nullable FoundQuery found) {
    this.store = store;
    this.version = version;
    this.query = query;
    this.columns = columns;
    this.total = total;
    this.found = found;
  }

  /// Counts the rows, and finds them where they are sorted: their order is walked through in many
  /// pages.
  ///
  /// @throws IndexUnavailableException while the version's index is being rebuilt
  static RowStream of(
      RowStore store, DatasetVersion version, CheckedRowQuery query, ShownColumns columns) {
    try (RowIndex index = store.take(version)) {
      if (query.sort().isEmpty()) {
        long total = index.count(query.query());
        return new IndexRowStream(store, version, query, columns, total, null);
      }
      FoundQuery found = new FoundQuery(index.searcher(), query.query());
      return new IndexRowStream(store, version, query, columns, found.total(), found);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public long version() {
    return version.number();
  }

  @Override
  public List<Item> columns() {
    return columns.items();
  }

  @Override
  public long total() {
    return total;
  }

  @Override
  public @Nullable Row next() throws IOException {
    if (closed) {
      throw new IllegalStateException("the stream of rows is closed");
    }
    if (rows == null) {
      RowIndex held = store.take(version);
      index = held;
      rows =
          new ShapedAhead(
              found == null
                  ? new InFileOrder(held)
                  : new SortedRows(held, found, RowSort.of(query.sort(), version.schema())),
              columns::shape,
              store.aside());
    }
    if (store.isDestroyed(version)) {
      throw new IOException("the version was destroyed while it was read");
    }
    Row row = rows.next();
    if (row != null) {
      given++;
    }
    return row;
  }

  @Override
  public long given() {
    return given;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    if (rows != null) {
      rows.stop();
    }
    RowIndex held = index;
    index = null;
    if (held != null) {
      held.close();
    }
  }

  /// Walks through the segments, reading stored rows one after another.
  private final class InFileOrder implements ShapedAhead.Stored {
    private final List<LeafReaderContext> segments;
    private final Weight weight;
    private int nextSegment;
    private @Nullable DocIdSetIterator docs;
    private @Nullable StoredFieldsReader stored;

    InFileOrder(RowIndex index) throws IOException {
      this.segments = index.searcher().getLeafContexts();
      this.weight = IndexRows.weight(index.searcher(), query);
    }

    @Override
    public @Nullable BytesRef next() throws IOException {
      while (true) {
        if (docs != null && stored != null) {
          int doc = docs.nextDoc();
          if (doc != DocIdSetIterator.NO_MORE_DOCS) {
            return StoredRowVisitor.row(stored, doc);
          }
          docs = null;
        }
        if (nextSegment == segments.size()) {
          return null;
        }
        LeafReaderContext segment = segments.get(nextSegment++);
        Scorer scorer = weight.scorer(segment);
        if (scorer != null) {
          docs = scorer.iterator();
          stored = SortedRows.unpackedOnce(segment);
        }
      }
    }
  }
}
