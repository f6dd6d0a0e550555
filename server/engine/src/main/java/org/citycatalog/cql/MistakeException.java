package org.citycatalog.cql;

import java.util.List;

/// Carries a mistake out of the recursion of the parser; never leaves this package.
final class MistakeException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Parsed.Mistake mistake;

  MistakeException(String code, int position, String message) {
    this(new Parsed.Mistake(code, position, message, List.of()));
  }

  MistakeException(Parsed.Mistake mistake) {
    super(mistake.message(), null, false, false);
    this.mistake = mistake;
  }

  Parsed.Mistake mistake() {
    return mistake;
  }

  static MistakeException syntax(int position, String message) {
    return new MistakeException("filter-syntax", position, message);
  }

  static MistakeException unsupported(int position, String message) {
    return new MistakeException("filter-unsupported", position, message);
  }

  static MistakeException type(int position, String message) {
    return new MistakeException("filter-type", position, message);
  }

  static MistakeException value(int position, String message) {
    return new MistakeException("filter-type", position, message);
  }
}
