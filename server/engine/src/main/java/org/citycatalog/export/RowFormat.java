package org.citycatalog.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.Value;
import org.citycatalog.rows.Row;
import org.citycatalog.rows.RowAnswer;
import org.citycatalog.rows.RowStream;
import org.jspecify.annotations.Nullable;

/// The formats that rows are written in. All are UTF-8.
public enum RowFormat {
  /// RFC 4180 with a header line; a cell without a value is empty, an empty text is `""`.
  CSV("text/csv"),
  /// One array of objects.
  JSON("application/json"),
  /// One object a line.
  JSONL("application/x-ndjson");

  private static final int BUFFER = 1 << 16;

  private final String mediaType;

  RowFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  public String mediaType() {
    return mediaType;
  }

  /// Writes all rows. Ends without a word about the rest if the rows fail: whoever sends the stream
  /// cuts it off then.
  ///
  /// @param bom whether CSV starts with a byte order mark
  public void write(RowStream rows, RowForm form, boolean bom, OutputStream out)
      throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER);
    switch (this) {
      case CSV -> csv(rows, form, bom, writer);
      case JSON -> json(rows, form, writer);
      case JSONL -> jsonLines(rows, form, writer);
    }
    writer.flush();
  }

  /// Writes a page as the contract's `RowPage`.
  public static void write(RowAnswer.Page page, RowForm form, OutputStream out) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER);
    try (JsonGenerator json = Json.createGenerator(writer)) {
      json.writeStartObject().write("version", page.version()).write("total", page.total());
      json.writeStartArray("rows");
      for (Row row : page.rows()) {
        Cells.json(row, form, json);
      }
      json.writeEnd();
      if (form == RowForm.TYPED) {
        unreadable(page.rows(), json);
      }
      if (page.next() != null) {
        json.write("next", page.next());
      }
      json.writeEnd();
    }
  }

  private static void unreadable(List<Row> rows, JsonGenerator json) {
    boolean any = false;
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      for (int column = 0; column < row.size(); column++) {
        if (row.value(column) instanceof Value.Unreadable(String text, String reason)) {
          if (!any) {
            json.writeStartArray("unreadable");
            any = true;
          }
          json.writeStartObject()
              .write("row", i)
              .write("column", row.item(column).name())
              .write("text", text)
              .write("reason", reason)
              .writeEnd();
        }
      }
    }
    if (any) {
      json.writeEnd();
    }
  }

  private static void csv(RowStream rows, RowForm form, boolean bom, Writer writer)
      throws IOException {
    if (bom) {
      writer.write('\uFEFF');
    }
    // Strategy EMPTY quotes an empty text, so that it differs from a cell without a value.
    CsvWriter csv =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.CRLF)
            .quoteStrategy(de.siegmar.fastcsv.writer.QuoteStrategies.EMPTY)
            .bufferSize(0)
            .build(writer);
    List<Item> columns = rows.columns();
    csv.writeRecord(columns.stream().map(Item::name).toArray(String[]::new));
    @Nullable String[] cells = new String[columns.size()];
    for (Row row = rows.next(); row != null; row = rows.next()) {
      for (int i = 0; i < cells.length; i++) {
        cells[i] = Cells.text(row, i, form);
      }
      csv.writeRecord(cells);
    }
  }

  private static void json(RowStream rows, RowForm form, Writer writer) throws IOException {
    JsonGenerator json = Json.createGenerator(writer);
    json.writeStartArray();
    for (Row row = rows.next(); row != null; row = rows.next()) {
      Cells.json(row, form, json);
    }
    json.writeEnd();
    json.flush();
  }

  private static void jsonLines(RowStream rows, RowForm form, Writer writer) throws IOException {
    // One for all lines: finding the implementation costs more than writing a row.
    JsonGeneratorFactory lines = Json.createGeneratorFactory(Map.of());
    Writer line = new Unclosed(writer);
    for (Row row = rows.next(); row != null; row = rows.next()) {
      try (JsonGenerator json = lines.createGenerator(line)) {
        Cells.json(row, form, json);
      }
      writer.write('\n');
    }
  }

  /// Lets a generator end a line without closing the stream.
  private static final class Unclosed extends java.io.FilterWriter {
    Unclosed(Writer out) {
      super(out);
    }

    @Override
    public void flush() {
      // The stream is flushed at its end.
    }

    @Override
    public void close() {
      // More lines follow.
    }
  }
}
