package org.citycatalog.ingest;

/// What one file may ask of the server. Beyond a limit a file is refused as a whole.
///
/// @param maxBytes most bytes after decompression
/// @param maxRatio most bytes that one compressed byte may become, looked at once
///   [#RATIO_FREE_BYTES] have come out
/// @param maxColumns most columns
/// @param maxCellChars most UTF-16 units of one cell
/// @param maxRecordChars most UTF-16 units of one record as it stands in the file
/// @param maxDepth most levels of JSON inside each other
public record Limits(
    long maxBytes,
    int maxRatio,
    int maxColumns,
    int maxCellChars,
    int maxRecordChars,
    int maxDepth) {
  /// Small files may be compressed as well as they like: ten thousand equal rows are no attack.
  static final long RATIO_FREE_BYTES = 64L << 20;

  public static final Limits DEFAULT = new Limits(20L << 30, 200, 2_000, 1 << 20, 16 << 20, 64);

  public Limits {
    if (maxBytes < 1
        || maxRatio < 1
        || maxColumns < 1
        || maxCellChars < 1
        || maxRecordChars < maxCellChars
        || maxDepth < 1) {
      throw new IllegalArgumentException(
          "limits must be positive, and a record no shorter than a cell, but were %d, %d, %d, %d, %d, %d"
              .formatted(maxBytes, maxRatio, maxColumns, maxCellChars, maxRecordChars, maxDepth));
    }
  }

  /// Refuses a compressed file that grows beyond what it may.
  ///
  /// @param inflated bytes that came out so far
  /// @param stored bytes that they were made of
  void checkInflated(long inflated, long stored) throws UnreadableFileException {
    if (inflated > maxBytes) {
      throw new UnreadableFileException(
          "file-too-large",
          "The file has more than %,d bytes when decompressed.".formatted(maxBytes));
    }
    if (inflated > RATIO_FREE_BYTES && inflated / maxRatio > stored) {
      throw new UnreadableFileException(
          "compression-bomb",
          "The file grows to more than %d times its size when decompressed.".formatted(maxRatio));
    }
  }
}
