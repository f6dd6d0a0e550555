package org.citycatalog.app.api;

import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.sharing.Boundary;

/// The datasets that the current caller may see. Any other is not there.
final class Seen {
  private final CatalogStore store;
  private final Boundary boundary;
  private final Asking asking;

  Seen(CatalogStore store, Boundary boundary, Asking asking) {
    this.store = store;
    this.boundary = boundary;
    this.asking = asking;
  }

  Dataset dataset(String id) {
    DatasetId known = Wire.dataset(id);
    return store
        .dataset(known)
        .filter(each -> boundary.maySee(asking.caller(), each))
        .orElseThrow(() -> new ComplaintException(Complaint.of("not-found")));
  }

  /// A dataset that the caller keeps; who only sees it is refused.
  Dataset kept(String id) {
    Dataset dataset = dataset(id);
    if (!boundary.mayKeep(asking.caller(), dataset.id().provider())) {
      throw new ComplaintException(Complaint.of("forbidden"));
    }
    return dataset;
  }
}
