package org.citycatalog.sharing.rules;

import java.util.Optional;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Permit;

/// Counts what two permits of one version differ in. Implemented by whoever reads rows.
@FunctionalInterface
public interface RowComparison {
  /// Counts the rows of both; recorded like a reading.
  ///
  /// @param keeper who is told
  /// @param before empty where no row was read
  /// @param after empty where no row is read
  /// @return empty where neither reads, or the version's index is no longer kept
  Optional<AccessChange.Rows> compare(
      Caller keeper, Optional<Permit> before, Optional<Permit> after);
}
