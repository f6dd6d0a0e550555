package org.citycatalog.bench;

/// Ends a benchmark whose answer is not the right one: how fast a wrong answer came does not
/// matter.
final class WrongAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongAnswerException(String message) {
    super(message);
  }

  static void unlessEqual(String what, Object expected, Object answered) {
    if (!expected.equals(answered)) {
      throw new WrongAnswerException(
          "%s: expected %s, answered %s".formatted(what, expected, answered));
    }
  }
}
