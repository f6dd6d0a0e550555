package org.citycatalog.sharing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.ItemRight;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.cql.Predicate;
import org.jspecify.annotations.Nullable;

/// What one caller may read of one dataset version, for one purpose. Made only by [Boundary].
///
/// A column that is not listed does not exist for the caller. What is not shown in clear can be
/// neither filtered nor sorted by.
public final class Permit implements Decision {
  private final DatasetVersion version;
  private final List<PermittedColumn> columns;
  private final TableSchema view;
  private final @Nullable Predicate rows;
  private final Basis basis;
  private final @Nullable Grant grant;
  private final String scope;
  private final byte[] maskKey;

  /// What a permit rests on.
  public enum Basis {
    /// The caller keeps the dataset.
    OWN,
    /// Unconditionally open to everybody.
    OPEN,
    /// Unconditionally shared between departments.
    SHARED,
    /// A grant.
    GRANT,
    /// The server counts; no row leaves.
    STATISTICS
  }

  Permit(
      DatasetVersion version,
      List<PermittedColumn> columns,
      @Nullable Predicate rows,
      Basis basis,
      @Nullable Grant grant,
      byte[] maskKey) {
    this.version = version;
    this.columns = List.copyOf(columns);
    this.view = view(version.schema(), this.columns);
    this.rows = rows;
    this.basis = basis;
    this.grant = grant;
    this.maskKey = maskKey.clone();
    this.scope = Scope.of(this);
  }

  public DatasetVersion version() {
    return version;
  }

  /// The columns the caller may see, in the order of the dataset.
  public List<PermittedColumn> columns() {
    return columns;
  }

  /// The column of a name, if the caller may see one.
  public Optional<PermittedColumn> column(String name) {
    return columns.stream().filter(column -> column.item().name().equals(name)).findFirst();
  }

  /// The schema as the caller sees it: masked columns have the type of what is shown.
  public TableSchema view() {
    return view;
  }

  /// What a row must satisfy to be there for the caller; empty means nothing.
  public Optional<Predicate> rows() {
    return Optional.ofNullable(rows);
  }

  public Basis basis() {
    return basis;
  }

  /// The grant it rests on.
  public Optional<Grant> grant() {
    return Optional.ofNullable(grant);
  }

  /// Whether the caller reads every row and every value: only then may be told what is counted over
  /// the whole file.
  public boolean isWhole() {
    return rows == null
        && columns.size() == version.schema().items().size()
        && columns.stream().allMatch(PermittedColumn::isClear);
  }

  /// Names what this permit allows, grant and epoch included: a cursor or tag made under one scope
  /// is of no use under another.
  public String scope() {
    return scope;
  }

  /// What turns the cells of a column into what is shown; for one thread.
  public Masking masking(PermittedColumn column) {
    return new Masking(
        column, version.schema().missingValues(), version.loaded(), maskKey, version.dataset());
  }

  private static TableSchema view(TableSchema schema, List<PermittedColumn> columns) {
    List<Item> shown = new ArrayList<>();
    columns.forEach(column -> shown.add(column.shown()));
    boolean keyed =
        schema.primaryKey().stream()
            .allMatch(key ->
                columns.stream()
                    .anyMatch(column -> column.isClear() && column.item().name().equals(key)));
    return new TableSchema(shown, schema.missingValues(), keyed ? schema.primaryKey() : List.of());
  }

  /// One column as a caller may read it.
  ///
  /// @param place in the rows of the version
  /// @param item as the version has it, without what is said about its boundary
  /// @param rights what may be done with it
  public record PermittedColumn(int place, Item item, Set<ItemRight> rights, Mask mask) {
    public PermittedColumn {
      rights = Set.copyOf(rights);
    }

    public boolean isClear() {
      return mask.equals(Mask.CLEAR);
    }

    public boolean allows(ItemRight right) {
      return rights.contains(right);
    }

    /// The item of what is shown.
    public Item shown() {
      return Masking.shown(item, mask);
    }
  }
}
