package org.citycatalog.sharing.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.citycatalog.catalog.jdbc.ChangesToRecord;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;
import org.citycatalog.sharing.Quota;
import org.citycatalog.sharing.quota.Amount;
import org.citycatalog.sharing.quota.Counter;
import org.citycatalog.sharing.quota.Limits;
import org.citycatalog.sharing.quota.QuotaStore;
import org.citycatalog.sharing.quota.QuotaStore.Reserved;
import org.citycatalog.sharing.quota.Rate;
import org.citycatalog.sharing.quota.Subject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is counted and limited, over a real database.
abstract class QuotasContract {
  private static final Instant NOON = Instant.parse("2026-11-23T04:00:00Z");
  private static final Counter GRANT = Counter.ofGrant("g1");
  private static final Quota QUOTA = new Quota(10L, 1_000L, null);

  private JdbcCatalogStore store;
  private QuotaStore quotas;

  /// Opens the database of this test, empty at first.
  abstract JdbcCatalogStore open() throws Exception;

  @BeforeEach
  void start() throws Exception {
    store = open();
    quotas = new JdbcQuotaStore(store.database());
  }

  @AfterEach
  void stop() {
    store.close();
  }

  @Test
  void what_is_set_aside_counts_as_used_at_once_and_after_a_restart() {
    Amount wanted = new Amount(1, 100, 5_000);

    Reserved reserved = quotas.reserve(GRANT, wanted, wanted, QUOTA);

    assertThat(reserved).isEqualTo(new Reserved.Aside(wanted));
    assertThat(new JdbcQuotaStore(store.database()).used(GRANT)).isEqualTo(wanted);
  }

  @Test
  void what_is_given_back_is_there_again() {
    quotas.reserve(GRANT, new Amount(10, 0, 0), new Amount(10, 0, 0), QUOTA);

    quotas.giveBack(GRANT, new Amount(4, 0, 0));

    assertThat(quotas.used(GRANT)).isEqualTo(new Amount(6, 0, 0));
  }

  @Test
  void more_than_needed_is_set_aside_only_as_far_as_the_quota_goes() {
    Reserved reserved =
        quotas.reserve(GRANT, new Amount(1, 1, 1), new Amount(500, 5_000, 7_000), QUOTA);

    assertThat(reserved).isEqualTo(new Reserved.Aside(new Amount(10, 1_000, 7_000)));
  }

  @Test
  void where_one_of_three_is_short_nothing_is_set_aside_and_it_is_said_what_is_left() {
    quotas.reserve(GRANT, new Amount(1, 990, 0), new Amount(1, 990, 0), QUOTA);

    Reserved reserved = quotas.reserve(GRANT, new Amount(1, 11, 0), new Amount(1, 11, 0), QUOTA);

    assertThat(reserved).isEqualTo(new Reserved.Lacking("rows", 10));
    assertThat(quotas.used(GRANT)).isEqualTo(new Amount(1, 990, 0));
  }

  @Test
  void a_quota_that_was_made_smaller_than_its_use_has_nothing_left() {
    quotas.reserve(GRANT, new Amount(8, 0, 0), new Amount(8, 0, 0), QUOTA);

    Reserved reserved =
        quotas.reserve(GRANT, Amount.ZERO, new Amount(5, 0, 0), new Quota(5L, null, null));

    assertThat(reserved).isEqualTo(new Reserved.Aside(Amount.ZERO));
  }

  @Test
  void many_at_once_set_aside_exactly_the_quota() throws Exception {
    Quota quota = new Quota(1_000L, null, null);
    Amount seven = new Amount(7, 0, 0);
    List<Callable<Long>> readers = new ArrayList<>();
    for (int reader = 0; reader < 8; reader++) {
      readers.add(() -> {
        long got = 0;
        while (quotas.reserve(GRANT, new Amount(1, 0, 0), seven, quota)
            instanceof Reserved.Aside(Amount more)) {
          got += more.calls();
        }
        return got;
      });
    }

    long got = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Long> each : threads.invokeAll(readers)) {
        got += each.get();
      }
    }

    assertThat(got).isEqualTo(1_000);
    assertThat(quotas.used(GRANT).calls()).isEqualTo(1_000);
  }

  @Test
  void days_that_are_long_over_are_forgotten_and_what_counts_in_all_is_not() {
    Counter day = new Counter("key k1", "2026-11-23");
    for (Counter each : List.of(GRANT, day, new Counter("key k1", "2026-11-24"))) {
      quotas.reserve(each, new Amount(1, 0, 0), new Amount(1, 0, 0), Quota.NONE);
    }

    quotas.forgetBefore(LocalDate.parse("2026-11-24"));

    assertThat(quotas.used(day)).isEqualTo(Amount.ZERO);
    assertThat(quotas.used(GRANT).calls()).isEqualTo(1);
    assertThat(quotas.used(new Counter("key k1", "2026-11-24")).calls()).isEqualTo(1);
  }

  @Test
  void limits_are_kept_replaced_and_every_change_of_them_waits_for_the_ledger() {
    Subject key = Subject.key("k1");
    Limits first = new Limits(new Rate(600, Duration.ofMinutes(1)), QUOTA);

    quotas.limit(key, first, "k-operator", NOON);
    quotas.limit(key, Limits.NONE, "k-operator", NOON.plusSeconds(1));
    quotas.limit(new Subject(Subject.Kind.DATASET, "a.b"), first, "k-keeper", NOON.plusSeconds(2));

    assertThat(quotas.limits())
        .containsOnly(
            java.util.Map.entry(key, Limits.NONE),
            java.util.Map.entry(new Subject(Subject.Kind.DATASET, "a.b"), first));
    assertThat(new ChangesToRecord(store.database()).waiting(10))
        .extracting(ChangesToRecord.Change::document)
        .hasSize(3)
        .allSatisfy(record -> assertThat(record).contains("\"step\":\"limited\""))
        .last()
        .asString()
        .contains("\"dataset\":\"a.b\"", "k-keeper", "\\\"requests\\\":600");
  }
}
