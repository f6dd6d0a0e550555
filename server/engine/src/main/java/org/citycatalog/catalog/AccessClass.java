package org.citycatalog.catalog;

/// How far something is shared (between departments) or opened (to society): 无条件, 有条件, 不予.
///
/// The two axes are independent; each dataset has one class on each.
public enum AccessClass {
  UNCONDITIONAL("unconditional"),
  CONDITIONAL("conditional"),
  WITHHELD("withheld");

  private final String code;

  AccessClass(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }

  public static AccessClass ofCode(String code) {
    for (AccessClass each : values()) {
      if (each.code.equals(code)) {
        return each;
      }
    }
    throw new IllegalArgumentException("no access class '%s'".formatted(code));
  }
}
