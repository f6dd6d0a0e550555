package org.citycatalog.app.api;

import java.util.Locale;
import org.citycatalog.api.model.ViewerKind;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.rules.Viewer;
import org.jspecify.annotations.Nullable;

/// With whose eyes a keeper looks at a dataset.
final class Viewing {
  private final Boundary boundary;

  Viewing(Boundary boundary) {
    this.boundary = boundary;
  }

  /// Whoever is to see a dataset that the caller sees: the caller, or somebody in whose place its
  /// keeper asks.
  Caller eyes(Caller caller, Dataset dataset, @Nullable ViewerKind viewAs) {
    if (viewAs == null) {
      return caller;
    }
    if (!boundary.mayKeep(caller, dataset.id().provider())) {
      throw new ComplaintException(Complaint.of("forbidden"));
    }
    Caller eyes = viewer(viewAs).seenBy(caller);
    if (!boundary.maySee(eyes, dataset)) {
      throw Requested.absent();
    }
    return eyes;
  }

  static Viewer.Anybody viewer(ViewerKind kind) {
    return new Viewer.Anybody(Caller.Kind.valueOf(kind.value().toUpperCase(Locale.ROOT)));
  }
}
