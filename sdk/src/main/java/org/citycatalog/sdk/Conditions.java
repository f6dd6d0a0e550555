package org.citycatalog.sdk;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Makes conditions on rows, for a static import.
///
/// Values may be texts, whole and decimal numbers, booleans, dates ([LocalDate]) and instants
/// ([OffsetDateTime], [ZonedDateTime], [Instant]). A code such as a division's is a text. Column
/// names and texts may hold anything: they are quoted as CQL2 asks. A value of another kind is an
/// [IllegalArgumentException]; a column that the dataset does not have, or whose type the value
/// does not fit, is an [org.citycatalog.sdk.error.InvalidRequestException] of the call that asks.
///
/// A missing or unreadable cell satisfies neither a comparison nor its opposite; ask for missing
/// ones with [#isNull].
public final class Conditions {
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Set<String> RESERVED =
      Set.of(
          "and",
          "or",
          "not",
          "like",
          "in",
          "between",
          "is",
          "null",
          "true",
          "false",
          "casei",
          "accenti",
          "date",
          "timestamp",
          "interval",
          "bbox",
          "point",
          "linestring",
          "polygon",
          "multipoint",
          "multilinestring",
          "multipolygon",
          "geometrycollection",
          "distance",
          "div",
          "s_intersects",
          "s_within",
          "s_contains",
          "s_equals",
          "s_disjoint",
          "s_touches",
          "s_overlaps",
          "s_crosses");

  private Conditions() {}

  /// The column equals the value.
  public static Condition eq(String column, Object value) {
    return comparison(column, "=", value);
  }

  /// The column has a value, another one.
  public static Condition ne(String column, Object value) {
    return comparison(column, "<>", value);
  }

  /// The column is less than the value, or before it.
  public static Condition lt(String column, Object value) {
    return comparison(column, "<", value);
  }

  /// The column is the value or less.
  public static Condition le(String column, Object value) {
    return comparison(column, "<=", value);
  }

  /// The column is greater than the value, or after it.
  public static Condition gt(String column, Object value) {
    return comparison(column, ">", value);
  }

  /// The column is the value or greater.
  public static Condition ge(String column, Object value) {
    return comparison(column, ">=", value);
  }

  /// The column lies between two values, both included.
  public static Condition between(String column, Object low, Object high) {
    // bracketed by its own: AND inside BETWEEN must not meet an AND outside
    return Condition.whole(
        "(" + name(column) + " BETWEEN " + literal(low) + " AND " + literal(high) + ")");
  }

  /// The column equals one of the values.
  ///
  /// @throws IllegalArgumentException if there is none
  public static Condition in(String column, Collection<?> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("in needs at least one value for column " + column);
    }
    return Condition.whole(
        name(column)
            + values.stream()
                .map(Conditions::literal)
                .collect(Collectors.joining(", ", " IN (", ")")));
  }

  /// The column equals one of the values.
  ///
  /// @throws IllegalArgumentException if there is none
  public static Condition in(String column, Object... values) {
    return in(column, List.of(values));
  }

  /// The whole text matches a pattern: `%` is any run, `_` one character, `\` takes the next
  /// character as it is.
  public static Condition like(String column, String pattern) {
    return Condition.whole(name(column) + " LIKE " + quoted(pattern));
  }

  /// Like [#like], with upper and lower case alike.
  public static Condition likeAnyCase(String column, String pattern) {
    return Condition.whole("CASEI(" + name(column) + ") LIKE CASEI(" + quoted(pattern) + ")");
  }

  /// The text holds these characters; nothing in them is a pattern.
  public static Condition contains(String column, String part) {
    return like(column, "%" + withoutPattern(part) + "%");
  }

  /// The text starts with these characters; nothing in them is a pattern.
  public static Condition startsWith(String column, String start) {
    return like(column, withoutPattern(start) + "%");
  }

  /// No value was delivered. An unreadable cell is not null: something was delivered.
  public static Condition isNull(String column) {
    return Condition.whole(name(column) + " IS NULL");
  }

  /// A value was delivered.
  public static Condition isNotNull(String column) {
    return Condition.whole(name(column) + " IS NOT NULL");
  }

  /// The condition does not hold.
  public static Condition not(Condition condition) {
    return condition.not();
  }

  /// All conditions hold.
  public static Condition allOf(Condition first, Condition... others) {
    Condition all = first;
    for (Condition other : others) {
      all = all.and(other);
    }
    return all;
  }

  /// At least one condition holds.
  public static Condition anyOf(Condition first, Condition... others) {
    Condition any = first;
    for (Condition other : others) {
      any = any.or(other);
    }
    return any;
  }

  /// The point lies in a box, edges included.
  ///
  /// @param column a column of type `point`
  /// @param west degrees of longitude, -180 to 180; greater than `east` across 180°
  /// @param south degrees of latitude, -90 to 90
  /// @param east degrees of longitude
  /// @param north degrees of latitude, not less than `south`
  public static Condition withinBox(
      String column, double west, double south, double east, double north) {
    if (south > north) {
      throw new IllegalArgumentException("south " + south + " lies north of " + north);
    }
    return Condition.whole(
        "S_INTERSECTS(%s, BBOX(%s, %s, %s, %s))"
            .formatted(
                name(column), longitude(west), latitude(south), longitude(east), latitude(north)));
  }

  /// The point lies within a distance of a place, over the ground.
  ///
  /// @param column a column of type `point`
  /// @param place the place
  /// @param metres 0 or more
  public static Condition withinDistance(String column, Point place, double metres) {
    if (!(metres >= 0) || Double.isInfinite(metres)) {
      throw new IllegalArgumentException("metres must be 0 or more but were " + metres);
    }
    return Condition.whole(
        "distance(%s, POINT(%s %s)) <= %s"
            .formatted(
                name(column),
                longitude(place.longitude()),
                latitude(place.latitude()),
                number(metres)));
  }

  private static Condition comparison(String column, String operator, Object value) {
    return Condition.whole(name(column) + " " + operator + " " + literal(value));
  }

  /// A column's name as it stands in CQL2 text.
  static String name(String column) {
    if (column.isEmpty()) {
      throw new IllegalArgumentException("a column must have a name");
    }
    boolean plain =
        PLAIN_NAME.matcher(column).matches() && !RESERVED.contains(column.toLowerCase(Locale.ROOT));
    return plain ? column : '"' + column.replace("\"", "\"\"") + '"';
  }

  private static String literal(Object value) {
    Objects.requireNonNull(value, "a condition compares with a value; ask isNull for its absence");
    if (value instanceof CharSequence || value instanceof Character) {
      return quoted(value.toString());
    }
    if (value instanceof Boolean truth) {
      return truth ? "TRUE" : "FALSE";
    }
    if (value instanceof Number number) {
      return number(number);
    }
    if (value instanceof LocalDate day) {
      return "DATE('" + day + "')";
    }
    if (value instanceof OffsetDateTime time) {
      return instant(time.toInstant());
    }
    if (value instanceof ZonedDateTime time) {
      return instant(time.toInstant());
    }
    if (value instanceof Instant time) {
      return instant(time);
    }
    throw new IllegalArgumentException(
        "a condition cannot compare with a " + value.getClass().getName());
  }

  private static String instant(Instant time) {
    return "TIMESTAMP('" + time + "')";
  }

  private static String number(Number number) {
    if (number instanceof Double || number instanceof Float) {
      if (!Double.isFinite(number.doubleValue())) {
        throw new IllegalArgumentException(number + " is no number that can be compared with");
      }
      return new BigDecimal(number.toString()).toPlainString();
    }
    if (number instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (number instanceof Long
        || number instanceof Integer
        || number instanceof Short
        || number instanceof Byte
        || number instanceof BigInteger) {
      return number.toString();
    }
    throw new IllegalArgumentException(
        "a condition cannot compare with a " + number.getClass().getName());
  }

  private static String longitude(double degrees) {
    return within(degrees, 180, "longitude");
  }

  private static String latitude(double degrees) {
    return within(degrees, 90, "latitude");
  }

  private static String within(double degrees, double most, String what) {
    if (!(Math.abs(degrees) <= most)) {
      throw new IllegalArgumentException(
          what + " must be -" + most + " to " + most + " degrees but was " + degrees);
    }
    return number(degrees);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String withoutPattern(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }
}
