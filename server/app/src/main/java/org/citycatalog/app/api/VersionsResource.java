package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.citycatalog.api.VersionsApi;
import org.citycatalog.api.model.Version;
import org.citycatalog.api.model.VersionList;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Decision;

/// The loaded states of a dataset.
@Path("/")
public class VersionsResource implements VersionsApi {
  private final Asking asking;
  private final Seen seen;
  private final CatalogStore store;
  private final Boundary boundary;
  private final DatasetView view;

  @Inject
  public VersionsResource(
      Asking asking, Seen seen, CatalogStore store, Boundary boundary, DatasetView view) {
    this.asking = asking;
    this.seen = seen;
    this.store = store;
    this.boundary = boundary;
    this.view = view;
  }

  @Override
  public Response listVersions(String id) {
    Dataset dataset = seen.dataset(id);
    List<Version> versions = new ArrayList<>();
    for (DatasetVersion each : store.versions(dataset.id())) {
      versions.add(version(dataset, each));
    }
    return Response.ok(new VersionList(versions)).build();
  }

  @Override
  public Response getVersion(String id, Long version) {
    Dataset dataset = seen.dataset(id);
    DatasetVersion found =
        store
            .version(dataset.id(), version)
            .orElseThrow(() -> new ComplaintException(Complaint.of("not-found")));
    return Response.ok(version(dataset, found)).build();
  }

  private Version version(Dataset dataset, DatasetVersion version) {
    return view.version(asking.caller(), dataset, version)
        .orElseThrow(() -> new ComplaintException(refusal(dataset, version)));
  }

  private Complaint refusal(Dataset dataset, DatasetVersion version) {
    return boundary.decide(asking.caller(), dataset, version) instanceof Decision.Refusal(String code)
        ? Complaint.of(code)
        : Complaint.of("not-found");
  }
}
