package org.citycatalog.cql;

import java.util.Map;

/// Cuts a filter's text into tokens, one at a time.
///
/// A name starts with a letter of any script or `_` and goes on with letters, digits, marks, `_`
/// and `.`; any other name is written in double quotes. A quote inside quotes is doubled.
final class Tokens {
  private static final int MAX_NUMBER_LENGTH = 200;
  private static final Map<Integer, String> WIDE =
      Map.ofEntries(
          Map.entry((int) '（', "("),
          Map.entry((int) '）', ")"),
          Map.entry((int) '，', ","),
          Map.entry((int) '、', ","),
          Map.entry((int) '＝', "="),
          Map.entry((int) '＜', "<"),
          Map.entry((int) '＞', ">"),
          Map.entry((int) '≤', "<="),
          Map.entry((int) '≥', ">="),
          Map.entry((int) '≠', "<>"),
          Map.entry((int) '‘', "'"),
          Map.entry((int) '’', "'"),
          Map.entry((int) '＇', "'"),
          Map.entry((int) '“', "\""),
          Map.entry((int) '”', "\""));

  private final String text;
  private int at;

  Tokens(String text) {
    this.text = text;
  }

  static boolean isPlainName(String name) {
    if (name.isEmpty() || !isNameStart(name.codePointAt(0))) {
      return false;
    }
    return name.codePoints().allMatch(Tokens::isNamePart);
  }

  Token next() throws MistakeException {
    skipSpace();
    int start = at;
    if (at >= text.length()) {
      return new Token(Token.Kind.END, "", start, start);
    }
    int point = text.codePointAt(at);
    if (isNameStart(point)) {
      return word(start);
    }
    if (point == '\'') {
      return new Token(Token.Kind.STRING, quoted('\'', start), start, at);
    }
    if (point == '"') {
      String name = quoted('"', start);
      if (name.isEmpty()) {
        throw MistakeException.syntax(start, "A column's name must not be empty.");
      }
      return new Token(Token.Kind.QUOTED, name, start, at);
    }
    if (isDigit(start) || point == '.' && isDigit(start + 1)) {
      return number(start);
    }
    return symbol(start, point);
  }

  private void skipSpace() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (!Character.isWhitespace(c) && !Character.isSpaceChar(c)) {
        return;
      }
      at++;
    }
  }

  private Token word(int start) {
    while (at < text.length() && isNamePart(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return new Token(Token.Kind.WORD, text.substring(start, at), start, at);
  }

  private String quoted(char quote, int start) throws MistakeException {
    StringBuilder content = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != quote) {
        content.append(c);
      } else if (at < text.length() && text.charAt(at) == quote) {
        content.append(quote);
        at++;
      } else {
        return content.toString();
      }
    }
    throw MistakeException.syntax(
        start, "The quote %s is never closed; a quote inside is written twice.".formatted(quote));
  }

  private Token number(int start) throws MistakeException {
    digits();
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits();
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int exponent = at + 1;
      if (exponent < text.length()
          && (text.charAt(exponent) == '-' || text.charAt(exponent) == '+')) {
        exponent++;
      }
      if (isDigit(exponent)) {
        at = exponent;
        digits();
        if (at - exponent > 9) {
          throw MistakeException.value(start, "The exponent of the number has over 9 digits.");
        }
      }
    }
    if (at < text.length() && isNamePart(text.codePointAt(at))) {
      throw MistakeException.syntax(
          start,
          "A number ends in a letter; a column whose name starts with a digit is written in double"
              + " quotes, text in single ones.");
    }
    if (at - start > MAX_NUMBER_LENGTH) {
      throw MistakeException.value(
          start, "The number has more than %d characters.".formatted(MAX_NUMBER_LENGTH));
    }
    return new Token(Token.Kind.NUMBER, text.substring(start, at), start, at);
  }

  private void digits() {
    while (isDigit(at)) {
      at++;
    }
  }

  private Token symbol(int start, int point) throws MistakeException {
    String two = text.substring(start, Math.min(start + 2, text.length()));
    switch (two) {
      case "<>", "<=", ">=" -> {
        at += 2;
        return new Token(Token.Kind.SYMBOL, two, start, at);
      }
      case "!=" -> throw MistakeException.syntax(start, "Write <> instead of !=.");
      case "==" -> throw MistakeException.syntax(start, "Write = instead of ==.");
      case "&&" -> throw MistakeException.syntax(start, "Write AND instead of &&.");
      case "||" -> throw MistakeException.syntax(start, "Write OR instead of ||.");
      default -> {
        // one character, below
      }
    }
    if (point < 128 && "=<>(),".indexOf(point) >= 0) {
      at++;
      return new Token(Token.Kind.SYMBOL, text.substring(start, at), start, at);
    }
    if (point < 128 && "+-*/^%".indexOf(point) >= 0) {
      at++;
      return new Token(Token.Kind.ARITHMETIC, text.substring(start, at), start, at);
    }
    String shown = Character.toString(point);
    String narrow = WIDE.get(point);
    if (narrow != null) {
      throw MistakeException.syntax(start, "Write %s instead of %s.".formatted(narrow, shown));
    }
    throw MistakeException.syntax(
        start,
        "The character %s has no meaning here; text is written in single quotes, an unusual column in double quotes."
            .formatted(Character.isISOControl(point) ? "U+%04X".formatted(point) : shown));
  }

  private boolean isDigit(int index) {
    return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
  }

  private static boolean isNameStart(int point) {
    return Character.isLetter(point) || point == '_';
  }

  private static boolean isNamePart(int point) {
    return isNameStart(point)
        || point == '.'
        || Character.isDigit(point)
        || Character.getType(point) == Character.NON_SPACING_MARK
        || Character.getType(point) == Character.COMBINING_SPACING_MARK;
  }
}
