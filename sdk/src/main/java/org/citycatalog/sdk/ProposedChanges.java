package org.citycatalog.sdk;

import java.util.List;
import org.citycatalog.sdk.api.BoundaryApi;
import org.citycatalog.sdk.model.ProposedChange;
import org.citycatalog.sdk.model.ProposedChangeDecision;
import org.citycatalog.sdk.model.ProposedChangeList;
import org.citycatalog.sdk.model.ProposedChangeOutcome;

/// Changes of one dataset that two persons have to be of one mind about.
///
/// If somebody else has decided before, or the entry has moved on, it is a
/// [org.citycatalog.sdk.error.ConflictException] and nothing has changed.
public final class ProposedChanges {
  private final String dataset;
  private final BoundaryApi api;

  ProposedChanges(String dataset, BoundaryApi api) {
    this.dataset = dataset;
    this.api = api;
  }

  /// Lists them, without what they open and shut.
  ///
  /// @return the proposed changes, newest first
  public List<ProposedChange> list() {
    return Cursors.all(
        (limit, cursor) -> api.listProposedChanges(dataset, limit, cursor).body(),
        ProposedChangeList::changes,
        ProposedChangeList::next);
  }

  /// Reads one with its differences and, as long as it is open, what it opens and shuts.
  ///
  /// @param number its number
  /// @return the proposed change
  public ProposedChange get(long number) {
    return api.getProposedChange(dataset, number).body();
  }

  /// Approves one that somebody else proposed; it happens at once.
  ///
  /// @param number its number
  /// @return the proposed change as it is now
  public ProposedChange approve(long number) {
    return decide(
        number, ProposedChangeDecision.builder().to(ProposedChangeOutcome.APPROVED).build());
  }

  /// Approves one that somebody else proposed, and says why; it happens at once.
  ///
  /// @param number its number
  /// @param reason why
  /// @return the proposed change as it is now
  public ProposedChange approve(long number, String reason) {
    return decide(
        number,
        ProposedChangeDecision.builder().to(ProposedChangeOutcome.APPROVED).reason(reason).build());
  }

  /// Refuses one that somebody else proposed.
  ///
  /// @param number its number
  /// @param reason why
  /// @return the proposed change as it is now
  public ProposedChange refuse(long number, String reason) {
    return decide(
        number,
        ProposedChangeDecision.builder().to(ProposedChangeOutcome.REFUSED).reason(reason).build());
  }

  /// Takes back one's own.
  ///
  /// @param number its number
  /// @return the proposed change as it is now
  public ProposedChange takeBack(long number) {
    return decide(
        number, ProposedChangeDecision.builder().to(ProposedChangeOutcome.TAKEN_BACK).build());
  }

  private ProposedChange decide(long number, ProposedChangeDecision decision) {
    return api.decideProposedChange(dataset, number, decision).body();
  }
}
