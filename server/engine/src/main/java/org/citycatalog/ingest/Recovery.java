package org.citycatalog.ingest;

import java.io.IOException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Logger;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.Load;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.SourceFile;
import org.citycatalog.rows.RowStore;

/// Puts the data folder in order after a stop of whatever kind: what a kill left beside the
/// committed versions is deleted, and the loads that were accepted are taken up.
final class Recovery {
  private static final Logger LOG = Logger.getLogger(Recovery.class.getName());

  private final CatalogStore catalog;
  private final RowStore rows;
  private final SourceStore sources;
  private final Retirement retirement;
  private final InstantSource clock;

  Recovery(
      CatalogStore catalog,
      RowStore rows,
      SourceStore sources,
      Retirement retirement,
      InstantSource clock) {
    this.catalog = catalog;
    this.rows = rows;
    this.sources = sources;
    this.retirement = retirement;
    this.clock = clock;
  }

  /// Sweeps, and hands the accepted loads to the queue. To be called once, before anybody reads or
  /// loads.
  @SuppressWarnings("FutureReturnValueIgnored") // how a load ends is noted in the catalog
  void recover(LoadQueue queue, LoadRun run) throws IOException {
    sources.sweepIncoming();
    for (Load load : catalog.openLoads()) {
      if (load.acknowledged() && load.source() != null) {
        queue.reserve(load.dataset(), load.id());
      } else {
        catalog.updateLoad(
            load.ended(
                Load.State.FAILED,
                clock.instant(),
                "interrupted",
                "the server stopped before the load was done"));
      }
    }
    sweepIndexes();
    for (Load load : catalog.openLoads()) {
      SourceFile source = load.source();
      if (source != null) {
        LOG.info("taking up load " + load.id() + " of " + load.dataset());
        sources.hold(load.dataset().provider(), source.sha256());
        queue.submit(load, run::takeUp);
      }
    }
  }

  private void sweepIndexes() throws IOException {
    Set<ProviderNamespace> providers = new HashSet<>();
    for (Dataset dataset : catalog.datasets()) {
      providers.add(dataset.id().provider());
      Set<Long> committed = new HashSet<>();
      catalog.versions(dataset.id()).forEach(version -> committed.add(version.number()));
      rows.sweep(dataset.id(), committed);
      retirement.retire(dataset.id());
    }
    for (ProviderNamespace provider : providers) {
      sources.sweep(provider);
    }
  }
}
