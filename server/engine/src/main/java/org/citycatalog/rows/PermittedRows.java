package org.citycatalog.rows;

import org.citycatalog.sharing.Permit;

/// The rows that a permit shows, as a stream.
public final class PermittedRows {
  private PermittedRows() {}

  /// Every row in the order of the file, with the columns of the permit: for what the server itself
  /// makes of them all.
  ///
  /// @throws IndexUnavailableException while the version's index is being rebuilt
  public static RowStream of(RowStore store, Permit permit) {
    CheckedRowQuery query = CheckedRowQuery.check(RowQuery.ALL, permit, store.filters()).query();
    if (query == null) {
      throw new IllegalStateException("the question for all rows has no mistake");
    }
    return of(store, permit, query);
  }

  /// The rows of a question that was checked with the permit.
  ///
  /// @throws IndexUnavailableException while the version's index is being rebuilt
  static RowStream of(RowStore store, Permit permit, CheckedRowQuery query) {
    return IndexRowStream.of(
        store, permit.version(), query, new ShownColumns(permit, query.select()));
  }
}
