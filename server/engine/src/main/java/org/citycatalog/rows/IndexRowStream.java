package org.citycatalog.rows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.lucene.codecs.StoredFieldsReader;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.TableSchema;
import org.jspecify.annotations.Nullable;

/// All rows of a question, out of an index, in memory that does not grow with their number.
abstract sealed class IndexRowStream implements RowStream {
  private final RowIndex index;
  private final ShownColumns columns;
  private final long total;
  private boolean closed;

  private IndexRowStream(RowIndex index, CheckedRowQuery query, ShownColumns columns)
      throws IOException {
    this.index = index;
    this.columns = columns;
    this.total = index.count(query.query());
  }

  /// Takes over the hold on the index.
  static RowStream open(RowIndex index, CheckedRowQuery query, ShownColumns columns) {
    try {
      return query.sort().isEmpty()
          ? new InFileOrder(index, query, columns)
          : new Sorted(index, query, columns);
    } catch (IOException | RuntimeException failed) {
      try {
        index.close();
      } catch (IOException second) {
        failed.addSuppressed(second);
      }
      throw failed instanceof IOException io
          ? new UncheckedIOException(io)
          : (RuntimeException) failed;
    }
  }

  @Override
  public final long version() {
    return index.version().number();
  }

  @Override
  public final List<Item> columns() {
    return columns.items();
  }

  @Override
  public final long total() {
    return total;
  }

  @Override
  public final void close() throws IOException {
    if (!closed) {
      closed = true;
      index.close();
    }
  }

  final Row row(StoredFields stored, int doc) throws IOException {
    return columns.row(StoredRowVisitor.row(stored, doc));
  }

  /// Walks through the segments, reading stored rows one after another.
  private static final class InFileOrder extends IndexRowStream {
    private final List<LeafReaderContext> segments;
    private final Weight weight;
    private int nextSegment;
    private @Nullable DocIdSetIterator rows;
    private @Nullable StoredFieldsReader stored;

    InFileOrder(RowIndex index, CheckedRowQuery query, ShownColumns columns) throws IOException {
      super(index, query, columns);
      this.segments = index.searcher().getLeafContexts();
      this.weight = IndexRows.weight(index.searcher(), query);
    }

    @Override
    public @Nullable Row next() throws IOException {
      while (true) {
        if (rows != null && stored != null) {
          int doc = rows.nextDoc();
          if (doc != DocIdSetIterator.NO_MORE_DOCS) {
            return row(stored, doc);
          }
          rows = null;
        }
        if (nextSegment == segments.size()) {
          return null;
        }
        LeafReaderContext segment = segments.get(nextSegment++);
        Scorer scorer = weight.scorer(segment);
        if (scorer != null) {
          rows = scorer.iterator();
          // The instance for merges keeps a decompressed chunk for the rows that follow.
          stored = ((CodecReader) segment.reader()).getFieldsReader().getMergeInstance();
        }
      }
    }
  }

  /// Fetches sorted rows in large pages.
  private static final class Sorted extends IndexRowStream {
    private static final int PAGE = 20_000;

    private final RowIndex index;
    private final CheckedRowQuery query;
    private final TableSchema schema;
    private final StoredFields stored;
    private ScoreDoc[] page = new ScoreDoc[0];
    private int at;
    private boolean last;

    Sorted(RowIndex index, CheckedRowQuery query, ShownColumns columns) throws IOException {
      super(index, query, columns);
      this.index = index;
      this.query = query;
      this.schema = index.version().schema();
      this.stored = index.reader().storedFields();
    }

    @Override
    public @Nullable Row next() throws IOException {
      if (at == page.length && !last) {
        RowCursor from =
            page.length == 0
                ? null
                : new RowCursor(
                    version(), "", total(), page[at - 1].doc, ((FieldDoc) page[at - 1]).fields);
        page = IndexRows.find(index, query, schema, PAGE, from);
        last = page.length < PAGE;
        at = 0;
      }
      return at == page.length ? null : row(stored, page[at++].doc);
    }
  }
}
