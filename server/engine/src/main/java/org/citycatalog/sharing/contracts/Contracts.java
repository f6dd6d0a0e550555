package org.citycatalog.sharing.contracts;

import java.util.List;
import java.util.Optional;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.sharing.Grant;
import org.citycatalog.sharing.Grants;
import org.jspecify.annotations.Nullable;

/// Requests, grants and what happened to them, of record. Every method that writes is one
/// transaction, and is on disk when it returns.
public interface Contracts extends Grants {
  /// Adds a request with its first event.
  ///
  /// @param mostOpen how many open requests the organisation may have with this one
  /// @return false if it has as many already; then nothing happened
  boolean add(AccessRequest request, ContractEvent event, int mostOpen);

  Optional<AccessRequest> request(String id);

  /// Requests that concern somebody, newest first.
  List<AccessRequest> requests(Concern concern);

  /// Requests that may become overdue and have not been noted as that.
  List<AccessRequest> watched();

  /// Replaces a request that is still at the revision before.
  ///
  /// @param grant the grant it becomes, with its own first event
  /// @return false if somebody was faster; then nothing happened
  boolean move(AccessRequest next, ContractEvent event, @Nullable Made grant);

  /// Grants that concern somebody, newest first.
  List<Grant> grants(Concern concern);

  /// Replaces a grant that is still at the epoch before.
  ///
  /// @return false if somebody was faster; then nothing happened
  boolean move(Grant next, ContractEvent event);

  /// Puts another key in the place of the one that a grant's pseudonyms were made under, of which
  /// nothing stays. Only for grants that are over.
  void replaceMaskKey(String grant, Grant.Secret other);

  /// What happened to a request or a grant, oldest first.
  List<ContractEvent> events(String subject);

  /// A grant and the event that made it.
  record Made(Grant grant, ContractEvent event) {}

  /// Whose requests and grants: those of an organisation, those for a provider's datasets, or all.
  record Concern(boolean all, @Nullable Uscc organisation, @Nullable ProviderNamespace provider) {
    public static final Concern ALL = new Concern(true, null, null);
  }
}
