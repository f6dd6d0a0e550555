package org.citycatalog.rows;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.ScoreDoc;
import org.citycatalog.catalog.DatasetVersion;
import org.jspecify.annotations.Nullable;

/// Where in the index the cursors of late stand, which they themselves do not say. One that is not
/// among them, after a restart for example, is found by counting.
final class CursorPlaces {
  private static final long KEPT = 50_000; // some 10 MB

  /// What two cursors share that stand at the same place.
  ///
  /// @param question fingerprint of the query and the permit
  private record Behind(
      IndexReader.CacheKey index,
      long version,
      String question,
      long nth,
      List<@Nullable Object> keys) {}

  private final Cache<Behind, Integer> places = Caffeine.newBuilder().maximumSize(KEPT).build();

  /// Remembers the last row of a page.
  void keep(RowIndex index, DatasetVersion version, RowCursor cursor, ScoreDoc last) {
    behind(index, version, cursor).ifPresent(each -> places.put(each, last.doc));
  }

  /// The row behind which a cursor goes on.
  ///
  /// @throws IllegalStateException if the index has less rows than the cursor was given for, which
  ///   an index of the same version never has
  ScoreDoc of(RowIndex index, CheckedRowQuery query, DatasetVersion version, RowCursor cursor)
      throws IOException {
    Optional<Integer> known = behind(index, version, cursor).map(places::getIfPresent);
    if (known.isPresent()) {
      return IndexRows.found(known.get(), cursor.keys());
    }
    return IndexRows.last(index, query, version.schema(), cursor)
        .orElseThrow(() -> new IllegalStateException("the row of a cursor is not in its version"));
  }

  /// Forgets every place, since some hold values that are to be gone.
  void clear() {
    places.invalidateAll();
  }

  /// Empty for an index without a name, of which nothing is remembered.
  private static Optional<Behind> behind(RowIndex index, DatasetVersion version, RowCursor cursor) {
    IndexReader.CacheHelper helper = index.reader().getReaderCacheHelper();
    return helper == null
        ? Optional.empty()
        : Optional.of(
            new Behind(
                helper.getKey(),
                version.number(),
                cursor.question(),
                cursor.nth(),
                Arrays.asList(cursor.keys())));
  }
}
