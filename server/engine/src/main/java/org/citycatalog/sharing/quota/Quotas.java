package org.citycatalog.sharing.quota;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.UnavailableException;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Grant;
import org.citycatalog.sharing.Permit;
import org.citycatalog.sharing.Quota;
import org.citycatalog.sharing.StatisticsPermit;
import org.jspecify.annotations.Nullable;

/// Counts what is read against what may be read.
///
/// Nothing is counted before a permit was given: who does not see a dataset uses up nothing of it,
/// and is answered as if there were none. A dataset's limit is counted for each organisation by
/// itself, since a common count would tell one reader how many rows another one has, among them
/// such as the first may not see.
///
/// The days are those of the clock: one that jumps back counts on where it counted on that day, so
/// that a jump gives nothing anew.
public final class Quotas implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Quotas.class.getName());
  private static final int SECONDS_BETWEEN_SWEEPS = 30;
  private static final int DAYS_KEPT = 40; // longer than any clock is wrong

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final QuotaStore store;
  private final LimitBook limits;
  private final InstantSource clock;
  private final Map<Counter, Account> accounts = new ConcurrentHashMap<>();
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("quota-sweep").daemon(true).factory());
  private @Nullable LocalDate swept;

  public Quotas(QuotaStore store, LimitBook limits, InstantSource clock) {
    this.store = store;
    this.limits = limits;
    this.clock = clock;
    var unused =
        sweeper.scheduleWithFixedDelay(
            this::sweep, SECONDS_BETWEEN_SWEEPS, SECONDS_BETWEEN_SWEEPS, TimeUnit.SECONDS);
  }

  /// One bound on one answer.
  ///
  /// @param whose in the words of a message, such as `this key`
  /// @param grant whether it is the grant's, which does not come again the next day
  /// @param shared whether others use it up, too
  record Bound(Counter counter, Quota quota, String whose, boolean grant, boolean shared) {}

  /// Begins to count an answer of rows; nothing is counted yet.
  public Use use(Caller caller, Permit permit) {
    List<Bound> bounds = new ArrayList<>(2);
    permit
        .grant()
        .ifPresent(grant ->
            bounds.add(
                new Bound(Counter.ofGrant(grant.id()), grant.quota(), "the grant", true, false)));
    return use(caller, permit.version().dataset(), bounds);
  }

  /// Begins to count an answer of statistics, which takes a call and bytes and has no rows.
  public Use use(Caller caller, StatisticsPermit permit) {
    return use(caller, permit.dataset(), new ArrayList<>(2));
  }

  private Use use(Caller caller, DatasetId dataset, List<Bound> bounds) {
    Instant now = clock.instant();
    if (caller.kind() != Caller.Kind.PUBLIC) {
      add(bounds, Subject.key(caller.person()), now, "this key");
      Uscc organisation = caller.organisation();
      if (organisation != null) {
        add(bounds, Subject.organisation(organisation), now, "the organisation");
      }
    }
    // Also when a keeper looks with the eyes of others, it is a keeper's look.
    if (!caller.keeps(dataset.provider())) {
      Quota quota = limits.of(Subject.dataset(dataset)).day();
      if (quota.isBounded()) {
        bounds.add(
            new Bound(
                Counter.ofDay(ofReader(dataset, caller), now),
                quota,
                "each reader of the dataset",
                false,
                caller.kind() == Caller.Kind.PUBLIC));
      }
    }
    return new Use(this, bounds);
  }

  private void add(List<Bound> bounds, Subject subject, Instant now, String whose) {
    Quota quota = limits.of(subject).day();
    if (quota.isBounded()) {
      bounds.add(new Bound(Counter.ofDay(subject.text(), now), quota, whose, false, false));
    }
  }

  /// Callers without a key all see the same of a dataset, so their common count tells none of them
  /// anything.
  static String ofReader(DatasetId dataset, Caller caller) {
    Uscc organisation = caller.organisation();
    String reader =
        caller.kind() == Caller.Kind.PUBLIC
            ? "anonymous"
            : organisation == null ? "key " + caller.person() : organisation.value();
    return Subject.dataset(dataset).text() + " by " + reader;
  }

  /// What was read under a grant.
  public Amount used(Grant grant) {
    return used(Counter.ofGrant(grant.id()));
  }

  Amount used(Counter counter) {
    Account open = accounts.get(counter);
    return open == null ? store.used(counter) : open.used();
  }

  Account.Taking take(Counter counter, Amount wanted, Quota quota) {
    try {
      while (true) {
        Account.Taking taking = account(counter).take(wanted, quota);
        if (!(taking instanceof Account.Taking.Closed)) {
          return taking;
        }
      }
    } catch (UnavailableException uncounted) {
      // Like what cannot be recorded, it is not given out; whatever the database lacks.
      throw new UnavailableException(
          "ledger-unavailable", "the reading cannot be counted", uncounted);
    }
  }

  void put(Counter counter, Amount amount) {
    boolean done = false;
    while (!done) {
      done = account(counter).put(amount);
    }
  }

  private Account account(Counter counter) {
    return accounts.compute(
        counter,
        (same, open) -> open == null || open.isClosed() ? new Account(store, counter) : open);
  }

  long secondsToTheNextDay() {
    Instant now = clock.instant();
    return Math.max(1, java.time.Duration.between(now, Counter.dayEnd(now)).toSeconds() + 1);
  }

  /// Gives back what is set aside and not asked for, so that neither memory nor a kill costs much.
  private void sweep() {
    try {
      accounts.values().removeIf(Account::closeIfIdle);
      LocalDate today = Counter.day(clock.instant());
      if (!today.equals(swept)) {
        store.forgetBefore(today.minusDays(DAYS_KEPT));
        swept = today;
      }
    } catch (UnavailableException later) {
      // Said by the database; what is set aside stays so, and is given back later.
      LOG.log(System.Logger.Level.DEBUG, "quotas wait for the database", later);
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "what was set aside is not given back", bug);
    }
  }

  /// Gives back what is set aside.
  @Override
  public void close() {
    sweeper.shutdown();
    try {
      if (!sweeper.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "counts of days gone by are still being deleted");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    for (Account each : accounts.values()) {
      try {
        each.close();
      } catch (UnavailableException lost) {
        LOG.log(System.Logger.Level.WARNING, "some of a quota counts as used that is not", lost);
      }
    }
  }
}
