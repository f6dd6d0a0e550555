package org.citycatalog.stewardship;

import java.time.InstantSource;
import java.util.List;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.ProposedChange;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.jspecify.annotations.Nullable;

/// Publishes a draft, or a withdrawn entry again.
public final class PublishDataset {
  private final CatalogStore store;
  private final Boundary boundary;
  private final InstantSource clock;

  public PublishDataset(CatalogStore store, Boundary boundary, InstantSource clock) {
    this.store = store;
    this.boundary = boundary;
    this.clock = clock;
  }

  /// Publishes an entry without saying why.
  public Outcome.OfPublishing publish(Caller caller, DatasetId id, long seenRevision) {
    return publish(caller, id, seenRevision, null);
  }

  /// Publishes an entry that satisfies [PublicationRules]. What is published already stays so,
  /// without a new revision.
  ///
  /// @param seenRevision the revision the steward decided about
  /// @param reason why, for the second person where one has to look at it
  public Outcome.OfPublishing publish(
      Caller caller, DatasetId id, long seenRevision, @Nullable String reason) {
    return switch (Access.of(store, boundary, caller, id)) {
      case Access.Nothing() -> new Outcome.Absent();
      case Access.Denied(String code) -> new Outcome.Refused(code);
      case Access.Kept(Dataset dataset) when dataset.revision() != seenRevision ->
          new Outcome.Stale(dataset.revision());
      case Access.Kept(Dataset dataset) when dataset.state() == DatasetState.PUBLISHED ->
          new Outcome.Published(dataset);
      case Access.Kept(Dataset dataset) -> publish(caller, dataset, reason);
    };
  }

  private Outcome.OfPublishing publish(Caller caller, Dataset dataset, @Nullable String reason) {
    List<Finding> findings = PublicationRules.check(dataset.entry());
    if (!findings.isEmpty()) {
      return new Outcome.NotReady(findings);
    }
    if (SecondPerson.looksAtPublication(dataset, store)) {
      return propose(caller, dataset, reason);
    }
    return switch (store.moveTo(
        DatasetState.PUBLISHED,
        dataset.id(),
        dataset.revision(),
        caller.key(),
        reason,
        clock.instant())) {
      case CatalogStore.Write.Done(var published) -> new Outcome.Published(published);
      case CatalogStore.Write.Stale(long revision) -> new Outcome.Stale(revision);
      case CatalogStore.Write.Absent() -> new Outcome.Absent();
      case CatalogStore.Write.Taken() -> throw new IllegalStateException("publishing takes no id");
    };
  }

  private Outcome.OfPublishing propose(Caller caller, Dataset dataset, @Nullable String reason) {
    return SecondPerson.propose(
        store,
        ProposedChange.of(
            ProposedChange.Kind.PUBLICATION,
            dataset,
            dataset.entry(),
            false,
            caller.key(),
            caller.person(),
            clock.instant(),
            reason));
  }
}
