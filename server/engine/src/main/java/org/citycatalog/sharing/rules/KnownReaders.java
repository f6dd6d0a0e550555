package org.citycatalog.sharing.rules;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.StoredKey;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Grant;
import org.citycatalog.sharing.contracts.AccessRequest;
import org.citycatalog.sharing.contracts.Contracts;

/// Those of whom the keeper of a dataset may know what they read of it: whoever received a grant
/// from its provider or asked for one. Everybody else is answered like nobody.
public final class KnownReaders {
  private final CatalogStore store;
  private final Contracts contracts;
  private final InstantSource clock;

  public KnownReaders(CatalogStore store, Contracts contracts, InstantSource clock) {
    this.store = store;
    this.contracts = contracts;
    this.clock = clock;
  }

  /// Who reads with a key.
  ///
  /// @param isOfUse whether the key is neither revoked nor over
  public record KeyHolder(Viewer.Recipient recipient, boolean isOfUse) {}

  /// An organisation that the provider knows.
  ///
  /// @param grants its grants of the dataset, newest first
  public record Organisation(Viewer.Anybody withoutGrant, List<Viewer.Recipient> grants) {
    public Organisation {
      grants = List.copyOf(grants);
    }
  }

  /// The recipient of a grant that the dataset's provider gave.
  public Optional<Viewer.Recipient> grant(DatasetId dataset, String id) {
    return contracts
        .grant(id)
        .filter(grant -> grant.dataset().provider().equals(dataset.provider()))
        .map(Viewer.Recipient::new);
  }

  /// The holder of a key that was made for a grant that the dataset's provider gave.
  public Optional<KeyHolder> key(DatasetId dataset, String id) {
    return store.keys().stream()
        .filter(key -> key.id().equals(id))
        .findFirst()
        .flatMap(key -> {
          String grant = key.grant();
          return grant == null
              ? Optional.empty()
              : grant(dataset, grant).map(recipient -> new KeyHolder(recipient, isOfUse(key)));
        });
  }

  /// An organisation that received a grant from the dataset's provider or asked it for one.
  public Optional<Organisation> organisation(DatasetId dataset, String code) {
    Contracts.Concern concern = new Contracts.Concern(false, null, dataset.provider());
    List<Grant> grants =
        contracts.grants(concern).stream()
            .filter(grant -> grant.organisation().value().equals(code))
            .toList();
    Stream<Caller.Kind> asked =
        contracts.requests(concern).stream()
            .map(AccessRequest::applicant)
            .filter(applicant -> applicant.organisation().value().equals(code))
            .map(AccessRequest.Applicant::kind);
    return Stream.concat(grants.stream().map(Grant::kind), asked)
        .findFirst()
        .map(kind ->
            new Organisation(
                new Viewer.Anybody(kind),
                grants.stream()
                    .filter(grant -> grant.dataset().equals(dataset))
                    .map(Viewer.Recipient::new)
                    .toList()));
  }

  private boolean isOfUse(StoredKey key) {
    Instant expires = key.expires();
    return key.revoked() == null && (expires == null || clock.instant().isBefore(expires));
  }
}
