package org.citycatalog.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// Reads one sheet of an XLSX file.
///
/// A cell's text is what the file stores: of numbers the digits in the XML, also of dates, which a
/// sheet stores as numbers of days; of text its characters; of formulas their last result; of
/// booleans `TRUE` and `FALSE`; of errors their name, e.g. `#N/A`. Rows without any cell that holds
/// something are skipped.
///
/// Read with the JDK's streaming XML: the XLSX library that was tried has no limit on what it
/// inflates, believes any column number, and compares no checksum.
final class XlsxReader implements SourceReader {
  private static final int MAX_COLUMN = 16_384;
  private static final int TEXT_CHARS = 500;

  private final XlsxBook book;
  private final XlsxStrings strings;
  private final XlsxBook.PartXml xml;
  private final Limits limits;
  private final XlsxText text;
  private List<String> columns = List.of();
  private long row;
  private @Nullable String[] cells = new String[16];
  private int count;
  private boolean beyond;
  private boolean held;
  private boolean ended;

  private XlsxReader(XlsxBook book, XlsxStrings strings, XlsxBook.PartXml xml, Limits limits) {
    this.book = book;
    this.strings = strings;
    this.xml = xml;
    this.limits = limits;
    this.text = new XlsxText(limits);
  }

  static XlsxReader open(Path file, Dialect dialect, Limits limits) throws IOException {
    XlsxBook book = XlsxBook.open(file, dialect.gzip(), limits);
    try {
      XlsxStrings strings = XlsxStrings.read(book, limits);
      XlsxReader reader =
          new XlsxReader(book, strings, book.open(book.sheet(dialect.sheet()).part()), limits);
      reader.readFirst(Boolean.TRUE.equals(dialect.header()));
      return reader;
    } catch (IOException | RuntimeException wrong) {
      book.close();
      throw wrong;
    }
  }

  private void readFirst(boolean header) throws IOException {
    if (!nextRow()) {
      throw new UnreadableFileException("file-empty", "The sheet holds no row.");
    }
    if (beyond) {
      throw ColumnNames.tooMany(limits);
    }
    if (header) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String name = cells[i];
        names.add(name == null ? "" : name);
      }
      columns = ColumnNames.ofHeader(names, limits);
    } else {
      columns = ColumnNames.numbered(count);
      held = true;
    }
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public @Nullable SourceRecord next() throws IOException {
    if (!held && !nextRow()) {
      return null;
    }
    held = false;
    int width = columns.size();
    boolean fits = !beyond;
    for (int i = width; i < count; i++) {
      String cell = cells[i];
      fits &= cell == null || cell.isEmpty();
    }
    if (!fits) {
      return new SourceRecord(
          row,
          new String[0],
          "The row has more cells than the %,d columns.".formatted(width),
          rowText());
    }
    @Nullable String[] given = Arrays.copyOf(cells, width);
    if (count < width) {
      Arrays.fill(given, count, width, null);
    }
    return new SourceRecord(row, given, null, null);
  }

  private String rowText() {
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < count && joined.length() <= TEXT_CHARS; i++) {
      String cell = cells[i];
      joined.append(i == 0 ? "" : "\t").append(cell == null ? "" : cell);
    }
    return Excerpt.of(joined.toString(), TEXT_CHARS);
  }

  /// Goes to the next row that holds something; false at the end of the sheet.
  private boolean nextRow() throws IOException {
    while (!ended) {
      if (!xml.next()) {
        ended = true;
        break;
      }
      if (xml.reader().isStartElement() && xml.reader().getLocalName().equals("row")) {
        xml.startRecord();
        readRow();
        if (count > 0 || beyond) {
          return true;
        }
      }
    }
    return false;
  }

  private void readRow() throws IOException {
    XMLStreamReader reader = xml.reader();
    String number = XlsxBook.attribute(reader, "r");
    row = number == null ? row + 1 : rowNumber(number);
    count = 0;
    beyond = false;
    int column = 0;
    while (xml.next()) {
      if (reader.isEndElement() && reader.getLocalName().equals("row")) {
        return;
      }
      if (reader.isStartElement() && reader.getLocalName().equals("c")) {
        String place = XlsxBook.attribute(reader, "r");
        column = place == null ? column : columnOf(place);
        put(column++, cell(XlsxBook.attribute(reader, "t")));
      }
    }
  }

  private long rowNumber(String number) throws UnreadableFileException {
    try {
      return Long.parseLong(number);
    } catch (NumberFormatException wrong) {
      throw new UnreadableFileException("file-damaged", "A row of the sheet has no number.", wrong);
    }
  }

  private static int columnOf(String place) throws UnreadableFileException {
    int column = 0;
    for (int i = 0; i < place.length() && place.charAt(i) >= 'A' && place.charAt(i) <= 'Z'; i++) {
      column = column * 26 + place.charAt(i) - 'A' + 1;
      if (column > MAX_COLUMN) {
        break;
      }
    }
    if (column < 1 || column > MAX_COLUMN) {
      throw new UnreadableFileException(
          "file-damaged",
          "A cell of the sheet stands at '%s', which is no place."
              .formatted(Excerpt.of(place, 40)));
    }
    return column - 1;
  }

  private void put(int column, @Nullable String cell) {
    if (cell == null) {
      return;
    }
    if (column >= limits.maxColumns()) {
      beyond |= !cell.isEmpty();
      return;
    }
    if (column >= cells.length) {
      cells = Arrays.copyOf(cells, Math.max(column + 1, cells.length * 2));
    }
    if (column >= count) {
      Arrays.fill(cells, count, column, null);
      count = column + 1;
    }
    cells[column] = cell;
  }

  /// The text of the cell under the cursor, null if it holds nothing.
  private @Nullable String cell(@Nullable String type) throws IOException {
    XMLStreamReader reader = xml.reader();
    String value = null;
    while (xml.next()) {
      if (reader.isEndElement() && reader.getLocalName().equals("c")) {
        break;
      }
      if (reader.isStartElement() && reader.getLocalName().equals("v")) {
        value = text.read(xml, "v");
      } else if (reader.isStartElement() && reader.getLocalName().equals("is")) {
        value = text.read(xml, "is");
      }
    }
    if (value == null || type == null) {
      return value;
    }
    return switch (type) {
      case "s" -> shared(value);
      case "b" -> value.equals("1") ? "TRUE" : value.equals("0") ? "FALSE" : value;
      default -> value;
    };
  }

  private String shared(String index) throws UnreadableFileException {
    try {
      String found = strings.get(Integer.parseInt(index));
      if (found != null) {
        return found;
      }
    } catch (NumberFormatException wrong) {
      throw new UnreadableFileException(
          "file-damaged", "A cell of the sheet refers to a text by no number.", wrong);
    }
    throw new UnreadableFileException(
        "file-damaged", "A cell of the sheet refers to a text that is not there.");
  }

  @Override
  public long bytesRead() {
    return ended ? book.fileBytes() : book.bytesRead(xml);
  }

  @Override
  public void close() throws IOException {
    try {
      xml.close();
    } finally {
      book.close();
    }
  }
}
