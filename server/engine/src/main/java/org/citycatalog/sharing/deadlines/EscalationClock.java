package org.citycatalog.sharing.deadlines;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.citycatalog.catalog.UnavailableException;

/// Has what is overdue noted: at its start, and from time to time.
public final class EscalationClock implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EscalationClock.class.getName());

  /// Something with deadlines.
  @FunctionalInterface
  public interface Dated {
    /// Notes, once for each, what waits though its deadline is over.
    ///
    /// @return how many were noted now
    int escalate();
  }

  private final List<Dated> all;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("escalate").daemon(true).factory());

  public EscalationClock(List<Dated> all, Duration between) {
    this.all = List.copyOf(all);
    var unused =
        thread.scheduleWithFixedDelay(this::escalate, 0, between.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void escalate() {
    for (Dated each : all) {
      try {
        int noted = each.escalate();
        if (noted > 0) {
          LOG.log(System.Logger.Level.INFO, "{0} overdue, escalated", noted);
        }
      } catch (UnavailableException later) {
        LOG.log(System.Logger.Level.DEBUG, "what is overdue is noted later", later);
      } catch (RuntimeException bug) {
        LOG.log(System.Logger.Level.ERROR, "what is overdue is not noted", bug);
      }
    }
  }

  /// Waits for the look that is under way.
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.log(System.Logger.Level.WARNING, "a look for what is overdue does not end");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
