package org.citycatalog.rows;

import org.citycatalog.sharing.Permit;

/// Every row that a permit shows, for what the server itself makes of them all.
public final class PermittedRows {
  private PermittedRows() {}

  /// The rows in the order of the file, with the columns of the permit.
  ///
  /// @throws IndexUnavailableException while the version's index is being rebuilt
  public static RowStream of(RowStore store, Permit permit) {
    CheckedRowQuery query = CheckedRowQuery.check(RowQuery.ALL, permit, store.filters()).query();
    if (query == null) {
      throw new IllegalStateException("the question for all rows has no mistake");
    }
    return IndexRowStream.of(
        store, permit.version(), query, new ShownColumns(permit, query.select()));
  }
}
