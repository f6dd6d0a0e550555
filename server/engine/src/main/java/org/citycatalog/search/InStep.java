package org.citycatalog.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.citycatalog.catalog.CatalogChange;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Sequence;
import org.jspecify.annotations.Nullable;

/// Gives searches an index that is in step with the catalog: nothing is shown that was withdrawn,
/// narrowed or reworded before the search began.
///
/// The index follows the catalog within milliseconds, and a search waits for it. Where it does not
/// come in time, the entries that were changed since are left out, of hits, totals, facets and
/// statistics alike, until it has.
final class InStep {
  private static final int BATCH = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final CatalogFollower follower;
  private final CatalogStore store;

  InStep(CatalogFollower follower) {
    this.follower = follower;
    this.store = follower.store();
  }

  /// The index for one search, for the caller to close.
  ///
  /// @return null if there is none that has once caught up
  @Nullable Snapshot acquire() {
    try {
      Snapshot snapshot = follower.acquire();
      if (snapshot == null) {
        return null;
      }
      List<CatalogChange> missed = missed(snapshot);
      if (missed.isEmpty()) {
        return snapshot;
      }
      if (isFollowed(missed.getLast().sequence())) {
        snapshot.close();
        return follower.acquire();
      }
      return snapshot.without(changed(missed));
    } catch (IOException e) {
      throw new UncheckedIOException("reading the search index", e);
    }
  }

  private List<CatalogChange> missed(Snapshot snapshot) throws IOException {
    try {
      List<CatalogChange> missed = new ArrayList<>();
      Sequence from = CatalogFollower.followed(snapshot.notes());
      List<CatalogChange> more;
      do {
        more = store.changesAfter(from, BATCH);
        missed.addAll(more);
        from = more.isEmpty() ? from : more.getLast().sequence();
      } while (more.size() == BATCH);
      return missed;
    } catch (IOException | RuntimeException failed) {
      snapshot.close();
      throw failed;
    }
  }

  private boolean isFollowed(Sequence last) {
    try {
      // There is no waiting for an index that cannot be written.
      return follower.awaitFollowed(last, follower.problem().isEmpty() ? PATIENCE : Duration.ZERO);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Entries that are no longer as the index has them. A load changes nothing of what it has but
  /// the items of an entry that had none.
  private static Set<DatasetId> changed(List<CatalogChange> missed) {
    Set<DatasetId> changed = new HashSet<>();
    for (CatalogChange change : missed) {
      if (change.kind() != CatalogChange.Kind.LOADED) {
        changed.add(change.dataset());
      }
    }
    return changed;
  }
}
