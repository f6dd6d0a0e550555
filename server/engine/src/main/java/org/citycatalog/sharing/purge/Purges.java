package org.citycatalog.sharing.purge;

import java.util.List;
import java.util.Optional;
import org.citycatalog.sharing.contracts.Contracts.Concern;

/// Purges of record. Every method that writes is one transaction, and is on disk when it returns.
public interface Purges {
  void add(Purge purge);

  Optional<Purge> purge(String id);

  /// Purges that concern somebody, newest first.
  List<Purge> purges(Concern concern);

  /// Purges that are approved and not done, oldest first.
  List<Purge> approved();

  /// Replaces a purge that is still at the step before.
  ///
  /// @return false if somebody was faster; then nothing happened
  boolean move(Purge next);
}
