package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.citycatalog.api.CorrectionsApi;
import org.citycatalog.api.model.CorrectionDecision;
import org.citycatalog.api.model.CorrectionList;
import org.citycatalog.api.model.CorrectionReport;
import org.citycatalog.api.model.Extension;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Finding;
import org.citycatalog.rows.RowLook;
import org.citycatalog.rows.RowReader;
import org.citycatalog.sharing.Permit;
import org.citycatalog.stewardship.corrections.Correcting;
import org.citycatalog.stewardship.corrections.Correction;
import org.citycatalog.stewardship.corrections.CorrectionOutcome;
import org.jspecify.annotations.Nullable;

/// Errors that readers report, and what becomes of them.
@Path("/")
public class CorrectionsResource implements CorrectionsApi {
  private final Correcting correcting;
  private final RowReader rows;
  private final CorrectionWire wire;
  private final ListPages pages;
  private final Asking asking;

  @Inject
  public CorrectionsResource(
      Correcting correcting, RowReader rows, CorrectionWire wire, ListPages pages, Asking asking) {
    this.correcting = correcting;
    this.rows = rows;
    this.wire = wire;
    this.pages = pages;
    this.asking = asking;
  }

  @Override
  public Response reportError(String id, CorrectionReport said) {
    DatasetId dataset = Requested.dataset(id);
    Correction.Report report = CorrectionWire.report(dataset, said);
    Permit permit = permit(dataset, report.version(), said.row());
    return switch (correcting.report(asking.caller(), permit, report)) {
      case CorrectionOutcome.Kept(Correction made) ->
          wire.answer(201, made).header("Location", "/api/v1/corrections/" + made.id()).build();
      case CorrectionOutcome.NotDone other -> throw CorrectionWire.notDone(other);
    };
  }

  /// What the caller may read, if the row that is spoken of is within it.
  private Permit permit(DatasetId dataset, long version, @Nullable Map<String, String> row) {
    if (row != null && row.isEmpty()) {
      throw finding("too-few-elements", "/row", "a row is named by the values of its key");
    }
    return switch (rows.look(asking.caller(), dataset, version, row == null ? Map.of() : row)) {
      case RowLook.Seen(Permit permit) -> permit;
      case RowLook.NoRow() ->
          throw finding("no-such-row", "/row", "version %d has no such row".formatted(version));
      case RowLook.NoKey() ->
          throw finding("no-row-key", "/row", "rows of the dataset cannot be named");
      case RowLook.WrongKey(List<String> key) ->
          throw finding("wrong-value", "/row", "a row is named by its key: " + key);
      case RowLook.NoVersion() ->
          throw finding(
              "wrong-value", "/version", "there is no version %d to be read".formatted(version));
      case RowLook.Absent() -> throw Requested.absent();
      case RowLook.Refused(String code) -> throw new ComplaintException(Complaint.of(code));
      case RowLook.NotLoaded() -> throw new ComplaintException(Complaint.of("not-loaded"));
    };
  }

  private static ComplaintException finding(String code, String pointer, String message) {
    return new ComplaintException(
        Complaint.findings("invalid-body", List.of(new Finding(code, pointer, message))));
  }

  @Override
  public Response listCorrections(
      @Nullable String dataset, @Nullable Boolean overdue, Integer limit, @Nullable String cursor) {
    DatasetId wanted = dataset == null ? null : Requested.dataset(dataset);
    ListPages.Page<Correcting.Waiting> page =
        pages.cut(
            correcting.corrections(asking.caller(), wanted, overdue),
            each -> each.correction().id(),
            "listCorrections %s %s".formatted(wanted, overdue),
            limit,
            cursor);
    return Response.ok(
            new CorrectionList(page.map(each -> wire.correction(each, List.of())), page.next()))
        .build();
  }

  @Override
  public Response getCorrection(String correction) {
    return correcting
        .correction(asking.caller(), correction)
        .map(found -> wire.answer(200, found).build())
        .orElseThrow(Requested::absent);
  }

  @Override
  public Response decideCorrection(
      @Nullable String ifMatch, String correction, CorrectionDecision decision) {
    Correction.State to =
        Correction.State.ofCode(Requested.given(decision.to()).value()).orElseThrow();
    return answer(
        correcting.decide(
            asking.caller(),
            correction,
            Revisions.seen(ifMatch),
            to,
            decision.reason(),
            decision.version()));
  }

  @Override
  public Response extendCorrection(
      @Nullable String ifMatch, String correction, Extension extension) {
    return answer(
        correcting.extend(
            asking.caller(), correction, Revisions.seen(ifMatch), extension.reason()));
  }

  private Response answer(CorrectionOutcome outcome) {
    return switch (outcome) {
      case CorrectionOutcome.Kept(Correction moved) -> wire.answer(200, moved).build();
      case CorrectionOutcome.NotDone other -> throw CorrectionWire.notDone(other);
    };
  }
}
