package org.citycatalog.catalog;

import java.time.Instant;

/// What is left of a version that was destroyed: that it was there, and by which purge it went.
/// Nothing of its rows, its file or their sizes.
///
/// @param load the load that had made it
/// @param loaded when it had become visible
/// @param schema the names and types of its columns, by which it is decided who is told
/// @param purge id of the purge
/// @param at when it was destroyed
public record Tombstone(
    DatasetId dataset,
    long number,
    String load,
    Instant loaded,
    TableSchema schema,
    String purge,
    Instant at) {
  /// The version without anything that was in it, for whoever decides about it.
  public DatasetVersion emptied() {
    SourceFile none = new SourceFile(SourceFile.UNKNOWN, null, null, null, null, null, "", 0);
    return new DatasetVersion(dataset, number, load, loaded, schema, none, 0, 0, 0);
  }
}
