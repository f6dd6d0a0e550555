package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.citycatalog.api.ProvidersApi;
import org.citycatalog.api.model.Provider;
import org.citycatalog.api.model.ProviderList;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.stewardship.AddProvider;
import org.citycatalog.stewardship.Outcome;
import org.jspecify.annotations.Nullable;

/// The units that provide data.
@Path("/")
public class ProvidersResource implements ProvidersApi {
  private final CatalogStore catalog;
  private final AddProvider add;
  private final WireJson json;
  private final ListPages pages;
  private final Asking asking;

  @Inject
  public ProvidersResource(
      CatalogStore catalog, AddProvider add, WireJson json, ListPages pages, Asking asking) {
    this.catalog = catalog;
    this.add = add;
    this.json = json;
    this.pages = pages;
    this.asking = asking;
  }

  @Override
  public Response listProviders(Integer limit, @Nullable String cursor) {
    ListPages.Page<org.citycatalog.catalog.Provider> page =
        pages.cut(
            catalog.providers(),
            provider -> provider.namespace().value(),
            "listProviders",
            limit,
            cursor);
    return Response.ok(new ProviderList(page.map(DatasetWire::provider), page.next())).build();
  }

  @Override
  public Response addProvider(Provider provider) {
    return switch (add.add(asking.caller(), json.write(provider))) {
      case Outcome.ProviderAdded(var added) ->
          Response.status(201)
              .header("Location", "/api/v1/providers/" + added.namespace())
              .entity(DatasetWire.provider(added))
              .build();
      case Outcome.NotDone other -> throw Revisions.notDone(other);
    };
  }

  @Override
  public Response getProvider(String namespace) {
    if (!ProviderNamespace.SHAPE.matcher(namespace).matches()) {
      throw Requested.absent();
    }
    return catalog
        .provider(new ProviderNamespace(namespace))
        .map(found -> Response.ok(DatasetWire.provider(found)).build())
        .orElseThrow(Requested::absent);
  }
}
