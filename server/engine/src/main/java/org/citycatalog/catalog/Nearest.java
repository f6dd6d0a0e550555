package org.citycatalog.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Finds the valid names somebody may have meant, by edit distance over code points, ignoring case.
public final class Nearest {
  private static final int MOST = 3;
  private static final int LONGEST =
      200; // keeps the cost of one look-up bounded, whatever a caller sends

  private Nearest() {}

  /// The nearest valid names, best first; equally near ones in their natural order.
  ///
  /// Shape: 0 to 3 names, each at most half of the longer name away.
  public static List<String> of(String wanted, Collection<String> valid) {
    int[] target = folded(wanted);
    if (target.length == 0 || target.length > LONGEST) {
      return List.of();
    }
    List<Candidate> near = new ArrayList<>();
    for (String name : valid) {
      int[] points = folded(name);
      int tolerated = Math.max(1, Math.max(target.length, points.length) / 2);
      if (Math.abs(points.length - target.length) > tolerated) {
        continue;
      }
      int distance = distance(target, points);
      if (distance <= tolerated && distance < Math.max(target.length, points.length)) {
        near.add(new Candidate(name, distance));
      }
    }
    near.sort(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name));
    return near.stream().map(Candidate::name).distinct().limit(MOST).toList();
  }

  private static int[] folded(String text) {
    return text.toLowerCase(Locale.ROOT).codePoints().toArray();
  }

  /// Insertions, deletions and replacements that make one text the other; two rows of the table are
  /// enough.
  private static int distance(int[] a, int[] b) {
    int[] above = new int[b.length + 1];
    int[] row = new int[b.length + 1];
    for (int j = 0; j <= b.length; j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length; i++) {
      row[0] = i;
      for (int j = 1; j <= b.length; j++) {
        int replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
      }
      int[] swap = above;
      above = row;
      row = swap;
    }
    return above[b.length];
  }

  private record Candidate(String name, int distance) {}
}
