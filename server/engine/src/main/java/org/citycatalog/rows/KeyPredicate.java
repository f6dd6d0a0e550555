package org.citycatalog.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.citycatalog.catalog.CellReader;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.Value;
import org.citycatalog.cql.Predicate;

/// The filter that is true of the row with a given key.
final class KeyPredicate {
  private KeyPredicate() {}

  /// Makes it.
  ///
  /// @param key a value for each column, in its canonical form
  /// @return empty where a text is no value of its column, so that no row has it
  static Optional<Predicate> of(TableSchema view, List<String> columns, Map<String, String> key) {
    List<Predicate> parts = new ArrayList<>();
    for (String name : columns) {
      Value value = value(view.item(name).orElseThrow(), Objects.requireNonNull(key.get(name)));
      if (value instanceof Value.Unreadable
          || value instanceof Value.Missing
          || value instanceof Value.Point) {
        return Optional.empty();
      }
      parts.add(new Predicate.Comparison(name, Predicate.Operator.EQUAL, value));
    }
    return Optional.of(parts.size() == 1 ? parts.getFirst() : new Predicate.And(parts));
  }

  /// The canonical form has no format of its own.
  private static Value value(Item item, String text) {
    Item canonical = Item.of(item.name(), item.type());
    return CellReader.of(canonical, List.of()).parse(text);
  }
}
