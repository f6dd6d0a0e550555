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
import org.jspecify.annotations.Nullable;

/// The loaded states of datasets, for those who may read them.
@Path("/")
public class VersionsResource implements VersionsApi {
  private final CatalogStore catalog;
  private final Boundary boundary;
  private final DatasetWire wire;
  private final ListPages pages;
  private final Asking asking;

  @Inject
  public VersionsResource(
      CatalogStore catalog, Boundary boundary, DatasetWire wire, ListPages pages, Asking asking) {
    this.catalog = catalog;
    this.boundary = boundary;
    this.wire = wire;
    this.pages = pages;
    this.asking = asking;
  }

  @Override
  public Response listVersions(String id, Integer limit, @Nullable String cursor) {
    Dataset dataset = visible(id);
    String scope = newestPermitted(dataset);
    List<Version> versions = new ArrayList<>();
    for (DatasetVersion version : catalog.versions(dataset.id())) {
      // An older one may lack what a rule speaks of.
      if (decide(dataset, version) instanceof Permit permit) {
        Optional.ofNullable(wire.version(permit)).ifPresent(versions::add);
      }
    }
    ListPages.Page<Version> page =
        pages.cut(
            versions,
            version -> String.valueOf(version.version()),
            "listVersions " + id + " " + scope,
            limit,
            cursor);
    return Response.ok(new VersionList(page.elements(), page.next())).build();
  }

  @Override
  public Response getVersion(String id, Long number) {
    Dataset dataset = visible(id);
    newestPermitted(dataset);
    DatasetVersion version =
        catalog.version(dataset.id(), number).orElseThrow(() -> absent(dataset, number));
    Permit permit = permitted(decide(dataset, version));
    return Response.ok(Optional.ofNullable(wire.version(permit)).orElseThrow(Requested::absent))
        .build();
  }

  /// Refuses whoever may not read the newest version, before any number is looked up: numbers that
  /// there are would else be told from those that there are not, and with them the newest.
  ///
  /// @return what the caller's cursors are bound to
  private String newestPermitted(Dataset dataset) {
    DatasetVersion newest = dataset.version();
    return newest == null ? "" : permitted(decide(dataset, newest)).scope();
  }

  /// Whoever could have read a version is told that it was destroyed; to the others it is what it
  /// was, and where no version is left it is like one that there never was.
  private ComplaintException absent(Dataset dataset, long number) {
    Optional<Tombstone> tombstone = catalog.tombstone(dataset.id(), number);
    if (tombstone.isEmpty()) {
      return Requested.absent();
    }
    Decision decision = decide(dataset, tombstone.get().emptied());
    if (decision instanceof Permit) {
      return new ComplaintException(Complaint.of("purged"));
    }
    return dataset.version() == null ? Requested.absent() : DatasetWire.refused(decision);
  }

  private Decision decide(Dataset dataset, DatasetVersion version) {
    return boundary.decide(asking.caller(), dataset, version);
  }

  private static Permit permitted(Decision decision) {
    if (decision instanceof Permit permit) {
      return permit;
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
