package org.citycatalog.sharing.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;
import org.citycatalog.sharing.Quota;
import org.citycatalog.sharing.jdbc.JdbcQuotaStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is set aside in memory, and what becomes of it.
class AccountTest {
  private static final Counter COUNTER = Counter.ofGrant("g1");
  private static final Quota ROWS = new Quota(null, 6_400L, null);

  @TempDir Path folder;
  private JdbcCatalogStore catalog;
  private QuotaStore store;

  @BeforeEach
  void open() {
    catalog = JdbcCatalogStore.sqlite(folder.resolve("catalog.db"));
    store = new JdbcQuotaStore(catalog.database());
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void what_is_taken_is_used_and_what_is_set_aside_is_not() {
    Account account = new Account(store, COUNTER);

    account.take(Amount.rows(3), ROWS);

    assertThat(account.used()).isEqualTo(Amount.rows(3));
    assertThat(store.used(COUNTER).rows()).isGreaterThan(3);
  }

  @Test
  void a_kill_costs_at_most_what_was_set_aside_and_gives_nothing_twice() {
    Account killed = new Account(store, COUNTER);
    for (int i = 0; i < 250; i++) {
      killed.take(Amount.rows(1), ROWS);
    }

    // Nothing of the first was closed.
    long counted = new Account(store, COUNTER).used().rows();

    assertThat(counted).isBetween(250L, 250L + 6_400 / 64);
  }

  @Test
  void a_quota_of_one_call_is_not_lost_with_a_kill_before_it_is_used() {
    Quota one = new Quota(1L, 10L, null);
    new Account(store, COUNTER).take(Amount.rows(2), one);

    assertThat(new Account(store, COUNTER).take(Amount.CALL, one))
        .isInstanceOf(Account.Taking.Taken.class);
  }

  @Test
  void an_account_that_nobody_uses_gives_back_what_was_set_aside_and_is_over() {
    Account account = new Account(store, COUNTER);
    account.take(Amount.rows(3), ROWS);

    assertThat(account.closeIfIdle()).isFalse(); // it was used since
    assertThat(account.closeIfIdle()).isTrue();

    assertThat(store.used(COUNTER)).isEqualTo(Amount.rows(3));
    assertThat(account.take(Amount.rows(1), ROWS)).isInstanceOf(Account.Taking.Closed.class);
    assertThat(account.put(Amount.rows(1))).isFalse();
  }

  @Test
  void a_quota_that_is_lowered_holds_from_the_next_taking_on_whatever_is_set_aside() {
    Account account = new Account(store, COUNTER);
    account.take(Amount.rows(10), ROWS); // and sets more aside

    assertThat(account.take(Amount.rows(1), new Quota(null, 10L, null)))
        .isEqualTo(new Account.Taking.Lacking("rows", 0));

    assertThat(store.used(COUNTER)).isEqualTo(Amount.rows(10));
    assertThat(account.take(Amount.rows(1), ROWS)).isInstanceOf(Account.Taking.Taken.class);
  }

  @Test
  void what_is_left_is_said_with_what_is_set_aside() {
    Account account = new Account(store, COUNTER);
    account.take(Amount.rows(6_300), ROWS);
    account.put(Amount.rows(20));

    assertThat(account.take(Amount.rows(121), ROWS))
        .isEqualTo(new Account.Taking.Lacking("rows", 120));
    assertThat(account.take(Amount.rows(120), ROWS)).isInstanceOf(Account.Taking.Taken.class);
  }

  @Test
  void readers_in_parallel_take_exactly_the_quota_over_two_servers() throws Exception {
    List<Account> servers = List.of(new Account(store, COUNTER), new Account(store, COUNTER));
    List<Callable<Long>> readers = new ArrayList<>();
    for (int reader = 0; reader < 16; reader++) {
      Account account = servers.get(reader % 2);
      readers.add(() -> {
        long got = 0;
        while (account.take(Amount.rows(1), ROWS) instanceof Account.Taking.Taken) {
          got++;
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

    assertThat(got).isEqualTo(6_400);
    assertThat(store.used(COUNTER).rows()).isEqualTo(6_400);
  }
}
