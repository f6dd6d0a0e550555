package org.citycatalog.sharing.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;
import org.citycatalog.sharing.Quota;
import org.citycatalog.sharing.jdbc.JdbcQuotaStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The limits in memory against those that are kept.
class LimitBookTest {
  private static final Subject KEY = Subject.key("k1");
  private static final Limits FIRST = new Limits(null, new Quota(1L, null, null));
  private static final Limits SECOND = new Limits(null, new Quota(2L, null, null));

  @TempDir Path home;

  @Test
  void of_two_who_set_limits_at_once_the_later_one_stands_in_memory_too() throws Exception {
    try (JdbcCatalogStore catalog = JdbcCatalogStore.sqlite(home.resolve("catalog.db"))) {
      Held store = new Held(new JdbcQuotaStore(catalog.database()));
      LimitBook book = new LimitBook(store);
      Thread first = new Thread(() -> book.set(KEY, FIRST, "a", Instant.EPOCH));
      Thread second = new Thread(() -> book.set(KEY, SECOND, "b", Instant.EPOCH));
      store.other = second;

      first.start();
      store.kept.await();
      second.start();
      first.join();
      second.join();

      assertThat(book.of(KEY)).isEqualTo(store.limits().get(KEY)).isEqualTo(SECOND);
    }
  }

  /// The database's, but not back from keeping the first limits before whoever sets the second has
  /// come as far as it can.
  private static final class Held implements QuotaStore {
    private final QuotaStore database;
    private final CountDownLatch kept = new CountDownLatch(1);
    private volatile @Nullable Thread other;

    Held(QuotaStore database) {
      this.database = database;
    }

    @Override
    public void limit(Subject subject, Limits set, String by, Instant at) {
      database.limit(subject, set, by, at);
      if (set.equals(FIRST)) {
        kept.countDown();
        Thread second = other;
        while (second != null
            && second.getState() != Thread.State.BLOCKED
            && second.getState() != Thread.State.TERMINATED) {
          Thread.onSpinWait();
        }
      }
    }

    @Override
    public Map<Subject, Limits> limits() {
      return database.limits();
    }

    @Override
    public Reserved reserve(Counter counter, Amount least, Amount wanted, Quota quota) {
      return database.reserve(counter, least, wanted, quota);
    }

    @Override
    public void giveBack(Counter counter, Amount amount) {
      database.giveBack(counter, amount);
    }

    @Override
    public Amount used(Counter counter) {
      return database.used(counter);
    }

    @Override
    public void forgetBefore(LocalDate day) {
      database.forgetBefore(day);
    }
  }
}
