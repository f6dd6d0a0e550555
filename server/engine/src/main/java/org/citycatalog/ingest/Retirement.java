package org.citycatalog.ingest;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.rows.RowStore;

/// Ends the indexes of superseded versions when nobody pages through them any more.
final class Retirement {
  private final CatalogStore catalog;
  private final RowStore rows;
  private final InstantSource clock;
  private final Duration retention;

  /// @param retention how long an index stays after its version was superseded
  Retirement(CatalogStore catalog, RowStore rows, InstantSource clock, Duration retention) {
    this.catalog = catalog;
    this.rows = rows;
    this.clock = clock;
    this.retention = retention;
  }

  /// Deletes those indexes of a dataset whose time is over.
  void retire(DatasetId id) throws IOException {
    Instant limit = clock.instant().minus(retention);
    List<DatasetVersion> newestFirst = catalog.versions(id);
    for (int i = 1; i < newestFirst.size(); i++) {
      if (newestFirst.get(i - 1).loaded().isBefore(limit)) {
        rows.delete(id, newestFirst.get(i).number());
      }
    }
  }
}
