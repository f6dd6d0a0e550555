package org.citycatalog.catalog;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Pattern;

/// Keeps the patterns that stewards write from stopping the server.
///
/// A backtracking matcher needs exponential time for `(a+)+b` and a stack as deep as the cell is
/// long for `(a|b)*`. Such patterns are refused when they are written; whatever slips through is
/// stopped while it matches, after a number of steps that depends on the cell alone.
final class SafePattern {
  private static final int MOST_REPEATS = 1000;
  private static final int LONGEST_CELL = 10_000;
  private static final long STEPS = 20_000;
  private static final long STEPS_PER_CHARACTER = 100;

  private final String regex;
  private final Deque<Group> open = new ArrayDeque<>();
  private int at;

  private SafePattern(String regex) {
    this.regex = regex;
  }

  /// What is wrong with a pattern that compiles, empty if it can be used.
  static Optional<String> objection(String regex) {
    try {
      new SafePattern(regex).scan();
      return Optional.empty();
    } catch (Dangerous reason) {
      return Optional.of(reason.rule);
    }
  }

  /// Whether the whole text matches.
  ///
  /// @throws TooManySteps if that cannot be said in reasonable time
  static boolean matches(Pattern pattern, String text) throws TooManySteps {
    if (text.length() > LONGEST_CELL) {
      throw new TooManySteps();
    }
    return pattern
        .matcher(new Counted(text, new long[] {STEPS + STEPS_PER_CHARACTER * text.length()}))
        .matches();
  }

  private void scan() {
    open.push(new Group());
    Group last = new Group();
    boolean repeatable = false;
    while (at < regex.length()) {
      char c = regex.charAt(at++);
      Group closed = new Group();
      switch (c) {
        case '\\' -> escape();
        case '[' -> skipClass();
        case '(' -> {
          openGroup();
          repeatable = false;
          continue;
        }
        case ')' -> {
          closed = open.pop();
          current().take(closed);
        }
        case '|' -> {
          current().varies = true;
          repeatable = false;
          continue;
        }
        case '*', '+', '?', '{' -> {
          if (repeatable) {
            quantifier(c, last);
            repeatable = false;
          }
          continue;
        }
        default -> {
          // An ordinary character.
        }
      }
      last = closed;
      repeatable = true;
    }
  }

  private Group current() {
    Group group = open.peek();
    if (group == null) {
      throw new Dangerous("parentheses must be balanced");
    }
    return group;
  }

  private void escape() {
    char c = at < regex.length() ? regex.charAt(at++) : '\\';
    if (c == 'Q') {
      int end = regex.indexOf("\\E", at);
      at = end < 0 ? regex.length() : end + 2;
    } else if (c == 'k' || (c >= '1' && c <= '9')) {
      throw new Dangerous("a back reference is not allowed");
    }
  }

  private void skipClass() {
    int depth = 1;
    if (at < regex.length() && regex.charAt(at) == '^') {
      at++;
    }
    while (at < regex.length() && depth > 0) {
      char c = regex.charAt(at++);
      if (c == '\\') {
        escape();
      } else if (c == '[') {
        depth++;
      } else if (c == ']') {
        depth--;
      }
    }
  }

  private void openGroup() {
    if (regex.startsWith("?", at)) {
      int end = at + 1;
      while (end < regex.length() && ":)=!<>".indexOf(regex.charAt(end)) < 0) {
        end++;
      }
      if (regex.substring(at, end).indexOf('x') > 0) {
        throw new Dangerous("the flag x is not allowed");
      }
      at =
          end < regex.length() && regex.charAt(end) == ')'
              ? end
              : Math.min(end + 1, regex.length());
    }
    open.push(new Group());
  }

  private void quantifier(char c, Group repeated) {
    long least = c == '+' ? 1 : 0;
    long most = c == '?' ? 1 : Long.MAX_VALUE;
    if (c == '{') {
      int end = regex.indexOf('}', at);
      String[] bounds = regex.substring(at, end < 0 ? at : end).split(",", -1);
      at = end < 0 ? at : end + 1;
      try {
        least = Long.parseLong(bounds[0]);
        most =
            bounds.length == 1
                ? least
                : bounds[1].isEmpty() ? Long.MAX_VALUE : Long.parseLong(bounds[1]);
      } catch (NumberFormatException tooLarge) {
        throw new Dangerous("a repeat count may be at most " + MOST_REPEATS);
      }
    }
    if (at < regex.length() && (regex.charAt(at) == '?' || regex.charAt(at) == '+')) {
      at++; // reluctant or possessive
    }
    if (most > 1 && repeated.varies) {
      throw new Dangerous(
          "a group that holds * + ? {n,m} or | must not be repeated; write a set such as [ab] for"
              + " (a|b)");
    }
    long counted = most == Long.MAX_VALUE ? least : most;
    if (counted > MOST_REPEATS || Math.max(counted, 1) * repeated.weight > MOST_REPEATS) {
      throw new Dangerous("a repeat count may be at most " + MOST_REPEATS);
    }
    current().varies |= least != most;
    current().weight = Math.max(current().weight, Math.max(counted, 1) * repeated.weight);
  }

  /// What a group holds.
  private static final class Group {
    private boolean varies;
    private long weight = 1;

    private void take(Group inner) {
      varies |= inner.varies;
      weight = Math.max(weight, inner.weight);
    }
  }

  private static final class Dangerous extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String rule;

    private Dangerous(String rule) {
      super(rule, null, false, false);
      this.rule = rule;
    }
  }

  /// A cell on which a pattern needs too long.
  static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManySteps() {
      super("too many steps", null, false, false);
    }
  }

  /// A text that gives up after so many looks at its characters.
  ///
  /// @param left looks left, shared with every part of the text
  @SuppressWarnings("ArrayRecordComponent") // a counter that the parts share
  private record Counted(CharSequence text, long[] left) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (--left[0] < 0) {
        throw new TooManySteps();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.subSequence(start, end), left);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
