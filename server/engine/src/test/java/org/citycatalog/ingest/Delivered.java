package org.citycatalog.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Files as people deliver them, and what was read from them.
record Delivered(
    Dialect dialect,
    List<String> columns,
    List<List<@Nullable String>> rows,
    List<SourceRecord> rejected) {
  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] in(String charset, String text) {
    return text.getBytes(Charset.forName(charset));
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  static Path file(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("delivered", ".bin");
    file.toFile().deleteOnExit();
    return Files.write(file, bytes);
  }

  static Delivered read(String text) throws IOException {
    return read(utf8(text), Hints.NONE);
  }

  static Delivered read(byte[] bytes, Hints hints) throws IOException {
    return read(bytes, hints, Limits.DEFAULT);
  }

  /// Reads a file twice: as found, and again with what a version keeps of it.
  static Delivered read(byte[] bytes, Hints hints, Limits limits) throws IOException {
    Path file = file(bytes);
    Source source = Source.find(file, hints, limits);
    Delivered read = read(source);
    Dialect kept = Dialect.of(source.dialect().toSourceFile("0".repeat(64), bytes.length));
    Delivered again = read(new Source(file, kept, limits));
    if (!read.equals(again)) {
      throw new AssertionError(
          "read again from the facts kept: %s but first %s".formatted(again, read));
    }
    return read;
  }

  private static Delivered read(Source source) throws IOException {
    List<List<@Nullable String>> rows = new ArrayList<>();
    List<SourceRecord> rejected = new ArrayList<>();
    try (SourceReader reader = source.open()) {
      for (SourceRecord record = reader.next(); record != null; record = reader.next()) {
        if (record.rejection() == null) {
          rows.add(Arrays.asList(record.cells()));
        } else {
          rejected.add(new SourceRecord(record.line(), NONE, record.rejection(), record.text()));
        }
      }
      if (reader.next() != null || reader.bytesRead() != Files.size(source.file())) {
        throw new AssertionError("not at the end: byte %d".formatted(reader.bytesRead()));
      }
      return new Delivered(source.dialect(), reader.columns(), rows, rejected);
    }
  }

  private static final String[] NONE = new String[0]; // one array, so that records compare

  static TypeProposal propose(String text) throws IOException {
    try (SourceReader reader = Source.find(file(utf8(text)), Hints.NONE, Limits.DEFAULT).open()) {
      return TypeProposal.of(reader);
    }
  }
}
