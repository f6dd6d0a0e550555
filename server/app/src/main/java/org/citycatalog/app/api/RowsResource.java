package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.Locale;
import org.citycatalog.api.RowsApi;
import org.citycatalog.api.model.DatasetsIdExportFormatFormatParameter;
import org.citycatalog.api.model.ReadRowsFormParameter;
import org.citycatalog.api.model.RowQuery;
import org.citycatalog.api.model.RowQueryForm;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.export.RowForm;
import org.citycatalog.export.RowFormat;
import org.citycatalog.rows.RowAnswer;
import org.citycatalog.rows.RowReader;
import org.citycatalog.rows.RowStream;
import org.jspecify.annotations.Nullable;

/// Rows: a page at a time, or all of them as a file.
@Path("/")
public class RowsResource implements RowsApi {
  private static final int DEFAULT_LIMIT = 100;
  private final Asking asking;
  private final RowReader reader;

  @Inject
  public RowsResource(Asking asking, RowReader reader) {
    this.asking = asking;
    this.reader = reader;
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
      ReadRowsFormParameter form) {
    return page(id, query(filter, q, names(select), names(sort)), limit, cursor, form(form.value()));
  }

  @Override
  public Response queryRows(String id, RowQuery asked) {
    Integer limit = asked.limit();
    RowQueryForm form = asked.form();
    return page(
        id,
        query(asked.filter(), asked.q(), Wire.orEmpty(asked.select()), Wire.orEmpty(asked.sort())),
        limit == null ? DEFAULT_LIMIT : limit,
        asked.cursor(),
        form == null ? RowForm.TYPED : form(form.value()));
  }

  @Override
  public Response exportRows(
      String id,
      DatasetsIdExportFormatFormatParameter format,
      @Nullable String filter,
      @Nullable String q,
      @Nullable String select,
      @Nullable String sort,
      ReadRowsFormParameter form,
      Boolean bom) {
    DatasetId known = Wire.dataset(id);
    RowFormat as = RowFormat.valueOf(format.value().toUpperCase(Locale.ROOT));
    RowAnswer answer =
        reader.stream(asking.caller(), known, query(filter, q, names(select), names(sort)));
    if (!(answer instanceof RowAnswer.Stream(RowStream rows))) {
      throw refused(answer);
    }
    RowForm faced = form(form.value());
    StreamingOutput file =
        out -> {
          try (rows) {
            as.write(rows, faced, bom, out);
          }
        };
    return Response.ok(file, as.mediaType())
        .header("CityCatalog-Rows", rows.total())
        .header("CityCatalog-Version", rows.version())
        .header(
            "Content-Disposition",
            "attachment; filename=\"%s-%d.%s\"".formatted(known, rows.version(), format.value()))
        .build();
  }

  private Response page(
      String id,
      org.citycatalog.rows.RowQuery query,
      int limit,
      @Nullable String cursor,
      RowForm form) {
    RowAnswer answer = reader.page(asking.caller(), Wire.dataset(id), query, limit, cursor);
    if (!(answer instanceof RowAnswer.Page page)) {
      throw refused(answer);
    }
    StreamingOutput body = out -> RowFormat.write(page, form, out);
    return Response.ok(body, MediaType.APPLICATION_JSON_TYPE).build();
  }

  private static ComplaintException refused(RowAnswer answer) {
    return new ComplaintException(
        switch (answer) {
          case RowAnswer.Mistake(
                  String code,
                  String parameter,
                  Integer position,
                  String message,
                  List<String> nearest) ->
              Complaint.about(parameter, code, message).at(position).near(nearest);
          case RowAnswer.Absent() -> Complaint.of("not-found");
          case RowAnswer.Refused(String code) -> Complaint.of(code);
          case RowAnswer.NotLoaded() -> Complaint.of("not-loaded");
          case RowAnswer.Gone() -> Complaint.of("cursor-expired");
          case RowAnswer.Page page -> throw new IllegalStateException("a page is no refusal");
          case RowAnswer.Stream stream -> throw new IllegalStateException("rows are no refusal");
        });
  }

  private static org.citycatalog.rows.RowQuery query(
      @Nullable String filter, @Nullable String q, List<String> select, List<String> sort) {
    return new org.citycatalog.rows.RowQuery(filter, q, select, sort);
  }

  private static List<String> names(@Nullable String list) {
    return list == null ? List.of() : List.of(list.split(",", -1));
  }

  private static RowForm form(String form) {
    return RowForm.valueOf(form.toUpperCase(Locale.ROOT));
  }
}
