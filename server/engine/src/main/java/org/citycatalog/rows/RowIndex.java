package org.citycatalog.rows;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryCachingPolicy;
import org.apache.lucene.search.UsageTrackingQueryCachingPolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.RamUsageEstimator;
import org.citycatalog.catalog.DatasetVersion;

/// The open index of one version. Counted: it is closed when the store and the last reader have let
/// it go.
final class RowIndex implements Closeable {
  /// Bytes of the questions whose counts are kept; a question is as long as who asks it likes.
  private static final long COUNTED_BYTES = 256 << 10;

  /// Lucene's own policy, but for what [PermitFilters] keeps already.
  private static final QueryCachingPolicy CACHED_ONCE =
      new UsageTrackingQueryCachingPolicy() {
        @Override
        public boolean shouldCache(Query query) throws IOException {
          return !(query instanceof PermitFilter) && super.shouldCache(query);
        }
      };

  private final DatasetVersion version;
  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final Cache<Query, Integer> counts =
      Caffeine.newBuilder()
          .maximumWeight(COUNTED_BYTES)
          .weigher((Query query, Integer count) -> weight(query))
          .build();

  private RowIndex(DatasetVersion version, Directory directory, DirectoryReader reader)
      throws IOException {
    this.version = version;
    this.directory = directory;
    this.reader = reader;
    this.searcher = new IndexSearcher(new TimedReader(reader));
    this.searcher.setQueryCachingPolicy(CACHED_ONCE);
    this.searcher.setTimeout(() -> {
      // Told that it is over, the searcher would give what it has found so far.
      QueryTime.check();
      return false;
    });
  }

  /// Opens an index and reads all of it once, so that damage is found before an answer is wrong.
  ///
  /// @throws IOException if it is absent, damaged or does not hold the rows of the version
  static RowIndex open(DatasetVersion version, Path folder) throws IOException {
    Directory directory = new MMapDirectory(folder);
    try {
      DirectoryReader reader = DirectoryReader.open(directory);
      try {
        for (LeafReaderContext segment : reader.leaves()) {
          segment.reader().checkIntegrity();
        }
        if (reader.numDocs() != version.rows()) {
          throw new IOException(
              "the index holds %d rows, the version %d"
                  .formatted(reader.numDocs(), version.rows()));
        }
        return new RowIndex(version, directory, reader);
      } catch (IOException | RuntimeException damaged) {
        reader.close();
        throw damaged;
      }
    } catch (IOException | RuntimeException damaged) {
      directory.close();
      throw damaged;
    }
  }

  DatasetVersion version() {
    return version;
  }

  IndexReader reader() {
    return reader;
  }

  IndexSearcher searcher() {
    return searcher;
  }

  /// How many rows match; asked once per query, as the index never changes.
  int count(Query query) throws IOException {
    Integer known = counts.getIfPresent(query);
    if (known == null) {
      known = searcher.count(query);
      counts.put(query, known);
    }
    return known;
  }

  private static int weight(Query query) {
    return (int) Math.min(Integer.MAX_VALUE, RamUsageEstimator.sizeOf(query));
  }

  /// Has somebody told when nobody reads the index any more.
  void whenClosed(Consumer<IndexReader.CacheKey> told) {
    IndexReader.CacheHelper helper = reader.getReaderCacheHelper();
    if (helper != null) {
      helper.addClosedListener(told::accept);
    }
  }

  /// Takes a hold on the index.
  ///
  /// @return false if it is closed already
  boolean hold() {
    return reader.tryIncRef();
  }

  /// Lets the index go; whoever held it last closes it.
  @Override
  public void close() throws IOException {
    reader.decRef();
    if (reader.getRefCount() == 0) {
      directory.close();
    }
  }
}
