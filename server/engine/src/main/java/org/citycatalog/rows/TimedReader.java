package org.citycatalog.rows;

import java.io.IOException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterDirectoryReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PointValues;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.CompiledAutomaton;
import org.jspecify.annotations.Nullable;

/// An index in which the walk from term to term, and the opening of one numeric condition after
/// another, ends with the [QueryTime].
///
/// Narrower than Lucene's `ExitableDirectoryReader`, which also looks at the clock between the
/// values that rows are sorted by: those are looked at row by row, and between rows the searcher
/// looks itself.
final class TimedReader extends FilterDirectoryReader {
  /// Terms between two looks at the clock; long ones take a pattern a tenth of a millisecond each.
  private static final int TERMS = 1 << 7;

  TimedReader(DirectoryReader in) throws IOException {
    super(
        in,
        new SubReaderWrapper() {
          @Override
          public LeafReader wrap(LeafReader segment) {
            return new Segment(segment);
          }
        });
  }

  @Override
  protected DirectoryReader doWrapDirectoryReader(DirectoryReader reopened) throws IOException {
    return new TimedReader(reopened);
  }

  @Override
  public @Nullable CacheHelper getReaderCacheHelper() {
    return in.getReaderCacheHelper(); // it gives what the index gives
  }

  private static final class Segment extends FilterLeafReader {
    Segment(LeafReader in) {
      super(in);
    }

    @Override
    public @Nullable Terms terms(String field) throws IOException {
      Terms terms = in.terms(field);
      return terms == null ? null : new Walk(terms);
    }

    @Override
    public @Nullable PointValues getPointValues(String field) throws IOException {
      QueryTime.check();
      return in.getPointValues(field);
    }

    @Override
    public IndexReader.@Nullable CacheHelper getCoreCacheHelper() {
      return in.getCoreCacheHelper();
    }

    @Override
    public IndexReader.@Nullable CacheHelper getReaderCacheHelper() {
      return in.getReaderCacheHelper();
    }
  }

  private static final class Walk extends FilterLeafReader.FilterTerms {
    Walk(Terms in) {
      super(in);
    }

    @Override
    public TermsEnum iterator() throws IOException {
      return new Steps(in.iterator());
    }

    @Override
    public TermsEnum intersect(CompiledAutomaton wanted, @Nullable BytesRef start)
        throws IOException {
      return new Steps(in.intersect(wanted, start));
    }
  }

  private static final class Steps extends FilterLeafReader.FilterTermsEnum {
    private int steps;

    Steps(TermsEnum in) {
      super(in);
      // Short walks by the thousand take as long as a long one.
      QueryTime.check();
    }

    @Override
    public @Nullable BytesRef next() throws IOException {
      if (++steps % TERMS == 0) {
        QueryTime.check();
      }
      return in.next();
    }
  }
}
