package org.citycatalog.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.Nearest;
import org.citycatalog.catalog.TableSchema;
import org.jspecify.annotations.Nullable;

/// Which column of a file is which item. The schema rules: a file that does not fit it is refused,
/// not bent.
final class ColumnMapping {
  private final int[] columnOfItem;
  private final boolean straight;

  private ColumnMapping(int[] columnOfItem, int columns) {
    this.columnOfItem = columnOfItem;
    boolean same = columnOfItem.length == columns;
    for (int i = 0; same && i < columnOfItem.length; i++) {
      same = columnOfItem[i] == i;
    }
    this.straight = same;
  }

  /// @throws UnreadableFileException `column-missing`, `column-unknown` or `column-count`
  static ColumnMapping of(TableSchema schema, List<String> columns, Dialect dialect)
      throws UnreadableFileException {
    List<Item> items = schema.items();
    if (Boolean.FALSE.equals(dialect.header())) {
      if (columns.size() != items.size()) {
        throw new UnreadableFileException(
            "column-count",
            "the file has %d columns and no header, the schema has %d items"
                .formatted(columns.size(), items.size()));
      }
      int[] straight = new int[items.size()];
      for (int i = 0; i < straight.length; i++) {
        straight[i] = i;
      }
      return new ColumnMapping(straight, columns.size());
    }
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      places.put(columns.get(i), i);
    }
    // A JSON object leaves out what it has no value for; a table has all of its columns.
    boolean mayLack =
        dialect.format() == Format.JSON
            || dialect.format() == Format.JSONL
            || dialect.format() == Format.GEOJSON;
    List<String> missing = new ArrayList<>();
    int[] columnOfItem = new int[items.size()];
    for (int i = 0; i < columnOfItem.length; i++) {
      String name = items.get(i).name();
      Integer place = places.remove(name);
      columnOfItem[i] = place == null ? -1 : place;
      if (place == null && !mayLack) {
        missing.add(name);
      }
    }
    if (!missing.isEmpty()) {
      throw new UnreadableFileException(
          "column-missing",
          "the file has no column %s; its columns are %s"
              .formatted(quoted(missing), quoted(columns)));
    }
    if (!places.isEmpty()) {
      List<String> unknown = columns.stream().filter(places::containsKey).toList();
      List<String> names = items.stream().map(Item::name).toList();
      List<String> nearest = Nearest.of(unknown.get(0), names);
      throw new UnreadableFileException(
          "column-unknown",
          "the schema has no item for the file's column %s%s"
              .formatted(
                  quoted(unknown),
                  nearest.isEmpty() ? "" : "; did you mean " + quoted(nearest) + "?"));
    }
    return new ColumnMapping(columnOfItem, columns.size());
  }

  /// The cells of a record in the order of the items.
  @Nullable String[] apply(@Nullable String[] cells) {
    if (straight) {
      return cells;
    }
    @Nullable String[] row = new String[columnOfItem.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = columnOfItem[i] < 0 ? null : cells[columnOfItem[i]];
    }
    return row;
  }

  private static String quoted(List<String> names) {
    List<String> shown =
        names.stream().limit(20).map(name -> "'" + Excerpt.of(name, 60) + "'").toList();
    return String.join(", ", shown)
        + (names.size() > 20 ? " and %d more".formatted(names.size() - 20) : "");
  }
}
