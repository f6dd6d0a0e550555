package org.citycatalog.sdk;

import java.util.List;
import org.citycatalog.sdk.api.AccessRequestsApi;
import org.citycatalog.sdk.model.AccessRequest;
import org.citycatalog.sdk.model.AccessRequestDecision;
import org.citycatalog.sdk.model.AccessRequestList;
import org.citycatalog.sdk.model.AccessRequestState;
import org.citycatalog.sdk.model.AccessTerms;
import org.citycatalog.sdk.model.Extension;

/// Requests for data that is shared on conditions.
///
/// A step is taken from a request as it was read. If somebody else was first, it is a
/// [org.citycatalog.sdk.error.ConflictException] and nothing has changed.
public final class AccessRequests {
  private final AccessRequestsApi api;

  AccessRequests(AccessRequestsApi api) {
    this.api = api;
  }

  /// Asks for access on behalf of the own organisation.
  ///
  /// @param terms what is asked for
  /// @return the request
  /// @throws org.citycatalog.sdk.error.InvalidRequestException if the dataset cannot give that; its
  ///   findings say what
  public AccessRequest submit(AccessTerms terms) {
    return api.requestAccess(terms).body();
  }

  /// Lists the requests that concern the caller, without their events.
  ///
  /// @return the requests, escalated ones first, then newest first
  public List<AccessRequest> list() {
    return Cursors.all(
        (limit, cursor) -> api.listAccessRequests(null, limit, cursor).body(),
        AccessRequestList::requests,
        AccessRequestList::next);
  }

  /// Lists the requests that wait though their deadline is over.
  ///
  /// @return the requests, escalated ones first, then newest first
  public List<AccessRequest> overdue() {
    return Cursors.all(
        (limit, cursor) -> api.listAccessRequests(true, limit, cursor).body(),
        AccessRequestList::requests,
        AccessRequestList::next);
  }

  /// Reads a request with everything that happened to it.
  ///
  /// @param id the request's id
  /// @return the request
  public AccessRequest get(String id) {
    return api.getAccessRequest(id).body();
  }

  /// Moves a request on; a step that needs a reason is refused without one.
  ///
  /// @param seen the request as it was read
  /// @param to where it goes
  /// @return the request as it is now
  public AccessRequest decide(AccessRequest seen, AccessRequestState to) {
    return decide(seen, AccessRequestDecision.builder().to(to).build());
  }

  /// Moves a request on, with a reason and the basis relied on.
  ///
  /// @param seen the request as it was read
  /// @param decision where it goes, and why
  /// @return the request as it is now
  public AccessRequest decide(AccessRequest seen, AccessRequestDecision decision) {
    return api.decideAccessRequest("\"" + seen.revision() + "\"", seen.id(), decision).body();
  }

  /// Extends the deadline of a request once, for whom it waits for, where the profile of deadlines
  /// allows it. When it is due stands in [AccessRequest#deadline].
  ///
  /// @param seen the request as it was read
  /// @param reason why more time is needed
  /// @return the request as it is now
  /// @throws org.citycatalog.sdk.error.ConflictException if it cannot be extended, or somebody was
  ///   faster
  public AccessRequest extend(AccessRequest seen, String reason) {
    return api.extendAccessRequest("\"" + seen.revision() + "\"", seen.id(), new Extension(reason))
        .body();
  }
}
