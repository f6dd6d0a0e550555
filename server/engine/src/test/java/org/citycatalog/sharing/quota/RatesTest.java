package org.citycatalog.sharing.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.citycatalog.catalog.SampleEntries;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Quota;
import org.citycatalog.sharing.jdbc.JdbcQuotaStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How many requests are answered, by a time that the test lets pass.
class RatesTest {
  private static final Duration TEN = Duration.ofSeconds(10);
  private static final Network GREEDY = new Network("192.0.2.1");
  private static final Network MODEST = new Network("192.0.2.2");
  private static final Caller KEY =
      new Caller(Caller.Kind.ENTERPRISE, "k1", null, SampleEntries.TRANSPORT.code());
  private static final Caller OTHER_KEY =
      new Caller(Caller.Kind.ENTERPRISE, "k2", null, SampleEntries.TRANSPORT.code());

  @TempDir Path folder;
  private JdbcCatalogStore catalog;
  private LimitBook limits;
  private long nanos = 5_000_000_000L;

  @BeforeEach
  void open() {
    catalog = JdbcCatalogStore.sqlite(folder.resolve("catalog.db"));
    limits = new LimitBook(new JdbcQuotaStore(catalog.database()));
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void an_address_gets_its_rate_at_once_and_then_as_time_passes() {
    Rates rates = rates(rate(100), null, null);

    assertThat(answered(rates, GREEDY, 150)).isEqualTo(100);
    pass(Duration.ofSeconds(1));
    assertThat(answered(rates, GREEDY, 150)).isEqualTo(10);
    pass(TEN);
    assertThat(answered(rates, GREEDY, 150)).isEqualTo(100);
  }

  @Test
  void what_is_left_and_when_to_come_again_is_said() {
    Rates rates = rates(rate(2), null, null);

    Rates.Verdict first = rates.request(Caller.ANONYMOUS, GREEDY);
    rates.request(Caller.ANONYMOUS, GREEDY);
    Rates.Verdict refused = rates.request(Caller.ANONYMOUS, GREEDY);

    assertThat(first.policies())
        .containsExactly(new Rates.Policy("address", rate(2), 1, 5)); // one comes in 5 s
    assertThat(refused.policies()).containsExactly(new Rates.Policy("address", rate(2), 0, 5));
    assertThat(refused.refused().orElseThrow().code()).isEqualTo("rate-exceeded");
    assertThat(refused.refused().orElseThrow().retrySeconds()).hasValue(5);
    pass(Duration.ofSeconds(5));
    assertThat(rates.request(Caller.ANONYMOUS, GREEDY).refused()).isEmpty();
  }

  @Test
  void a_successor_of_a_key_goes_on_where_the_key_was() {
    Rates rates = rates(null, null, rate(2));
    Caller successor =
        new Caller(Caller.Kind.ENTERPRISE, "k1-next", null, SampleEntries.TRANSPORT.code())
            .heldBy(KEY.person());

    rates.request(KEY, MODEST);
    rates.request(successor, MODEST);

    assertThat(rates.request(successor, MODEST).refused()).isPresent();
    assertThat(rates.request(OTHER_KEY, MODEST).refused()).isEmpty();
  }

  @Test
  void a_time_that_jumps_back_gives_nothing_and_locks_nobody_out() {
    Rates rates = rates(rate(10), rate(1_000), rate(10));
    answered(rates, GREEDY, 10);
    answered(rates, KEY, 10);

    nanos -= Duration.ofHours(2).toNanos();
    assertThat(answered(rates, GREEDY, 5)).isZero();
    assertThat(answered(rates, KEY, 5)).isZero();

    nanos += Duration.ofHours(2).plusSeconds(10).toNanos();
    assertThat(answered(rates, GREEDY, 20)).isEqualTo(10);
    assertThat(answered(rates, KEY, 20)).isEqualTo(10);
  }

  @Test
  void alone_an_address_uses_all_but_the_share_of_one_still_to_come() {
    Rates rates = rates(null, rate(1_000), null);

    assertThat(answered(rates, GREEDY, 2_000)).isEqualTo(500);
    pass(TEN);
    pass(TEN);
    int aMinute = 0;
    for (int tick = 0; tick < 600; tick++) {
      aMinute += answered(rates, GREEDY, 100);
      pass(Duration.ofMillis(100));
    }
    assertThat(aMinute).isBetween(6_000, 7_000);
  }

  @Test
  void an_address_that_takes_all_it_can_leaves_the_others_their_share() {
    Rates rates = rates(null, rate(1_000), null);
    int greedy = 0;
    int modest = 0;
    int refused = 0;

    // For a minute the greedy one asks a hundred times as often as the other.
    for (int tick = 0; tick < 600; tick++) {
      greedy += answered(rates, GREEDY, 100);
      int got = answered(rates, MODEST, 1);
      modest += got;
      refused += 1 - got;
      pass(Duration.ofMillis(100));
    }

    assertThat(refused).isZero();
    assertThat(modest).isEqualTo(600);
    assertThat(greedy).isBetween(4_500, 6_400); // what the other left
  }

  @Test
  void one_that_comes_while_another_takes_all_is_answered() {
    Rates rates = rates(rate(400), rate(1_000), null);
    for (int network = 0; network < 5; network++) {
      answered(rates, new Network("greedy " + network), 1_000);
    }
    pass(TEN);
    for (int network = 0; network < 5; network++) {
      answered(rates, new Network("greedy " + network), 1_000);
    }

    assertThat(answered(rates, MODEST, 50)).isEqualTo(50);
  }

  @Test
  void when_to_come_again_does_not_tell_what_others_do() {
    Rates rates = rates(null, rate(10), null);
    for (int i = 0; i < 20; i++) {
      answered(rates, new Network("network " + i), 10);
    }

    Rates.Verdict refused = rates.request(Caller.ANONYMOUS, MODEST);

    assertThat(refused.policies()).isEmpty();
    assertThat(refused.refused().orElseThrow().retrySeconds()).hasValue(10); // the window's end
  }

  @Test
  void a_hundred_thousand_addresses_get_no_more_than_everybody_together() {
    Rates rates = rates(rate(10), rate(5_000), null);
    int all = 0;

    for (int i = 0; i < 100_000; i++) {
      all += answered(rates, new Network("2001db8" + i + "/64"), 1);
    }

    assertThat(all).isLessThanOrEqualTo(5_000);
  }

  @Test
  void keys_are_unbounded_unless_something_was_set() {
    Rates rates = rates(rate(1), rate(1), null);

    assertThat(answered(rates, KEY, 10_000)).isEqualTo(10_000);
    assertThat(rates.request(KEY, GREEDY).policies()).isEmpty();
  }

  @Test
  void what_the_operator_sets_for_a_key_holds_from_the_next_request_on() {
    Rates rates = rates(null, null, rate(100));
    answered(rates, KEY, 1);

    limits.set(Subject.key("k1"), new Limits(rate(3), Quota.NONE), "operator", Instant.EPOCH);

    assertThat(answered(rates, KEY, 10)).isEqualTo(3);
    assertThat(answered(rates, OTHER_KEY, 200)).isEqualTo(100);
  }

  @Test
  void the_keys_of_an_organisation_share_its_rate_and_a_refusal_takes_nothing_of_the_keys() {
    Rates rates = rates(null, null, rate(8));
    limits.set(
        Subject.organisation(SampleEntries.TRANSPORT.code()),
        new Limits(rate(5), Quota.NONE),
        "operator",
        Instant.EPOCH);

    assertThat(answered(rates, KEY, 4)).isEqualTo(4);
    assertThat(answered(rates, OTHER_KEY, 4)).isEqualTo(1);
    limits.set(
        Subject.organisation(SampleEntries.TRANSPORT.code()),
        Limits.NONE,
        "operator",
        Instant.EPOCH);
    assertThat(answered(rates, OTHER_KEY, 20)).isEqualTo(7);
  }

  @Test
  void many_threads_are_answered_exactly_as_often_as_the_rate_says() throws Exception {
    Rates rates = rates(null, null, rate(1_000));
    List<Callable<Integer>> callers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      callers.add(() -> answered(rates, KEY, 500));
    }

    int all = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> each : threads.invokeAll(callers)) {
        all += each.get();
      }
    }

    assertThat(all).isEqualTo(1_000);
  }

  @Test
  void a_rate_is_read_as_it_is_written() {
    assertThat(Rate.parse("500/10s")).contains(rate(500));
    assertThat(rate(500)).hasToString("500/10s");
    for (String wrong : List.of("", "500", "0/10s", "5/0s", "5/3601s", "-1/1s", "9999999999/1s")) {
      assertThat(Rate.parse(wrong)).as(wrong).isEmpty();
    }
  }

  private Rates rates(@Nullable Rate address, @Nullable Rate everybody, @Nullable Rate key) {
    return new Rates(new Rates.Settings(address, everybody, key), limits, () -> nanos);
  }

  private static Rate rate(long requests) {
    return new Rate(requests, TEN);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private static int answered(Rates rates, Network from, int times) {
    int answered = 0;
    for (int i = 0; i < times; i++) {
      answered += rates.request(Caller.ANONYMOUS, from).refused().isEmpty() ? 1 : 0;
    }
    return answered;
  }

  private static int answered(Rates rates, Caller caller, int times) {
    int answered = 0;
    for (int i = 0; i < times; i++) {
      answered += rates.request(caller, GREEDY).refused().isEmpty() ? 1 : 0;
    }
    return answered;
  }
}
