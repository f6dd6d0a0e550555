package org.citycatalog.stewardship;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.InstantSource;
import java.util.List;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Checked;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.EntryDocument;
import org.citycatalog.catalog.Finding;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.RowScopes;

/// Adds an entry to the catalog, as a draft that only its provider sees.
public final class RegisterDataset {
  private final CatalogStore store;
  private final Boundary boundary;
  private final EntryDocument document;
  private final InstantSource clock;

  public RegisterDataset(
      CatalogStore store, Boundary boundary, EntryDocument document, InstantSource clock) {
    this.store = store;
    this.boundary = boundary;
    this.document = document;
    this.clock = clock;
  }

  /// Registers what a steward wrote.
  ///
  /// Whether the caller may comes first: an answer to anybody else would tell which ids are taken.
  public Outcome.OfRegistering register(Caller caller, JsonValue entry) {
    if (caller.isAnonymous()) {
      return new Outcome.Refused("key-missing");
    }
    if (isForeign(entry, caller)) {
      return new Outcome.Refused(Access.refusal(caller));
    }
    return switch (document.read(entry, store::provider)) {
      case Checked.Invalid<Entry>(List<Finding> findings) -> new Outcome.Invalid(findings);
      case Checked.Valid<Entry>(Entry valid) -> keep(caller, valid);
    };
  }

  private Outcome.OfRegistering keep(Caller caller, Entry entry) {
    List<Finding> scopes = RowScopes.checkDraft(entry);
    if (!scopes.isEmpty()) {
      return new Outcome.Invalid(scopes);
    }
    return switch (store.register(entry, caller.key(), clock.instant())) {
      case CatalogStore.Write.Done(var dataset) -> new Outcome.Registered(dataset);
      case CatalogStore.Write.Taken() -> new Outcome.Taken();
      case CatalogStore.Write.Absent() ->
          throw new IllegalStateException("provider of %s is gone".formatted(entry.id()));
      case CatalogStore.Write.Stale stale ->
          throw new IllegalStateException("a new entry cannot be " + stale);
    };
  }

  /// Whether the document's id belongs to a provider that the caller does not keep.
  private boolean isForeign(JsonValue entry, Caller caller) {
    return entry instanceof JsonObject object
        && object.get("id") instanceof JsonString id
        && DatasetId.SHAPE.matcher(id.getString()).matches()
        && !boundary.mayKeep(caller, new DatasetId(id.getString()).provider());
  }
}
