package org.citycatalog.stewardship;

import jakarta.json.JsonValue;
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
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.RowScopes;
import org.citycatalog.sharing.rules.ComparedRules;
import org.citycatalog.sharing.rules.Preview;

/// Tells what an entry would open and shut if it were published so, and keeps nothing.
public final class PreviewDataset {
  private final CatalogStore store;
  private final Boundary boundary;
  private final EntryDocument document;
  private final ComparedRules rules;

  public PreviewDataset(
      CatalogStore store, Boundary boundary, EntryDocument document, ComparedRules rules) {
    this.store = store;
    this.boundary = boundary;
    this.document = document;
    this.rules = rules;
  }

  /// Compares the dataset as it is with what a steward wrote, published. Who may not edit it gets
  /// the answer that an edit would get.
  public Outcome.OfPreviewing preview(Caller caller, DatasetId id, JsonValue entry) {
    return switch (Access.of(store, boundary, caller, id)) {
      case Access.Nothing() -> new Outcome.Absent();
      case Access.Denied(String code) -> new Outcome.Refused(code);
      case Access.Kept(Dataset dataset) ->
          switch (WrittenEntry.of(entry, dataset, document, store)) {
            case Checked.Invalid<Entry>(List<Finding> findings) -> new Outcome.Invalid(findings);
            case Checked.Valid<Entry>(Entry valid) -> preview(caller, dataset, valid);
          };
    };
  }

  private Outcome.OfPreviewing preview(Caller caller, Dataset dataset, Entry entry) {
    List<Finding> mistakes = new ArrayList<>(RowScopes.checkDraft(entry));
    mistakes.addAll(StatisticsRules.check(entry));
    if (!mistakes.isEmpty()) {
      return new Outcome.Invalid(mistakes);
    }
    Preview preview =
        rules.compare(caller, dataset, changed(dataset, entry, DatasetState.PUBLISHED));
    boolean second =
        dataset.state() == DatasetState.PUBLISHED
            ? SecondPerson.looksAtEdit(dataset, entry)
            : SecondPerson.looksAtPublication(changed(dataset, entry, dataset.state()), store);
    return new Outcome.Previewed(preview, PublicationRules.check(entry), second, dataset);
  }

  /// What a proposed change would open and shut, or has. To be asked only for who keeps the
  /// dataset.
  public Preview of(Caller keeper, Dataset dataset, ProposedChange change) {
    DatasetState after =
        change.kind() == ProposedChange.Kind.WITHDRAWAL
            ? DatasetState.WITHDRAWN
            : DatasetState.PUBLISHED;
    Dataset before =
        change.kind() == ProposedChange.Kind.WITHDRAWAL
            ? changed(dataset, change.entry(), DatasetState.PUBLISHED)
            : dataset;
    return rules.compare(keeper, before, changed(dataset, change.entry(), after));
  }

  private static Dataset changed(Dataset dataset, Entry entry, DatasetState state) {
    return new Dataset(
        entry,
        dataset.provider(),
        state,
        dataset.revision(),
        dataset.sequence(),
        dataset.registered(),
        dataset.modified(),
        dataset.version());
  }
}
