package org.citycatalog.rows;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.RamUsageEstimator;
import org.citycatalog.catalog.DatasetVersion;
import org.jspecify.annotations.Nullable;

/// The rows that the rules of permits admit, kept as sets of documents, one per segment.
///
/// All permits of one version whose rules say the same share them, however many grants there are.
/// They take a stated number of bytes at most, the least used going first, and are forgotten with
/// the index they are of. Nothing of an answer depends on whether a set is kept.
final class PermitFilters {
  /// Rules of which is remembered how often they were asked.
  private static final int RULES_COUNTED = 20_000;

  /// A rule that was asked this often is worth the one evaluation over all rows.
  private static final int OFTEN = 2;

  /// Where there is no room, only every so many uses: others that are used as much are in it.
  private static final int FULL_PATIENCE = 16;

  private static final long QUERY_BYTES = 256; // one whose size is not known

  private final long maxBytes;
  private final AsyncCache<Key, FoundRows> kept;
  private final Cache<Long, AtomicInteger> asked =
      Caffeine.newBuilder().maximumSize(RULES_COUNTED).build();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder built = new LongAdder();

  private record Key(IndexReader.CacheKey index, Query rule) {}

  /// @param maxBytes that all sets and what names them may take; 0 keeps none
  PermitFilters(long maxBytes) {
    this.maxBytes = maxBytes;
    this.kept =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .<Key, FoundRows>weigher((key, rows) -> (int) Math.min(Integer.MAX_VALUE, rows.bytes()))
            .executor(Runnable::run)
            .buildAsync();
  }

  /// The query of a rule, asked for one permit.
  Query of(DatasetVersion version, Query rule) {
    if (maxBytes == 0) {
      return rule;
    }
    long name = 31L * version.dataset().hashCode() + version.number();
    // Two rules that fall together are taken as often used a little early.
    long each = name * 0x9E3779B97F4A7C15L + rule.hashCode();
    AtomicInteger times = asked.get(each, first -> new AtomicInteger());
    return new PermitFilter(rule, times.incrementAndGet(), this);
  }

  /// Whether the rows of a rule are kept or worth keeping from now on; counts the use.
  ///
  /// @param rule rewritten, so that rules that say the same are mostly equal
  /// @param times how often the rule was asked so far
  boolean serves(IndexSearcher searcher, Query rule, int times) {
    IndexReader.CacheHelper index = searcher.getIndexReader().getReaderCacheHelper();
    boolean there = index != null && kept.getIfPresent(new Key(index.getKey(), rule)) != null;
    (there ? hits : misses).increment();
    return there || (index != null && isWorth(times));
  }

  private boolean isWorth(int times) {
    return times >= OFTEN && (!isFull() || times % FULL_PATIENCE == 0);
  }

  /// The rows of a rule, if they are kept or worth keeping from now on.
  ///
  /// @param rule rewritten, so that rules that say the same are mostly equal
  /// @param times how often the rule was asked so far
  @Nullable FoundRows rows(IndexSearcher searcher, Query rule, int times) throws IOException {
    IndexReader.CacheHelper index = searcher.getIndexReader().getReaderCacheHelper();
    if (index == null) {
      return null;
    }
    Key key = new Key(index.getKey(), rule);
    CompletableFuture<FoundRows> known = kept.getIfPresent(key);
    if (known == null) {
      if (!isWorth(times)) {
        return null;
      }
      CompletableFuture<FoundRows> mine = new CompletableFuture<>();
      known = kept.asMap().putIfAbsent(key, mine);
      if (known == null) {
        return build(searcher, rule, mine);
      }
    }
    try {
      return QueryTime.awaited(known); // whoever came first is at it
    } catch (ExecutionException failedForAnother) {
      return null;
    }
  }

  /// Forgets all sets of an index. To be called when nobody reads it any more.
  void forget(IndexReader.CacheKey index) {
    kept.asMap().keySet().removeIf(key -> key.index() == index);
  }

  /// What is kept now, and how it has served.
  RowStore.FilterUse use() {
    Map<Key, FoundRows> all = kept.synchronous().asMap();
    kept.synchronous().cleanUp();
    return new RowStore.FilterUse(
        all.size(),
        all.values().stream().mapToLong(FoundRows::bytes).sum(),
        hits.sum(),
        misses.sum(),
        built.sum());
  }

  private boolean isFull() {
    long held =
        kept.synchronous()
            .policy()
            .eviction()
            .map(bound -> bound.weightedSize().orElse(0))
            .orElse(0L);
    return held > maxBytes - maxBytes / 8;
  }

  /// Evaluates a rule over all rows. If that fails nothing is kept, and the failure is the
  /// caller's.
  private FoundRows build(IndexSearcher searcher, Query rule, CompletableFuture<FoundRows> promise)
      throws IOException {
    try {
      // For all who ask under the rule, not for the one who is the first.
      FoundRows rows = QueryTime.outside(() -> evaluate(searcher, rule));
      built.increment();
      promise.complete(rows);
      return rows;
    } catch (IOException | RuntimeException | Error failed) {
      promise.completeExceptionally(failed);
      throw failed;
    }
  }

  /// With what they and their name take in memory.
  private static FoundRows evaluate(IndexSearcher searcher, Query rule) throws IOException {
    FoundRows rows = FoundRows.of(searcher, rule);
    long named = QUERY_BYTES + RamUsageEstimator.sizeOf(rule, QUERY_BYTES);
    return new FoundRows(rows.segments(), rows.counts(), named + rows.bytes());
  }
}
