package org.citycatalog.sharing;

import java.util.Objects;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.Level;
import org.jspecify.annotations.Nullable;

/// Everything that columns, masks and rows of a permit follow from. What moves without any of it
/// being changed, the clock and the purpose of a call, is asked at each decision and is no part.
///
/// @param clearance of the caller, or of the grant
/// @param grant where the permit rests on one
record Ground(
    Permit.Basis basis,
    Level clearance,
    Entry entry,
    DatasetVersion version,
    @Nullable Grant grant) {
  /// A short name; grounds of one name may differ, of which one is then out of date.
  record Name(Permit.Basis basis, Level clearance, DatasetId dataset, long version, String grant) {}

  Name name() {
    return new Name(
        basis, clearance, version.dataset(), version.number(), grant == null ? "" : grant.id());
  }

  /// What it takes in memory, in columns.
  int weight() {
    int columns = entry.schema().items().size() + version.schema().items().size();
    return 1 + columns + (grant == null ? 0 : grant.columns().size());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    // Mostly the very same objects, which compare at once: nothing was read anew since.
    return other instanceof Ground that
        && basis == that.basis
        && clearance == that.clearance
        && Objects.equals(entry, that.entry)
        && Objects.equals(version, that.version)
        && Objects.equals(grant, that.grant);
  }

  @Override
  public int hashCode() {
    return name().hashCode();
  }
}
