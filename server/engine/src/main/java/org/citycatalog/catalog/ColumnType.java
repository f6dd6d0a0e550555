package org.citycatalog.catalog;

import java.util.Locale;

/// Type of a column. `CODE` is text that is compared as a whole and never searched by word or read
/// as a number.
public enum ColumnType {
  TEXT,
  CODE,
  INTEGER,
  DECIMAL,
  BOOLEAN,
  DATE,
  DATETIME,
  POINT;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static ColumnType ofCode(String code) {
    for (ColumnType each : values()) {
      if (each.code().equals(code)) {
        return each;
      }
    }
    throw new IllegalArgumentException("no column type '%s'".formatted(code));
  }
}
