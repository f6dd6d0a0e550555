package org.citycatalog.sharing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Function;

/// The permits made of late. One is given again only on the very ground it was made on, so that it
/// cannot outlive a change: whoever asks comes with the entry, the version and the grant as they
/// stand now.
final class MadePermits {
  private static final long COLUMNS_KEPT = 150_000; // some 30 MB

  private record Made(Ground ground, Decision decision) {
    int weight() {
      return ground.weight() + (decision instanceof Permit permit ? permit.columns().size() : 1);
    }
  }

  private final Cache<Ground.Name, Made> made =
      Caffeine.newBuilder()
          .maximumWeight(COLUMNS_KEPT)
          .<Ground.Name, Made>weigher((name, each) -> each.weight())
          .executor(Runnable::run)
          .build();

  /// What follows from a ground.
  ///
  /// @param anew works it out; two callers at once may both
  Decision on(Ground ground, Function<Ground, Decision> anew) {
    Ground.Name name = ground.name();
    Made known = made.getIfPresent(name);
    if (known != null && known.ground().equals(ground)) {
      return known.decision();
    }
    Decision decision = anew.apply(ground);
    made.put(name, new Made(ground, decision));
    return decision;
  }
}
