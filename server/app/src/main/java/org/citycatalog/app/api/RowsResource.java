package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.function.LongSupplier;
import org.citycatalog.api.RowsApi;
import org.citycatalog.api.model.ExportFormat;
import org.citycatalog.api.model.ViewerKind;
import org.citycatalog.export.RowForm;
import org.citycatalog.export.RowFormat;
import org.citycatalog.rows.RowAnswer;
import org.citycatalog.rows.RowQuery;
import org.citycatalog.rows.RowReader;
import org.citycatalog.rows.RowStream;
import org.citycatalog.sharing.Disclosure;
import org.citycatalog.sharing.rules.Viewer;
import org.jspecify.annotations.Nullable;

/// Rows: pages and files.
@Path("/")
public class RowsResource implements RowsApi {
  private static final int DEFAULT_LIMIT = 100;

  private final RowReader reader;
  private final Asking asking;
  @Context private HttpServletRequest request;

  @Inject
  @SuppressWarnings("NullAway.Init") // the container sets the request
  public RowsResource(RowReader reader, Asking asking) {
    this.reader = reader;
    this.asking = asking;
  }

  @Override
  public Response readRows(
      String id,
      @Nullable String filter,
      @Nullable String q,
      @Nullable String select,
      @Nullable String sort,
      Integer limit,
      @Nullable String cursor,
      org.citycatalog.api.model.@Nullable RowForm form,
      @Nullable ViewerKind viewAs) {
    return page(
        id,
        viewAs == null ? null : Viewing.viewer(viewAs),
        query(filter, q, Requested.names(select), Requested.names(sort)),
        limit,
        cursor,
        form(form));
  }

  @Override
  public Response queryRows(String id, org.citycatalog.api.model.RowQuery asked) {
    RowQuery query =
        query(asked.filter(), asked.q(), orEmpty(asked.select()), orEmpty(asked.sort()));
    int limit = asked.limit() == null ? DEFAULT_LIMIT : asked.limit();
    return page(id, null, query, limit, asked.cursor(), form(asked.form()));
  }

  @Override
  public Response exportRows(
      String id,
      ExportFormat format,
      @Nullable String filter,
      @Nullable String q,
      @Nullable String select,
      @Nullable String sort,
      org.citycatalog.api.model.@Nullable RowForm form,
      Boolean bom) {
    RowFormat wanted =
        switch (format) {
          case CSV -> RowFormat.CSV;
          case JSON -> RowFormat.JSON;
          case JSONL -> RowFormat.JSONL;
        };
    RowQuery query = query(filter, q, Requested.names(select), Requested.names(sort));
    RowAnswer answer = reader.stream(asking.caller(), Requested.dataset(id), query);
    if (!(answer instanceof RowAnswer.Stream(RowStream rows, Disclosure disclosure))) {
      throw refused(answer);
    }
    StreamingOutput body =
        out -> {
          try (rows) {
            wanted.write(rows, form(form), bom, out);
          }
        };
    return Response.ok(disclosed(disclosure, rows::given, body))
        .type(wanted.mediaType() + ";charset=UTF-8")
        .header("CityCatalog-Rows", rows.total())
        .header("CityCatalog-Version", rows.version())
        .header(
            "Content-Disposition", "attachment; filename=\"%s.%s\"".formatted(id, format.value()))
        .build();
  }

  private Response page(
      String id,
      Viewer.@Nullable Anybody as,
      RowQuery query,
      int limit,
      @Nullable String cursor,
      RowForm form) {
    RowAnswer answer =
        reader.page(asking.caller(), as, Requested.dataset(id), query, limit, cursor);
    if (!(answer instanceof RowAnswer.Page page)) {
      throw refused(answer);
    }
    StreamingOutput body =
        disclosed(
            page.disclosure(), () -> page.rows().size(), out -> RowFormat.write(page, form, out));
    return Response.ok(body).type(MediaType.APPLICATION_JSON_TYPE.withCharset("UTF-8")).build();
  }

  /// Of the answer to a HEAD request nothing leaves.
  private StreamingOutput disclosed(
      Disclosure disclosure, LongSupplier rows, StreamingOutput body) {
    if (request.getMethod().equals("HEAD")) {
      disclosure.ended(0, 0, true);
    }
    return new DisclosedBody(disclosure, rows, body);
  }

  private static ComplaintException refused(RowAnswer answer) {
    return switch (answer) {
      case RowAnswer.Mistake wrong ->
          new ComplaintException(
              Complaint.about(wrong.parameter(), wrong.code(), wrong.message())
                  .at(wrong.position())
                  .near(wrong.nearest()));
      case RowAnswer.Absent absent -> Requested.absent();
      case RowAnswer.Refused(String code) -> new ComplaintException(Complaint.of(code));
      case RowAnswer.OverQuota(var bound) -> new ComplaintException(Complaint.of(bound));
      case RowAnswer.NotLoaded notLoaded -> new ComplaintException(Complaint.of("not-loaded"));
      case RowAnswer.Gone gone ->
          new ComplaintException(
              Complaint.about(
                  "cursor", "cursor-expired", "the version it reads is no longer kept"));
      case RowAnswer.Purged purged -> new ComplaintException(Complaint.of("purged"));
      case RowAnswer.Page page -> throw new IllegalStateException("a page is no refusal");
      case RowAnswer.Stream stream -> throw new IllegalStateException("a stream is no refusal");
    };
  }

  private static RowQuery query(
      @Nullable String filter, @Nullable String q, List<String> select, List<String> sort) {
    return new RowQuery(filter, q, select, sort);
  }

  private static RowForm form(org.citycatalog.api.model.@Nullable RowForm form) {
    return form == org.citycatalog.api.model.RowForm.SOURCE ? RowForm.SOURCE : RowForm.TYPED;
  }

  private static List<String> orEmpty(@Nullable List<String> list) {
    return list == null ? List.of() : list;
  }
}
