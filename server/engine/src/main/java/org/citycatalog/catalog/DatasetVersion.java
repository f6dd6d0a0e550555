package org.citycatalog.catalog;

import java.time.Instant;

/// One loaded state of a dataset. Never changes once it is there.
///
/// @param number counts the versions, from 1
/// @param load the load that made it
/// @param schema the schema it was loaded under
/// @param rows rows kept
/// @param rejected rows whose shape could not be read
/// @param unreadable cells that break the schema
public record DatasetVersion(
    DatasetId dataset,
    long number,
    String load,
    Instant loaded,
    TableSchema schema,
    SourceFile source,
    long rows,
    long rejected,
    long unreadable) {}
