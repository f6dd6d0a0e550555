package org.citycatalog.cql;

/// A piece of a filter's text.
///
/// @param text a name or a string without its quotes, otherwise as written
/// @param position index of its first character
/// @param end index after its last character
record Token(Kind kind, String text, int position, int end) {
  /// What a token is.
  enum Kind {
    /// An unquoted word: a keyword, a column or a function.
    WORD,
    /// A name in double quotes.
    QUOTED,
    STRING,
    NUMBER,
    /// A comparison, a bracket or a comma.
    SYMBOL,
    /// `+ - * / ^ %`: known, so that arithmetic is refused as such.
    ARITHMETIC,
    END
  }

  boolean isWord(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  /// How a message names it.
  String shown() {
    return switch (kind) {
      case END -> "the end";
      case STRING -> "the text '" + shortened() + "'";
      case QUOTED -> "\"" + shortened() + "\"";
      case WORD, NUMBER, SYMBOL, ARITHMETIC -> "'" + shortened() + "'";
    };
  }

  private String shortened() {
    return text.codePointCount(0, text.length()) <= 40
        ? text
        : text.substring(0, text.offsetByCodePoints(0, 40)) + "…";
  }
}
