package org.citycatalog.sharing.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.Statement;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// A real PostgreSQL, started once; each test has a database of its own.
final class PostgresQuotasTest extends QuotasContract {
  private static EmbeddedPostgres server;
  private static int databases;

  @BeforeAll
  static void begin() throws Exception {
    server = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void end() throws Exception {
    server.close();
  }

  @Override
  JdbcCatalogStore open() throws Exception {
    String name = "quotas" + ++databases;
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("CREATE DATABASE " + name);
    }
    return JdbcCatalogStore.postgresql(server.getJdbcUrl("postgres", name), null, null);
  }
}
