package org.citycatalog.sdk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of rows as it came.
///
/// @param version the version the rows are of
/// @param total rows that match
/// @param rows the rows
/// @param next cursor of the next page, `null` on the last
record Page(long version, long total, List<Row> rows, @Nullable String next) {}
