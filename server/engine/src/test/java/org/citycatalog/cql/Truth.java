package org.citycatalog.cql;

/// A truth value of three-valued logic, as in SQL.
public enum Truth {
  TRUE,
  FALSE,
  /// Neither: the cell has no value, or none that could be read.
  UNKNOWN;

  public static Truth of(boolean truth) {
    return truth ? TRUE : FALSE;
  }

  public Truth and(Truth other) {
    if (this == FALSE || other == FALSE) {
      return FALSE;
    }
    return this == TRUE && other == TRUE ? TRUE : UNKNOWN;
  }

  public Truth or(Truth other) {
    return not().and(other.not()).not();
  }

  public Truth not() {
    return switch (this) {
      case TRUE -> FALSE;
      case FALSE -> TRUE;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
