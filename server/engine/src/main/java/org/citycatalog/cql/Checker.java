package org.citycatalog.cql;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.Value;

/// Makes predicates over one column from literals, or says why a literal does not suit it.
final class Checker {
  private Checker() {}

  static Predicate comparison(Item item, Predicate.Operator operator, Literal literal)
      throws MistakeException {
    boolean range =
        operator != Predicate.Operator.EQUAL && operator != Predicate.Operator.NOT_EQUAL;
    if (range) {
      needOrder(item, literal.position());
    }
    return switch (item.type()) {
      case INTEGER -> NumberRange.WHOLE.compare(item.name(), operator, number(item, literal));
      case DECIMAL -> NumberRange.DECIMAL.compare(item.name(), operator, number(item, literal));
      case TEXT, CODE, BOOLEAN, DATE, DATETIME, POINT ->
          new Predicate.Comparison(item.name(), operator, value(item, literal));
    };
  }

  static Predicate between(Item item, Literal low, Literal high) throws MistakeException {
    needOrder(item, low.position());
    return switch (item.type()) {
      case INTEGER -> NumberRange.WHOLE.between(item.name(), number(item, low), number(item, high));
      case DECIMAL ->
          NumberRange.DECIMAL.between(item.name(), number(item, low), number(item, high));
      case TEXT, CODE, BOOLEAN, DATE, DATETIME, POINT ->
          new Predicate.Between(item.name(), value(item, low), value(item, high));
    };
  }

  static Predicate in(Item item, List<Literal> literals) throws MistakeException {
    if (item.type() == ColumnType.INTEGER || item.type() == ColumnType.DECIMAL) {
      List<BigDecimal> numbers = new ArrayList<>();
      for (Literal literal : literals) {
        numbers.add(number(item, literal));
      }
      return item.type() == ColumnType.INTEGER
          ? NumberRange.WHOLE.in(item.name(), numbers)
          : NumberRange.DECIMAL.in(item.name(), numbers);
    }
    List<Value> values = new ArrayList<>();
    for (Literal literal : literals) {
      values.add(value(item, literal));
    }
    return new Predicate.In(item.name(), values);
  }

  static void needText(Item item, int position, String what) throws MistakeException {
    if (item.type() != ColumnType.TEXT && item.type() != ColumnType.CODE) {
      throw MistakeException.type(
          position, "%s needs a column of text or codes, but %s.".formatted(what, holds(item)));
    }
  }

  static void needPoint(Item item, int position, String what) throws MistakeException {
    if (item.type() != ColumnType.POINT) {
      throw MistakeException.type(
          position, "%s needs a column of points, but %s.".formatted(what, holds(item)));
    }
  }

  static void needTime(Item item, int position, String what) throws MistakeException {
    if (item.type() != ColumnType.DATE && item.type() != ColumnType.DATETIME) {
      throw MistakeException.type(
          position, "%s needs a column of dates or times, but %s.".formatted(what, holds(item)));
    }
  }

  private static void needOrder(Item item, int position) throws MistakeException {
    if (item.type() == ColumnType.BOOLEAN) {
      throw MistakeException.type(
          position, "True and false are compared with = or <>; %s.".formatted(holds(item)));
    }
    if (item.type() == ColumnType.POINT) {
      throw noPointComparison(item, position);
    }
  }

  private static MistakeException noPointComparison(Item item, int position) {
    return MistakeException.type(
        position,
        "%s; use S_INTERSECTS(column, BBOX(west, south, east, north)) or DISTANCE(column, POINT(longitude latitude)) <"
                .formatted(capital(holds(item)))
            + " metres.");
  }

  private static BigDecimal number(Item item, Literal literal) throws MistakeException {
    if (literal.kind() == Literal.Kind.NUMBER) {
      return new BigDecimal(literal.text());
    }
    throw MistakeException.type(
        literal.position(),
        literal.kind() == Literal.Kind.STRING
            ? "%s; write the number without quotes.".formatted(capital(holds(item)))
            : "%s; write a number.".formatted(capital(holds(item))));
  }

  private static Value value(Item item, Literal literal) throws MistakeException {
    return switch (item.type()) {
      case TEXT, CODE -> text(item, literal);
      case BOOLEAN -> {
        if (literal.kind() != Literal.Kind.TRUTH) {
          throw MistakeException.type(
              literal.position(),
              "%s; write TRUE or FALSE without quotes.".formatted(capital(holds(item))));
        }
        yield new Value.Bool(literal.text().equals("TRUE"));
      }
      case DATE -> date(item, literal);
      case DATETIME -> moment(item, literal);
      case POINT -> throw noPointComparison(item, literal.position());
      case INTEGER, DECIMAL -> throw new IllegalArgumentException("numbers are compared by range");
    };
  }

  private static Value text(Item item, Literal literal) throws MistakeException {
    if (literal.kind() == Literal.Kind.STRING) {
      return new Value.Text(literal.text());
    }
    throw MistakeException.type(
        literal.position(),
        literal.kind() == Literal.Kind.NUMBER || literal.kind() == Literal.Kind.TRUTH
            ? "%s; put the value in single quotes: '%s'."
                .formatted(capital(holds(item)), literal.text())
            : "%s; write the value in single quotes alone.".formatted(capital(holds(item))));
  }

  private static Value date(Item item, Literal literal) throws MistakeException {
    if (literal.kind() == Literal.Kind.DATE || literal.kind() == Literal.Kind.STRING) {
      try {
        if (literal.text().length() == 10) {
          return new Value.Day(LocalDate.parse(literal.text()));
        }
      } catch (DateTimeException wrong) {
        throw noSuchDate(literal);
      }
      throw noSuchDate(literal);
    }
    throw MistakeException.type(
        literal.position(), "%s; write DATE('2024-01-31').".formatted(capital(holds(item))));
  }

  private static MistakeException noSuchDate(Literal literal) {
    return MistakeException.value(
        literal.position(), "There is no such date; write it as DATE('2024-01-31').");
  }

  private static Value moment(Item item, Literal literal) throws MistakeException {
    if (literal.kind() == Literal.Kind.TIMESTAMP || literal.kind() == Literal.Kind.STRING) {
      String text = literal.text();
      try {
        OffsetDateTime time =
            OffsetDateTime.parse(
                text.length() > 10 && text.charAt(10) == ' ' ? text.replaceFirst(" ", "T") : text);
        if (time.getNano() % 1000 == 0) {
          return new Value.Moment(time);
        }
      } catch (DateTimeException wrong) {
        throw noSuchTime(literal);
      }
      throw MistakeException.value(
          literal.position(), "Times are kept to the microsecond; write at most six digits.");
    }
    throw MistakeException.type(
        literal.position(),
        "%s; write TIMESTAMP('2024-01-31T08:00:00+08:00').".formatted(capital(holds(item))));
  }

  private static MistakeException noSuchTime(Literal literal) {
    return MistakeException.value(
        literal.position(),
        "There is no such time, or its offset is missing; write it as"
            + " TIMESTAMP('2024-01-31T08:00:00+08:00') or with Z at the end.");
  }

  private static String holds(Item item) {
    String what =
        switch (item.type()) {
          case TEXT -> "text";
          case CODE -> "codes";
          case INTEGER -> "whole numbers";
          case DECIMAL -> "decimal numbers";
          case BOOLEAN -> "true or false";
          case DATE -> "dates";
          case DATETIME -> "dates with time and offset";
          case POINT -> "points";
        };
    return "column '%s' holds %s".formatted(item.name(), what);
  }

  private static String capital(String sentence) {
    return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }
}
