package org.citycatalog.app.demo;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/// Writes rows as CSV (RFC 4180, but with a line feed alone), quoting where needed. Flushes, never
/// closes.
final class CsvText {
  private final Writer out;

  CsvText(OutputStream out) {
    this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  /// @param cells a number or a text each; the empty text is a missing value
  void row(Object... cells) throws IOException {
    for (int i = 0; i < cells.length; i++) {
      if (i > 0) {
        out.write(',');
      }
      String text = cells[i].toString();
      boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
      out.write(quoted ? '"' + text.replace("\"", "\"\"") + '"' : text);
    }
    out.write('\n');
  }

  void flush() throws IOException {
    out.flush();
  }
}
