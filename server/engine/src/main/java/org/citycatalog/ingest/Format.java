package org.citycatalog.ingest;

import java.util.Locale;

/// The kinds of file that hold rows.
public enum Format {
  CSV,
  TSV,
  JSON,
  JSONL,
  GEOJSON,
  XLSX;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether its records are lines of cells with a delimiter between.
  boolean isDelimited() {
    return this == CSV || this == TSV;
  }

  /// The format of a code.
  ///
  /// @throws IllegalArgumentException if no format has it
  public static Format ofCode(String code) {
    for (Format each : values()) {
      if (each.code().equals(code)) {
        return each;
      }
    }
    throw new IllegalArgumentException("no file format '%s'".formatted(code));
  }
}
