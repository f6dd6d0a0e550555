package org.citycatalog.sdk;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.citycatalog.sdk.api.LoadsApi;
import org.citycatalog.sdk.error.Failure;
import org.citycatalog.sdk.error.UnavailableException;
import org.citycatalog.sdk.model.Load;
import org.citycatalog.sdk.model.LoadState;
import org.citycatalog.sdk.model.QuarantineEntry;
import org.citycatalog.sdk.model.QuarantinePage;
import org.citycatalog.sdk.transport.Waiting;
import org.jspecify.annotations.Nullable;

/// A load at work on the server.
public final class LoadJob {
  private static final long FIRST_LOOK_MILLIS = 100;
  private static final long LONGEST_MILLIS = 2_000;
  private static final int QUARANTINE_PAGE = 1000;

  private final String dataset;
  private final String id;
  private final LoadsApi api;
  private final Waiting waiting;

  LoadJob(String dataset, String id, LoadsApi api, Waiting waiting) {
    this.dataset = dataset;
    this.id = id;
    this.api = api;
    this.waiting = waiting;
  }

  /// The load's id.
  public String id() {
    return id;
  }

  /// Looks how far it is.
  ///
  /// @return bytes and rows so far, rate and remaining time
  public Load poll() {
    return api.getLoad(dataset, id).body();
  }

  /// Waits until the rows are visible.
  ///
  /// @return the load, done
  /// @throws LoadEndedException if it ends otherwise than loaded
  public Load await() {
    return await(load -> {});
  }

  /// Waits until the rows are visible.
  ///
  /// @param progress called with every look at the load, the last one too
  /// @return the load, done
  /// @throws LoadEndedException if it ends otherwise than loaded
  public Load await(Consumer<? super Load> progress) {
    long pause = FIRST_LOOK_MILLIS;
    while (true) {
      Load load = poll();
      progress.accept(load);
      LoadState state = load.state();
      if (state == LoadState.LOADED) {
        return load;
      }
      if (state != LoadState.WAITING && state != LoadState.RUNNING) {
        throw new LoadEndedException(load);
      }
      pause(Duration.ofMillis(pause));
      pause = Math.min(LONGEST_MILLIS, pause * 2);
    }
  }

  private void pause(Duration time) {
    try {
      waiting.pause(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException(
          Failure.own(
              Failure.INTERRUPTED, 0, "The thread was interrupted; the load goes on.", null),
          e);
    }
  }

  /// Cancels it; nothing of it stays.
  ///
  /// @return the load as it ended
  /// @throws org.citycatalog.sdk.error.ConflictException if it is done already
  public Load cancel() {
    return api.cancelLoad(dataset, id).body();
  }

  /// Lists the cells that break the schema and the rows that were rejected.
  ///
  /// @return the entries in file order, page after page
  public Stream<QuarantineEntry> quarantine() {
    return Cursors.pages(
            cursor ->
                api.getQuarantine(
                        dataset, id, cursor == null ? 0 : Long.parseLong(cursor), QUARANTINE_PAGE)
                    .body(),
            LoadJob::next)
        .flatMap(page -> page.entries().stream());
  }

  private static @Nullable String next(QuarantinePage page) {
    return page.next() == null ? null : page.next().toString();
  }

  @Override
  public String toString() {
    return "LoadJob[" + dataset + ", " + id + "]";
  }
}
