package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.citycatalog.api.GrantsApi;
import org.citycatalog.api.model.GrantDecision;
import org.citycatalog.api.model.GrantList;
import org.citycatalog.api.model.NewKey;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Provider;
import org.citycatalog.catalog.StoredKey;
import org.citycatalog.sharing.Grant;
import org.citycatalog.sharing.contracts.ContractOutcome;
import org.citycatalog.sharing.contracts.Contracting;
import org.citycatalog.sharing.odrl.OdrlAgreement;
import org.jspecify.annotations.Nullable;

/// What was granted.
@Path("/")
public class GrantsResource implements GrantsApi {
  private final Contracting contracting;
  private final CatalogStore catalog;
  private final ContractWire wire;
  private final ListPages pages;
  private final Asking asking;

  @Inject
  public GrantsResource(
      Contracting contracting,
      CatalogStore catalog,
      ContractWire wire,
      ListPages pages,
      Asking asking) {
    this.contracting = contracting;
    this.catalog = catalog;
    this.wire = wire;
    this.pages = pages;
    this.asking = asking;
  }

  @Override
  public Response listGrants(Integer limit, @Nullable String cursor) {
    ListPages.Page<Grant> page =
        pages.cut(contracting.grants(asking.caller()), Grant::id, "listGrants", limit, cursor);
    return Response.ok(new GrantList(page.map(grant -> wire.grant(grant, List.of())), page.next()))
        .build();
  }

  @Override
  public Response getGrant(String grant) {
    return contracting
        .grant(asking.caller(), grant)
        .map(found -> wire.answer(200, found).build())
        .orElseThrow(Requested::absent);
  }

  @Override
  public Response getGrantOdrl(String grant) {
    Grant found = contracting.grant(asking.caller(), grant).orElseThrow(Requested::absent);
    Provider provider = catalog.provider(found.dataset().provider()).orElseThrow();
    return Response.ok(
            OdrlAgreement.of(found, provider, contracting.state(found)).toString(),
            "application/ld+json;charset=UTF-8")
        .header("ETag", DatasetWire.tag(found.epoch()))
        .build();
  }

  @Override
  public Response decideGrant(@Nullable String ifMatch, String grant, GrantDecision decision) {
    Grant.State to =
        Grant.State.valueOf(Requested.given(decision.to()).value().toUpperCase(Locale.ROOT));
    return switch (contracting.decide(
        asking.caller(), grant, Revisions.seen(ifMatch), to, decision.reason())) {
      case ContractOutcome.Moved(Grant moved) -> wire.answer(200, moved).build();
      case ContractOutcome.NotDone other -> throw ContractWire.notDone(other);
    };
  }

  @Override
  public Response addGrantKey(String grant) {
    return switch (contracting.makeKey(asking.caller(), grant)) {
      case ContractOutcome.Key(StoredKey key, String secret) ->
          Response.status(201).entity(new NewKey(KeysResource.wire(key), secret)).build();
      case ContractOutcome.NotDone other -> throw ContractWire.notDone(other);
    };
  }
}
