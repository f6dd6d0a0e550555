package org.citycatalog.app.wiring;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.rows.RowStore;
import org.citycatalog.search.CatalogFollower;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/// What `/health` says. Anybody may ask it, so it names nothing that anybody may not see.
@ApplicationScoped
public class HealthChecks {
  private static final long LEAST_FREE_BYTES = 100L << 20;

  @Produces
  @Liveness
  HealthCheck process() {
    return () -> HealthCheckResponse.up("process");
  }

  @Produces
  @Readiness
  HealthCheck database(CatalogStore store) {
    return () -> HealthCheckResponse.named("database").status(store.isReachable()).build();
  }

  @Produces
  @Readiness
  HealthCheck search(CatalogFollower follower) {
    return () ->
        HealthCheckResponse.named("search-index")
            .status(follower.isReady() && follower.problem().isEmpty())
            .build();
  }

  @Produces
  @Readiness
  HealthCheck disk(Settings settings) {
    return () -> {
      try {
        long free = Files.getFileStore(settings.home()).getUsableSpace();
        return HealthCheckResponse.named("disk")
            .status(free >= LEAST_FREE_BYTES)
            .withData("freeMiB", free >> 20)
            .build();
      } catch (IOException unreadable) {
        return HealthCheckResponse.named("disk").down().build();
      }
    };
  }

  /// Up while indexes are rebuilt: the rest of the catalog is served.
  @Produces
  @Readiness
  HealthCheck rows(RowStore rows, CatalogStore store, Boundary boundary) {
    return () -> {
      Set<String> rebuilding = rows.unavailable().keySet();
      List<String> open =
          rebuilding.stream().filter(each -> isOpen(each, store, boundary)).sorted().toList();
      return HealthCheckResponse.named("row-indexes")
          .up()
          .withData("rebuilding", String.join(" ", open))
          .withData("rebuildingUnnamed", rebuilding.size() - open.size())
          .build();
    };
  }

  private static boolean isOpen(String version, CatalogStore store, Boundary boundary) {
    return store
        .dataset(new DatasetId(version.substring(0, version.indexOf('@'))))
        .filter(dataset -> boundary.maySee(Caller.ANONYMOUS, dataset))
        .isPresent();
  }
}
