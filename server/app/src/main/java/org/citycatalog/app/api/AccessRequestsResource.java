package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.citycatalog.api.AccessRequestsApi;
import org.citycatalog.api.model.AccessRequestDecision;
import org.citycatalog.api.model.AccessRequestList;
import org.citycatalog.api.model.AccessTerms;
import org.citycatalog.api.model.Extension;
import org.citycatalog.sharing.contracts.AccessRequest;
import org.citycatalog.sharing.contracts.ContractOutcome;
import org.citycatalog.sharing.contracts.Contracting;
import org.citycatalog.sharing.contracts.RequestDeadlines;
import org.jspecify.annotations.Nullable;

/// Requests for access: sent, read, decided.
@Path("/")
public class AccessRequestsResource implements AccessRequestsApi {
  private final Contracting contracting;
  private final RequestDeadlines deadlines;
  private final ContractWire wire;
  private final ListPages pages;
  private final Asking asking;

  @Inject
  public AccessRequestsResource(
      Contracting contracting,
      RequestDeadlines deadlines,
      ContractWire wire,
      ListPages pages,
      Asking asking) {
    this.contracting = contracting;
    this.deadlines = deadlines;
    this.wire = wire;
    this.pages = pages;
    this.asking = asking;
  }

  @Override
  public Response listAccessRequests(
      @Nullable Boolean overdue, Integer limit, @Nullable String cursor) {
    ListPages.Page<RequestDeadlines.Waiting> page =
        pages.cut(
            deadlines.requests(asking.caller(), overdue),
            each -> each.request().id(),
            "listAccessRequests " + overdue,
            limit,
            cursor);
    return Response.ok(
            new AccessRequestList(
                page.map(request -> wire.request(request, List.of())), page.next()))
        .build();
  }

  @Override
  public Response requestAccess(AccessTerms terms) {
    return switch (contracting.submit(asking.caller(), wire.terms(terms, contracting.now()))) {
      case ContractOutcome.Request(AccessRequest request) ->
          wire.answer(201, request)
              .header("Location", "/api/v1/access-requests/" + request.id())
              .build();
      case ContractOutcome.NotDone other -> throw ContractWire.notDone(other);
    };
  }

  @Override
  public Response getAccessRequest(String request) {
    return contracting
        .request(asking.caller(), request)
        .map(found -> wire.answer(200, found).build())
        .orElseThrow(Requested::absent);
  }

  @Override
  public Response decideAccessRequest(
      @Nullable String ifMatch, String request, AccessRequestDecision decision) {
    AccessRequest.State to =
        AccessRequest.State.ofCode(Requested.given(decision.to()).value()).orElseThrow();
    return switch (contracting.decide(
        asking.caller(),
        request,
        Revisions.seen(ifMatch),
        to,
        decision.reason(),
        decision.basis())) {
      case ContractOutcome.Request(AccessRequest moved) -> wire.answer(200, moved).build();
      case ContractOutcome.NotDone other -> throw ContractWire.notDone(other);
    };
  }

  @Override
  public Response extendAccessRequest(
      @Nullable String ifMatch, String request, Extension extension) {
    return switch (deadlines.extend(
        asking.caller(), request, Revisions.seen(ifMatch), extension.reason())) {
      case ContractOutcome.Request(AccessRequest extended) -> wire.answer(200, extended).build();
      case ContractOutcome.NotDone other -> throw ContractWire.notDone(other);
    };
  }
}
