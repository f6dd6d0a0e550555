package org.citycatalog.sharing.ledger;

import java.util.concurrent.CompletableFuture;

/// Where the ledger's records go: in one order, to stay as they are.
public interface RecordLog {
  /// When a record has to be on disk.
  enum Durable {
    /// As soon as the disk can: somebody waits for it.
    NOW,
    /// Within a second or so.
    SOON
  }

  /// Takes a record and returns at once; safe for many threads.
  ///
  /// @param json an object on one line
  /// @return completes with the record's number when it is on disk, or with an
  ///   [org.citycatalog.catalog.UnavailableException] of code `ledger-unavailable` where it was not
  ///   kept
  CompletableFuture<Long> append(String json, Durable when);
}
