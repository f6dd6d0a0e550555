package org.citycatalog.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads CSV and TSV.
///
/// What a record may be:
/// * Cells absent at its end are null; more cells than columns reject it, unless all of those are
///   empty.
/// * A line without any character is skipped, except in a file of one column, where it is an empty
///   cell.
/// * A cell is quoted when its first character is a quote; quotes elsewhere are plain text.
///   Characters between a closing quote and the next delimiter reject every line the record
///   touches, because nobody can say which of its quotes is the stray one. A quote that is never
///   closed refuses the file.
final class DelimitedReader implements SourceReader {
  private static final int TEXT_CHARS = 500;

  private final StoredBytes stored;
  private final DelimitedRecords records;
  private final List<String> columns;
  private final int width;
  private boolean recordHeld;

  private DelimitedReader(
      StoredBytes stored, DelimitedRecords records, List<String> columns, boolean recordHeld) {
    this.stored = stored;
    this.records = records;
    this.columns = columns;
    this.width = columns.size();
    this.recordHeld = recordHeld;
  }

  static DelimitedReader open(Path file, Dialect dialect, Limits limits) throws IOException {
    Character delimiter = dialect.delimiter();
    if (delimiter == null) {
      throw new IllegalArgumentException("%s has no delimiter".formatted(dialect.format()));
    }
    StoredBytes stored = new StoredBytes(file);
    try {
      DelimitedRecords records =
          new DelimitedRecords(StrictText.open(stored, dialect, limits), delimiter, limits);
      if (!records.advanceToText()) {
        throw new UnreadableFileException("file-empty", "The file holds no record.");
      }
      if (records.broken() != null) {
        throw new UnreadableFileException(
            "quote-broken", "The first record cannot be read: %s".formatted(records.broken()));
      }
      if (records.cellCount() > limits.maxColumns()) {
        throw ColumnNames.tooMany(limits);
      }
      List<String> first = new ArrayList<>();
      for (int i = 0; i < records.cellCount(); i++) {
        first.add(records.cell(i));
      }
      if (Boolean.TRUE.equals(dialect.header())) {
        return new DelimitedReader(stored, records, ColumnNames.ofHeader(first, limits), false);
      }
      return new DelimitedReader(stored, records, ColumnNames.numbered(first.size()), true);
    } catch (IOException | RuntimeException wrong) {
      stored.close();
      throw wrong;
    }
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public @Nullable SourceRecord next() throws IOException {
    SourceRecord rejected = records.nextBrokenLine();
    if (rejected != null) {
      return rejected;
    }
    while (recordHeld || records.advance()) {
      recordHeld = false;
      if (records.broken() != null) {
        return records.nextBrokenLine();
      }
      if (records.isBlank() && width > 1) {
        continue;
      }
      int count = records.cellCount();
      if (count > width && !records.isEmptyFrom(width)) {
        return new SourceRecord(
            records.line(),
            new String[0],
            "The record has %,d cells, but there are %,d columns.".formatted(count, width),
            records.text(TEXT_CHARS));
      }
      String[] cells = new String[width];
      records.cells(cells);
      return new SourceRecord(records.line(), cells, null, null);
    }
    return null;
  }

  @Override
  public long bytesRead() {
    return stored.position();
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
