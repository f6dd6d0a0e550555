package org.citycatalog.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The shared strings of a workbook. They are the one part of a file that has to be in memory; as
/// UTF-8 in one array, and only up to a limit.
final class XlsxStrings {
  private static final int MAX_BYTES = 256 << 20;

  private byte[] bytes = new byte[1 << 12];
  private int[] ends = new int[1 << 8];
  private int count;

  private XlsxStrings() {}

  static XlsxStrings read(XlsxBook book, Limits limits) throws IOException {
    XlsxStrings strings = new XlsxStrings();
    String part = book.stringsPart();
    if (part == null) {
      return strings;
    }
    try (XlsxBook.PartXml xml = book.open(part)) {
      XlsxText text = new XlsxText(limits);
      while (xml.next()) {
        if (xml.reader().isStartElement() && xml.reader().getLocalName().equals("si")) {
          xml.startRecord();
          strings.add(text.read(xml, "si"));
        }
      }
    }
    return strings;
  }

  private void add(String text) throws UnreadableFileException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int start = count == 0 ? 0 : ends[count - 1];
    if (start + utf8.length > MAX_BYTES) {
      throw new UnreadableFileException(
          "file-too-large",
          "The workbook shares more than %,d bytes of text between its cells; send it as CSV."
              .formatted(MAX_BYTES));
    }
    if (start + utf8.length > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes, Math.min(MAX_BYTES, Math.max(start + utf8.length, bytes.length * 2)));
    }
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
    }
    System.arraycopy(utf8, 0, bytes, start, utf8.length);
    ends[count++] = start + utf8.length;
  }

  /// The string of an index, null if there is none.
  @Nullable String get(int index) {
    if (index < 0 || index >= count) {
      return null;
    }
    int start = index == 0 ? 0 : ends[index - 1];
    return new String(bytes, start, ends[index] - start, StandardCharsets.UTF_8);
  }
}
