package org.citycatalog.catalog;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// 信息项: one column of a dataset.
///
/// @param name the column's name in files and filters, unique in its dataset
/// @param format how values are written, where the type has several ways; null means the type's
///   default
/// @param unit unit of the value, null where it has none
/// @param level null means the dataset's level
/// @param rights what readers other than the provider may do with it
/// @param personal what it tells about a person, a place or a trade
/// @param mask what readers other than the provider see in place of its values, unless a grant says
///   otherwise
public record Item(
    String name,
    @Nullable LocalText title,
    @Nullable LocalText description,
    ColumnType type,
    @Nullable String format,
    @Nullable String unit,
    @Nullable Level level,
    Constraints constraints,
    Set<ItemRight> rights,
    Personal personal,
    Mask mask) {
  public Item {
    rights = Set.copyOf(rights);
    if (name.isBlank() || name.length() > 200) {
      throw new IllegalArgumentException(
          "an item's name must have 1 to 200 characters but was '%s'".formatted(name));
    }
    if (!rights.isEmpty() && !rights.contains(ItemRight.VISIBLE)) {
      throw new IllegalArgumentException(
          "item '%s' has rights without being visible".formatted(name));
    }
    if (!Mask.suits(mask, type)) {
      throw new IllegalArgumentException(
          "%s does not suit item '%s' of type %s".formatted(Mask.method(mask), name, type.code()));
    }
  }

  /// An item about whose boundary nothing is said.
  public Item(
      String name,
      @Nullable LocalText title,
      @Nullable LocalText description,
      ColumnType type,
      @Nullable String format,
      @Nullable String unit,
      @Nullable Level level,
      Constraints constraints) {
    this(
        name,
        title,
        description,
        type,
        format,
        unit,
        level,
        constraints,
        ItemRight.ALL,
        Personal.NONE,
        Mask.CLEAR);
  }

  public static Item of(String name, ColumnType type) {
    return new Item(name, null, null, type, null, null, null, Constraints.NONE);
  }
}
