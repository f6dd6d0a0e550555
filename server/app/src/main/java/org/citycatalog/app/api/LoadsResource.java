package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.citycatalog.api.LoadsApi;
import org.citycatalog.api.model.LoadList;
import org.citycatalog.api.model.ProposeSchemaEncodingParameter;
import org.citycatalog.api.model.ProposeSchemaFormatParameter;
import org.citycatalog.api.model.QuarantineEntry;
import org.citycatalog.api.model.QuarantineEntryKind;
import org.citycatalog.api.model.QuarantinePage;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Load;
import org.citycatalog.ingest.LoadOutcome;
import org.citycatalog.ingest.Loads;
import org.citycatalog.search.CatalogFollower;
import org.jspecify.annotations.Nullable;

/// Files on their way to be versions.
@Path("/")
public class LoadsResource implements LoadsApi {
  private final Asking asking;
  private final Seen seen;
  private final Loads loads;
  private final LoadView view;
  private final CatalogFollower follower;
  @Context private HttpHeaders headers;
  @Context private HttpServletRequest request;

  @Inject
  public LoadsResource(
      Asking asking, Seen seen, Loads loads, LoadView view, CatalogFollower follower) {
    this.asking = asking;
    this.seen = seen;
    this.loads = loads;
    this.view = view;
    this.follower = follower;
  }

  @Override
  public Response loadRows(
      String id,
      InputStream body,
      @Nullable ProposeSchemaFormatParameter format,
      @Nullable ProposeSchemaEncodingParameter encoding,
      @Nullable Boolean header,
      @Nullable String sheet,
      Long maxRejected,
      @Nullable Long maxUnreadable,
      @Nullable String prefer) {
    DatasetId known = Wire.dataset(id);
    var asked =
        Uploads.request(format, encoding, header, sheet, maxRejected, maxUnreadable, headers);
    LoadOutcome outcome = loads.load(asking.caller(), known, asked, body, isAsync(prefer));
    return switch (outcome) {
      case LoadOutcome.Ended(Load load) -> ended(load);
      case LoadOutcome.Accepted(Load load) ->
          Response.accepted(wire(load))
              .location(address(load))
              .header("Preference-Applied", "respond-async")
              .build();
      case LoadOutcome.Absent ignored -> throw Uploads.refused(outcome);
      case LoadOutcome.Forbidden ignored -> throw Uploads.refused(outcome);
      case LoadOutcome.Busy ignored -> throw Uploads.refused(outcome);
      case LoadOutcome.NotReceived ignored -> throw Uploads.refused(outcome);
    };
  }

  private Response ended(Load load) {
    return switch (load.state()) {
      case LOADED -> {
        follower.nudge();
        yield Response.created(address(load)).entity(wire(load)).build();
      }
      case CANCELLED -> throw new ComplaintException(Complaint.of("load-cancelled"));
      case REFUSED, FAILED -> throw new ComplaintException(view.problem(load));
      case WAITING, RUNNING -> throw new IllegalStateException("not at its end: " + load);
    };
  }

  @Override
  public Response listLoads(String id) {
    DatasetId known = seen.kept(id).id();
    List<org.citycatalog.api.model.Load> list =
        loads
            .list(asking.caller(), known)
            .orElseThrow(() -> new ComplaintException(Complaint.of("not-found")))
            .stream()
            .map(this::wire)
            .toList();
    return Response.ok(new LoadList(list)).build();
  }

  @Override
  public Response getLoad(String id, String load) {
    return Response.ok(wire(found(id, load))).build();
  }

  @Override
  public Response cancelLoad(String id, String load) {
    Load ended =
        loads
            .cancel(asking.caller(), seen.kept(id).id(), load)
            .orElseThrow(() -> new ComplaintException(Complaint.of("not-found")));
    if (ended.state() != Load.State.CANCELLED) {
      throw new ComplaintException(
          Complaint.of(
              "load-final",
              "the load had ended before: %s".formatted(ended.state().name().toLowerCase(Locale.ROOT))));
    }
    return Response.ok(wire(ended)).build();
  }

  @Override
  public Response getQuarantine(String id, String load, Long after, Integer limit) {
    Load known = found(id, load);
    try {
      Loads.Troubles page =
          loads
              .troubles(asking.caller(), known.dataset(), known.id(), after, limit)
              .orElseThrow(() -> new ComplaintException(Complaint.of("not-found")));
      Long last = page.entries().isEmpty() ? null : page.entries().getLast().number();
      return Response.ok(
              QuarantinePage.builder()
                  .entries(page.entries().stream().map(LoadsResource::wire).toList())
                  .total(page.total())
                  .next(last == null || last >= page.total() ? null : last)
                  .build())
          .build();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Load found(String id, String load) {
    return loads
        .find(asking.caller(), seen.kept(id).id(), load)
        .orElseThrow(() -> new ComplaintException(Complaint.of("not-found")));
  }

  private org.citycatalog.api.model.Load wire(Load load) {
    return view.of(load, Edge.language(request), Edge.requestId(request));
  }

  private static URI address(Load load) {
    return URI.create("/api/v1/datasets/%s/loads/%s".formatted(load.dataset(), load.id()));
  }

  private static QuarantineEntry wire(Loads.Trouble trouble) {
    return QuarantineEntry.builder()
        .number(trouble.number())
        .kind(trouble.column() == null ? QuarantineEntryKind.ROW : QuarantineEntryKind.CELL)
        .line(trouble.line())
        .column(trouble.column())
        .text(trouble.text())
        .reason(trouble.reason())
        .build();
  }

  /// Whether the preference is among those of the header (RFC 7240).
  private static boolean isAsync(@Nullable String prefer) {
    if (prefer == null) {
      return false;
    }
    for (String each : prefer.split(",", -1)) {
      if (each.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("respond-async")) {
        return true;
      }
    }
    return false;
  }
}
