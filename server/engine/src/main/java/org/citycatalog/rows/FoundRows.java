package org.citycatalog.rows;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSet;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitDocIdSet;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.RoaringDocIdSet;
import org.jspecify.annotations.Nullable;

/// The rows of one index that a query found, as sets of documents, one per segment.
///
/// @param segments null where none was found
/// @param counts how many, by segment
/// @param bytes that the sets take
@SuppressWarnings("ArrayRecordComponent") // never compared
record FoundRows(@Nullable DocIdSet[] segments, int[] counts, long bytes) {
  /// Below this share of a segment's rows a list of rows is smaller than a bit for each.
  private static final int SPARSE = 64;

  /// Finds them.
  ///
  /// @param query rewritten
  static FoundRows of(IndexSearcher searcher, Query query) throws IOException {
    Weight weight = searcher.createWeight(query, ScoreMode.COMPLETE_NO_SCORES, 1);
    List<LeafReaderContext> leaves = searcher.getLeafContexts();
    @Nullable DocIdSet[] segments = new DocIdSet[leaves.size()];
    int[] counts = new int[leaves.size()];
    long bytes = 0;
    for (LeafReaderContext leaf : leaves) {
      int most = leaf.reader().maxDoc();
      FixedBitSet bits = new FixedBitSet(most);
      Scorer scorer = weight.scorer(leaf);
      if (scorer != null) {
        bits.or(scorer.iterator());
      }
      int count = bits.cardinality();
      DocIdSet set = set(bits, count, most);
      segments[leaf.ord] = set;
      counts[leaf.ord] = count;
      bytes += Long.BYTES + Integer.BYTES + (set == null ? 0 : set.ramBytesUsed());
    }
    return new FoundRows(segments, counts, bytes);
  }

  /// How many there are in all.
  long total() {
    return IntStream.of(counts).asLongStream().sum();
  }

  /// Gives them in place of evaluating a query.
  ///
  /// @param query that found them, in the same index
  Weight weight(Query query, float boost, ScoreMode mode) {
    return new FoundWeight(query, boost, mode);
  }

  /// The smallest form that is as fast.
  private static @Nullable DocIdSet set(FixedBitSet bits, int count, int most) {
    if (count == 0) {
      return null;
    }
    if (count >= most / SPARSE) {
      return new BitDocIdSet(bits, count);
    }
    RoaringDocIdSet.Builder list = new RoaringDocIdSet.Builder(most);
    for (int doc = bits.nextSetBit(0); doc < most; doc = next(bits, doc, most)) {
      list.add(doc);
    }
    return list.build();
  }

  private static int next(FixedBitSet bits, int doc, int most) {
    return doc + 1 >= most ? most : bits.nextSetBit(doc + 1);
  }

  private final class FoundWeight extends ConstantScoreWeight {
    private final ScoreMode mode;

    FoundWeight(Query query, float boost, ScoreMode mode) {
      super(query, boost);
      this.mode = mode;
    }

    @Override
    public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext segment) {
      DocIdSet set = segments[segment.ord];
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
          return counts[segment.ord];
        }
      };
    }

    @Override
    public int count(LeafReaderContext segment) {
      return segment.reader().hasDeletions() ? -1 : counts[segment.ord];
    }

    @Override
    public boolean isCacheable(LeafReaderContext segment) {
      return true; // segments never change
    }
  }
}
