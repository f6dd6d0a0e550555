package org.citycatalog.stewardship;

import java.util.List;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.ProposedChange;
import org.citycatalog.catalog.Provider;
import org.citycatalog.sharing.rules.Preview;

/// What became of what a steward asked for. Each use case answers with its own few of these.
public sealed interface Outcome {
  /// Nothing has changed, for a reason.
  sealed interface NotDone extends Outcome
      permits Invalid, NotReady, Refused, Taken, Stale, Absent, DecidedBefore, NotPublished {}

  /// Of [RegisterDataset].
  sealed interface OfRegistering extends Outcome permits Registered, Invalid, Refused, Taken {}

  /// Of [EditDataset].
  sealed interface OfEditing extends Outcome
      permits OfProposing, Edited, Invalid, NotReady, Refused {}

  /// Of [PublishDataset].
  sealed interface OfPublishing extends Outcome permits OfProposing, Published, NotReady, Refused {}

  /// Of [WithdrawDataset].
  sealed interface OfWithdrawing extends Outcome
      permits OfProposing, Withdrawn, Invalid, NotPublished, Refused {}

  /// Of any of the three, where a second person has to look at it.
  sealed interface OfProposing extends OfEditing, OfPublishing, OfWithdrawing
      permits Proposed, Stale, Absent {}

  /// Of [PreviewDataset].
  sealed interface OfPreviewing extends Outcome permits Previewed, Invalid, Refused, Absent {}

  /// Of asking [DecideChange] what is proposed.
  sealed interface OfListingChanges extends Outcome permits Changes, Refused, Absent {}

  /// Of [DecideChange].
  sealed interface OfDecidingChange extends Outcome
      permits ChangeDecided, DecidedBefore, Invalid, NotReady, Refused, Stale, Absent {}

  /// Of [AddProvider].
  sealed interface OfAddingProvider extends Outcome
      permits ProviderAdded, Invalid, Refused, Taken {}

  /// The entry is there, as a draft.
  record Registered(Dataset dataset) implements OfRegistering {}

  /// The entry is replaced.
  record Edited(Dataset dataset) implements OfEditing {}

  /// The entry is published.
  record Published(Dataset dataset) implements OfPublishing {}

  /// The entry is withdrawn.
  record Withdrawn(Dataset dataset) implements OfWithdrawing {}

  /// A second person is to look at it. Until then nothing has changed, or, where the change is in
  /// effect, it is to be confirmed.
  ///
  /// @param dataset as it is now
  record Proposed(ProposedChange change, Dataset dataset) implements OfProposing {}

  /// What an entry would open and shut.
  ///
  /// @param findings rules of publication that it breaks
  /// @param secondPerson whether a second person would have to approve it
  /// @param dataset as it is
  record Previewed(Preview preview, List<Finding> findings, boolean secondPerson, Dataset dataset)
      implements OfPreviewing {
    public Previewed {
      findings = List.copyOf(findings);
    }
  }

  /// What is proposed, newest first.
  record Changes(Dataset dataset, List<ProposedChange> changes) implements OfListingChanges {
    public Changes {
      changes = List.copyOf(changes);
    }
  }

  /// The decision is kept.
  ///
  /// @param dataset as it is after it
  record ChangeDecided(ProposedChange change, Dataset dataset) implements OfDecidingChange {}

  /// Somebody was faster.
  record DecidedBefore(ProposedChange.Outcome outcome) implements NotDone, OfDecidingChange {}

  /// The provider is there.
  record ProviderAdded(Provider provider) implements OfAddingProvider {}

  /// The document has mistakes.
  record Invalid(List<Finding> findings)
      implements NotDone,
          OfRegistering,
          OfEditing,
          OfWithdrawing,
          OfAddingProvider,
          OfPreviewing,
          OfDecidingChange {
    public Invalid {
      findings = List.copyOf(findings);
    }
  }

  /// The entry breaks rules of publication.
  record NotReady(List<Finding> findings)
      implements NotDone, OfEditing, OfPublishing, OfDecidingChange {
    public NotReady {
      findings = List.copyOf(findings);
    }
  }

  /// The caller may not do this.
  ///
  /// @param code stable code from error-codes.yaml
  record Refused(String code)
      implements NotDone,
          OfRegistering,
          OfEditing,
          OfPublishing,
          OfWithdrawing,
          OfAddingProvider,
          OfPreviewing,
          OfListingChanges,
          OfDecidingChange {}

  /// Somebody has that id, namespace or code already.
  record Taken() implements NotDone, OfRegistering, OfAddingProvider {}

  /// The entry has moved on.
  ///
  /// @param revision where it is now
  record Stale(long revision) implements NotDone, OfProposing, OfDecidingChange {}

  /// There is no such dataset for the caller.
  record Absent()
      implements NotDone, OfProposing, OfPreviewing, OfListingChanges, OfDecidingChange {}

  /// What is to be withdrawn is not published.
  record NotPublished() implements NotDone, OfWithdrawing {}
}
