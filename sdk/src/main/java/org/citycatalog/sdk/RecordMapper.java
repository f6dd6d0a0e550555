package org.citycatalog.sdk;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Makes the caller's records of rows.
final class RecordMapper<T extends Record> {
  private static final Map<Class<?>, BiFunction<String, Object, ?>> READERS =
      Map.ofEntries(
          Map.entry(String.class, Row::asText),
          Map.entry(long.class, Row::asInteger),
          Map.entry(Long.class, Row::asInteger),
          Map.entry(int.class, RecordMapper::asInt),
          Map.entry(Integer.class, RecordMapper::asInt),
          Map.entry(double.class, RecordMapper::asDouble),
          Map.entry(Double.class, RecordMapper::asDouble),
          Map.entry(BigDecimal.class, Row::asDecimal),
          Map.entry(boolean.class, Row::asBoolean),
          Map.entry(Boolean.class, Row::asBoolean),
          Map.entry(LocalDate.class, Row::asDate),
          Map.entry(OffsetDateTime.class, Row::asTime),
          Map.entry(Point.class, Row::asPoint));

  private final Constructor<T> constructor;
  private final List<String> columns;
  private final List<BiFunction<Row, String, @Nullable Object>> parts;

  RecordMapper(Class<T> type) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true); // a record may be local to its user
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalArgumentException("the record " + type.getName() + " cannot be made", e);
    }
    columns = Arrays.stream(components).map(RecordMapper::column).toList();
    parts = Arrays.stream(components).map(RecordMapper::part).toList();
  }

  List<String> columns() {
    return columns;
  }

  T map(Row row) {
    @Nullable Object[] values = new @Nullable Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = parts.get(i).apply(row, columns.get(i));
    }
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused; // the record's own check
      }
      throw new IllegalStateException("the record could not be made", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the record could not be made", e);
    }
  }

  private static String column(RecordComponent component) {
    Column named = component.getAnnotation(Column.class);
    return named == null ? component.getName() : named.value();
  }

  private static BiFunction<Row, String, @Nullable Object> part(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == Cell.class) {
      return Row::cell;
    }
    if (type == Optional.class) {
      BiFunction<String, Object, ?> reader = reader(inner(component.getGenericType()), component);
      return (row, column) ->
          row.isMissing(column) ? Optional.empty() : Optional.of(row.required(column, reader));
    }
    BiFunction<String, Object, ?> reader = reader(type, component);
    return (row, column) -> row.required(column, reader);
  }

  private static Type inner(Type optional) {
    return optional instanceof ParameterizedType of ? of.getActualTypeArguments()[0] : optional;
  }

  private static BiFunction<String, Object, ?> reader(Type type, RecordComponent component) {
    BiFunction<String, Object, ?> reader =
        type instanceof Class<?> known ? READERS.get(known) : null;
    if (reader == null) {
      throw new IllegalArgumentException(
          "a column cannot be read as the %s of component '%s'"
              .formatted(type.getTypeName(), component.getName()));
    }
    return reader;
  }

  private static Integer asInt(String column, Object value) {
    long number = Row.asInteger(column, value);
    if (number != (int) number) {
      throw Row.unfit(column, value, "a whole number of 32 bits", null);
    }
    return (int) number;
  }

  private static Double asDouble(String column, Object value) {
    return Row.asDecimal(column, value).doubleValue();
  }
}
