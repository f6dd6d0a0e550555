package org.citycatalog.app.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;

/// Has answers written the way [WireJson] does.
@Provider
@ApplicationScoped
public class JsonbContext implements ContextResolver<Jsonb> {
  @Inject private WireJson wire;

  @Override
  public Jsonb getContext(Class<?> type) {
    return wire.jsonb();
  }
}
