package org.citycatalog.sharing.purge;

import java.util.List;
import org.citycatalog.catalog.Finding;

/// What became of a step in a purge.
public sealed interface PurgeOutcome {
  /// Nothing has changed, for a reason.
  sealed interface NotDone extends PurgeOutcome {}

  /// It was asked for, or has moved.
  record Kept(Purge purge) implements PurgeOutcome {}

  /// What was sent has mistakes.
  record Invalid(List<Finding> findings) implements NotDone {
    public Invalid {
      findings = List.copyOf(findings);
    }
  }

  /// The caller may not do this, or not now.
  ///
  /// @param code stable code from error-codes.yaml
  record Refused(String code) implements NotDone {}

  /// For the caller there is no such purge, dataset, key or grant.
  record Absent() implements NotDone {}

  /// No step leads from one state to the other.
  record NoSuchStep(String from, String to) implements NotDone {}

  /// Somebody was faster.
  ///
  /// @param revision where it is now
  record MovedOn(long revision) implements NotDone {}
}
