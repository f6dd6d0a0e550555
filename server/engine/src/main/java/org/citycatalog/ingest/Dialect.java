package org.citycatalog.ingest;

import org.citycatalog.catalog.SourceFile;
import org.jspecify.annotations.Nullable;

/// How a file is written: with it the same bytes give the same records, always.
///
/// @param gzip whether the file is compressed
/// @param encoding canonical name of the character set; null for XLSX
/// @param delimiter of CSV and TSV, else null
/// @param header whether the first record names the columns; null where the format has no such
///   record
/// @param sheet the sheet of XLSX, else null
public record Dialect(
    Format format,
    boolean gzip,
    @Nullable String encoding,
    @Nullable Character delimiter,
    @Nullable Boolean header,
    @Nullable String sheet) {
  private static final String GZIP = "gzip";

  public Dialect {
    if (format.isDelimited() != (delimiter != null)) {
      throw new IllegalArgumentException(
          "%s and delimiter '%s' do not fit".formatted(format, delimiter));
    }
    if ((format.isDelimited() || format == Format.XLSX) != (header != null)) {
      throw new IllegalArgumentException("%s and header %s do not fit".formatted(format, header));
    }
    if ((format == Format.XLSX) != (sheet != null)
        || (format == Format.XLSX) != (encoding == null)) {
      throw new IllegalArgumentException(
          "%s, sheet %s and encoding %s do not fit".formatted(format, sheet, encoding));
    }
  }

  /// The dialect a version was loaded with.
  ///
  /// @throws IllegalArgumentException if the facts do not make one
  public static Dialect of(SourceFile file) {
    return new Dialect(
        Format.ofCode(file.format()),
        GZIP.equals(file.compression()),
        file.encoding(),
        file.delimiter(),
        file.header(),
        file.sheet());
  }

  /// The facts to keep with a version.
  ///
  /// @param sha256 of the file as it came, lower-case hex
  /// @param bytes of the file as it came
  public SourceFile toSourceFile(String sha256, long bytes) {
    return new SourceFile(
        format.code(), gzip ? GZIP : null, encoding, delimiter, header, sheet, sha256, bytes);
  }
}
