package org.citycatalog.stewardship;

import jakarta.json.JsonValue;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Checked;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.EntryDocument;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.ProposedChange;
import org.citycatalog.catalog.StatisticsRules;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.RowScopes;
import org.jspecify.annotations.Nullable;

/// Replaces an entry, or its items alone. What is published stays fit to be; a change of what it
/// gives of high levels waits for a second person.
public final class EditDataset {
  private final CatalogStore store;
  private final Boundary boundary;
  private final EntryDocument document;
  private final InstantSource clock;

  public EditDataset(
      CatalogStore store, Boundary boundary, EntryDocument document, InstantSource clock) {
    this.store = store;
    this.boundary = boundary;
    this.document = document;
    this.clock = clock;
  }

  /// Replaces the entry by what a steward wrote. Items that the document does not mention stay as
  /// they are: they may have come from the first load.
  ///
  /// @param seenRevision the revision the steward edited
  /// @param reason why, for the second person where one has to look at it
  public Outcome.OfEditing edit(
      Caller caller, DatasetId id, long seenRevision, JsonValue entry, @Nullable String reason) {
    return switch (Access.of(store, boundary, caller, id)) {
      case Access.Nothing() -> new Outcome.Absent();
      case Access.Denied(String code) -> new Outcome.Refused(code);
      case Access.Kept(Dataset dataset) ->
          switch (WrittenEntry.of(entry, dataset, document, store)) {
            case Checked.Invalid<Entry>(List<Finding> findings) -> new Outcome.Invalid(findings);
            case Checked.Valid<Entry>(Entry valid) ->
                keep(caller, dataset, seenRevision, valid, reason);
          };
    };
  }

  /// Replaces the items by a Table Schema. The entry's rules about rows must fit the new items; a
  /// finding's place is then one of the entry.
  ///
  /// @param seenRevision the revision the steward edited
  public Outcome.OfEditing editSchema(
      Caller caller, DatasetId id, long seenRevision, JsonValue schema, @Nullable String reason) {
    return switch (Access.of(store, boundary, caller, id)) {
      case Access.Nothing() -> new Outcome.Absent();
      case Access.Denied(String code) -> new Outcome.Refused(code);
      case Access.Kept(Dataset dataset) ->
          switch (document.readSchema(schema)) {
            case Checked.Invalid<TableSchema>(List<Finding> findings) ->
                new Outcome.Invalid(findings);
            case Checked.Valid<TableSchema>(TableSchema valid) ->
                keep(caller, dataset, seenRevision, dataset.entry().withSchema(valid), reason);
          };
    };
  }

  private Outcome.OfEditing keep(
      Caller caller, Dataset dataset, long seenRevision, Entry entry, @Nullable String reason) {
    if (dataset.revision() != seenRevision) {
      return new Outcome.Stale(dataset.revision());
    }
    List<Finding> rules = new ArrayList<>(RowScopes.checkDraft(entry));
    rules.addAll(StatisticsRules.check(entry));
    if (!rules.isEmpty()) {
      return new Outcome.Invalid(rules);
    }
    if (dataset.state() == DatasetState.PUBLISHED) {
      List<Finding> findings = PublicationRules.check(entry);
      if (!findings.isEmpty()) {
        return new Outcome.NotReady(findings);
      }
    }
    if (SecondPerson.looksAtEdit(dataset, entry)) {
      return propose(caller, dataset, entry, reason);
    }
    return switch (store.edit(entry, seenRevision, caller.key(), clock.instant())) {
      case CatalogStore.Write.Done(var edited) -> new Outcome.Edited(edited);
      case CatalogStore.Write.Stale(long revision) -> new Outcome.Stale(revision);
      case CatalogStore.Write.Absent() -> new Outcome.Absent();
      case CatalogStore.Write.Taken() -> throw new IllegalStateException("an edit takes no id");
    };
  }

  private Outcome.OfEditing propose(
      Caller caller, Dataset dataset, Entry entry, @Nullable String reason) {
    return SecondPerson.propose(
        store,
        ProposedChange.of(
            ProposedChange.Kind.EDIT,
            dataset,
            entry,
            false,
            caller.key(),
            caller.person(),
            clock.instant(),
            reason));
  }
}
