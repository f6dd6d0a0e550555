package org.citycatalog.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The entry as it was at one revision.
///
/// @param by id of the key that did it
/// @param note the reason, where one was given
public record Revision(
    Entry entry, long revision, DatasetState state, Instant at, String by, @Nullable String note) {}
