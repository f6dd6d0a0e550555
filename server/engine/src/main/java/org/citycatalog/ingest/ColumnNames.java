package org.citycatalog.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The names of a file's columns.
final class ColumnNames {
  private static final int MAX_LENGTH = 200;

  private ColumnNames() {}

  /// Takes the names from a header: without the space around them, and without empty cells at its
  /// end.
  ///
  /// @throws UnreadableFileException if a name is empty, too long or given twice, or there are too
  ///   many
  static List<String> ofHeader(List<String> cells, Limits limits) throws UnreadableFileException {
    int end = cells.size();
    while (end > 0 && cells.get(end - 1).isBlank()) {
      end--;
    }
    List<String> names = new ArrayList<>(end);
    for (String cell : cells.subList(0, end)) {
      names.add(cell.strip());
    }
    return checked(names, limits);
  }

  /// @throws UnreadableFileException if a name is empty, too long or given twice, or there are too
  ///   many
  static List<String> checked(List<String> names, Limits limits) throws UnreadableFileException {
    if (names.isEmpty()) {
      throw new UnreadableFileException("header-empty", "The file names no column.");
    }
    if (names.size() > limits.maxColumns()) {
      throw tooMany(limits);
    }
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name.isBlank()) {
        throw new UnreadableFileException(
            "header-empty", "Column %d of the header has no name.".formatted(i + 1));
      }
      if (name.length() > MAX_LENGTH) {
        throw new UnreadableFileException(
            "header-too-long",
            "The name of column %d has more than %d characters: '%s…'."
                .formatted(i + 1, MAX_LENGTH, Excerpt.of(name, 40)));
      }
      Integer before = seen.put(name, i + 1);
      if (before != null) {
        throw new UnreadableFileException(
            "header-duplicate",
            "Columns %d and %d of the header are both named '%s'.".formatted(before, i + 1, name));
      }
    }
    return List.copyOf(names);
  }

  static UnreadableFileException tooMany(Limits limits) {
    return new UnreadableFileException(
        "too-many-columns", "The file has more than %,d columns.".formatted(limits.maxColumns()));
  }

  /// `column1`, `column2` …, for a file that names none.
  static List<String> numbered(int count) {
    List<String> names = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      names.add("column" + i);
    }
    return List.copyOf(names);
  }
}
