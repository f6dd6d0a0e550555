package org.citycatalog.ingest;

import java.util.function.BooleanSupplier;
import org.citycatalog.catalog.Load;
import org.jspecify.annotations.Nullable;

/// How far a load on its way is, and whether it is to stop. Watched and stopped from other threads.
final class Progress {
  private final BooleanSupplier serverStops;
  private volatile boolean cancelled;
  private volatile @Nullable IndexBuild build;

  Progress(BooleanSupplier serverStops) {
    this.serverStops = serverStops;
  }

  void cancel() {
    cancelled = true;
  }

  void watch(IndexBuild watched) {
    build = watched;
  }

  /// Whether to give up, for whichever reason.
  boolean isStopped() {
    return cancelled || serverStops();
  }

  /// Whether to give up and leave everything to the next start.
  boolean serverStops() {
    return serverStops.getAsBoolean();
  }

  /// The load with its counts so far.
  Load of(Load load) {
    IndexBuild watched = build;
    return watched == null ? load : load.withReport(watched.report());
  }
}
