package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.citycatalog.api.LoadsApi;
import org.citycatalog.api.model.FileEncoding;
import org.citycatalog.api.model.FileFormat;
import org.citycatalog.api.model.LoadList;
import org.citycatalog.api.model.QuarantineEntry;
import org.citycatalog.api.model.QuarantineKind;
import org.citycatalog.api.model.QuarantinePage;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Load;
import org.citycatalog.ingest.Format;
import org.citycatalog.ingest.Hints;
import org.citycatalog.ingest.LoadOutcome;
import org.citycatalog.ingest.LoadRequest;
import org.citycatalog.ingest.Loads;
import org.citycatalog.sharing.Disclosure;
import org.citycatalog.sharing.ledger.Ledger;
import org.jspecify.annotations.Nullable;

/// Loading files of rows.
@Path("/")
public class LoadsResource implements LoadsApi {
  private final Loads loads;
  private final Ledger ledger;
  private final ListPages pages;
  private final Asking asking;
  private final Answers answers;
  private final WireJson json;
  private final InstantSource clock;
  @Context private HttpServletRequest request;

  @Inject
  @SuppressWarnings("NullAway.Init") // the container sets the request
  public LoadsResource(
      Loads loads,
      Ledger ledger,
      ListPages pages,
      Asking asking,
      Answers answers,
      WireJson json,
      InstantSource clock) {
    this.ledger = ledger;
    this.loads = loads;
    this.pages = pages;
    this.asking = asking;
    this.answers = answers;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public Response loadRows(
      String id,
      InputStream body,
      @Nullable FileFormat format,
      @Nullable FileEncoding encoding,
      @Nullable Boolean header,
      @Nullable String sheet,
      Long maxRejected,
      @Nullable Long maxUnreadable,
      @Nullable String prefer) {
    boolean async = prefer != null && prefer.toLowerCase(Locale.ROOT).contains("respond-async");
    LoadRequest wanted =
        new LoadRequest(
            hints(format, encoding, header, sheet),
            maxRejected,
            maxUnreadable,
            declaredBytes(request));
    LoadOutcome outcome = loads.load(asking.caller(), Requested.dataset(id), wanted, body, async);
    return switch (outcome) {
      case LoadOutcome.Accepted(Load load) ->
          Response.status(202)
              .header("Location", location(load))
              .header("Preference-Applied", "respond-async")
              .entity(wire(load))
              .build();
      case LoadOutcome.Ended(Load load) -> ended(load);
      case LoadOutcome.NotDone other -> throw notDone(other);
    };
  }

  @Override
  public Response listLoads(String id, Integer limit, @Nullable String cursor) {
    List<Load> all = loads.list(asking.caller(), kept(id)).orElseThrow(Requested::absent);
    ListPages.Page<Load> page = pages.cut(all, Load::id, "listLoads " + id, limit, cursor);
    return Response.ok(new LoadList(page.map(this::wire), page.next())).build();
  }

  @Override
  public Response getLoad(String id, String load) {
    return loads
        .find(asking.caller(), kept(id), load)
        .map(found -> Response.ok(wire(found)).build())
        .orElseThrow(Requested::absent);
  }

  @Override
  public Response cancelLoad(String id, String load) {
    DatasetId dataset = kept(id);
    Load before = loads.find(asking.caller(), dataset, load).orElseThrow(Requested::absent);
    Load after = loads.cancel(asking.caller(), dataset, load).orElseThrow(Requested::absent);
    if (before.state().isFinal() || after.state() != Load.State.CANCELLED) {
      throw new ComplaintException(
          Complaint.of(
              "load-final",
              "the load is %s".formatted(after.state().name().toLowerCase(Locale.ROOT))));
    }
    return Response.ok(wire(after)).build();
  }

  @Override
  public Response getQuarantine(String id, String load, Long after, Integer limit) {
    try {
      DatasetId dataset = kept(id);
      Long version =
          loads.find(asking.caller(), dataset, load).orElseThrow(Requested::absent).version();
      if (version != null && loads.isDestroyed(dataset, version)) {
        throw new ComplaintException(Complaint.of("purged"));
      }
      if (!loads.mayShowCells(asking.caller(), dataset)) {
        throw new ComplaintException(Complaint.of("clearance-too-low"));
      }
      Loads.Troubles page =
          loads
              .troubles(asking.caller(), dataset, load, after, limit)
              .orElseThrow(Requested::absent);
      Disclosure disclosure = ledger.readsSource(asking.caller(), dataset, "quarantine");
      disclosure.announced();
      long last =
          page.entries().isEmpty() ? after : page.entries().get(page.entries().size() - 1).number();
      byte[] body =
          json.jsonb()
              .toJson(
                  new QuarantinePage(
                      page.entries().stream().map(LoadsResource::wire).toList(),
                      page.total(),
                      last < page.total() && !page.entries().isEmpty() ? last : null))
              .getBytes(StandardCharsets.UTF_8);
      if (request.getMethod().equals("HEAD")) {
        disclosure.ended(0, 0, true); // nothing leaves
      }
      return Response.ok(
              new DisclosedBody(disclosure, () -> page.entries().size(), out -> out.write(body)))
          .type(MediaType.APPLICATION_JSON_TYPE.withCharset("UTF-8"))
          .build();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// What the sender says about a file.
  static Hints hints(
      @Nullable FileFormat format,
      @Nullable FileEncoding encoding,
      @Nullable Boolean header,
      @Nullable String sheet) {
    return new Hints(
        format == null ? null : Format.ofCode(format.value()),
        encoding == null ? null : encoding.value(),
        header,
        sheet,
        null);
  }

  static @Nullable Long declaredBytes(HttpServletRequest request) {
    long length = request.getContentLengthLong();
    return length < 0 ? null : length;
  }

  /// Why a file was not taken.
  static ComplaintException notDone(LoadOutcome.NotDone outcome) {
    return switch (outcome) {
      case LoadOutcome.Absent absent -> Requested.absent();
      case LoadOutcome.Forbidden forbidden -> new ComplaintException(Complaint.of("forbidden"));
      case LoadOutcome.Busy(String other) ->
          new ComplaintException(
              Complaint.of(
                  "load-in-progress", "load %s of this dataset is on its way".formatted(other)));
      case LoadOutcome.NotReceived(String code, String message) ->
          new ComplaintException(Complaint.of(code, message));
    };
  }

  /// A dataset whose loads the caller may look at: 404 where they do not see it, 403 where it is
  /// not theirs.
  private DatasetId kept(String id) {
    DatasetId dataset = Requested.dataset(id);
    loads
        .refusal(asking.caller(), dataset)
        .ifPresent(why -> {
          throw notDone(why);
        });
    return dataset;
  }

  private Response ended(Load load) {
    if (load.state() == Load.State.LOADED) {
      return Response.status(201).header("Location", location(load)).entity(wire(load)).build();
    }
    String code =
        load.problemCode() == null
            ? load.state() == Load.State.CANCELLED ? "load-cancelled" : "internal"
            : load.problemCode();
    Complaint complaint =
        load.problemDetail() == null
            ? Complaint.of(code)
            : Complaint.of(code, load.problemDetail());
    Response problem = answers.of(complaint, Edge.language(request), Edge.requestId(request));
    return Response.fromResponse(problem).header("Location", location(load)).build();
  }

  private org.citycatalog.api.model.Load wire(Load load) {
    return LoadWire.load(
        load, clock.instant(), answers, json, Edge.language(request), Edge.requestId(request));
  }

  private static QuarantineEntry wire(Loads.Trouble each) {
    return QuarantineEntry.builder()
        .number(each.number())
        .kind(each.column() == null ? QuarantineKind.ROW : QuarantineKind.CELL)
        .line(each.line())
        .column(each.column())
        .text(each.text())
        .reason(each.reason())
        .build();
  }

  private static String location(Load load) {
    return "/api/v1/datasets/%s/loads/%s".formatted(load.dataset(), load.id());
  }
}
