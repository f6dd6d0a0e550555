package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.citycatalog.api.AccessApi;
import org.citycatalog.api.model.Explanation;
import org.citycatalog.api.model.ItemRight;
import org.citycatalog.api.model.Mask;
import org.citycatalog.api.model.ReadableColumn;
import org.citycatalog.api.model.ViewerKind;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.MaskJson;
import org.citycatalog.rows.RowReader;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Decision;
import org.citycatalog.sharing.Grant;
import org.citycatalog.sharing.Permit;
import org.jspecify.annotations.Nullable;

/// What the boundary decides, and why.
@Path("/")
public class AccessResource implements AccessApi {
  private final CatalogStore catalog;
  private final Boundary boundary;
  private final RowReader rows;
  private final ErrorCodes codes;
  private final WireJson json;
  private final Asking asking;
  @Context private HttpServletRequest request;

  @Inject
  @SuppressWarnings("NullAway.Init") // the container sets the request
  public AccessResource(
      CatalogStore catalog,
      Boundary boundary,
      RowReader rows,
      ErrorCodes codes,
      WireJson json,
      Asking asking) {
    this.catalog = catalog;
    this.boundary = boundary;
    this.rows = rows;
    this.codes = codes;
    this.json = json;
    this.asking = asking;
  }

  @Override
  public Response explainAccess(String id, @Nullable ViewerKind kind) {
    Caller caller = asking.caller();
    Dataset dataset =
        catalog
            .dataset(Requested.dataset(id))
            .filter(found -> boundary.maySee(caller, found))
            .orElseThrow(Requested::absent);
    if (kind == null) {
      return answer(caller, dataset);
    }
    if (!boundary.mayKeep(caller, dataset.id().provider())) {
      throw new ComplaintException(Complaint.of("forbidden"));
    }
    Caller.Kind other = Caller.Kind.valueOf(kind.value().toUpperCase(Locale.ROOT));
    return answer(new Caller(other, caller.key(), null, null), dataset);
  }

  private Response answer(Caller viewer, Dataset dataset) {
    Explanation.Builder explanation =
        Explanation.builder().visible(boundary.maySee(viewer, dataset)).readable(false);
    DatasetVersion version = dataset.version();
    if (!boundary.maySee(viewer, dataset)) {
      explanation.rule("the entry is not seen");
    } else if (version == null) {
      refused(explanation, "not-loaded");
    } else {
      switch (boundary.decide(viewer, dataset, version)) {
        case Permit permit -> permitted(explanation, permit);
        case Decision.Refusal(String code, String rule, var basis) ->
            refused(explanation, code).rule(rule).basis(basis);
        case Decision.Invisible invisible ->
            throw new IllegalStateException("a visible entry was decided to be invisible");
      }
    }
    return Response.ok(explanation.build()).build();
  }

  private Explanation.Builder refused(Explanation.Builder explanation, String code) {
    ErrorCode known = codes.of(code);
    Language language = Edge.language(request);
    return explanation.code(code).title(known.sentence(language)).action(known.action(language));
  }

  private void permitted(Explanation.Builder explanation, Permit permit) {
    List<ReadableColumn> columns =
        permit.columns().stream()
            .map(column ->
                new ReadableColumn(
                    column.item().name(),
                    json.read(MaskJson.write(column.mask()), Mask.class),
                    column.rights().stream()
                        .sorted()
                        .map(right -> ItemRight.valueOf(right.name()))
                        .toList()))
            .toList();
    explanation.readable(true).rule(rule(permit)).columns(columns);
    OptionalLong count = rows.count(permit);
    if (count.isPresent()) {
      explanation.rows(count.getAsLong());
    }
  }

  private static String rule(Permit permit) {
    return switch (permit.basis()) {
      case OWN -> "the caller keeps the dataset";
      case OPEN -> "opening class unconditional";
      case SHARED -> "sharing class unconditional";
      case STATISTICS -> throw new IllegalStateException("nobody reads rows to count them");
      case GRANT -> "grant " + permit.grant().map(Grant::id).orElseThrow();
    };
  }
}
