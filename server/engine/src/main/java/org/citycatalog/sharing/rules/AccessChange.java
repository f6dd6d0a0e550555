package org.citycatalog.sharing.rules;

import java.util.List;
import java.util.Optional;
import org.citycatalog.catalog.Mask;
import org.citycatalog.sharing.Permit;
import org.jspecify.annotations.Nullable;

/// What changes for one viewer.
///
/// @param reads the columns read after it
/// @param columns those that are opened, shut, or shown or usable otherwise
/// @param rows empty where there is no version, or its index is no longer kept
public record AccessChange(
    Viewer viewer,
    Access before,
    Access after,
    List<Permit.PermittedColumn> reads,
    List<ColumnChange> columns,
    Optional<Rows> rows) {
  public AccessChange {
    reads = List.copyOf(reads);
    columns = List.copyOf(columns);
  }

  /// How far a viewer comes.
  ///
  /// @param seen whether there is such an entry
  /// @param refusal why rows are not read, a code of error-codes.yaml; null where they are, and
  ///   where nothing is seen
  public record Access(boolean seen, boolean readable, @Nullable String refusal) {}

  /// A column before and after; null where it is not read.
  public record ColumnChange(
      String name,
      Permit.@Nullable PermittedColumn before,
      Permit.@Nullable PermittedColumn after) {
    /// Whether more of its values may be shown than before. Masks have no order: one in the place
    /// of another counts as more, unless nothing is shown any more.
    public boolean tellsMore() {
      if (after == null || after.mask() instanceof Mask.Null) {
        return false;
      }
      return before == null || !before.isClear() && !before.mask().equals(after.mask());
    }
  }

  /// Rows of the newest version, counted exactly.
  ///
  /// @param opened readable after and not before
  /// @param shut readable before and not after
  public record Rows(long before, long after, long opened, long shut) {}

  /// The column of a name as it is read after it.
  Optional<Permit.PermittedColumn> readAfter(String column) {
    return reads.stream().filter(each -> each.item().name().equals(column)).findFirst();
  }

  /// Whether anything is read that was not.
  boolean widens() {
    return after.readable && !before.readable
        || columns.stream().anyMatch(ColumnChange::tellsMore)
        || rows.isPresent() && rows.get().opened() > 0;
  }
}
