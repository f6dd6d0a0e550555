package org.citycatalog.app.wiring;

import static org.citycatalog.rows.RowStore.Trouble.LOST;
import static org.citycatalog.rows.RowStore.Trouble.REBUILDING;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.ingest.Loads;
import org.citycatalog.rows.RowStore;
import org.citycatalog.search.CatalogFollower;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.ledger.ChainedLog;
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
        return HealthCheckResponse.named("disk").status(free >= LEAST_FREE_BYTES).build();
      } catch (IOException unreadable) {
        return HealthCheckResponse.named("disk").down().build();
      }
    };
  }

  /// Down where reads are not recorded: then only what is open to everybody is given out.
  @Produces
  @Readiness
  HealthCheck ledger(ChainedLog records) {
    return () -> HealthCheckResponse.named("ledger").status(records.problem().isEmpty()).build();
  }

  /// Up while indexes are rebuilt, and where one is lost: the rest of the catalog is served.
  @Produces
  @Readiness
  HealthCheck rows(RowStore rows, CatalogStore store, Boundary boundary) {
    return () -> {
      Map<String, RowStore.Trouble> trouble = rows.unavailable();
      return HealthCheckResponse.named("row-indexes")
          .up()
          .withData("rebuilding", open(of(trouble, REBUILDING), store, boundary))
          .withData("lost", open(of(trouble, LOST), store, boundary))
          .build();
    };
  }

  /// Up where a source file is damaged: its rows are served from the index, which it could no
  /// longer mend.
  @Produces
  @Readiness
  HealthCheck sources(Loads loads, CatalogStore store, Boundary boundary) {
    return () -> {
      return HealthCheckResponse.named("source-files")
          .up()
          .withData("damaged", open(loads.damagedSources(), store, boundary))
          .build();
    };
  }

  private static Set<String> of(Map<String, RowStore.Trouble> versions, RowStore.Trouble trouble) {
    Set<String> of = new TreeSet<>(versions.keySet());
    of.removeIf(each -> versions.get(each) != trouble);
    return of;
  }

  /// Versions, as `dataset@number`, of entries that anybody may see: whoever asks how the server is
  /// learns nothing of others. The log and the operator's measurements tell of all.
  private static String open(Set<String> versions, CatalogStore store, Boundary boundary) {
    return versions.stream()
        .filter(each ->
            store
                .dataset(new DatasetId(each.substring(0, each.indexOf('@'))))
                .filter(dataset -> boundary.maySee(Caller.ANONYMOUS, dataset))
                .isPresent())
        .collect(Collectors.joining(" "));
  }
}
