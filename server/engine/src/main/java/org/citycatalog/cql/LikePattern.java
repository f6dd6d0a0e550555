package org.citycatalog.cql;

/// A `LIKE` pattern made ready to match: `%` is any run, `_` one code point, `\` takes the next one
/// as it is.
public final class LikePattern {
  private static final int ANY_RUN = -1;
  private static final int ANY_ONE = -2;

  private final int[] parts;
  private final boolean anyCase;

  private LikePattern(int[] parts, boolean anyCase) {
    this.parts = parts;
    this.anyCase = anyCase;
  }

  public static LikePattern of(String pattern, boolean anyCase) {
    int[] points = pattern.codePoints().toArray();
    int[] parts = new int[points.length];
    int count = 0;
    for (int i = 0; i < points.length; i++) {
      int point = points[i];
      if (point == '%') {
        parts[count++] = ANY_RUN;
      } else if (point == '_') {
        parts[count++] = ANY_ONE;
      } else {
        int plain = point == '\\' && i + 1 < points.length ? points[++i] : point;
        parts[count++] = anyCase ? fold(plain) : plain;
      }
    }
    return new LikePattern(java.util.Arrays.copyOf(parts, count), anyCase);
  }

  /// The pattern that matches exactly this text.
  static String literally(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  /// Folds case one code point at a time, so that a match never depends on what stands beside it.
  static int fold(int codePoint) {
    return Character.toLowerCase(Character.toUpperCase(codePoint));
  }

  /// The text that every match begins with; empty where case does not matter.
  public String prefix() {
    int length = 0;
    while (!anyCase && length < parts.length && parts[length] >= 0) {
      length++;
    }
    return new String(parts, 0, length);
  }

  /// Whether the pattern matches the whole text.
  ///
  /// Time is at most text × pattern: after a failure only the last `%` is tried again, one further
  /// on.
  public boolean matches(String text) {
    int[] points = text.codePoints().toArray();
    int at = 0;
    int part = 0;
    int lastRun = -1;
    int resume = 0;
    while (at < points.length) {
      if (part < parts.length && parts[part] == ANY_RUN) {
        lastRun = part++;
        resume = at;
      } else if (part < parts.length && takes(parts[part], points[at])) {
        part++;
        at++;
      } else if (lastRun >= 0) {
        part = lastRun + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (part < parts.length && parts[part] == ANY_RUN) {
      part++;
    }
    return part == parts.length;
  }

  private boolean takes(int part, int point) {
    return part == ANY_ONE || part == (anyCase ? fold(point) : point);
  }
}
