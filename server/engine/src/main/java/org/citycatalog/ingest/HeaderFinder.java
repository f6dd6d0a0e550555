package org.citycatalog.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.citycatalog.catalog.TableSchema;

/// Finds how a file of a dataset with known items is written: a first record that names items is a
/// header, whatever else speaks against it.
final class HeaderFinder {
  private static final Logger LOG = Logger.getLogger(HeaderFinder.class.getName());
  private static final char[] DELIMITERS = {',', '\t', ';', '|'};

  private HeaderFinder() {}

  /// As [Source#find], but where nobody said how the file is written, a header that names items of
  /// the schema is looked for behind every delimiter.
  static Source find(Path file, Hints hints, Limits limits, TableSchema schema) throws IOException {
    Source found = Source.find(file, hints, limits);
    boolean open = hints.header() == null && hints.delimiter() == null;
    if (!open || found.dialect().delimiter() == null || namesItems(found, schema)) {
      return found;
    }
    for (char delimiter : DELIMITERS) {
      Hints headed =
          new Hints(
              delimiter == '\t' ? Format.TSV : Format.CSV, hints.encoding(), true, null, delimiter);
      try {
        Source tried = Source.find(file, headed, limits);
        if (namesItems(tried, schema)) {
          return tried;
        }
      } catch (UnreadableFileException notSo) {
        LOG.log(Level.FINE, "not written so", notSo); // one of several guesses
      }
    }
    return found;
  }

  private static boolean namesItems(Source source, TableSchema schema) throws IOException {
    if (!Boolean.TRUE.equals(source.dialect().header())) {
      return false;
    }
    try (SourceReader records = source.open()) {
      return records.columns().stream().anyMatch(name -> schema.indexOf(name) >= 0);
    }
  }
}
