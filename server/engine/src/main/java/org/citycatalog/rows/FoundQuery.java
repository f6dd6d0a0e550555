package org.citycatalog.rows;

import java.io.IOException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;

/// A query that was evaluated once and is asked many times, by whoever holds this. In another index
/// than the one it was evaluated in it is evaluated anew.
final class FoundQuery extends Query {
  private final Query query;
  private final FoundRows rows;
  private final IndexReader.@Nullable CacheKey index;

  /// Evaluates a query.
  FoundQuery(IndexSearcher searcher, Query query) throws IOException {
    this.query = searcher.rewrite(query);
    this.rows = FoundRows.of(searcher, this.query);
    this.index = key(searcher);
  }

  /// How many rows it found.
  long total() {
    return rows.total();
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost)
      throws IOException {
    return index != null && index.equals(key(searcher))
        ? rows.weight(this, boost, mode)
        : searcher.createWeight(query, mode, boost);
  }

  private static IndexReader.@Nullable CacheKey key(IndexSearcher searcher) {
    IndexReader.CacheHelper helper = searcher.getIndexReader().getReaderCacheHelper();
    return helper == null ? null : helper.getKey();
  }

  @Override
  public String toString(String field) {
    return "found(" + query.toString(field) + ")";
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
