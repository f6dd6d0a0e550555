package org.citycatalog.stewardship;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.ProposedChange;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;

/// Withdraws a published entry: nobody but its provider and the operator finds or reads it any
/// more.
public final class WithdrawDataset {
  private static final int LONGEST_REASON = 1000;

  private final CatalogStore store;
  private final Boundary boundary;
  private final InstantSource clock;

  public WithdrawDataset(CatalogStore store, Boundary boundary, InstantSource clock) {
    this.store = store;
    this.boundary = boundary;
    this.clock = clock;
  }

  /// Withdraws an entry.
  ///
  /// @param seenRevision the revision the steward decided about
  /// @param reason 1 to 1000 characters, kept with the revision
  public Outcome.OfWithdrawing withdraw(
      Caller caller, DatasetId id, long seenRevision, String reason) {
    return switch (Access.of(store, boundary, caller, id)) {
      case Access.Nothing() -> new Outcome.Absent();
      case Access.Denied(String code) -> new Outcome.Refused(code);
      case Access.Kept(Dataset dataset) when wrong(reason).isPresent() ->
          new Outcome.Invalid(List.of(wrong(reason).get()));
      case Access.Kept(Dataset dataset) when dataset.revision() != seenRevision ->
          new Outcome.Stale(dataset.revision());
      case Access.Kept(Dataset dataset) when dataset.state() != DatasetState.PUBLISHED ->
          new Outcome.NotPublished();
      case Access.Kept(Dataset dataset) -> withdraw(caller, dataset, reason);
    };
  }

  private Outcome.OfWithdrawing withdraw(Caller caller, Dataset dataset, String reason) {
    if (SecondPerson.looksAtWithdrawal(dataset)) {
      return toBeConfirmed(caller, dataset, reason);
    }
    return switch (store.moveTo(
        DatasetState.WITHDRAWN,
        dataset.id(),
        dataset.revision(),
        caller.key(),
        reason,
        clock.instant())) {
      case CatalogStore.Write.Done(var withdrawn) -> new Outcome.Withdrawn(withdrawn);
      case CatalogStore.Write.Stale(long revision) -> new Outcome.Stale(revision);
      case CatalogStore.Write.Absent() -> new Outcome.Absent();
      case CatalogStore.Write.Taken() -> throw new IllegalStateException("withdrawing takes no id");
    };
  }

  /// What must not be read any longer is shut by one person at once.
  private Outcome.OfWithdrawing toBeConfirmed(Caller caller, Dataset dataset, String reason) {
    return SecondPerson.propose(
        store,
        ProposedChange.of(
            ProposedChange.Kind.WITHDRAWAL,
            dataset,
            dataset.entry(),
            true,
            caller.key(),
            caller.person(),
            clock.instant(),
            reason));
  }

  private static Optional<Finding> wrong(String reason) {
    if (reason.isBlank()) {
      return Optional.of(new Finding("blank-text", "/reason", "the reason must not be blank"));
    }
    if (reason.codePointCount(0, reason.length()) > LONGEST_REASON) {
      return Optional.of(
          new Finding(
              "text-too-long",
              "/reason",
              "the reason may have %d characters".formatted(LONGEST_REASON)));
    }
    boolean unfit =
        reason.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t')
            || !StandardCharsets.UTF_8.newEncoder().canEncode(reason);
    return unfit
        ? Optional.of(
            new Finding("bad-character", "/reason", "the reason holds a control character"))
        : Optional.empty();
  }
}
