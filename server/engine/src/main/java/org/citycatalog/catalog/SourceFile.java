package org.citycatalog.catalog;

import org.jspecify.annotations.Nullable;

/// The file a version was loaded from, and how it was read: with this and the blob the same rows
/// are read again.
///
/// @param format `csv`, `tsv`, `json`, `jsonl`, `geojson` or `xlsx`; [#UNKNOWN] until somebody has
///   looked
/// @param compression `gzip` or null
/// @param encoding name of the character set; null for XLSX
/// @param delimiter of CSV and TSV
/// @param header whether the first record names the columns; null where the format has none
/// @param sheet the XLSX sheet
/// @param sha256 of the file as it came, lower-case hex
/// @param bytes of the file as it came
public record SourceFile(
    String format,
    @Nullable String compression,
    @Nullable String encoding,
    @Nullable Character delimiter,
    @Nullable Boolean header,
    @Nullable String sheet,
    String sha256,
    long bytes) {
  public static final String UNKNOWN = "unknown";
}
