package org.citycatalog.sharing.quota;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The limits that were set, all of them in memory: they are looked up with every request.
public final class LimitBook {
  private final QuotaStore store;
  private final Map<Subject, Limits> limits;

  /// Reads them.
  public LimitBook(QuotaStore store) {
    this.store = store;
    this.limits = new ConcurrentHashMap<>(store.limits());
  }

  /// The limits of a subject, [Limits#NONE] where none are set.
  public Limits of(Subject subject) {
    return limits.getOrDefault(subject, Limits.NONE);
  }

  /// Every limit that is set.
  Map<Subject, Limits> all() {
    return limits;
  }

  /// Sets limits, from the next request on. Who may is asked by [Limiting].
  ///
  /// One at a time: of two who set the limits of one subject, the later one stands here and in the
  /// database.
  public synchronized void set(Subject subject, Limits set, String by, Instant at) {
    store.limit(subject, set, by, at);
    limits.put(subject, set);
  }
}
