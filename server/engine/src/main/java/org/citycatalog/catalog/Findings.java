package org.citycatalog.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The mistakes found so far in one document, in the order in which they were met.
final class Findings {
  private static final int MOST = 1000;
  private static final int SHOWN = 100;

  private final List<Finding> found = new ArrayList<>();

  void add(String code, String pointer, String message) {
    add(new Finding(code, pointer, message));
  }

  /// Adds that a text is none of the valid ones.
  void unknown(
      String code, String pointer, String message, String wanted, Collection<String> valid) {
    add(new Finding(code, pointer, message, Nearest.of(wanted, valid)));
  }

  void add(Finding finding) {
    if (found.size() < MOST) {
      found.add(finding);
    } else if (found.size() == MOST) {
      found.add(
          new Finding(
              "too-many-findings", "", "only the first %d findings are listed".formatted(MOST)));
    }
  }

  int count() {
    return found.size();
  }

  List<Finding> all() {
    return List.copyOf(found);
  }

  /// A text as it is quoted in a message, cut to what a person reads.
  static String quoted(String text) {
    return text.length() <= SHOWN
        ? "'" + text + "'"
        : "'"
            + text.substring(
                0,
                text.offsetByCodePoints(0, Math.min(SHOWN, text.codePointCount(0, text.length()))))
            + "…'";
  }
}
