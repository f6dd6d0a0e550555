package org.citycatalog.sharing.purge;

import java.util.List;
import java.util.concurrent.Future;
import org.citycatalog.catalog.DatasetId;

/// Erases from the data folder what no living version needs.
@FunctionalInterface
public interface Erasure {
  /// Begins, or begins again.
  ///
  /// @param versions destroyed ones, of which the catalog knows no more
  /// @return ends when nothing is left, or exceptionally
  Future<?> erase(DatasetId dataset, List<Long> versions);
}
