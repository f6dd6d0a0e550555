package org.citycatalog.stewardship.corrections;

import java.util.List;
import org.citycatalog.catalog.Finding;

/// What became of a report, or of a step of one.
public sealed interface CorrectionOutcome {
  /// Nothing has changed, for a reason.
  sealed interface NotDone extends CorrectionOutcome {}

  /// The report is there, or has moved.
  record Kept(Correction correction) implements CorrectionOutcome {}

  /// What was sent has mistakes.
  record Invalid(List<Finding> findings) implements NotDone {
    public Invalid {
      findings = List.copyOf(findings);
    }
  }

  /// The caller may not do this.
  ///
  /// @param code stable code from error-codes.yaml
  record Refused(String code) implements NotDone {}

  /// For the caller there is no such report.
  record Absent() implements NotDone {}

  /// No step leads from one state to the other.
  record NoSuchStep(String from, String to) implements NotDone {}

  /// There is no deadline that can be extended now.
  ///
  /// @param why an English sentence
  record NotExtendable(String why) implements NotDone {}

  /// Somebody was faster.
  ///
  /// @param revision where it is now
  record MovedOn(long revision) implements NotDone {}
}
