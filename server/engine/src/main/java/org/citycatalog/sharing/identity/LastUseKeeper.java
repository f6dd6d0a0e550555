package org.citycatalog.sharing.identity;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.citycatalog.catalog.UnavailableException;

/// Has last uses kept once a minute, and at the end.
public final class LastUseKeeper implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LastUseKeeper.class.getName());
  private static final int SECONDS_BETWEEN = 60;

  private final List<LastUses> uses;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("last-uses").daemon(true).factory());

  public LastUseKeeper(List<LastUses> uses) {
    this.uses = List.copyOf(uses);
    var unused =
        thread.scheduleWithFixedDelay(
            this::keepAll, SECONDS_BETWEEN, SECONDS_BETWEEN, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(SECONDS_BETWEEN, TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "the last minutes' uses are not kept");
        return;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return;
    }
    keepAll();
  }

  private void keepAll() {
    try {
      uses.forEach(LastUses::keep);
    } catch (UnavailableException later) {
      LOG.log(System.Logger.Level.DEBUG, "last uses wait for the database", later);
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "last uses are not kept", bug);
    }
  }
}
