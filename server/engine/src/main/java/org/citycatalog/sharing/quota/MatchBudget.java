package org.citycatalog.sharing.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Optional;

/// How many tuples a grant may ask about, so that nobody tries them all: so many in any hour. A
/// restart begins anew; the ledger has every question.
public final class MatchBudget {
  private static final Duration WINDOW = Duration.ofHours(1);

  private final int most;
  private final InstantSource clock;
  private final Cache<String, ArrayDeque<Instant>> asked =
      Caffeine.newBuilder().expireAfterAccess(WINDOW).build();

  /// @param most questions of one grant in an hour
  public MatchBudget(int most, InstantSource clock) {
    this.most = most;
    this.clock = clock;
  }

  /// Takes one question.
  ///
  /// @return how long to wait where none is left; then nothing is taken
  public Optional<Duration> take(String grant) {
    ArrayDeque<Instant> times = asked.get(grant, same -> new ArrayDeque<>());
    Instant now = clock.instant();
    synchronized (times) {
      while (!times.isEmpty() && !times.peekFirst().plus(WINDOW).isAfter(now)) {
        times.removeFirst();
      }
      if (times.size() >= most) {
        return Optional.of(Duration.between(now, times.peekFirst().plus(WINDOW)));
      }
      times.addLast(now);
      return Optional.empty();
    }
  }
}
