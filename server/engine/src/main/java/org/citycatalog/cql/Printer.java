package org.citycatalog.cql;

import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.citycatalog.catalog.Value;

/// Writes a predicate as CQL2 text.
final class Printer {
  static final Set<String> KEYWORDS =
      Set.of("AND", "OR", "NOT", "IN", "LIKE", "BETWEEN", "IS", "NULL", "TRUE", "FALSE");

  private final StringBuilder out = new StringBuilder();
  private final UnaryOperator<String> literals;

  Printer() {
    this(UnaryOperator.identity());
  }

  /// @param literals gives what is written for the text of a value
  Printer(UnaryOperator<String> literals) {
    this.literals = literals;
  }

  String print(Predicate predicate) {
    write(predicate);
    return out.toString();
  }

  private void write(Predicate predicate) {
    switch (predicate) {
      case Predicate.Comparison(String column, var operator, Value value) -> {
        name(column);
        out.append(' ').append(operator.symbol()).append(' ');
        value(value);
      }
      case Predicate.Between(String column, Value low, Value high) -> {
        name(column);
        out.append(" BETWEEN ");
        value(low);
        out.append(" AND ");
        value(high);
      }
      case Predicate.In(String column, var values) -> {
        name(column);
        out.append(" IN (");
        for (int i = 0; i < values.size(); i++) {
          out.append(i == 0 ? "" : ", ");
          value(values.get(i));
        }
        out.append(')');
      }
      case Predicate.Like(String column, String pattern, boolean anyCase) -> {
        out.append(anyCase ? "CASEI(" : "");
        name(column);
        out.append(anyCase ? ") LIKE CASEI(" : " LIKE ");
        string(pattern);
        out.append(anyCase ? ")" : "");
      }
      case Predicate.IsNull(String column) -> {
        name(column);
        out.append(" IS NULL");
      }
      case Predicate.WithinBox box -> {
        out.append("S_INTERSECTS(");
        name(box.column());
        out.append(", ")
            .append(
                literals.apply(
                    "BBOX(%s, %s, %s, %s)"
                        .formatted(box.west(), box.south(), box.east(), box.north())))
            .append(')');
      }
      case Predicate.WithinDistance circle -> {
        out.append("DISTANCE(");
        name(circle.column());
        out.append(", ")
            .append(literals.apply("POINT(%s %s)".formatted(circle.longitude(), circle.latitude())))
            .append(") ")
            .append(circle.inclusive() ? "<= " : "< ")
            .append(circle.metres());
      }
      case Predicate.And(var parts) -> join(parts, " AND ", "TRUE");
      case Predicate.Or(var parts) -> join(parts, " OR ", "FALSE");
      case Predicate.Not(Predicate part) -> {
        out.append("NOT ");
        grouped(part, part instanceof Predicate.And || part instanceof Predicate.Or);
      }
      case Predicate.Constant(boolean truth) -> out.append(truth ? "TRUE" : "FALSE");
    }
  }

  private void join(List<Predicate> parts, String word, String none) {
    if (parts.isEmpty()) {
      out.append(none);
    }
    for (int i = 0; i < parts.size(); i++) {
      out.append(i == 0 ? "" : word);
      Predicate part = parts.get(i);
      boolean and = word.equals(" AND ");
      grouped(part, part instanceof Predicate.Or || and && part instanceof Predicate.And);
    }
  }

  private void grouped(Predicate predicate, boolean brackets) {
    out.append(brackets ? "(" : "");
    write(predicate);
    out.append(brackets ? ")" : "");
  }

  private void name(String column) {
    if (Tokens.isPlainName(column) && !KEYWORDS.contains(column.toUpperCase(Locale.ROOT))) {
      out.append(column);
    } else {
      out.append('"').append(column.replace("\"", "\"\"")).append('"');
    }
  }

  private void string(String text) {
    out.append(literals.apply("'" + text.replace("'", "''") + "'"));
  }

  private void value(Value value) {
    switch (value) {
      case Value.Text(String text) -> string(text);
      case Value.Int(long number) -> literal(Long.toString(number));
      case Value.Decimal(var number) -> literal(number.toPlainString());
      case Value.Bool(boolean truth) -> literal(truth ? "TRUE" : "FALSE");
      case Value.Day(var day) -> literal("DATE('%s')".formatted(day));
      case Value.Moment(var time) ->
          literal("TIMESTAMP('%s')".formatted(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time)));
      case Value.Point point -> throw noLiteral(point);
      case Value.Missing missing -> throw noLiteral(missing);
      case Value.Unreadable unreadable -> throw noLiteral(unreadable);
    }
  }

  private void literal(String text) {
    out.append(literals.apply(text));
  }

  private static IllegalArgumentException noLiteral(Value value) {
    return new IllegalArgumentException("a filter cannot hold the value " + value);
  }
}
