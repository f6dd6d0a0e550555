package org.citycatalog.rows;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSet;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;

/// The rows that a permit's rule admits: out of [PermitFilters] where they are kept, by the rule
/// where not. Equal to another of the same rule.
final class PermitFilter extends Query {
  private final Query rule;
  private final int times;
  private final PermitFilters filters;

  /// @param times how often the rule was asked so far; no part of what the query says
  PermitFilter(Query rule, int times, PermitFilters filters) {
    this.rule = rule;
    this.times = times;
    this.filters = filters;
  }

  @Override
  public Query rewrite(IndexSearcher searcher) throws IOException {
    Query rewritten = rule.rewrite(searcher);
    if (isKeptByTheIndex(rewritten)) {
      return rewritten;
    }
    return rewritten.equals(rule) ? this : new PermitFilter(rewritten, times, filters);
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost)
      throws IOException {
    PermitFilters.Rows rows = filters.rows(searcher, rule, times);
    return rows == null
        ? searcher.createWeight(rule, mode, boost)
        : new KeptWeight(this, boost, mode, rows);
  }

  @Override
  public String toString(String field) {
    return "permit(" + rule.toString(field) + ")";
  }

  @Override
  public void visit(QueryVisitor visitor) {
    rule.visit(visitor);
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other) && rule.equals(((PermitFilter) other).rule);
  }

  @Override
  public int hashCode() {
    return 31 * classHash() + rule.hashCode();
  }

  /// Whether the index holds just these rows as a list already, or there is nothing to hold.
  private static boolean isKeptByTheIndex(Query rule) {
    return rule instanceof TermQuery
        || rule instanceof FieldExistsQuery
        || rule instanceof MatchAllDocsQuery
        || rule instanceof MatchNoDocsQuery;
  }

  private static final class KeptWeight extends ConstantScoreWeight {
    private final ScoreMode mode;
    private final PermitFilters.Rows rows;

    KeptWeight(Query query, float boost, ScoreMode mode, PermitFilters.Rows rows) {
      super(query, boost);
      this.mode = mode;
      this.rows = rows;
    }

    @Override
    public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext segment) {
      DocIdSet set = rows.segments()[segment.ord];
      if (set == null) {
        return null;
      }
      return new ScorerSupplier() {
        @Override
        public Scorer get(long leadCost) throws IOException {
          return new ConstantScoreScorer(score(), mode, set.iterator());
        }

        @Override
        public long cost() {
          return rows.counts()[segment.ord];
        }
      };
    }

    @Override
    public int count(LeafReaderContext segment) {
      return segment.reader().hasDeletions() ? -1 : rows.counts()[segment.ord];
    }

    @Override
    public boolean isCacheable(LeafReaderContext segment) {
      return true; // segments never change
    }
  }
}
