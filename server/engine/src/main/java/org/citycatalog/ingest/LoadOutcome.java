package org.citycatalog.ingest;

import org.citycatalog.catalog.Load;

/// What became of a file that was sent to be loaded.
public sealed interface LoadOutcome {
  /// Nothing was loaded, for a reason.
  sealed interface NotDone extends LoadOutcome {}

  /// The load has come to its end; its state says to which.
  record Ended(Load load) implements LoadOutcome {}

  /// The file is on disk and will be loaded, also after a restart.
  record Accepted(Load load) implements LoadOutcome {}

  /// For this caller there is no such dataset.
  record Absent() implements NotDone {}

  /// The caller may not load this dataset.
  record Forbidden() implements NotDone {}

  /// Another load of the dataset is on its way.
  record Busy(String load) implements NotDone {}

  /// The file did not arrive whole, or could not be stored; nothing of it stays.
  ///
  /// @param code stable code from error-codes.yaml
  /// @param message one English sentence
  record NotReceived(String code, String message) implements NotDone {}
}
