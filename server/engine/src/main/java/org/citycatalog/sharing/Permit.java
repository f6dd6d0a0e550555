package org.citycatalog.sharing;

import java.util.List;
import java.util.Optional;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.cql.Predicate;

/// What one caller may read of one dataset version. Made only by [Boundary].
public final class Permit implements Decision {
  private final DatasetVersion version;
  private final TableSchema view;
  private final Optional<Predicate> rows;
  private final String scope;

  Permit(DatasetVersion version, TableSchema view, Optional<Predicate> rows, String scope) {
    this.version = version;
    this.view = view;
    this.rows = rows;
    this.scope = scope;
  }

  public DatasetVersion version() {
    return version;
  }

  /// The columns the caller may see, filter and sort by, in the order of the dataset.
  public List<Item> columns() {
    return view.items();
  }

  /// The schema as the caller sees it.
  public TableSchema view() {
    return view;
  }

  /// What a row must satisfy to be there for the caller; empty means nothing.
  public Optional<Predicate> rows() {
    return rows;
  }

  /// Names what this permit allows: a cursor made under one scope is of no use under another.
  public String scope() {
    return scope;
  }
}
