package org.citycatalog;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;

/// A real PostgreSQL, started for the first test that asks and stopped with the JVM; each test has
/// a database of its own.
public final class Postgres {
  private static final String EMPTY = "migrated";
  private static final EmbeddedPostgres SERVER = start();
  private static int databases;

  private Postgres() {}

  /// The address of a new database with a catalog's tables and nothing in them.
  public static synchronized String database() throws SQLException {
    String name = "test" + ++databases;
    create(name + " TEMPLATE " + EMPTY);
    return SERVER.getJdbcUrl("postgres", name);
  }

  public static JdbcCatalogStore store() throws SQLException {
    return JdbcCatalogStore.postgresql(database(), null, null);
  }

  private static EmbeddedPostgres start() {
    try {
      // Tests end no machine, so nothing needs to be on the disk.
      EmbeddedPostgres server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.executeUpdate("CREATE DATABASE " + EMPTY);
      }
      JdbcCatalogStore.postgresql(server.getJdbcUrl("postgres", EMPTY), null, null).close();
      return server;
    } catch (IOException | SQLException failed) {
      throw new IllegalStateException("PostgreSQL does not start", failed);
    }
  }

  private static void create(String what) throws SQLException {
    try (Connection connection = SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("CREATE DATABASE " + what);
    }
  }
}
