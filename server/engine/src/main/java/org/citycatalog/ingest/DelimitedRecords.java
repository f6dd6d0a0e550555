package org.citycatalog.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Splits text into records and cells.
///
/// The whole record stays in the buffer until the next one is asked for, so that one that cannot be
/// read can be shown and left out line by line. A record ends at a line feed, with or without a
/// carriage return before it; a lone carriage return ends one only in a file whose first line ends
/// so, elsewhere it is part of the cell.
final class DelimitedRecords implements Closeable {
  private static final int TEXT_CHARS = 500;
  private static final char QUOTE = '"';
  private static final String[] ONE_CHAR = new String[128];

  static {
    for (char c = 0; c < 128; c++) {
      ONE_CHAR[c] = String.valueOf(c);
    }
  }

  private final Reader text;
  private final char delimiter;
  private final char highest; // of the characters that end an unquoted cell
  private final Limits limits;
  private char[] buffer = new char[1 << 16];
  private int end;
  private int cursor;
  private boolean returnEndsLine;
  private boolean lineEndKnown;

  private int start;
  private int recordEnd;
  private long line;
  private long nextLine = 1;
  private int count;
  private int beyond;
  private boolean beyondFilled;
  // Cells, from the start of the record; a negative end means that the cell holds doubled quotes
  // and ends at -end.
  private int[] from = new int[64];
  private int[] to = new int[64];
  private String[] previous = new String[0];
  private @Nullable String broken;
  private int brokenAt;
  private long brokenLine;

  DelimitedRecords(Reader text, char delimiter, Limits limits) {
    this.text = text;
    this.delimiter = delimiter;
    this.highest = (char) Math.max(delimiter, '\r');
    this.limits = limits;
  }

  /// Goes to the next record that holds a character; false at the end.
  boolean advanceToText() throws IOException {
    while (advance()) {
      if (!isBlank()) {
        return true;
      }
    }
    return false;
  }

  /// Goes to the next record; false at the end.
  ///
  /// @throws UnreadableFileException if a limit is broken or a quote never closed
  boolean advance() throws IOException {
    start = cursor;
    line = nextLine;
    count = 0;
    beyond = 0;
    beyondFilled = false;
    broken = null;
    if (start == end && !fill()) {
      return false;
    }
    while (true) {
      boolean more = cursor < end || fill();
      if (more && buffer[cursor] == QUOTE) {
        if (!quotedCell()) {
          breakRecord();
          return true;
        }
      } else {
        int cellFrom = cursor - start;
        skipToEndOfCell();
        addCell(cellFrom, cursor - start, false);
      }
      if (cursor == end) { // the end of the file
        endRecord(cursor);
        return true;
      }
      if (buffer[cursor] == delimiter) {
        cursor++;
        continue;
      }
      endLine();
      return true;
    }
  }

  /// Leaves the cursor on the delimiter or line end after an unquoted cell, or at the end of the
  /// file.
  private void skipToEndOfCell() throws IOException {
    int at = cursor;
    while (true) {
      char[] chars = buffer;
      int limit = end;
      while (at < limit) {
        char c = chars[at];
        if (c <= highest && (c == delimiter || c == '\n' || c == '\r')) {
          break;
        }
        at++;
      }
      cursor = at;
      if (at < limit) {
        if (chars[at] != '\r' || isLineEnd()) {
          return;
        }
        at = cursor + 1;
      } else if (fill()) {
        at = cursor;
      } else {
        return;
      }
    }
  }

  /// Reads a quoted cell and leaves the cursor after it; false if something stands between its end
  /// and the delimiter.
  private boolean quotedCell() throws IOException {
    cursor++;
    int cellFrom = cursor - start;
    boolean doubled = false;
    while (true) {
      skipToQuote();
      int cellTo = cursor - start;
      cursor++;
      boolean more = cursor < end || fill();
      if (more && buffer[cursor] == QUOTE) {
        doubled = true;
        cursor++;
        continue;
      }
      addCell(cellFrom, cellTo, doubled);
      return !more
          || buffer[cursor] == delimiter
          || buffer[cursor] == '\n'
          || (buffer[cursor] == '\r' && isLineEnd());
    }
  }

  private void skipToQuote() throws IOException {
    long openedOn = nextLine;
    while (true) {
      char[] chars = buffer;
      int limit = end;
      int at = cursor;
      while (at < limit) {
        char c = chars[at];
        if (c == QUOTE) {
          cursor = at;
          return;
        }
        if (c == '\n'
            || (c == '\r' && returnEndsLine && !(at + 1 < limit && chars[at + 1] == '\n'))) {
          nextLine++;
        }
        at++;
      }
      cursor = at;
      if (!fill()) {
        throw new UnreadableFileException(
            "quote-unclosed",
            "The quote in the record on line %,d is never closed.".formatted(openedOn));
      }
    }
  }

  /// Whether the carriage return under the cursor ends the line.
  private boolean isLineEnd() throws IOException {
    if (cursor + 1 == end && !fill()) {
      return true;
    }
    if (buffer[cursor + 1] == '\n') {
      return true;
    }
    if (!lineEndKnown) {
      lineEndKnown = true;
      returnEndsLine = true;
    }
    return returnEndsLine;
  }

  /// Takes the line end under the cursor.
  private void endLine() {
    int contentEnd = cursor;
    if (buffer[cursor] == '\r') {
      cursor++;
    }
    if (cursor < end && buffer[cursor] == '\n') {
      cursor++;
    }
    lineEndKnown = true;
    endRecord(contentEnd);
  }

  private void endRecord(int contentEnd) {
    recordEnd = contentEnd;
    nextLine++;
  }

  /// Gives up the record, up to the end of the line where it broke.
  private void breakRecord() throws IOException {
    while (true) {
      skipToEndOfCell();
      if (cursor < end && buffer[cursor] == delimiter) {
        cursor++;
        continue;
      }
      break;
    }
    long brokeOn = nextLine;
    if (cursor < end) {
      endLine();
    } else {
      endRecord(cursor);
    }
    broken =
        brokeOn == line
            ? "There is text between a closing quote and the next delimiter."
            : "Lines %,d to %,d cannot be told apart: a quote opens on one and closes in the middle of a cell on another."
                .formatted(line, brokeOn);
    brokenAt = start;
    brokenLine = line;
  }

  private void addCell(int cellFrom, int cellTo, boolean doubled) throws UnreadableFileException {
    if (cellTo - cellFrom > limits.maxCellChars()) {
      throw new UnreadableFileException(
          "cell-too-long",
          "A cell of the record on line %,d is longer than %,d characters; is a quote missing?"
              .formatted(line, limits.maxCellChars()));
    }
    if (count == limits.maxColumns()) { // more are counted, but not kept
      beyond++;
      beyondFilled |= cellTo > cellFrom;
      return;
    }
    if (count == from.length) {
      from = Arrays.copyOf(from, count * 2);
      to = Arrays.copyOf(to, count * 2);
    }
    from[count] = cellFrom;
    to[count++] = doubled ? -cellTo : cellTo;
  }

  /// Reads more behind what the current record needs; false at the end of the text.
  private boolean fill() throws IOException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      cursor -= start;
      start = 0;
    }
    if (end >= limits.maxRecordChars()) {
      throw new UnreadableFileException(
          "record-too-long",
          "The record on line %,d is longer than %,d characters; is a quote missing?"
              .formatted(line, limits.maxRecordChars()));
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int read = text.read(buffer, end, buffer.length - end);
    if (read < 0) {
      return false;
    }
    end += read;
    return true;
  }

  /// Line of the file where the record starts, from 1.
  long line() {
    return line;
  }

  int cellCount() {
    return count + beyond;
  }

  /// Whether all cells from this one on are empty.
  boolean isEmptyFrom(int cell) {
    for (int i = cell; i < count; i++) {
      if (from[i] != Math.abs(to[i])) {
        return false;
      }
    }
    return !beyondFilled;
  }

  /// Whether the record is a line without any character.
  boolean isBlank() {
    return recordEnd == start && broken == null;
  }

  /// Why the record cannot be read, null if it can.
  @Nullable String broken() {
    return broken;
  }

  /// The start of the record as it stands in the file.
  String text(int chars) {
    return excerpt(start, recordEnd, chars);
  }

  private String excerpt(int begin, int stop, int chars) {
    return Excerpt.of(new String(buffer, begin, Math.min(stop - begin, chars + 1)), chars);
  }

  /// The next line of a record that cannot be read, as a rejected record; null when all were given.
  @Nullable SourceRecord nextBrokenLine() {
    while (broken != null && brokenAt < recordEnd) {
      int begin = brokenAt;
      int at = begin;
      while (at < recordEnd && buffer[at] != '\n' && !(returnEndsLine && buffer[at] == '\r')) {
        at++;
      }
      brokenAt = at + (at + 1 < recordEnd && buffer[at] == '\r' && buffer[at + 1] == '\n' ? 2 : 1);
      int stop = at > begin && buffer[at - 1] == '\r' ? at - 1 : at;
      long on = brokenLine++;
      if (stop > begin) {
        return new SourceRecord(on, new String[0], broken, excerpt(begin, stop, TEXT_CHARS));
      }
    }
    return null;
  }

  /// Fills the target with the cells of the record; what the record does not have stays null.
  void cells(@Nullable String[] target) {
    if (previous.length < target.length) {
      previous = Arrays.copyOf(previous, target.length);
    }
    int width = Math.min(count, target.length);
    for (int i = 0; i < width; i++) {
      target[i] = previous[i] = cell(i, previous[i]);
    }
  }

  String cell(int index) {
    return cell(index, null);
  }

  /// Gives the same string again where a column repeats itself, as most do: making strings is most
  /// of the work.
  private String cell(int index, @Nullable String before) {
    int begin = start + from[index];
    int stop = start + to[index];
    if (to[index] < 0) {
      return withoutDoubles(begin, start - to[index]);
    }
    int length = stop - begin;
    if (length == 0) {
      return "";
    }
    if (length == 1 && buffer[begin] < 128) {
      return ONE_CHAR[buffer[begin]];
    }
    return before != null && before.length() == length && isSame(before, begin, length)
        ? before
        : new String(buffer, begin, length);
  }

  private boolean isSame(String before, int begin, int length) {
    for (int i = length - 1; i >= 0; i--) { // neighbours differ at their ends
      if (before.charAt(i) != buffer[begin + i]) {
        return false;
      }
    }
    return true;
  }

  private String withoutDoubles(int begin, int stop) {
    char[] plain = new char[stop - begin];
    int length = 0;
    for (int i = begin; i < stop; i++) {
      plain[length++] = buffer[i];
      if (buffer[i] == QUOTE) {
        i++;
      }
    }
    return new String(plain, 0, length);
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
