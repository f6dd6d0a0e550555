package org.citycatalog.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// 信息资源: an entry of the catalog and where it stands.
///
/// @param revision counts the edits of the entry, from 1
/// @param sequence the change that made this revision
/// @param version the version readers get, null before the first load
public record Dataset(
    Entry entry,
    Provider provider,
    DatasetState state,
    long revision,
    Sequence sequence,
    Instant registered,
    Instant modified,
    @Nullable DatasetVersion version) {
  public DatasetId id() {
    return entry.id();
  }
}
