package org.citycatalog.catalog;

import java.util.List;

/// Something a caller wrote, read: a value, or every mistake in it.
public sealed interface Checked<T> {
  /// It is right.
  record Valid<T>(T value) implements Checked<T> {}

  /// It is wrong.
  ///
  /// @param findings at least one
  record Invalid<T>(List<Finding> findings) implements Checked<T> {
    public Invalid {
      findings = List.copyOf(findings);
      if (findings.isEmpty()) {
        throw new IllegalArgumentException("what is invalid has at least one finding");
      }
    }
  }
}
