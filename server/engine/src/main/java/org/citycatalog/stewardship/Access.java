package org.citycatalog.stewardship;

import java.util.Optional;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;

/// Which of the three a dataset is to a caller: theirs to keep, only to be seen, or not there.
sealed interface Access {
  record Kept(Dataset dataset) implements Access {}

  record Denied(String code) implements Access {}

  record Nothing() implements Access {}

  static Access of(CatalogStore store, Boundary boundary, Caller caller, DatasetId id) {
    Optional<Dataset> found = store.dataset(id);
    if (found.isEmpty() || !boundary.maySee(caller, found.get())) {
      return new Nothing();
    }
    return boundary.mayKeep(caller, id.provider())
        ? new Kept(found.get())
        : new Denied(refusal(caller));
  }

  /// As [#of], and kept by who decides for the provider without writing, too.
  static Access ofSecondPerson(CatalogStore store, Boundary boundary, Caller caller, DatasetId id) {
    return switch (of(store, boundary, caller, id)) {
      case Denied denied when boundary.mayReview(caller, id.provider()) ->
          store.dataset(id).<Access>map(Kept::new).orElseGet(Nothing::new);
      case Access access -> access;
    };
  }

  /// Who has no key is asked for one; who has one is told that it is not for this provider.
  static String refusal(Caller caller) {
    return caller.isAnonymous() ? "key-missing" : "forbidden";
  }
}
