package org.citycatalog.stewardship;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.CatalogStore.Proposal;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.ProposedChange;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.jspecify.annotations.Nullable;

/// Approves, refuses or takes back a change that two persons have to be of one mind about.
///
/// The second person is another key or account of the provider or of the operator, a steward or a
/// reviewer, and never who proposed it, with a successor of the key neither.
public final class DecideChange {
  private final CatalogStore store;
  private final Boundary boundary;
  private final InstantSource clock;

  public DecideChange(CatalogStore store, Boundary boundary, InstantSource clock) {
    this.store = store;
    this.boundary = boundary;
    this.clock = clock;
  }

  /// The proposed changes of a dataset, newest first.
  public Outcome.OfListingChanges list(Caller caller, DatasetId id) {
    return switch (Access.ofSecondPerson(store, boundary, caller, id)) {
      case Access.Nothing() -> new Outcome.Absent();
      case Access.Denied(String code) -> new Outcome.Refused(code);
      case Access.Kept(Dataset dataset) -> new Outcome.Changes(dataset, store.proposedChanges(id));
    };
  }

  /// Decides about one of them. Of two who decide at once the later is told so.
  ///
  /// @param reason required to refuse
  public Outcome.OfDecidingChange decide(
      Caller caller,
      DatasetId id,
      long number,
      ProposedChange.Outcome outcome,
      @Nullable String reason) {
    return switch (Access.ofSecondPerson(store, boundary, caller, id)) {
      case Access.Nothing() -> new Outcome.Absent();
      case Access.Denied(String code) -> new Outcome.Refused(code);
      case Access.Kept(Dataset dataset) ->
          find(id, number)
              .map(change -> decide(caller, change, outcome, reason))
              .orElseGet(Outcome.Absent::new);
    };
  }

  private Optional<ProposedChange> find(DatasetId id, long number) {
    return store.proposedChanges(id).stream().filter(each -> each.number() == number).findFirst();
  }

  private Outcome.OfDecidingChange decide(
      Caller caller,
      ProposedChange change,
      ProposedChange.Outcome outcome,
      @Nullable String reason) {
    boolean proposer = caller.isKnownAs(change.person());
    switch (outcome) {
      case APPROVED -> {
        List<Finding> findings =
            change.kind() == ProposedChange.Kind.WITHDRAWAL
                ? List.of()
                : PublicationRules.check(change.entry());
        if (proposer) {
          return new Outcome.Refused("second-person-needed");
        }
        if (!findings.isEmpty()) {
          return new Outcome.NotReady(findings);
        }
      }
      case REFUSED -> {
        if (proposer) {
          return new Outcome.Refused("second-person-needed");
        }
        if (reason == null || reason.isBlank()) {
          return new Outcome.Invalid(
              List.of(new Finding("missing-field", "/reason", "a refusal needs a reason")));
        }
      }
      case TAKEN_BACK -> {
        if (!proposer || change.inEffect()) {
          return new Outcome.Refused("forbidden");
        }
      }
    }
    ProposedChange.Decision decision =
        new ProposedChange.Decision(outcome, caller.key(), clock.instant(), reason);
    return switch (store.decide(change.dataset(), change.number(), decision)) {
      case Proposal.Kept(ProposedChange decided, Dataset dataset) ->
          new Outcome.ChangeDecided(decided, dataset);
      case Proposal.Decided(ProposedChange.Outcome earlier) -> new Outcome.DecidedBefore(earlier);
      case Proposal.Stale(long revision) -> new Outcome.Stale(revision);
      case Proposal.Absent() -> new Outcome.Absent();
    };
  }
}
