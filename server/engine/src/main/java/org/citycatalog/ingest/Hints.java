package org.citycatalog.ingest;

import org.jspecify.annotations.Nullable;

/// What the sender says about a file; null where they say nothing. What is said is taken, or the
/// file is refused.
///
/// @param encoding name of a character set
/// @param header whether the first record names the columns
/// @param sheet name of the XLSX sheet
/// @param delimiter between the cells of CSV
public record Hints(
    @Nullable Format format,
    @Nullable String encoding,
    @Nullable Boolean header,
    @Nullable String sheet,
    @Nullable Character delimiter) {
  public static final Hints NONE = new Hints(null, null, null, null, null);

  public static Hints format(Format format) {
    return new Hints(format, null, null, null, null);
  }
}
