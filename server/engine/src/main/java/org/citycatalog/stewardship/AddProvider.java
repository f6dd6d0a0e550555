package org.citycatalog.stewardship;

import jakarta.json.JsonValue;
import java.util.List;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Checked;
import org.citycatalog.catalog.EntryDocument;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.Provider;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;

/// Adds a provider; only the operator may.
public final class AddProvider {
  private final CatalogStore store;
  private final Boundary boundary;
  private final EntryDocument document;

  public AddProvider(CatalogStore store, Boundary boundary, EntryDocument document) {
    this.store = store;
    this.boundary = boundary;
    this.document = document;
  }

  /// Adds what the operator wrote; [Outcome.Taken] if its namespace or its code is somebody's
  /// already.
  public Outcome.OfAddingProvider add(Caller caller, JsonValue provider) {
    if (!boundary.mayOperate(caller)) {
      return new Outcome.Refused(caller.isAnonymous() ? "key-missing" : "forbidden");
    }
    return switch (document.readProvider(provider)) {
      case Checked.Invalid<Provider>(List<Finding> findings) -> new Outcome.Invalid(findings);
      case Checked.Valid<Provider>(Provider valid) ->
          store.addProvider(valid) ? new Outcome.ProviderAdded(valid) : new Outcome.Taken();
    };
  }
}
