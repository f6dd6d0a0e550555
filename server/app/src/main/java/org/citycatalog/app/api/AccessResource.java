package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.citycatalog.api.AccessApi;
import org.citycatalog.api.model.Explanation;
import org.citycatalog.api.model.ReadableColumn;
import org.citycatalog.api.model.ViewerKind;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.rows.RowReader;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Decision;
import org.citycatalog.sharing.Grant;
import org.citycatalog.sharing.Permit;
import org.citycatalog.sharing.quota.Amount;
import org.citycatalog.sharing.quota.Quotas;
import org.citycatalog.sharing.rules.KnownReaders;
import org.citycatalog.sharing.rules.Viewer;
import org.jspecify.annotations.Nullable;

/// What the boundary decides, and why.
@Path("/")
public class AccessResource implements AccessApi {
  private final CatalogStore catalog;
  private final Boundary boundary;
  private final RowReader rows;
  private final Quotas quotas;
  private final ErrorCodes codes;
  private final RulesWire wire;
  private final KnownReaders known;
  private final Asking asking;
  @Context private HttpServletRequest request;

  @Inject
  @SuppressWarnings("NullAway.Init") // the container sets the request
  public AccessResource(
      CatalogStore catalog,
      Boundary boundary,
      RowReader rows,
      Quotas quotas,
      ErrorCodes codes,
      RulesWire wire,
      KnownReaders known,
      Asking asking) {
    this.catalog = catalog;
    this.boundary = boundary;
    this.rows = rows;
    this.quotas = quotas;
    this.codes = codes;
    this.wire = wire;
    this.known = known;
    this.asking = asking;
  }

  @Override
  public Response explainAccess(
      String id,
      @Nullable ViewerKind kind,
      @Nullable String grant,
      @Nullable String organisation,
      @Nullable String key) {
    Caller caller = asking.caller();
    Dataset dataset =
        catalog
            .dataset(Requested.dataset(id))
            .filter(found -> boundary.maySee(caller, found))
            .orElseThrow(Requested::absent);
    long asked = Stream.of(kind, grant, organisation, key).filter(Objects::nonNull).count();
    if (asked == 0) {
      return Response.ok(explained(caller, dataset).build()).build();
    }
    if (!boundary.mayKeep(caller, dataset.id().provider())) {
      throw new ComplaintException(Complaint.of("forbidden"));
    }
    if (asked > 1) {
      throw new ComplaintException(
          Complaint.about(
              kind == null ? "keyId" : "kind",
              "invalid-parameter",
              "one of kind, grant, organisation and keyId is asked for at a time"));
    }
    if (kind != null) {
      return Response.ok(explained(Viewing.viewer(kind).seenBy(caller), dataset).build()).build();
    }
    Optional<Explanation> found =
        grant != null
            ? known.grant(dataset.id(), grant).map(each -> explained(each, dataset))
            : key != null
                ? known.key(dataset.id(), key).map(each -> explained(each, dataset))
                : known
                    .organisation(dataset.id(), Objects.requireNonNull(organisation))
                    .map(each -> explained(organisation, each, dataset));
    return Response.ok(found.orElseThrow(Requested::absent)).build();
  }

  private Explanation explained(Viewer.Recipient recipient, Dataset dataset) {
    return under(recipient, explained(recipient.seenBy(asking.caller()), dataset));
  }

  private Explanation explained(KnownReaders.KeyHolder holder, Dataset dataset) {
    if (holder.isOfUse()) {
      return explained(holder.recipient(), dataset);
    }
    Explanation.Builder refused = Explanation.builder().visible(false).readable(false);
    return under(holder.recipient(), refused(refused, "key-invalid"));
  }

  private Explanation explained(
      String code, KnownReaders.Organisation organisation, Dataset dataset) {
    return explained(organisation.withoutGrant().seenBy(asking.caller()), dataset)
        .organisation(code)
        .under(organisation.grants().stream().map(each -> explained(each, dataset)).toList())
        .build();
  }

  private static Explanation under(Viewer.Recipient recipient, Explanation.Builder explanation) {
    Grant grant = recipient.grant();
    return explanation
        .grant(grant.id())
        .organisation(grant.organisation().value())
        .purpose(grant.purpose().code())
        .build();
  }

  private Explanation.Builder explained(Caller viewer, Dataset dataset) {
    Explanation.Builder explanation =
        Explanation.builder().visible(boundary.maySee(viewer, dataset)).readable(false);
    DatasetVersion version = dataset.version();
    if (!boundary.maySee(viewer, dataset)) {
      return explanation.rule("the entry is not seen");
    }
    if (version == null) {
      return refused(explanation, "not-loaded");
    }
    return switch (boundary.decide(viewer, dataset, version)) {
      case Permit permit -> permitted(explanation, permit);
      case Decision.Refusal(String code, String rule, var basis) ->
          refused(explanation, code).rule(rule).basis(basis);
      case Decision.Invisible invisible ->
          throw new IllegalStateException("a visible entry was decided to be invisible");
    };
  }

  private Explanation.Builder refused(Explanation.Builder explanation, String code) {
    ErrorCode known = codes.of(code);
    Language language = Edge.language(request);
    return explanation.code(code).title(known.sentence(language)).action(known.action(language));
  }

  private Explanation.Builder permitted(Explanation.Builder explanation, Permit permit) {
    List<ReadableColumn> columns = permit.columns().stream().map(wire::column).toList();
    explanation.readable(true).rule(rule(permit)).columns(columns);
    OptionalLong count = rows.count(permit);
    if (count.isPresent()) {
      explanation.rows(count.getAsLong());
    }
    permit.grant().ifPresent(grant -> used(explanation, grant));
    return explanation;
  }

  private void used(Explanation.Builder explanation, Grant grant) {
    Amount used = quotas.used(grant);
    explanation.quota(ContractWire.quota(grant.quota())).used(ContractWire.used(used));
    if (new Amount(1, 1, 1).exceeding(grant.quota(), used).isPresent()) {
      refused(explanation.readable(false), "grant-exhausted");
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
