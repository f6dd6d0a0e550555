package org.citycatalog.stewardship.corrections;

import java.util.List;
import java.util.Optional;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.sharing.contracts.ContractEvent;
import org.jspecify.annotations.Nullable;

/// Reports of errors and what happened to them, of record. Every method that writes is one
/// transaction, and is on disk when it returns.
public interface Corrections {
  /// Adds a report with its first event.
  ///
  /// @param mostOpen how many open reports its organisation may have with this one or, where it has
  ///   none, its reporter
  /// @return false if there are as many already; then nothing happened
  boolean add(Correction correction, ContractEvent event, int mostOpen);

  Optional<Correction> correction(String id);

  /// Reports that concern somebody, newest first.
  List<Correction> corrections(Concern concern);

  /// Reports that may become overdue and have not been noted as that.
  List<Correction> watched();

  /// Replaces a report that is still at the revision before.
  ///
  /// @return false if somebody was faster; then nothing happened
  boolean move(Correction next, ContractEvent event);

  /// What happened to a report, oldest first.
  List<ContractEvent> events(String id);

  /// Whose reports: those of a key, those of an organisation, those on a provider's datasets, or
  /// all.
  record Concern(
      boolean all, String key, @Nullable Uscc organisation, @Nullable ProviderNamespace provider) {}
}
