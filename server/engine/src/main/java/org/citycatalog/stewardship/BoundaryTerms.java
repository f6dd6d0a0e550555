package org.citycatalog.stewardship;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.EntryDocument;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.JsonText;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.Statistics;

/// The part of an entry that says who reads what of it.
///
/// It is what is left when the descriptions are taken away: a field that is added to entries counts
/// as part of the boundary until somebody writes it down here as a description.
final class BoundaryTerms {
  private static final Set<String> DESCRIPTIONS =
      Set.of(
          "title",
          "summary",
          "category",
          "code",
          "identifiers",
          "providerCode",
          "office",
          "formatClass",
          "formats",
          "updateCycle",
          "issued",
          "related",
          "theme",
          "keywords",
          "divisions",
          "terms",
          "contact",
          "origin",
          "secretReview");
  private static final Set<String> DESCRIPTIONS_OF_ITEMS =
      Set.of("title", "description", "unit", "constraints");

  /// The values of a group may be those that its constraints allow, and with them the cells that
  /// are told.
  private static final Set<String> DESCRIPTIONS_OF_GROUPS = Set.of("title", "description", "unit");

  private static final Set<String> DESCRIPTIONS_OF_SHARING = Set.of("methodClass", "method");

  private BoundaryTerms() {}

  static boolean differ(Entry one, Entry other) {
    return !of(one).equals(of(other));
  }

  /// The highest level that is said of an entry or of one of its items.
  static Level highest(Entry entry) {
    return Stream.concat(
            Stream.of(entry.level()),
            entry.schema().items().stream().map(Item::level).flatMap(Stream::ofNullable))
        .max(Level::compareTo)
        .orElseThrow();
  }

  private static JsonObject of(Entry entry) {
    JsonObject written = EntryDocument.write(entry);
    JsonObjectBuilder terms = JsonText.builder(without(written, DESCRIPTIONS));
    terms.add("sharing", without(written.getJsonObject("sharing"), DESCRIPTIONS_OF_SHARING));
    JsonArray items = written.getJsonArray("items");
    if (items != null) {
      // By name: the order in which they stand opens and shuts nothing.
      JsonObjectBuilder named = JsonText.builder();
      List<JsonObject> each = items.getValuesAs(JsonValue::asJsonObject);
      each.forEach(item -> {
        String name = item.getString("name");
        named.add(
            name,
            without(item, isGroup(entry, name) ? DESCRIPTIONS_OF_GROUPS : DESCRIPTIONS_OF_ITEMS));
      });
      terms.add("items", named);
    }
    return terms.build();
  }

  private static boolean isGroup(Entry entry, String item) {
    Statistics statistics = entry.statistics();
    return statistics != null && statistics.group(item).isPresent();
  }

  private static JsonObject without(JsonObject object, Set<String> names) {
    JsonObjectBuilder rest = JsonText.builder(object);
    names.forEach(rest::remove);
    return rest.build();
  }
}
