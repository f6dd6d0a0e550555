package org.citycatalog.catalog;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The items of a dataset and how its cells are read. A version keeps the schema it was loaded
/// under.
///
/// @param items in the order of the columns; empty before the first load of a dataset whose steward
///   declared none
/// @param missingValues cell texts that mean no value
/// @param primaryKey names of items; empty where rows have no key
public record TableSchema(List<Item> items, List<String> missingValues, List<String> primaryKey) {
  public static final TableSchema EMPTY = new TableSchema(List.of(), List.of(""), List.of());

  public TableSchema {
    items = List.copyOf(items);
    missingValues = List.copyOf(missingValues);
    primaryKey = List.copyOf(primaryKey);
    Set<String> names = new HashSet<>();
    for (Item item : items) {
      if (!names.add(item.name())) {
        throw new IllegalArgumentException("two items are named '%s'".formatted(item.name()));
      }
    }
    for (String key : primaryKey) {
      if (!names.contains(key)) {
        throw new IllegalArgumentException(
            "primary key names '%s', which is no item".formatted(key));
      }
    }
  }

  public Optional<Item> item(String name) {
    return items.stream().filter(item -> item.name().equals(name)).findFirst();
  }

  /// The place of a column in a row, or -1.
  public int indexOf(String name) {
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
