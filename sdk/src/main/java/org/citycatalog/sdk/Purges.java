package org.citycatalog.sdk;

import java.util.List;
import org.citycatalog.sdk.api.PurgesApi;
import org.citycatalog.sdk.model.Purge;
import org.citycatalog.sdk.model.PurgeDecision;
import org.citycatalog.sdk.model.PurgeList;
import org.citycatalog.sdk.model.PurgeRequest;
import org.citycatalog.sdk.model.PurgeState;
import org.citycatalog.sdk.model.PurgeSubject;

/// Destroys what must not stay; for providers and the operator.
///
/// One person asks, another approves. What was destroyed answers with
/// [org.citycatalog.sdk.error.GoneException] from then on.
public final class Purges {
  private final PurgesApi api;

  Purges(PurgesApi api) {
    this.api = api;
  }

  /// Lists the purges that concern the caller.
  ///
  /// @return the purges, newest first
  public List<Purge> list() {
    return Cursors.all(
        (limit, cursor) -> api.listPurges(limit, cursor).body(),
        PurgeList::purges,
        PurgeList::next);
  }

  /// Reads a purge.
  ///
  /// @param id the purge's id
  /// @return the purge, which is also the tombstone of what it destroyed
  public Purge get(String id) {
    return api.getPurge(id).body();
  }

  /// Asks for versions of a dataset to be destroyed: one, and every older one.
  ///
  /// @param dataset the dataset's id
  /// @param upTo the newest version that goes
  /// @param reason why; it stays
  /// @param basis the law or decision relied on
  /// @return the purge, which names the versions
  public Purge versionsUpTo(String dataset, long upTo, String reason, String basis) {
    return request(
        PurgeSubject.builder().dataset(dataset).versionsUpTo(upTo).build(), reason, basis);
  }

  /// Asks for something to be destroyed.
  ///
  /// @param subject versions of a dataset, a key, or the pseudonym key of a grant that is over
  /// @param reason why; it stays
  /// @param basis the law or decision relied on
  /// @return the purge; nothing is destroyed yet
  public Purge request(PurgeSubject subject, String reason, String basis) {
    return api.requestPurge(
            PurgeRequest.builder().subject(subject).reason(reason).basis(basis).build())
        .body();
  }

  /// Approves a purge that somebody else has asked for.
  ///
  /// @param seen the purge as it was read
  /// @return the purge, done or on its way
  public Purge approve(Purge seen) {
    return decide(seen, PurgeDecision.builder().to(PurgeState.APPROVED).build());
  }

  /// Refuses a purge.
  ///
  /// @param seen the purge as it was read
  /// @param reason why
  /// @return the purge as it is now
  public Purge refuse(Purge seen, String reason) {
    return decide(seen, PurgeDecision.builder().to(PurgeState.REFUSED).reason(reason).build());
  }

  private Purge decide(Purge seen, PurgeDecision decision) {
    return api.decidePurge("\"" + seen.revision() + "\"", seen.id(), decision).body();
  }
}
