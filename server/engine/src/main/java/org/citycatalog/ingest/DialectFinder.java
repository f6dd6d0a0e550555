package org.citycatalog.ingest;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;

/// Finds how a file is written, by what it holds. What the sender said is taken over where it can
/// be true, and refused where it cannot.
final class DialectFinder {
  private final Path file;
  private final Hints hints;
  private final Limits limits;

  DialectFinder(Path file, Hints hints, Limits limits) {
    this.file = file;
    this.hints = hints;
    this.limits = limits;
  }

  /// @throws UnreadableFileException if it is no file of rows, or not what the hints say
  Dialect find() throws IOException {
    byte[] head = head();
    boolean gzip = head.length > 1 && (head[0] & 0xFF) == 0x1F && (head[1] & 0xFF) == 0x8B;
    Sample sample = Sample.take(file, gzip, limits);
    if (sample.bytes().length == 0) {
      throw new UnreadableFileException("file-empty", "The file is empty.");
    }
    String known = Signatures.name(sample.bytes());
    if ("zip".equals(known)) {
      return workbook(gzip);
    }
    if (known != null) {
      throw wrong(
          "The file is %s, which cannot be read as rows; send CSV, JSON or XLSX.".formatted(known));
    }
    if (hints.format() == Format.XLSX) {
      throw wrong("The file is no XLSX workbook.");
    }
    Charset charset = EncodingFinder.find(sample, hints.encoding());
    String text = sample.text(charset);
    Format format = format(text, sample.whole());
    if (!format.isDelimited()) {
      return new Dialect(format, gzip, charset.name(), null, null, null);
    }
    LayoutFinder layout = new LayoutFinder(text, sample.whole(), limits);
    Character delimiter = hints.delimiter();
    if (delimiter == null) {
      delimiter =
          hints.format() == Format.TSV
              ? Character.valueOf('\t')
              : Character.valueOf(layout.delimiter());
    } else if (delimiter == '"' || delimiter == '\n' || delimiter == '\r') {
      throw new UnreadableFileException(
          "delimiter-wrong", "A quote or a line end cannot be the delimiter.");
    }
    Boolean header = hints.header();
    if (header == null) {
      header = layout.hasHeader(delimiter);
    }
    Format written =
        hints.format() != null ? hints.format() : delimiter == '\t' ? Format.TSV : Format.CSV;
    return new Dialect(written, gzip, charset.name(), delimiter, header, null);
  }

  private byte[] head() throws IOException {
    try (StoredBytes stored = new StoredBytes(file)) {
      return stored.readNBytes(2);
    }
  }

  private static UnreadableFileException wrong(String message) {
    return new UnreadableFileException("format-wrong", message);
  }

  private Dialect workbook(boolean gzip) throws IOException {
    if (hints.format() != null && hints.format() != Format.XLSX) {
      throw wrong(
          "The file is said to be %s, but it is a zip archive.".formatted(hints.format().code()));
    }
    try (XlsxBook book = XlsxBook.open(file, gzip, limits)) {
      String sheet = book.sheet(hints.sheet()).name();
      boolean header = hints.header() == null || hints.header();
      return new Dialect(Format.XLSX, gzip, null, null, header, sheet);
    }
  }

  private Format format(String text, boolean whole) throws IOException {
    Format said = hints.format();
    Format seen = JsonShape.of(text, whole, limits);
    if (seen == null) {
      if (said == Format.JSON || said == Format.GEOJSON) {
        throw wrong("The file is said to be %s, but it is no JSON.".formatted(said.code()));
      }
      if (said == Format.JSONL) {
        if (!text.stripLeading().startsWith("{") && text.indexOf("\n{") < 0) {
          throw wrong(
              "The file is said to be jsonl, but none of its first lines is a JSON object.");
        }
        return said;
      }
      return said == null ? Format.CSV : said;
    }
    if (said == null) {
      return seen;
    }
    if (said.isDelimited()) {
      throw wrong("The file is said to be %s, but it is %s.".formatted(said.code(), seen.code()));
    }
    if (said == Format.JSONL && seen != Format.JSONL && !JsonShape.isOneObjectALine(text, limits)) {
      throw wrong("The file is said to be jsonl, but its lines are no JSON objects.");
    }
    if (said != Format.JSONL && seen == Format.JSONL) {
      throw wrong(
          "The file is said to be %s, but it holds one JSON object after the other."
              .formatted(said.code()));
    }
    if (said == Format.GEOJSON && seen != Format.GEOJSON) {
      throw wrong("The file is said to be geojson, but it is no FeatureCollection.");
    }
    return said;
  }
}
