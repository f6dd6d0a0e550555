package org.citycatalog.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Load;
import org.jspecify.annotations.Nullable;

/// The loads that are on their way, at most one of each dataset.
///
/// One runs at a time, because indexing takes all cores and much of the heap; others wait their
/// turn.
final class LoadQueue implements Closeable {
  /// Takes a load to its end.
  @FunctionalInterface
  interface Run {
    Load run(Load load, Progress progress) throws IOException;
  }

  private final ExecutorService runner =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("load-", 0).factory());
  private final Map<DatasetId, String> busy = new ConcurrentHashMap<>();
  private final Map<String, Progress> running = new ConcurrentHashMap<>();
  private volatile boolean closing;

  /// Keeps other loads away from a dataset until this one has run or is given up.
  ///
  /// @return the load that has the dataset already, else null
  @Nullable String reserve(DatasetId dataset, String load) {
    return busy.putIfAbsent(dataset, load);
  }

  void giveUp(DatasetId dataset, String load) {
    busy.remove(dataset, load);
  }

  /// Runs a load in its turn; its dataset is reserved for it.
  Future<Load> submit(Load load, Run run) {
    Progress progress = new Progress(this::isClosing);
    running.put(load.id(), progress);
    return runner.submit(() -> {
      try {
        return run.run(load, progress);
      } finally {
        running.remove(load.id());
        busy.remove(load.dataset(), load.id());
      }
    });
  }

  /// Runs other work that takes all cores in its turn.
  void execute(Runnable work) {
    runner.execute(work);
  }

  /// Runs work in its turn beside which nothing may be built.
  <T> Future<T> alone(Callable<T> work) {
    return runner.submit(work);
  }

  /// The load with the counts of its run.
  Load live(Load load) {
    Progress progress = running.get(load.id());
    return progress == null || load.state().isFinal() ? load : progress.of(load);
  }

  /// Asks a load to stop, if it is still on its way.
  void cancel(String load) {
    Progress progress = running.get(load);
    if (progress != null) {
      progress.cancel();
    }
  }

  boolean isClosing() {
    return closing;
  }

  /// Stops what runs and waits for its thread; loads that were accepted stay open in the catalog.
  @Override
  public void close() {
    closing = true;
    runner.shutdownNow();
    runner.close();
  }
}
