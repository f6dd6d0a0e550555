package org.citycatalog.sharing.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.citycatalog.sharing.Quota;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The limits in memory against those that are kept.
class LimitBookTest {
  private static final Subject KEY = Subject.key("k1");
  private static final Limits FIRST = new Limits(null, new Quota(1L, null, null));
  private static final Limits SECOND = new Limits(null, new Quota(2L, null, null));

  @Test
  void of_two_who_set_limits_at_once_the_later_one_stands_in_memory_too() throws Exception {
    Slow store = new Slow();
    LimitBook book = new LimitBook(store);
    Thread first = new Thread(() -> book.set(KEY, FIRST, "a", Instant.EPOCH));
    Thread second = new Thread(() -> book.set(KEY, SECOND, "b", Instant.EPOCH));
    store.other = second;

    first.start();
    store.kept.await();
    second.start();
    first.join();
    second.join();

    assertThat(book.of(KEY)).isEqualTo(store.limits).isEqualTo(SECOND);
  }

  /// Is not back from keeping the first limits before whoever sets the second has come as far as it
  /// can.
  private static final class Slow implements QuotaStore {
    private final CountDownLatch kept = new CountDownLatch(1);
    private volatile @Nullable Thread other;
    private volatile Limits limits = Limits.NONE;

    @Override
    public void limit(Subject subject, Limits set, String by, Instant at) {
      limits = set;
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
      return Map.of();
    }

    @Override
    public Reserved reserve(Counter counter, Amount least, Amount wanted, Quota quota) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void giveBack(Counter counter, Amount amount) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Amount used(Counter counter) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void forgetBefore(LocalDate day) {
      throw new UnsupportedOperationException();
    }
  }
}
