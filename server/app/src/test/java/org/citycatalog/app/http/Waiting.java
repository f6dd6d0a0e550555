package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waits for what only time brings, without keeping a processor busy.
final class Waiting {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BETWEEN = Duration.ofMillis(50);

  private Waiting() {}

  /// Whether something has come about.
  @FunctionalInterface
  interface Condition {
    boolean isMet() throws Exception;
  }

  /// Returns once it has; fails after a minute.
  static void until(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.isMet()) {
      assertThat(System.nanoTime()).as("still waiting until %s", what).isLessThan(end);
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
  }
}
