package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.citycatalog.api.KeysApi;
import org.citycatalog.api.model.CallerKind;
import org.citycatalog.api.model.KeyList;
import org.citycatalog.api.model.KeyRequest;
import org.citycatalog.api.model.NewKey;
import org.citycatalog.catalog.Finding;
import org.citycatalog.sharing.ApiKeys;

/// API keys, for the operator.
@Path("/")
public class KeysResource implements KeysApi {
  private final Asking asking;
  private final ApiKeys keys;

  @Inject
  public KeysResource(Asking asking, ApiKeys keys) {
    this.asking = asking;
    this.keys = keys;
  }

  @Override
  public Response listKeys() {
    return keys.list(asking.caller())
        .map(list -> Response.ok(new KeyList(list.stream().map(Wire::key).toList())).build())
        .orElseThrow(() -> new ComplaintException(Complaint.of("forbidden")));
  }

  @Override
  public Response addKey(KeyRequest request) {
    CallerKind kind = request.kind();
    ApiKeys.Answer answer =
        keys.make(
            asking.caller(),
            request.label(),
            kind == null ? null : kind.value(),
            request.provider(),
            request.organisation());
    return switch (answer) {
      case ApiKeys.Answer.Made(var key, String secret) ->
          Response.status(201).entity(new NewKey(Wire.key(key), secret)).build();
      case ApiKeys.Answer.Invalid(List<Finding> findings) ->
          throw new ComplaintException(Complaint.findings("invalid-body", findings));
      case ApiKeys.Answer.Refused(String code) -> throw new ComplaintException(Complaint.of(code));
    };
  }

  @Override
  public Response revokeKey(String key) {
    return switch (keys.revoke(asking.caller(), key)) {
      case REVOKED -> Response.noContent().build();
      case ABSENT -> throw new ComplaintException(Complaint.of("not-found"));
      case REFUSED -> throw new ComplaintException(Complaint.of("forbidden"));
    };
  }
}
