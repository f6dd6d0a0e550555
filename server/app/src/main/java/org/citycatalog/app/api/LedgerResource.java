package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.OffsetDateTime;
import org.citycatalog.api.LedgerApi;
import org.citycatalog.api.model.LedgerCheckpoint;
import org.citycatalog.api.model.LedgerPage;
import org.citycatalog.api.model.LedgerRecord;
import org.citycatalog.catalog.JsonText;
import org.citycatalog.sharing.ledger.ChainedLog;
import org.citycatalog.sharing.ledger.LedgerReader;
import org.citycatalog.sharing.ledger.LedgerView;
import org.jspecify.annotations.Nullable;

/// Who read what.
@Path("/")
public class LedgerResource implements LedgerApi {
  private final ChainedLog log;
  private final LedgerReader reader;
  private final WireJson json;
  private final Asking asking;

  @Inject
  public LedgerResource(ChainedLog log, LedgerReader reader, WireJson json, Asking asking) {
    this.log = log;
    this.reader = reader;
    this.json = json;
    this.asking = asking;
  }

  @Override
  public Response listLedger(
      @Nullable String dataset,
      @Nullable String grant,
      @Nullable OffsetDateTime from,
      @Nullable OffsetDateTime until,
      Integer limit,
      @Nullable String cursor) {
    LedgerView view = view();
    LedgerReader.Question question =
        new LedgerReader.Question(
            dataset,
            grant,
            from == null ? null : from.toInstant(),
            until == null ? null : until.toInstant(),
            limit,
            cursor);
    LedgerReader.Page page =
        reader
            .page(view, question)
            .orElseThrow(() ->
                new ComplaintException(
                    Complaint.about(
                        "cursor", "cursor-invalid", "the cursor was not given to this key")));
    return Response.ok(
            new LedgerPage(
                page.records().stream().map(found -> wire(view, found)).toList(), page.next()))
        .build();
  }

  @Override
  public Response getLedgerCheckpoint() {
    if (!view().isWhole()) {
      throw new ComplaintException(Complaint.of("forbidden"));
    }
    ChainedLog.Checkpoint now = log.checkpoint();
    return Response.ok(
            new LedgerCheckpoint(
                now.number(), now.hash(), now.digest(), now.signature(), now.key()))
        .build();
  }

  private LedgerView view() {
    return LedgerView.of(asking.caller())
        .orElseThrow(() -> new ComplaintException(Complaint.of("forbidden")));
  }

  private LedgerRecord wire(LedgerView view, LedgerReader.Found found) {
    JsonObject record = found.record();
    return json.read(
        view.isWhole()
            ? JsonText.builder(record).add("number", found.number()).build()
            : JsonText.builder(record).remove("number").build(),
        LedgerRecord.class);
  }
}
