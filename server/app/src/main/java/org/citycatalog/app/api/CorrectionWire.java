package org.citycatalog.app.api;

import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.citycatalog.api.model.CorrectionReport;
import org.citycatalog.api.model.CorrectionState;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.sharing.contracts.ContractEvent;
import org.citycatalog.stewardship.corrections.Correcting;
import org.citycatalog.stewardship.corrections.Correction;
import org.citycatalog.stewardship.corrections.CorrectionOutcome;

/// Reports of errors on the wire.
final class CorrectionWire {
  private final Correcting correcting;

  CorrectionWire(Correcting correcting) {
    this.correcting = correcting;
  }

  static Correction.Report report(DatasetId dataset, CorrectionReport said) {
    Map<String, String> row = said.row();
    return new Correction.Report(
        dataset,
        Requested.given(said.version()),
        row == null ? Map.of() : row,
        said.field(),
        Requested.given(said.problem()),
        said.proposed(),
        said.evidence(),
        said.contact());
  }

  Response.ResponseBuilder answer(int status, Correction correction) {
    return Response.status(status)
        .entity(correction(correcting.of(correction), correcting.events(correction)))
        .header("ETag", DatasetWire.tag(correction.revision()));
  }

  org.citycatalog.api.model.Correction correction(
      Correcting.Waiting waiting, List<ContractEvent> events) {
    Correction correction = waiting.correction();
    Uscc organisation = correction.reporter().organisation();
    return org.citycatalog.api.model.Correction.builder()
        .id(correction.id())
        .dataset(correction.report().dataset().value())
        .report(report(correction.report()))
        .organisation(organisation == null ? null : organisation.value())
        .kind(ContractWire.kind(correction.reporter().kind()))
        .state(CorrectionState.fromString(correction.state().code()))
        .revision(correction.revision())
        .made(Wire.time(correction.made()))
        .since(Wire.time(correction.since()))
        .deadline(DeadlineWire.deadlineOrNull(waiting.deadline(), waiting.overdue()))
        .correctedIn(correction.correctedIn())
        .events(events.isEmpty() ? null : events.stream().map(ContractWire::event).toList())
        .build();
  }

  private static CorrectionReport report(Correction.Report report) {
    return CorrectionReport.builder()
        .version(report.version())
        .row(report.row().isEmpty() ? null : report.row())
        .field(report.field())
        .problem(report.problem())
        .proposed(report.proposed())
        .evidence(report.evidence())
        .contact(report.contact())
        .build();
  }

  static ComplaintException notDone(CorrectionOutcome.NotDone outcome) {
    Complaint complaint =
        switch (outcome) {
          case CorrectionOutcome.Invalid(var findings) ->
              Complaint.findings("invalid-body", findings);
          case CorrectionOutcome.Refused(String code) -> Complaint.of(code);
          case CorrectionOutcome.Absent() -> Complaint.of("not-found");
          case CorrectionOutcome.NoSuchStep(String from, String to) ->
              Complaint.of("no-such-step", "it is %s, from where none is %s".formatted(from, to));
          case CorrectionOutcome.NotExtendable(String why) -> Complaint.of("not-extendable", why);
          case CorrectionOutcome.MovedOn(long revision) ->
              Complaint.of("stale-revision", "it is at revision %d now".formatted(revision));
        };
    return new ComplaintException(complaint);
  }
}
