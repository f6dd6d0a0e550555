package org.citycatalog.ingest;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.citycatalog.catalog.Value;
import org.citycatalog.disk.Folders;
import org.citycatalog.rows.RowIndexBuilder;
import org.jspecify.annotations.Nullable;

/// What a load could not read, as a file of JSON Lines in the order of the source file:
/// `<home>/quarantine/<load>`.
///
/// Blocks of rows are indexed side by side, so each writes a part of its own; the parts become one
/// file at the end.
final class Quarantine {
  private static final int MAX_TEXT = 500;

  private final Path home;

  /// A cell that breaks the schema, or a row that was rejected.
  ///
  /// @param number counts the entries of a load, from 1
  /// @param column null for a row
  record Entry(long number, long line, @Nullable String column, String text, String reason) {}

  /// Some entries.
  ///
  /// @param total entries in all
  record Page(List<Entry> entries, long total) {}

  Quarantine(Path home) throws IOException {
    this.home = Files.createDirectories(home.resolve("quarantine"));
  }

  /// The sink of one block.
  RowIndexBuilder.Trouble part(Path building, int block) {
    return new Part(building.resolve("trouble-" + block));
  }

  /// Puts the parts together, durably.
  void complete(String load, Path building, int blocks) throws IOException {
    Path whole = building.resolve("trouble");
    try (FileChannel channel =
        FileChannel.open(
            whole,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      OutputStream out = java.nio.channels.Channels.newOutputStream(channel);
      for (int block = 0; block < blocks; block++) {
        Path part = building.resolve("trouble-" + block);
        if (Files.exists(part)) {
          Files.copy(part, out);
          Files.delete(part);
        }
      }
      channel.force(true);
    }
    Folders.move(whole, home.resolve(load));
  }

  /// Deletes what loads could not read, durably.
  void delete(Iterable<String> loads) throws IOException {
    for (String load : loads) {
      Files.deleteIfExists(home.resolve(load));
    }
    Folders.sync(home);
  }

  /// Reads entries behind a number.
  Page read(String load, long after, int limit) throws IOException {
    Path file = home.resolve(load);
    if (!Files.exists(file)) {
      return new Page(List.of(), 0);
    }
    List<Entry> entries = new ArrayList<>();
    long number = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (number > after && entries.size() < limit) {
          entries.add(entry(number, line));
        }
      }
    }
    return new Page(entries, number);
  }

  private static Entry entry(long number, String line) {
    try (var reader = Json.createReader(new StringReader(line))) {
      JsonObject json = reader.readObject();
      return new Entry(
          number,
          json.getJsonNumber("line").longValueExact(),
          json.getString("column", null),
          json.getString("text"),
          json.getString("reason"));
    }
  }

  private static final class Part implements RowIndexBuilder.Trouble {
    private final Path file;
    private @Nullable BufferedWriter out;

    Part(Path file) {
      this.file = file;
    }

    @Override
    public void cell(long line, String column, Value.Unreadable cell) {
      write(line, column, cell.text(), cell.reason());
    }

    @Override
    public void row(long line, String text, String reason) {
      write(line, null, text, reason);
    }

    @Override
    public void close() throws IOException {
      if (out != null) {
        out.close();
      }
    }

    private void write(long line, @Nullable String column, String text, String reason) {
      JsonObjectBuilder json = Json.createObjectBuilder().add("line", line);
      if (column != null) {
        json.add("column", column);
      }
      json.add("text", Excerpt.of(text, MAX_TEXT)).add("reason", reason);
      try {
        if (out == null) {
          out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        }
        out.write(json.build().toString());
        out.write('\n');
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }
}
