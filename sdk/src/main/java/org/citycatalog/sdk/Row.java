package org.citycatalog.sdk;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// One row. Values are read by the column's name; the readers without a fallback throw
/// [NoValueException] where there is no value, and those with one give it only where the value is
/// missing: what is unreadable is never passed over.
public final class Row {
  private static final Cell MISSING = new Cell.Missing();

  private final Columns columns;
  private final @Nullable Object[] values;
  private final Map<Integer, Cell.Unreadable> unreadable;

  Row(Columns columns, @Nullable Object[] values, Map<Integer, Cell.Unreadable> unreadable) {
    this.columns = columns;
    this.values = values;
    this.unreadable = unreadable;
  }

  /// The columns, in the order of the answer.
  public List<String> columns() {
    return columns.names();
  }

  /// Reads what is there, whatever it is.
  ///
  /// @param column the column
  /// @return a value, missing, or unreadable
  /// @throws IllegalArgumentException if there is no such column; so do all readers
  public Cell cell(String column) {
    int position = columns.position(column);
    Cell.Unreadable broken = unreadable.get(position);
    if (broken != null) {
      return broken;
    }
    Object value = values[position];
    return value == null ? MISSING : new Cell.Present(value);
  }

  /// Asks whether nothing was delivered. False for an unreadable cell.
  ///
  /// @param column the column
  /// @return whether it is missing
  public boolean isMissing(String column) {
    int position = columns.position(column);
    return values[position] == null && !unreadable.containsKey(position);
  }

  /// Asks for a cell that breaks the schema.
  ///
  /// @param column the column
  /// @return its text and the reason; empty where the cell can be read or is missing
  public Optional<Cell.Unreadable> unreadable(String column) {
    return Optional.ofNullable(unreadable.get(columns.position(column)));
  }

  /// Reads text; any other value as its text.
  ///
  /// @param column the column
  /// @return the text
  public String text(String column) {
    return required(column, Row::asText);
  }

  /// Reads text.
  ///
  /// @param column the column
  /// @param fallback given where the value is missing
  /// @return the text
  public String text(String column, String fallback) {
    return isMissing(column) ? fallback : text(column);
  }

  /// Reads a whole number.
  ///
  /// @param column the column
  /// @return the number
  /// @throws IllegalArgumentException if the value is none of 64 bits
  public long integer(String column) {
    return required(column, Row::asInteger);
  }

  /// Reads a whole number.
  ///
  /// @param column the column
  /// @param fallback given where the value is missing
  /// @return the number
  public long integer(String column, long fallback) {
    return isMissing(column) ? fallback : integer(column);
  }

  /// Reads a number, exactly.
  ///
  /// @param column the column
  /// @return the number
  public BigDecimal decimal(String column) {
    return required(column, Row::asDecimal);
  }

  /// Reads a number, exactly.
  ///
  /// @param column the column
  /// @param fallback given where the value is missing
  /// @return the number
  public BigDecimal decimal(String column, BigDecimal fallback) {
    return isMissing(column) ? fallback : decimal(column);
  }

  /// Reads a yes or no.
  ///
  /// @param column the column
  /// @return the truth
  public boolean bool(String column) {
    return required(column, Row::asBoolean);
  }

  /// Reads a day.
  ///
  /// @param column the column
  /// @return the day
  public LocalDate date(String column) {
    return required(column, Row::asDate);
  }

  /// Reads an instant, with the offset it was written with.
  ///
  /// @param column the column
  /// @return the time
  public OffsetDateTime time(String column) {
    return required(column, Row::asTime);
  }

  /// Reads a place.
  ///
  /// @param column the column
  /// @return the place
  public Point point(String column) {
    return required(column, Row::asPoint);
  }

  /// Copies the values; a missing or unreadable one is `null`.
  ///
  /// @return the values by column, in the order of the answer; unmodifiable
  public Map<String, @Nullable Object> asMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      map.put(columns.names().get(i), values[i]);
    }
    return Collections.unmodifiableMap(map);
  }

  <T> T required(String column, BiFunction<String, Object, T> as) {
    Object value = values[columns.position(column)];
    if (value == null) {
      throw new NoValueException(column, cell(column));
    }
    return as.apply(column, value);
  }

  static String asText(String column, Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof Point point) {
      return point.longitude() + " " + point.latitude();
    }
    return value.toString();
  }

  static Long asInteger(String column, Object value) {
    if (value instanceof Long number) {
      return number;
    }
    if (value instanceof BigDecimal decimal) {
      try {
        return decimal.longValueExact();
      } catch (ArithmeticException e) {
        throw unfit(column, value, "a whole number of 64 bits", e);
      }
    }
    throw unfit(column, value, "a whole number", null);
  }

  static BigDecimal asDecimal(String column, Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    if (value instanceof Long number) {
      return new BigDecimal(BigInteger.valueOf(number));
    }
    throw unfit(column, value, "a number", null);
  }

  static Boolean asBoolean(String column, Object value) {
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw unfit(column, value, "true or false", null);
  }

  static LocalDate asDate(String column, Object value) {
    if (value instanceof String text) {
      try {
        return LocalDate.parse(text);
      } catch (DateTimeException e) {
        throw unfit(column, value, "a date", e);
      }
    }
    throw unfit(column, value, "a date", null);
  }

  static OffsetDateTime asTime(String column, Object value) {
    if (value instanceof String text) {
      try {
        return OffsetDateTime.parse(text);
      } catch (DateTimeException e) {
        throw unfit(column, value, "a time with an offset", e);
      }
    }
    throw unfit(column, value, "a time with an offset", null);
  }

  static Point asPoint(String column, Object value) {
    if (value instanceof Point point) {
      return point;
    }
    throw unfit(column, value, "a point", null);
  }

  static IllegalArgumentException unfit(
      String column, Object value, String wanted, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "column '%s' holds '%s', which is not %s".formatted(column, value, wanted), cause);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Row{");
    for (int i = 0; i < values.length; i++) {
      text.append(i == 0 ? "" : ", ").append(columns.names().get(i)).append('=');
      Cell.Unreadable broken = unreadable.get(i);
      text.append(broken == null ? values[i] : "unreadable '" + broken.text() + "'");
    }
    return text.append('}').toString();
  }
}
