package org.citycatalog.sharing.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Exhausted;
import org.jspecify.annotations.Nullable;

/// How many requests come in how much time, counted in memory.
///
/// What is decided here is decided before anything is looked up, by how often the caller asked, so
/// that it is the same for what exists and for what does not. The time is one that only goes
/// forward, whatever is done to the clock.
public final class Rates {
  private static final int MOST_BUCKETS = 50_000; // some 20 MB
  private static final long NANOS = 1_000_000_000;

  private final Settings settings;
  private final LimitBook limits;
  private final LongSupplier nanos;
  private final Cache<Subject, Filled> buckets;
  private final @Nullable AnonymousPool anonymous;

  /// What holds where nothing else was set; null for no bound.
  ///
  /// @param address of each network without a key
  /// @param everybody of all callers without a key together
  /// @param key of each key
  public record Settings(@Nullable Rate address, @Nullable Rate everybody, @Nullable Rate key) {}

  /// A bound that a request met, and where it stands after it.
  ///
  /// @param name `address`, `key` or `organisation`
  /// @param left requests that are left at once
  /// @param resetSeconds when all of them are there again or, of a request that is refused, one
  public record Policy(String name, Rate rate, long left, long resetSeconds) {}

  /// What becomes of a request.
  ///
  /// @param refused why it is not answered; empty where it is
  public record Verdict(List<Policy> policies, Optional<Exhausted> refused) {
    public Verdict {
      policies = List.copyOf(policies);
    }
  }

  /// @param nanos a time that only goes forward
  public Rates(Settings settings, LimitBook limits, LongSupplier nanos) {
    this.settings = settings;
    this.limits = limits;
    this.nanos = nanos;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(MOST_BUCKETS)
            // Nothing is gained by being forgotten: after so long every bucket is full.
            .expireAfterAccess(Rate.LONGEST_WINDOW)
            .ticker(nanos::getAsLong)
            .build();
    this.anonymous =
        settings.address() == null && settings.everybody() == null
            ? null
            : new AnonymousPool(settings.address(), settings.everybody(), nanos);
  }

  /// Counts a request.
  ///
  /// @param from where it comes from, which matters without a key
  public Verdict request(Caller caller, Network from) {
    if (caller.kind() == Caller.Kind.PUBLIC) {
      return anonymous == null ? new Verdict(List.of(), Optional.empty()) : anonymous.request(from);
    }
    List<Policy> policies = new ArrayList<>(2);
    List<Bucket> taken = new ArrayList<>(2);
    for (Bounded each : bounds(caller)) {
      Bucket bucket = bucket(each);
      ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
      policies.add(policy(each.subject().kind().code(), each.rate(), probe));
      if (!probe.isConsumed()) {
        taken.forEach(before -> before.addTokens(1));
        return new Verdict(policies, Optional.of(refusal(policies.getLast())));
      }
      taken.add(bucket);
    }
    return new Verdict(policies, Optional.empty());
  }

  /// The rates that hold for a caller with a key.
  public List<Bounded> bounds(Caller caller) {
    List<Bounded> bounds = new ArrayList<>(2);
    Subject key = Subject.key(caller.person());
    Rate own = limits.of(key).rate();
    Rate ofKey = own == null ? settings.key() : own;
    if (ofKey != null) {
      bounds.add(new Bounded(key, ofKey));
    }
    Uscc organisation = caller.organisation();
    if (organisation != null) {
      Subject subject = Subject.organisation(organisation);
      Rate ofAll = limits.of(subject).rate();
      if (ofAll != null) {
        bounds.add(new Bounded(subject, ofAll));
      }
    }
    return bounds;
  }

  /// A rate and whose it is.
  public record Bounded(Subject subject, Rate rate) {}

  private record Filled(Rate rate, Bucket bucket) {}

  private Bucket bucket(Bounded bounded) {
    Filled filled =
        buckets
            .asMap()
            .compute(
                bounded.subject(),
                (same, before) ->
                    before != null && before.rate().equals(bounded.rate())
                        ? before
                        : new Filled(bounded.rate(), bucket(bounded.rate(), nanos)));
    return filled.bucket();
  }

  static Bucket bucket(Rate rate, LongSupplier nanos) {
    return Bucket.builder()
        .addLimit(
            limit -> limit.capacity(rate.requests()).refillGreedy(rate.requests(), rate.window()))
        .withCustomTimePrecision(new Forward(nanos))
        .build();
  }

  static Policy policy(String name, Rate rate, ConsumptionProbe probe) {
    long wait =
        probe.isConsumed() ? probe.getNanosToWaitForReset() : probe.getNanosToWaitForRefill();
    return new Policy(name, rate, probe.getRemainingTokens(), seconds(wait));
  }

  static Exhausted refusal(Policy policy) {
    return new Exhausted(
        "rate-exceeded",
        "%d requests in %d seconds are allowed for each %s"
            .formatted(policy.rate().requests(), policy.rate().window().toSeconds(), policy.name()),
        OptionalLong.of(policy.resetSeconds()));
  }

  /// Whole seconds, at least one: what was waited for is there then.
  static long seconds(long nanos) {
    return Math.max(1, Math.ceilDiv(nanos, NANOS));
  }

  static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private record Forward(LongSupplier nanos) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanos.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
