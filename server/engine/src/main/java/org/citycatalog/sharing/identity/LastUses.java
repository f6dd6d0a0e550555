package org.citycatalog.sharing.identity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// When something was last used, to the minute: remembered at once, and kept now and then, many at
/// a time, so that a reading is no write to the database. What was kept is the store's to say and
/// forgotten here. What a kill loses is known to nobody; the use itself is in the ledger.
public final class LastUses {
  private final Consumer<Map<String, Instant>> store;
  private final Map<String, Instant> waiting = new ConcurrentHashMap<>();

  // What was kept the last time, for whoever has asked the store before.
  private volatile Map<String, Instant> written = Map.of();

  /// @param store keeps the minutes by id
  public LastUses(Consumer<Map<String, Instant>> store) {
    this.store = store;
  }

  /// Remembers that something is used now.
  public void used(String id, Instant now) {
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
    if (!minute.equals(written.get(id))) {
      waiting.put(id, minute);
    }
  }

  /// The last use that is known, where `kept` is what the store says.
  public @Nullable Instant of(String id, @Nullable Instant kept) {
    Instant seen = waiting.get(id);
    if (seen == null) {
      seen = written.get(id);
    }
    return seen == null || kept != null && kept.isAfter(seen) ? kept : seen;
  }

  /// Keeps what was used since the last time.
  ///
  /// @throws org.citycatalog.catalog.UnavailableException if the store cannot; it is tried again
  ///   the next time
  public void keep() {
    Map<String, Instant> taken = new HashMap<>(waiting);
    if (!taken.isEmpty()) {
      store.accept(taken);
    }
    written = taken;
    taken.forEach(waiting::remove);
  }
}
