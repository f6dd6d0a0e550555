package org.citycatalog.rows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldComparator;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LeafFieldComparator;
import org.apache.lucene.search.Pruning;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.Weight;
import org.citycatalog.catalog.TableSchema;
import org.jspecify.annotations.Nullable;

/// Finds the places of rows in an index.
final class IndexRows {
  /// Rows between two looks at the clock.
  private static final int ROWS = 1 << 8;

  private IndexRows() {}

  /// The next rows of a question in its order.
  ///
  /// @param from the row behind which to begin, null for the first; with its keys where there is an
  ///   order
  static ScoreDoc[] find(
      RowIndex index, CheckedRowQuery query, TableSchema schema, int most, @Nullable ScoreDoc from)
      throws IOException {
    if (query.sort().isEmpty()) {
      return inFileOrder(index.searcher(), query, most, from == null ? -1 : from.doc);
    }
    return sorted(index, query.query(), RowSort.of(query.sort(), schema), most, from);
  }

  /// The next rows of a query in an order.
  ///
  /// @param from the row behind which to begin, with its keys; null for the first
  static ScoreDoc[] sorted(
      RowIndex index, Query query, Sort sort, int most, @Nullable ScoreDoc from)
      throws IOException {
    FieldDoc after = (FieldDoc) from;
    int room = Math.max(1, Math.min(most, index.reader().maxDoc()));
    // Totals are counted exactly elsewhere; the threshold of 1 lets Lucene skip rows that cannot be
    // among the first.
    return index
        .searcher()
        .search(query, new TopFieldCollectorManager(sort, room, after, 1))
        .scoreDocs;
  }

  /// The last row that a cursor was given for; empty where there are not as many.
  static Optional<ScoreDoc> last(
      RowIndex index, CheckedRowQuery query, TableSchema schema, RowCursor cursor)
      throws IOException {
    Weight weight = weight(index.searcher(), query);
    SortField[] order =
        query.sort().isEmpty() ? new SortField[0] : RowSort.of(query.sort(), schema).getSort();
    if (order.length != cursor.keys().length) {
      return Optional.empty();
    }
    long left = cursor.nth();
    int seen = 0;
    for (LeafReaderContext segment : index.searcher().getLeafContexts()) {
      int all = order.length == 0 ? weight.count(segment) : -1;
      if (all >= 0 && all < left) {
        left -= all;
        continue;
      }
      Scorer scorer = weight.scorer(segment);
      if (scorer == null) {
        continue;
      }
      LeafFieldComparator[] keys = comparators(order, cursor.keys(), segment);
      DocIdSetIterator rows = scorer.iterator();
      for (int doc = rows.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = rows.nextDoc()) {
        if (++seen % ROWS == 0) {
          QueryTime.check();
        }
        if (hasKeys(keys, doc) && --left == 0) {
          return Optional.of(found(segment.docBase + doc, cursor.keys()));
        }
      }
    }
    return Optional.empty();
  }

  /// A row that was found before, as it is searched behind.
  static ScoreDoc found(int place, @Nullable Object[] keys) {
    return keys.length == 0 ? new ScoreDoc(place, Float.NaN) : new FieldDoc(place, Float.NaN, keys);
  }

  private static LeafFieldComparator[] comparators(
      SortField[] order, @Nullable Object[] keys, LeafReaderContext segment) throws IOException {
    LeafFieldComparator[] comparators = new LeafFieldComparator[order.length];
    for (int i = 0; i < order.length; i++) {
      @SuppressWarnings("unchecked") // a key came from the same field
      FieldComparator<@Nullable Object> each =
          (FieldComparator<@Nullable Object>) order[i].getComparator(1, Pruning.NONE);
      each.setTopValue(keys[i]);
      comparators[i] = each.getLeafComparator(segment);
    }
    return comparators;
  }

  private static boolean hasKeys(LeafFieldComparator[] keys, int doc) throws IOException {
    for (LeafFieldComparator key : keys) {
      if (key.compareTop(doc) != 0) {
        return false;
      }
    }
    return true;
  }

  private static ScoreDoc[] inFileOrder(
      IndexSearcher searcher, CheckedRowQuery query, int most, int after) throws IOException {
    Weight weight = weight(searcher, query);
    List<ScoreDoc> found = new ArrayList<>();
    for (LeafReaderContext segment : searcher.getLeafContexts()) {
      if (found.size() == most) {
        break;
      }
      int first = Math.max(0, after + 1 - segment.docBase);
      if (first >= segment.reader().maxDoc()) {
        continue;
      }
      Scorer scorer = weight.scorer(segment);
      if (scorer == null) {
        continue;
      }
      DocIdSetIterator rows = scorer.iterator();
      for (int doc = rows.advance(first);
          doc != DocIdSetIterator.NO_MORE_DOCS && found.size() < most;
          doc = rows.nextDoc()) {
        if (found.size() % ROWS == 0) {
          QueryTime.check();
        }
        found.add(new ScoreDoc(segment.docBase + doc, Float.NaN));
      }
    }
    return found.toArray(ScoreDoc[]::new);
  }

  static Weight weight(IndexSearcher searcher, CheckedRowQuery query) throws IOException {
    return searcher.createWeight(searcher.rewrite(query.query()), ScoreMode.COMPLETE_NO_SCORES, 1);
  }
}
