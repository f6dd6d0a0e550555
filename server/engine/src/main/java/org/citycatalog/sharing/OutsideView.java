package org.citycatalog.sharing;

import java.util.List;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.ItemRight;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.TableSchema;

/// An entry as everybody but its provider sees it: without the items that are not shown, and
/// without the rules about rows, which speak of what is hidden.
public final class OutsideView {
  private OutsideView() {}

  public static Entry of(Entry entry) {
    TableSchema schema = entry.schema();
    List<Item> shown = schema.items().stream().filter(OutsideView::shows).toList();
    boolean keyed =
        schema.primaryKey().stream()
            .allMatch(key -> shown.stream().anyMatch(item -> item.name().equals(key)));
    return entry
        .withSchema(
            new TableSchema(shown, schema.missingValues(), keyed ? schema.primaryKey() : List.of()))
        .withoutRowScopes();
  }

  /// Whether outsiders see that there is such an item.
  static boolean shows(Item item) {
    return item.rights().contains(ItemRight.VISIBLE) && isShown(item.mask());
  }

  /// Whether a masked column has anything to show.
  static boolean isShown(Mask mask) {
    return !(mask instanceof Mask.Drop) && !(mask instanceof Mask.MatchOnly);
  }
}
