package org.citycatalog.cql;

import java.util.List;
import org.citycatalog.catalog.Value;

/// A checked filter over the rows of one dataset.
public sealed interface Predicate {
  /// `column operator value`; the value is of the column's type.
  record Comparison(String column, Operator operator, Value value) implements Predicate {}

  /// `column BETWEEN low AND high`, both ends included.
  record Between(String column, Value low, Value high) implements Predicate {}

  /// `column IN (…)`.
  record In(String column, List<Value> values) implements Predicate {
    public In {
      values = List.copyOf(values);
    }
  }

  /// `column LIKE pattern` on the whole text of a text or code column: `%` is any run, `_` one
  /// character, `\` takes the next character as it is.
  ///
  /// @param anyCase written `CASEI(column) LIKE CASEI(pattern)`
  record Like(String column, String pattern, boolean anyCase) implements Predicate {}

  /// `column IS NULL`: true where no value was delivered, false where one was, neither where it is
  /// unreadable.
  record IsNull(String column) implements Predicate {}

  /// `S_INTERSECTS(column, BBOX(west, south, east, north))`, edges included; west is greater than
  /// east across 180°.
  record WithinBox(String column, double west, double south, double east, double north)
      implements Predicate {}

  /// `distance(column, POINT(longitude latitude)) <= metres` on a sphere of radius 6,371,008.7714
  /// m.
  ///
  /// @param inclusive false for `<`
  record WithinDistance(
      String column, double longitude, double latitude, double metres, boolean inclusive)
      implements Predicate {}

  record And(List<Predicate> parts) implements Predicate {
    public And {
      parts = List.copyOf(parts);
    }
  }

  record Or(List<Predicate> parts) implements Predicate {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  record Not(Predicate part) implements Predicate {}

  /// `TRUE` or `FALSE`.
  record Constant(boolean truth) implements Predicate {}

  /// How two values are compared, in the order of [org.citycatalog.catalog.ValueOrder].
  enum Operator {
    EQUAL("="),
    NOT_EQUAL("<>"),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }
  }
}
