package org.citycatalog.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads one JSON object a line. A line that is none is rejected; lines without a character are
/// skipped.
///
/// The file is read twice: first to know every member of any object, then row by row.
final class JsonLinesReader implements SourceReader {
  private static final int TEXT_CHARS = 500;

  private final StoredBytes stored;
  private final Lines lines;
  private final Limits limits;
  private final JsonRecord record;

  private JsonLinesReader(StoredBytes stored, Lines lines, Limits limits, JsonRecord record) {
    this.stored = stored;
    this.lines = lines;
    this.limits = limits;
    this.record = record;
  }

  static JsonLinesReader open(Path file, Dialect dialect, Limits limits) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    try (StoredBytes stored = new StoredBytes(file);
        Lines lines = new Lines(StrictText.open(stored, dialect, limits), limits)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        Set<String> inLine = new LinkedHashSet<>();
        try (JsonEvents events = new JsonEvents(new StringReader(line), limits)) {
          events.next();
          JsonRecord.collect(events, false, inLine, limits);
          events.expectEnd();
          names.addAll(inLine);
        } catch (UnreadableFileException wrong) {
          if (wrong.code().equals("too-many-columns")) {
            throw wrong;
          }
          // The line is rejected when the rows are read.
        }
        if (names.size() > limits.maxColumns()) {
          throw ColumnNames.tooMany(limits);
        }
      }
    }
    if (names.isEmpty()) {
      throw new UnreadableFileException(
          "json-shape", "No line of the file is a JSON object with members.");
    }
    JsonRecord record = new JsonRecord(names, false, limits);
    StoredBytes stored = new StoredBytes(file);
    return new JsonLinesReader(
        stored, new Lines(StrictText.open(stored, dialect, limits), limits), limits, record);
  }

  @Override
  public List<String> columns() {
    return record.columns();
  }

  @Override
  public @Nullable SourceRecord next() throws IOException {
    String line = lines.next();
    if (line == null) {
      return null;
    }
    try (JsonEvents events = new JsonEvents(new StringReader(line), limits)) {
      events.next();
      SourceRecord read = record.read(events, lines.number());
      events.expectEnd();
      return read.rejection() == null ? read : rejected(line, read.rejection());
    } catch (UnreadableFileException wrong) {
      return rejected(
          line,
          wrong.code().equals("json-too-deep") || wrong.code().equals("cell-too-long")
              ? wrong.getMessage()
              : "The line is no JSON object.");
    }
  }

  private SourceRecord rejected(String line, @Nullable String why) {
    return new SourceRecord(lines.number(), new String[0], why, Excerpt.of(line, TEXT_CHARS));
  }

  @Override
  public long bytesRead() {
    return stored.position();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  /// Lines of a text, none longer than a record may be.
  private static final class Lines implements Closeable {
    private final StrictText text;
    private final Limits limits;
    private char[] buffer = new char[1 << 16];
    private int at;
    private int end;
    private long number;

    Lines(StrictText text, Limits limits) {
      this.text = text;
      this.limits = limits;
    }

    /// Number of the line given last, from 1.
    long number() {
      return number;
    }

    /// The next line that is not blank, null at the end.
    @Nullable String next() throws IOException {
      while (true) {
        int from = at;
        int to = from;
        while (true) {
          while (to < end && buffer[to] != '\n') {
            to++;
          }
          if (to < end) {
            at = to + 1;
            break;
          }
          to -= from;
          System.arraycopy(buffer, from, buffer, 0, to);
          from = 0;
          if (!fill(to)) {
            at = end;
            if (to == 0) {
              return null;
            }
            break;
          }
        }
        number++;
        String line = new String(buffer, from, to - from);
        if (!line.isBlank()) {
          return line;
        }
      }
    }

    private boolean fill(int kept) throws IOException {
      if (kept > limits.maxRecordChars()) {
        throw new UnreadableFileException(
            "record-too-long",
            "Line %,d is longer than %,d characters."
                .formatted(number + 1, limits.maxRecordChars()));
      }
      if (kept == buffer.length) {
        buffer = Arrays.copyOf(buffer, kept * 2);
      }
      int read = text.read(buffer, kept, buffer.length - kept);
      end = kept + Math.max(read, 0);
      return read > 0;
    }

    @Override
    public void close() throws IOException {
      text.close();
    }
  }
}
