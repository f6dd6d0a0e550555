package org.citycatalog.sharing.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.citycatalog.catalog.UnavailableException;
import org.citycatalog.catalog.jdbc.ChangesToRecord;
import org.citycatalog.sharing.ledger.RecordLog;
import org.citycatalog.sharing.ledger.RecordLog.Durable;

/// Takes changes of rules, keys and grants from the catalog's database to the ledger, in their
/// order.
///
/// A change is done whether the ledger has room or not, so that what must be taken back can be; it
/// is recorded as soon as there is room. After a kill one may be recorded twice, with the same id.
public final class ChangeRecorder implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ChangeRecorder.class.getName());
  private static final int AT_ONCE = 1000;
  private static final int SECONDS_BETWEEN = 1;

  private final ChangesToRecord changes;
  private final RecordLog log;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("record-changes").daemon(true).factory());

  /// @param log stays the caller's to close, after this
  public ChangeRecorder(ChangesToRecord changes, RecordLog log) {
    this.changes = changes;
    this.log = log;
    var unused =
        thread.scheduleWithFixedDelay(this::recordAll, 0, SECONDS_BETWEEN, TimeUnit.SECONDS);
  }

  /// Records what waits.
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.log(System.Logger.Level.WARNING, "changes are recorded at the next start");
        return;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return;
    }
    recordAll();
  }

  private void recordAll() {
    try {
      List<ChangesToRecord.Change> next = changes.waiting(AT_ONCE);
      while (!next.isEmpty()) {
        record(next);
        next = next.size() < AT_ONCE ? List.of() : changes.waiting(AT_ONCE);
      }
    } catch (UnavailableException | CompletionException later) {
      // Said by the log of the records or the database; what waits is tried again.
      LOG.log(System.Logger.Level.DEBUG, "changes wait for the ledger", later);
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "changes are not recorded", bug);
    }
  }

  private void record(List<ChangesToRecord.Change> next) {
    List<CompletableFuture<Long>> kept = new ArrayList<>();
    next.forEach(change -> kept.add(log.append(change.document(), Durable.NOW)));
    kept.forEach(CompletableFuture::join);
    changes.recorded(next);
  }
}
