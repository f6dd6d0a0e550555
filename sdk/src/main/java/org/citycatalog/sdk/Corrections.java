package org.citycatalog.sdk;

import java.util.List;
import org.citycatalog.sdk.api.CorrectionsApi;
import org.citycatalog.sdk.model.Correction;
import org.citycatalog.sdk.model.CorrectionDecision;
import org.citycatalog.sdk.model.CorrectionList;
import org.citycatalog.sdk.model.CorrectionState;
import org.citycatalog.sdk.model.Extension;

/// Errors that were reported with [DatasetHandle#reportError], and what became of them.
///
/// A step is taken from a report as it was read. If somebody else was first, it is a
/// [org.citycatalog.sdk.error.ConflictException] and nothing has changed.
public final class Corrections {
  private final CorrectionsApi api;

  Corrections(CorrectionsApi api) {
    this.api = api;
  }

  /// Lists the reports that concern the caller, without their events.
  ///
  /// @return the reports, escalated ones first, then newest first
  public List<Correction> list() {
    return Cursors.all(
        (limit, cursor) -> api.listCorrections(null, null, limit, cursor).body(),
        CorrectionList::corrections,
        CorrectionList::next);
  }

  /// Lists the reports on one dataset that concern the caller, without their events.
  ///
  /// @param dataset the dataset, `provider.name`
  /// @return the reports, escalated ones first, then newest first
  public List<Correction> of(String dataset) {
    return Cursors.all(
        (limit, cursor) -> api.listCorrections(dataset, null, limit, cursor).body(),
        CorrectionList::corrections,
        CorrectionList::next);
  }

  /// Lists the reports that wait though their deadline is over.
  ///
  /// @return the reports, escalated ones first, then newest first
  public List<Correction> overdue() {
    return Cursors.all(
        (limit, cursor) -> api.listCorrections(null, true, limit, cursor).body(),
        CorrectionList::corrections,
        CorrectionList::next);
  }

  /// Reads a report with everything that happened to it.
  ///
  /// @param id the report's id
  /// @return the report
  public Correction get(String id) {
    return api.getCorrection(id).body();
  }

  /// Looks into an error; for the dataset's provider.
  ///
  /// @param seen the report as it was read
  /// @return the report as it is now
  public Correction accept(Correction seen) {
    return decide(seen, CorrectionDecision.builder().to(CorrectionState.ACCEPTED).build());
  }

  /// Finds that it is an error; for the dataset's provider.
  ///
  /// @param seen the report as it was read
  /// @return the report as it is now
  public Correction verify(Correction seen) {
    return decide(seen, CorrectionDecision.builder().to(CorrectionState.VERIFIED).build());
  }

  /// Says that it is corrected; for the dataset's provider.
  ///
  /// @param seen the report as it was read
  /// @param version the version in which it is corrected
  /// @return the report as it is now
  public Correction corrected(Correction seen, long version) {
    return decide(
        seen, CorrectionDecision.builder().to(CorrectionState.CORRECTED).version(version).build());
  }

  /// Rejects a report; for the dataset's provider.
  ///
  /// @param seen the report as it was read
  /// @param reason why
  /// @return the report as it is now
  public Correction reject(Correction seen, String reason) {
    return decide(
        seen, CorrectionDecision.builder().to(CorrectionState.REJECTED).reason(reason).build());
  }

  /// Extends the deadline of a report once, where the profile of deadlines allows it; for the
  /// dataset's provider.
  ///
  /// @param seen the report as it was read
  /// @param reason why more time is needed
  /// @return the report as it is now
  public Correction extend(Correction seen, String reason) {
    return api.extendCorrection("\"" + seen.revision() + "\"", seen.id(), new Extension(reason))
        .body();
  }

  private Correction decide(Correction seen, CorrectionDecision decision) {
    return api.decideCorrection("\"" + seen.revision() + "\"", seen.id(), decision).body();
  }
}
