package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.citycatalog.api.ProvidersApi;
import org.citycatalog.api.model.Provider;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.ProviderJson;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.stewardship.AddProvider;
import org.citycatalog.stewardship.Outcome;

/// The units that provide data.
@Path("/")
public class ProvidersResource implements ProvidersApi {
  private final Asking asking;
  private final CatalogStore store;
  private final AddProvider add;
  private final WireJson wire;

  @Inject
  public ProvidersResource(Asking asking, CatalogStore store, AddProvider add, WireJson wire) {
    this.asking = asking;
    this.store = store;
    this.add = add;
    this.wire = wire;
  }

  @Override
  public Response listProviders() {
    JsonArrayBuilder providers = Json.createArrayBuilder();
    store.providers().forEach(each -> providers.add(ProviderJson.write(each)));
    return Documents.ok(Json.createObjectBuilder().add("providers", providers).build()).build();
  }

  @Override
  public Response addProvider(Provider provider) {
    return switch (add.add(asking.caller(), wire.write(provider))) {
      case Outcome.ProviderAdded(var added) ->
          Documents.with(201, ProviderJson.write(added))
              .location(URI.create("/api/v1/providers/" + added.namespace()))
              .build();
      case Outcome.Invalid(List<Finding> findings) ->
          throw new ComplaintException(Complaint.findings("invalid-body", findings));
      case Outcome.Refused(String code) -> throw new ComplaintException(Complaint.of(code));
      case Outcome.Taken() ->
          throw new ComplaintException(
              Complaint.of("id-taken", "the namespace or the code belongs to a provider already"));
    };
  }

  @Override
  public Response getProvider(String namespace) {
    if (!ProviderNamespace.SHAPE.matcher(namespace).matches()) {
      throw new ComplaintException(Complaint.of("not-found"));
    }
    return store
        .provider(new ProviderNamespace(namespace))
        .map(found -> Documents.ok(ProviderJson.write(found)).build())
        .orElseThrow(() -> new ComplaintException(Complaint.of("not-found")));
  }
}
