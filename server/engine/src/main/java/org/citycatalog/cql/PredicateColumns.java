package org.citycatalog.cql;

import java.util.LinkedHashSet;
import java.util.Set;

/// The columns a predicate speaks of.
public final class PredicateColumns {
  private PredicateColumns() {}

  /// Names of columns in the order in which they occur.
  public static Set<String> of(Predicate predicate) {
    Set<String> columns = new LinkedHashSet<>();
    add(predicate, columns);
    return columns;
  }

  private static void add(Predicate predicate, Set<String> columns) {
    switch (predicate) {
      case Predicate.Comparison comparison -> columns.add(comparison.column());
      case Predicate.Between between -> columns.add(between.column());
      case Predicate.In in -> columns.add(in.column());
      case Predicate.Like like -> columns.add(like.column());
      case Predicate.IsNull missing -> columns.add(missing.column());
      case Predicate.WithinBox box -> columns.add(box.column());
      case Predicate.WithinDistance near -> columns.add(near.column());
      case Predicate.And and -> and.parts().forEach(part -> add(part, columns));
      case Predicate.Or or -> or.parts().forEach(part -> add(part, columns));
      case Predicate.Not not -> add(not.part(), columns);
      case Predicate.Constant constant -> {
        // Speaks of no column.
      }
    }
  }
}
