package org.citycatalog.ingest;

import java.io.IOException;
import java.nio.file.Path;

/// A stored file and how it is read. Every [#open] gives the same records.
public record Source(Path file, Dialect dialect, Limits limits) {
  /// Looks into a file and finds how it is written, by what it holds and not by its name.
  ///
  /// @throws UnreadableFileException if it is no file of rows, or not what the hints say
  public static Source find(Path file, Hints hints, Limits limits) throws IOException {
    return new Source(file, new DialectFinder(file, hints, limits).find(), limits);
  }

  /// Opens the file at its first record.
  ///
  /// @throws UnreadableFileException if its columns cannot be read
  public SourceReader open() throws IOException {
    return switch (dialect.format()) {
      case CSV, TSV -> DelimitedReader.open(file, dialect, limits);
      case JSON, GEOJSON -> JsonReader.open(file, dialect, limits);
      case JSONL -> JsonLinesReader.open(file, dialect, limits);
      case XLSX -> XlsxReader.open(file, dialect, limits);
    };
  }
}
