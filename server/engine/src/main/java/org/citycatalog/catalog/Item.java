package org.citycatalog.catalog;

import org.jspecify.annotations.Nullable;

/// 信息项: one column of a dataset.
///
/// @param name the column's name in files and filters, unique in its dataset
/// @param format how values are written, where the type has several ways; null means the type's
///   default
/// @param unit unit of the value, null where it has none
/// @param level null means the dataset's level
public record Item(
    String name,
    @Nullable LocalText title,
    @Nullable LocalText description,
    ColumnType type,
    @Nullable String format,
    @Nullable String unit,
    @Nullable Level level,
    Constraints constraints) {
  public Item {
    if (name.isBlank() || name.length() > 200) {
      throw new IllegalArgumentException(
          "an item's name must have 1 to 200 characters but was '%s'".formatted(name));
    }
  }

  public static Item of(String name, ColumnType type) {
    return new Item(name, null, null, type, null, null, null, Constraints.NONE);
  }
}
