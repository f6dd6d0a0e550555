package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.citycatalog.api.KeysApi;
import org.citycatalog.api.model.CallerKind;
import org.citycatalog.api.model.Key;
import org.citycatalog.api.model.KeyList;
import org.citycatalog.api.model.KeyRequest;
import org.citycatalog.api.model.KeyRotation;
import org.citycatalog.api.model.NewKey;
import org.citycatalog.api.model.RotatedKey;
import org.citycatalog.catalog.StoredKey;
import org.citycatalog.sharing.identity.ApiKeys;
import org.citycatalog.sharing.identity.WantedKey;
import org.citycatalog.sharing.purge.Purging;
import org.jspecify.annotations.Nullable;

/// API keys, for the operator and, each his own, for who holds them.
@Path("/")
public class KeysResource implements KeysApi {
  private static final int USUAL_OVERLAP_HOURS = 24;

  private final ApiKeys keys;
  private final Purging purging;
  private final ListPages pages;
  private final Asking asking;

  @Inject
  public KeysResource(ApiKeys keys, Purging purging, ListPages pages, Asking asking) {
    this.keys = keys;
    this.purging = purging;
    this.pages = pages;
    this.asking = asking;
  }

  @Override
  public Response listKeys(Integer limit, @Nullable String cursor) {
    List<StoredKey> all =
        keys.list(asking.caller())
            .orElseThrow(() -> new ComplaintException(Complaint.of("forbidden")));
    ListPages.Page<StoredKey> page = pages.cut(all, StoredKey::id, "listKeys", limit, cursor);
    return Response.ok(new KeyList(page.map(KeysResource::wire), page.next())).build();
  }

  @Override
  public Response addKey(KeyRequest wanted) {
    return switch (keys.make(asking.caller(), wanted(wanted))) {
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
      case ABSENT ->
          throw purging.isPurged(asking.caller(), key)
              ? new ComplaintException(Complaint.of("purged"))
              : Requested.absent();
      case REFUSED -> throw new ComplaintException(Complaint.of("forbidden"));
    };
  }

  @Override
  public Response getCurrentKey() {
    return keys.own(asking.caller())
        .map(key -> Response.ok(wire(key)).build())
        .orElseThrow(Requested::absent);
  }

  @Override
  public Response rotateKey(String key, KeyRotation rotation) {
    Integer hours = rotation.overlapHours();
    Duration overlap = Duration.ofHours(hours == null ? USUAL_OVERLAP_HOURS : hours);
    return switch (keys.rotate(asking.caller(), key, overlap)) {
      case ApiKeys.Rotation.Done(ApiKeys.Answer.Made made, Instant ends) ->
          Response.status(201)
              .entity(new RotatedKey(wire(made.key()), made.secret(), Wire.time(ends)))
              .build();
      case ApiKeys.Rotation.Absent absent -> throw Requested.absent();
      case ApiKeys.Rotation.Refused(String code) ->
          throw new ComplaintException(Complaint.of(code));
    };
  }

  private static WantedKey wanted(KeyRequest request) {
    return new WantedKey(
        request.label(),
        request.kind() == null ? null : request.kind().value(),
        request.provider(),
        request.organisation(),
        request.division(),
        request.clearance(),
        request.purposes() == null ? List.of() : request.purposes(),
        request.expires() == null ? null : request.expires().toInstant());
  }

  static Key wire(StoredKey key) {
    StoredKey.Scope scope = key.scope();
    return Key.builder()
        .id(key.id())
        .label(key.label())
        .kind(CallerKind.fromString(key.kind()))
        .provider(key.provider() == null ? null : key.provider().value())
        .organisation(key.organisation() == null ? null : key.organisation().value())
        .made(Wire.time(key.made()))
        .revoked(Wire.timeOrNull(key.revoked()))
        .grant(key.grant())
        .division(scope.division() == null ? null : scope.division().value())
        .clearance(scope.clearance() == null ? null : scope.clearance().name())
        .purposes(scope.purposes().isEmpty() ? null : scope.purposes())
        .expires(Wire.timeOrNull(key.expires()))
        .successor(key.successor())
        .lastUsed(Wire.timeOrNull(key.lastUsed()))
        .build();
  }
}
