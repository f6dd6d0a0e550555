package org.citycatalog.rows;

/// A LIKE pattern: `%` is any run, `_` one character (code point), `\` takes the next character as it is.
///
/// Work is at most the length of the text times the length of the pattern.
final class LikePattern {
  private static final int ANY_RUN = -1;
  private static final int ANY_ONE = -2;

  private final int[] pattern;
  private final boolean anyCase;

  LikePattern(String written, boolean anyCase) {
    int[] points = written.codePoints().toArray();
    int[] compiled = new int[points.length];
    int length = 0;
    for (int i = 0; i < points.length; i++) {
      int c = points[i];
      if (c == '\\' && i + 1 < points.length) {
        compiled[length++] = fold(points[++i], anyCase);
      } else if (c == '%') {
        if (length == 0 || compiled[length - 1] != ANY_RUN) {
          compiled[length++] = ANY_RUN;
        }
      } else {
        compiled[length++] = c == '_' ? ANY_ONE : fold(c, anyCase);
      }
    }
    this.pattern = java.util.Arrays.copyOf(compiled, length);
    this.anyCase = anyCase;
  }

  /// What every match begins with.
  String prefix() {
    if (anyCase) {
      return "";
    }
    int length = 0;
    while (length < pattern.length && pattern[length] >= 0) {
      length++;
    }
    return new String(pattern, 0, length);
  }

  boolean matches(String text) {
    int[] points = text.codePoints().toArray();
    int at = 0;
    int next = 0;
    int runAt = -1; // where the last % stands, to come back to
    int runFrom = 0;
    while (at < points.length) {
      if (next < pattern.length && pattern[next] == ANY_RUN) {
        runAt = next++;
        runFrom = at;
      } else if (next < pattern.length
          && (pattern[next] == ANY_ONE || pattern[next] == fold(points[at], anyCase))) {
        next++;
        at++;
      } else if (runAt >= 0) {
        next = runAt + 1;
        at = ++runFrom;
      } else {
        return false;
      }
    }
    while (next < pattern.length && pattern[next] == ANY_RUN) {
      next++;
    }
    return next == pattern.length;
  }

  private static int fold(int c, boolean anyCase) {
    return anyCase ? Character.toLowerCase(Character.toUpperCase(c)) : c;
  }
}
