package org.citycatalog.rows;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.index.FilteredTermsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.Accountable;
import org.apache.lucene.util.AttributeSource;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.RamUsageEstimator;
import org.citycatalog.cql.LikePattern;

/// Documents with a term that a LIKE pattern matches.
///
/// Texts that are too long for a term ([LongText]) are not looked at.
///
/// Lucene's wildcard query builds an automaton, which some patterns make too large; here each term
/// behind the pattern's fixed beginning is matched by [LikePattern], whose work is bounded.
final class LikeQuery extends MultiTermQuery implements Accountable {
  private final String pattern;
  private final boolean anyCase;

  LikeQuery(String field, String pattern, boolean anyCase) {
    super(field, CONSTANT_SCORE_REWRITE);
    this.pattern = pattern;
    this.anyCase = anyCase;
  }

  @Override
  protected TermsEnum getTermsEnum(Terms terms, AttributeSource attributes) throws IOException {
    LikePattern like = LikePattern.of(pattern, anyCase);
    BytesRef prefix = new BytesRef(like.prefix());
    return new FilteredTermsEnum(terms.iterator()) {
      {
        setInitialSeekTerm(prefix);
      }

      @Override
      protected AcceptStatus accept(BytesRef term) {
        if (!org.apache.lucene.util.StringHelper.startsWith(term, prefix)) {
          return AcceptStatus.END;
        }
        if (LongText.isLong(term)) {
          return AcceptStatus.NO; // it is no text, only stands for one
        }
        return like.matches(term.utf8ToString()) ? AcceptStatus.YES : AcceptStatus.NO;
      }
    };
  }

  @Override
  public long ramBytesUsed() {
    return RamUsageEstimator.shallowSizeOf(this) + RamUsageEstimator.sizeOf(pattern);
  }

  @Override
  public String toString(String defaultField) {
    return field + " LIKE '" + pattern + "'";
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof LikeQuery that
        && pattern.equals(that.pattern)
        && anyCase == that.anyCase;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), pattern, anyCase);
  }
}
