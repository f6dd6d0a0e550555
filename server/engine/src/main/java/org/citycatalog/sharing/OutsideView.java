package org.citycatalog.sharing;

import java.util.List;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.ItemRight;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.Statistics;
import org.citycatalog.catalog.TableSchema;
import org.jspecify.annotations.Nullable;

/// An entry as everybody but its provider sees it: without the items that are not shown, and
/// without the rules about rows, which speak of what is hidden.
public final class OutsideView {
  private OutsideView() {}

  /// What anybody who sees the entry sees of it.
  public static Entry of(Entry entry) {
    return of(entry, Statistics.Audience.EVERYBODY);
  }

  /// @param audience who looks: statistics that are not for them are not there
  static Entry of(Entry entry, Statistics.Audience audience) {
    TableSchema schema = entry.schema();
    List<Item> shown = schema.items().stream().filter(OutsideView::isKnown).toList();
    boolean keyed =
        schema.primaryKey().stream()
            .allMatch(key -> shown.stream().anyMatch(item -> item.name().equals(key)));
    return entry
        .withSchema(
            new TableSchema(shown, schema.missingValues(), keyed ? schema.primaryKey() : List.of()))
        .withoutRowScopes()
        .withStatistics(statistics(entry.statistics(), audience, shown));
  }

  private static @Nullable Statistics statistics(
      @Nullable Statistics statistics, Statistics.Audience audience, List<Item> shown) {
    if (statistics == null
        || audience == Statistics.Audience.EVERYBODY
            && statistics.audience() != Statistics.Audience.EVERYBODY) {
      return null;
    }
    String contributor = statistics.contributor();
    return contributor == null || shown.stream().anyMatch(item -> item.name().equals(contributor))
        ? statistics
        : statistics.withoutContributor();
  }

  /// Whether outsiders see that there is such an item: they may ask for one that can be matched.
  public static boolean isKnown(Item item) {
    return shows(item)
        || item.rights().contains(ItemRight.VISIBLE) && item.mask() instanceof Mask.MatchOnly;
  }

  /// Whether outsiders see a column of it.
  static boolean shows(Item item) {
    return item.rights().contains(ItemRight.VISIBLE) && isShown(item.mask());
  }

  /// Whether a masked column has anything to show.
  public static boolean isShown(Mask mask) {
    return !(mask instanceof Mask.Drop) && !(mask instanceof Mask.MatchOnly);
  }
}
