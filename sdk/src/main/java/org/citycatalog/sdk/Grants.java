package org.citycatalog.sdk;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.citycatalog.sdk.api.GrantsApi;
import org.citycatalog.sdk.model.AccessRequest;
import org.citycatalog.sdk.model.Grant;
import org.citycatalog.sdk.model.GrantDecision;
import org.citycatalog.sdk.model.GrantList;
import org.citycatalog.sdk.model.GrantState;
import org.citycatalog.sdk.model.NewKey;

/// What was granted.
///
/// A step is taken from a grant as it was read. If somebody else was first, it is a
/// [org.citycatalog.sdk.error.ConflictException] and nothing has changed.
public final class Grants {
  private final GrantsApi api;

  Grants(GrantsApi api) {
    this.api = api;
  }

  /// Lists the grants that concern the caller, without their events.
  ///
  /// @return the grants, newest first
  public List<Grant> list() {
    return Cursors.all(
        (limit, cursor) -> api.listGrants(limit, cursor).body(),
        GrantList::grants,
        GrantList::next);
  }

  /// Reads a grant with everything that happened to it.
  ///
  /// @param id the grant's id
  /// @return the grant
  public Grant get(String id) {
    return api.getGrant(id).body();
  }

  /// Reads the grant that a request became.
  ///
  /// @param request the request as it was read
  /// @return the grant; empty where the request is not approved
  public Optional<Grant> of(AccessRequest request) {
    return Optional.ofNullable(request.grant()).map(this::get);
  }

  /// Reads a grant as an ODRL agreement, to be filed or handed on. It is informative: what the
  /// grant itself says decides.
  ///
  /// @param id the grant's id
  /// @return JSON-LD
  public String odrl(String id) {
    return api.getGrantOdrl(id, body -> new String(body.readAllBytes(), StandardCharsets.UTF_8))
        .body();
  }

  /// Suspends, resumes, revokes or closes a grant, from the next request on.
  ///
  /// @param seen the grant as it was read
  /// @param to where it goes
  /// @param reason why; when closing, what became of the data
  /// @return the grant as it is now
  public Grant decide(Grant seen, GrantState to, String reason) {
    GrantDecision decision = GrantDecision.builder().to(to).reason(reason).build();
    return api.decideGrant("\"" + seen.epoch() + "\"", seen.id(), decision).body();
  }

  /// Makes a key that is of use for one grant alone; for the organisation that received it. Connect
  /// with it and with [CityCatalog.Builder#purpose].
  ///
  /// @param id the grant's id
  /// @return the key and its secret, which is never shown again
  public NewKey makeKey(String id) {
    return api.addGrantKey(id).body();
  }
}
