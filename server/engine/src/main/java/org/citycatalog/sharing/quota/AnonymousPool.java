package org.citycatalog.sharing.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.citycatalog.sharing.Exhausted;
import org.jspecify.annotations.Nullable;

/// Callers without a key: each network has a rate of its own, and all share one.
///
/// The common one is divided, window by window, into a share for each network that asks and one for
/// a network still to come. Beyond its share a network gets what is idle, but nothing of the shares
/// that others have not had yet. So one that asks without end cannot keep another from being
/// answered, and what nobody else wants is not lost to it.
final class AnonymousPool {
  private static final int MOST_NETWORKS = 50_000; // some 20 MB
  private static final String NAME = "address";

  private final @Nullable Rate each;
  private final LongSupplier nanos;
  private final Cache<Network, Asking> networks;
  private final @Nullable Shared shared;

  AnonymousPool(@Nullable Rate each, @Nullable Rate everybody, LongSupplier nanos) {
    this.each = each;
    this.nanos = nanos;
    this.shared = everybody == null ? null : new Shared(everybody);
    Duration longest =
        Rates.longer(
            each == null ? Duration.ZERO : each.window(),
            everybody == null ? Duration.ZERO : everybody.window());
    this.networks =
        Caffeine.newBuilder()
            .maximumSize(MOST_NETWORKS)
            // Nothing is gained by being forgotten: after so long the bucket is full.
            .expireAfterAccess(longest)
            .ticker(nanos::getAsLong)
            .build();
  }

  /// One network.
  private static final class Asking {
    private final @Nullable Bucket bucket;
    private long window = -1;
    private long answered;

    Asking(@Nullable Bucket bucket) {
      this.bucket = bucket;
    }
  }

  Rates.Verdict request(Network from) {
    Asking asking =
        networks.get(from, first -> new Asking(each == null ? null : Rates.bucket(each, nanos)));
    List<Rates.Policy> policies = List.of();
    Bucket own = asking.bucket;
    if (own != null && each != null) {
      ConsumptionProbe probe = own.tryConsumeAndReturnRemaining(1);
      Rates.Policy policy = Rates.policy(NAME, each, probe);
      policies = List.of(policy);
      if (!probe.isConsumed()) {
        return new Rates.Verdict(policies, Optional.of(Rates.refusal(policy)));
      }
    }
    if (shared == null) {
      return new Rates.Verdict(policies, Optional.empty());
    }
    Optional<Exhausted> refused = shared.request(asking);
    if (refused.isPresent() && own != null) {
      own.addTokens(1);
    }
    return new Rates.Verdict(policies, refused);
  }

  /// What all of them have in common.
  private final class Shared {
    private final Rate rate;
    private final Bucket bucket;
    private final long start = nanos.getAsLong();
    private long window;
    private long askingBefore;
    private long askingNow;
    private long sharesAnswered;

    Shared(Rate rate) {
      this.rate = rate;
      this.bucket = Rates.bucket(rate, nanos);
    }

    synchronized Optional<Exhausted> request(Asking asking) {
      long elapsed = nanos.getAsLong() - start;
      turn(elapsed / rate.window().toNanos());
      if (asking.window != window) {
        asking.window = window;
        asking.answered = 0;
        askingNow++;
      }
      long shares = 1 + Math.max(askingBefore, askingNow);
      long share = Math.max(1, rate.requests() / shares);
      boolean within = asking.answered < share;
      long owed = within ? 0 : Math.max(0, shares * share - sharesAnswered);
      if (bucket.getAvailableTokens() > owed && bucket.tryConsume(1)) {
        asking.answered++;
        sharesAnswered += within ? 1 : 0;
        return Optional.empty();
      }
      // Until the next window, and not until there is room: that would tell what others do.
      long rest = rate.window().toNanos() - elapsed % rate.window().toNanos();
      return Optional.of(
          new Exhausted(
              "rate-exceeded",
              "too many callers without a key ask at once; each gets its share",
              OptionalLong.of(Rates.seconds(rest))));
    }

    private void turn(long now) {
      if (now > window) {
        askingBefore = now == window + 1 ? askingNow : 0;
        askingNow = 0;
        sharesAnswered = 0;
        window = now;
      }
    }
  }
}
