package org.citycatalog.rows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.Weight;
import org.citycatalog.catalog.TableSchema;
import org.jspecify.annotations.Nullable;

/// Finds the places of rows in an index.
final class IndexRows {
  private IndexRows() {}

  /// The next rows of a question in its order.
  ///
  /// @param from the row behind which to begin, null for the first
  static ScoreDoc[] find(
      RowIndex index, CheckedRowQuery query, TableSchema schema, int most, @Nullable RowCursor from)
      throws IOException {
    if (query.sort().isEmpty()) {
      return inFileOrder(index.searcher(), query, most, from == null ? -1 : from.place());
    }
    Sort sort = RowSort.of(query.sort(), schema);
    FieldDoc after = from == null ? null : new FieldDoc(from.place(), Float.NaN, from.keys());
    int room = Math.max(1, Math.min(most, index.reader().maxDoc()));
    // Totals are counted exactly elsewhere; the threshold of 1 lets Lucene skip rows that cannot be
    // among the first.
    return index
        .searcher()
        .search(query.query(), new TopFieldCollectorManager(sort, room, after, 1))
        .scoreDocs;
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
        found.add(new ScoreDoc(segment.docBase + doc, Float.NaN));
      }
    }
    return found.toArray(ScoreDoc[]::new);
  }

  static Weight weight(IndexSearcher searcher, CheckedRowQuery query) throws IOException {
    return searcher.createWeight(searcher.rewrite(query.query()), ScoreMode.COMPLETE_NO_SCORES, 1);
  }
}
