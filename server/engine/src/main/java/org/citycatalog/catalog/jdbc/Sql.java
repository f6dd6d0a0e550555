package org.citycatalog.catalog.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Statements over one connection, with parameters bound by their Java type.
public final class Sql {
  private static final DateTimeFormatter INSTANT =
      new DateTimeFormatterBuilder().appendInstant(9).toFormatter().withZone(ZoneOffset.UTC);

  private final Connection connection;

  Sql(Connection connection) {
    this.connection = connection;
  }

  /// Makes a value of one row.
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /// Runs a statement that changes rows and says how many.
  public int update(String sql, @Nullable Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  public <T> List<T> all(Row<T> reader, String sql, @Nullable Object... parameters)
      throws SQLException {
    List<T> found = new ArrayList<>();
    try (PreparedStatement statement = prepare(sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(reader.read(rows));
      }
    }
    return found;
  }

  public <T> Optional<T> one(Row<T> reader, String sql, @Nullable Object... parameters)
      throws SQLException {
    return all(reader, sql, parameters).stream().findFirst();
  }

  static String text(Instant instant) {
    return INSTANT.format(instant);
  }

  static @Nullable String textOrNull(@Nullable Instant instant) {
    return instant == null ? null : text(instant);
  }

  static @Nullable Instant instantOrNull(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }

  static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  private PreparedStatement prepare(String sql, @Nullable Object... parameters)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < parameters.length; i++) {
        switch (parameters[i]) {
          case null -> statement.setNull(i + 1, Types.NULL);
          case String text -> statement.setString(i + 1, text);
          case Long number -> statement.setLong(i + 1, number);
          case Integer number -> statement.setInt(i + 1, number);
          case Instant instant -> statement.setString(i + 1, text(instant));
          default ->
              throw new IllegalArgumentException(
                  "no SQL type for a parameter of %s".formatted(parameters[i].getClass()));
        }
      }
      return statement;
    } catch (SQLException | RuntimeException wrong) {
      statement.close();
      throw wrong;
    }
  }
}
