package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.citycatalog.api.KeysApi;
import org.citycatalog.api.model.CallerKind;
import org.citycatalog.api.model.Key;
import org.citycatalog.api.model.KeyList;
import org.citycatalog.api.model.KeyRequest;
import org.citycatalog.api.model.NewKey;
import org.citycatalog.catalog.StoredKey;
import org.citycatalog.sharing.ApiKeys;

/// API keys, for the operator.
@Path("/")
public class KeysResource implements KeysApi {
  private final ApiKeys keys;
  private final Asking asking;

  @Inject
  public KeysResource(ApiKeys keys, Asking asking) {
    this.keys = keys;
    this.asking = asking;
  }

  @Override
  public Response listKeys() {
    return keys.list(asking.caller())
        .map(list ->
            Response.ok(new KeyList(list.stream().map(KeysResource::wire).toList())).build())
        .orElseThrow(() -> new ComplaintException(Complaint.of("forbidden")));
  }

  @Override
  public Response addKey(KeyRequest wanted) {
    String kind = wanted.kind() == null ? null : wanted.kind().value();
    return switch (keys.make(
        asking.caller(), wanted.label(), kind, wanted.provider(), wanted.organisation())) {
      case ApiKeys.Answer.Made(StoredKey key, String secret) ->
          Response.status(201).entity(new NewKey(wire(key), secret)).build();
      case ApiKeys.Answer.Invalid(var findings) ->
          throw new ComplaintException(Complaint.findings("invalid-body", findings));
      case ApiKeys.Answer.Refused(String code) -> throw new ComplaintException(Complaint.of(code));
    };
  }

  @Override
  public Response revokeKey(String key) {
    return switch (keys.revoke(asking.caller(), key)) {
      case REVOKED -> Response.noContent().build();
      case ABSENT -> throw Requested.absent();
      case REFUSED -> throw new ComplaintException(Complaint.of("forbidden"));
    };
  }

  static Key wire(StoredKey key) {
    return Key.builder()
        .id(key.id())
        .label(key.label())
        .kind(CallerKind.fromString(key.kind()))
        .provider(key.provider() == null ? null : key.provider().value())
        .organisation(key.organisation() == null ? null : key.organisation().value())
        .made(Wire.time(key.made()))
        .revoked(Wire.timeOrNull(key.revoked()))
        .grant(key.grant())
        .expires(Wire.timeOrNull(key.expires()))
        .build();
  }
}
