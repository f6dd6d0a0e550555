package org.citycatalog.sdk;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The columns of a page of rows, shared by its rows.
final class Columns {
  private final List<String> names;
  private final Map<String, Integer> positions = new HashMap<>();

  Columns(List<String> names) {
    this.names = List.copyOf(names);
    for (int i = 0; i < names.size(); i++) {
      positions.put(names.get(i), i);
    }
  }

  List<String> names() {
    return names;
  }

  /// Finds a column.
  ///
  /// @throws IllegalArgumentException if there is none of that name
  int position(String name) {
    Integer position = positions.get(name);
    if (position == null) {
      String nearest =
          names.stream().min(Comparator.comparingInt(each -> distance(each, name))).orElse("");
      throw new IllegalArgumentException(
          "there is no column '%s'; the nearest is '%s'".formatted(name, nearest));
    }
    return position;
  }

  boolean has(String name) {
    return positions.containsKey(name);
  }

  /// Counts the characters to add, drop or change.
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
