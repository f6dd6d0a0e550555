package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.citycatalog.api.VersionsApi;
import org.citycatalog.api.model.Version;
import org.citycatalog.api.model.VersionList;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Tombstone;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Decision;
import org.citycatalog.sharing.Permit;

/// The loaded states of datasets, for those who may read them.
@Path("/")
public class VersionsResource implements VersionsApi {
  private final CatalogStore catalog;
  private final Boundary boundary;
  private final DatasetWire wire;
  private final Asking asking;

  @Inject
  public VersionsResource(
      CatalogStore catalog, Boundary boundary, DatasetWire wire, Asking asking) {
    this.catalog = catalog;
    this.boundary = boundary;
    this.wire = wire;
    this.asking = asking;
  }

  @Override
  public Response listVersions(String id) {
    Dataset dataset = visible(id);
    List<Version> versions = new ArrayList<>();
    for (DatasetVersion version : catalog.versions(dataset.id())) {
      permitted(dataset, version).ifPresent(versions::add);
    }
    return Response.ok(new VersionList(versions)).build();
  }

  @Override
  public Response getVersion(String id, Long number) {
    Dataset dataset = visible(id);
    DatasetVersion version =
        catalog.version(dataset.id(), number).orElseThrow(() -> absent(dataset, number));
    return Response.ok(permitted(dataset, version).orElseThrow(Requested::absent)).build();
  }

  /// Whoever could have read a version is told that it was destroyed; to the others it is what it
  /// was.
  private ComplaintException absent(Dataset dataset, long number) {
    Optional<Tombstone> tombstone = catalog.tombstone(dataset.id(), number);
    if (tombstone.isEmpty()) {
      return Requested.absent();
    }
    Decision decision = boundary.decide(asking.caller(), dataset, tombstone.get().emptied());
    return decision instanceof Permit
        ? new ComplaintException(Complaint.of("purged"))
        : DatasetWire.refused(decision);
  }

  private Optional<Version> permitted(Dataset dataset, DatasetVersion version) {
    Decision decision = boundary.decide(asking.caller(), dataset, version);
    if (decision instanceof Permit permit) {
      return Optional.ofNullable(wire.version(permit));
    }
    throw DatasetWire.refused(decision);
  }

  private Dataset visible(String id) {
    return catalog
        .dataset(Requested.dataset(id))
        .filter(dataset -> boundary.maySee(asking.caller(), dataset))
        .orElseThrow(Requested::absent);
  }
}
