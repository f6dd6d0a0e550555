package org.citycatalog.sharing.ledger;

import org.citycatalog.catalog.DatasetId;

/// The keys under which the ledger seals what was looked for in a dataset: one of its own for each,
/// so that one can be destroyed and the others stay.
public interface LiteralKeys {
  /// 32 secret bytes, the same until they are destroyed.
  ///
  /// @throws org.citycatalog.catalog.UnavailableException if a dataset's first key cannot be kept
  byte[] of(DatasetId dataset);

  /// Destroys a dataset's key: nobody can tell any more what the seals made under it stood for, or
  /// whether a later one stands for the same. The next seal is made under another key.
  void destroy(DatasetId dataset);
}
