package org.citycatalog.rows;

import java.io.IOException;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.Weight;

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
    if (!rewritten.equals(rule)) {
      return new PermitFilter(rewritten, times, filters);
    }
    // By itself the rule becomes one with the question's own conditions, which is faster.
    return filters.serves(searcher, rule, times) ? this : rule;
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost)
      throws IOException {
    FoundRows rows = filters.rows(searcher, rule, times);
    return rows == null ? searcher.createWeight(rule, mode, boost) : rows.weight(this, boost, mode);
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
}
