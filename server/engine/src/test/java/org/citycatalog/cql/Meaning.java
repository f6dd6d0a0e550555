package org.citycatalog.cql;

import java.util.function.Function;
import org.citycatalog.catalog.Value;
import org.citycatalog.catalog.ValueOrder;

/// What a predicate means: its truth for one row, said as plainly as possible.
///
/// Whatever answers filters in another way (an index) must agree with this; tests compare the two.
public final class Meaning {
  private Meaning() {}

  /// The truth of a predicate for one row.
  ///
  /// @param row gives the cell of a column
  /// @throws IllegalArgumentException if a cell is of another type than the predicate was checked
  ///   for
  public static Truth evaluate(Predicate predicate, Function<String, Value> row) {
    return switch (predicate) {
      case Predicate.Comparison(String column, var operator, Value value) ->
          ofPresent(row.apply(column), cell -> compare(operator, ValueOrder.compare(cell, value)));
      case Predicate.Between(String column, Value low, Value high) ->
          ofPresent(
              row.apply(column),
              cell -> ValueOrder.compare(cell, low) >= 0 && ValueOrder.compare(cell, high) <= 0);
      case Predicate.In(String column, var values) ->
          ofPresent(
              row.apply(column),
              cell -> values.stream().anyMatch(each -> ValueOrder.compare(cell, each) == 0));
      case Predicate.Like(String column, String pattern, boolean anyCase) ->
          ofPresent(
              row.apply(column),
              cell ->
                  cell instanceof Value.Text(String text)
                      ? LikePattern.of(pattern, anyCase).matches(text)
                      : wrongType(column, cell));
      case Predicate.IsNull(String column) ->
          switch (row.apply(column)) {
            case Value.Missing missing -> Truth.TRUE;
            case Value.Unreadable unreadable -> Truth.UNKNOWN;
            default -> Truth.FALSE;
          };
      case Predicate.WithinBox box ->
          ofPresent(
              row.apply(box.column()),
              cell ->
                  cell instanceof Value.Point point
                      ? contains(box, point)
                      : wrongType(box.column(), cell));
      case Predicate.WithinDistance circle ->
          ofPresent(
              row.apply(circle.column()),
              cell ->
                  cell instanceof Value.Point point
                      ? contains(circle, point)
                      : wrongType(circle.column(), cell));
      case Predicate.And(var parts) -> {
        Truth all = Truth.TRUE;
        for (Predicate part : parts) {
          all = all.and(evaluate(part, row));
        }
        yield all;
      }
      case Predicate.Or(var parts) -> {
        Truth any = Truth.FALSE;
        for (Predicate part : parts) {
          any = any.or(evaluate(part, row));
        }
        yield any;
      }
      case Predicate.Not(Predicate part) -> evaluate(part, row).not();
      case Predicate.Constant(boolean truth) -> Truth.of(truth);
    };
  }

  private static Truth ofPresent(Value cell, java.util.function.Predicate<Value> test) {
    return cell instanceof Value.Missing || cell instanceof Value.Unreadable
        ? Truth.UNKNOWN
        : Truth.of(test.test(cell));
  }

  private static boolean compare(Predicate.Operator operator, int order) {
    return switch (operator) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      case GREATER -> order > 0;
      case AT_LEAST -> order >= 0;
    };
  }

  private static boolean contains(Predicate.WithinBox box, Value.Point point) {
    double longitude = point.longitude();
    boolean inLongitude =
        box.west() <= box.east()
            ? longitude >= box.west() && longitude <= box.east()
            : longitude >= box.west() || longitude <= box.east();
    return inLongitude && point.latitude() >= box.south() && point.latitude() <= box.north();
  }

  private static boolean contains(Predicate.WithinDistance circle, Value.Point point) {
    double metres =
        Sphere.distanceMetres(
            circle.longitude(), circle.latitude(), point.longitude(), point.latitude());
    return circle.inclusive() ? metres <= circle.metres() : metres < circle.metres();
  }

  private static boolean wrongType(String column, Value cell) {
    throw new IllegalArgumentException(
        "column '%s' holds a %s, for which the filter was not checked"
            .formatted(column, cell.getClass().getSimpleName()));
  }
}
