package org.citycatalog.rows;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;

/// The documents of a coarse query that pass an exact check, such as a distance within a box.
final class CheckedQuery extends Query {
  /// Checks between two looks at the clock.
  private static final int CHECKS = 1 << 8;

  private final Query coarse;
  private final Check check;

  /// An exact condition on documents. Has value equality, as queries are cached by it.
  interface Check {
    /// Opens the condition on one segment.
    OnSegment on(LeafReaderContext segment) throws IOException;

    /// What checking one document costs, in simple operations.
    float cost();
  }

  /// The condition on the documents of one segment, asked in rising order.
  interface OnSegment {
    boolean matches(int doc) throws IOException;
  }

  CheckedQuery(Query coarse, Check check) {
    this.coarse = coarse;
    this.check = check;
  }

  @Override
  public Query rewrite(IndexSearcher searcher) throws IOException {
    Query rewritten = coarse.rewrite(searcher);
    return rewritten.equals(coarse) ? this : new CheckedQuery(rewritten, check);
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost)
      throws IOException {
    Weight inner = coarse.createWeight(searcher, ScoreMode.COMPLETE_NO_SCORES, 1);
    return new ConstantScoreWeight(this, boost) {
      @Override
      public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext segment) throws IOException {
        ScorerSupplier candidates = inner.scorerSupplier(segment);
        if (candidates == null) {
          return null;
        }
        return new ScorerSupplier() {
          @Override
          public Scorer get(long leadCost) throws IOException {
            Scorer scorer = candidates.get(leadCost);
            TwoPhaseIterator nested = scorer.twoPhaseIterator();
            OnSegment exact = check.on(segment);
            TwoPhaseIterator both =
                new TwoPhaseIterator(nested == null ? scorer.iterator() : nested.approximation()) {
                  private int checks;

                  @Override
                  public boolean matches() throws IOException {
                    if (++checks % CHECKS == 0) {
                      QueryTime.check();
                    }
                    return (nested == null || nested.matches())
                        && exact.matches(approximation.docID());
                  }

                  @Override
                  public float matchCost() {
                    return check.cost() + (nested == null ? 0 : nested.matchCost());
                  }
                };
            return new ConstantScoreScorer(score(), mode, both);
          }

          @Override
          public long cost() {
            return candidates.cost();
          }
        };
      }

      @Override
      public boolean isCacheable(LeafReaderContext segment) {
        return true; // segments never change
      }
    };
  }

  @Override
  public String toString(String field) {
    return "check(" + coarse.toString(field) + ", " + check + ")";
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other)
        && coarse.equals(((CheckedQuery) other).coarse)
        && check.equals(((CheckedQuery) other).check);
  }

  @Override
  public int hashCode() {
    return Objects.hash(classHash(), coarse, check);
  }
}
