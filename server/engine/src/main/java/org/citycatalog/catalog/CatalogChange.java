package org.citycatalog.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One thing that happened to an entry.
///
/// @param revision the entry's revision after it
/// @param version the version loaded or destroyed, where one was
public record CatalogChange(
    Sequence sequence,
    DatasetId dataset,
    Kind kind,
    long revision,
    @Nullable Long version,
    Instant at) {
  /// What happened.
  public enum Kind {
    REGISTERED,
    EDITED,
    PUBLISHED,
    WITHDRAWN,
    LOADED,
    PURGED
  }
}
