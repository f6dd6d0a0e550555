package org.citycatalog.stewardship;

import java.util.List;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.Provider;

/// What became of what a steward asked for. Each use case answers with its own few of these.
public sealed interface Outcome {
  /// Of [RegisterDataset].
  sealed interface OfRegistering extends Outcome permits Registered, Invalid, Refused, Taken {}

  /// Of [EditDataset].
  sealed interface OfEditing extends Outcome
      permits Edited, Invalid, NotReady, Refused, Stale, Absent {}

  /// Of [PublishDataset].
  sealed interface OfPublishing extends Outcome
      permits Published, NotReady, Refused, Stale, Absent {}

  /// Of [WithdrawDataset].
  sealed interface OfWithdrawing extends Outcome
      permits Withdrawn, Invalid, NotPublished, Refused, Stale, Absent {}

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

  /// The provider is there.
  record ProviderAdded(Provider provider) implements OfAddingProvider {}

  /// The document has mistakes, and nothing has changed.
  record Invalid(List<Finding> findings)
      implements OfRegistering, OfEditing, OfWithdrawing, OfAddingProvider {
    public Invalid {
      findings = List.copyOf(findings);
    }
  }

  /// The entry breaks rules of publication, and nothing has changed.
  record NotReady(List<Finding> findings) implements OfEditing, OfPublishing {
    public NotReady {
      findings = List.copyOf(findings);
    }
  }

  /// The caller may not do this.
  ///
  /// @param code stable code from error-codes.yaml
  record Refused(String code)
      implements OfRegistering, OfEditing, OfPublishing, OfWithdrawing, OfAddingProvider {}

  /// Somebody has that id, namespace or code already.
  record Taken() implements OfRegistering, OfAddingProvider {}

  /// The entry has moved on.
  ///
  /// @param revision where it is now
  record Stale(long revision) implements OfEditing, OfPublishing, OfWithdrawing {}

  /// There is no such dataset for the caller.
  record Absent() implements OfEditing, OfPublishing, OfWithdrawing {}

  /// What is to be withdrawn is not published.
  record NotPublished() implements OfWithdrawing {}
}
