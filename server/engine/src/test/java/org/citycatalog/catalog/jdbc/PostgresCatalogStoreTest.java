package org.citycatalog.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.Statement;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.CatalogStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A real PostgreSQL, started once; each test has a database of its own.
final class PostgresCatalogStoreTest implements CatalogStoreContract {
  private static EmbeddedPostgres server;
  private static int databases;

  private String url;
  private CatalogStore store;

  @BeforeAll
  static void start() throws Exception {
    server = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void create() throws Exception {
    String name = "catalog" + ++databases;
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("CREATE DATABASE " + name);
    }
    url = server.getJdbcUrl("postgres", name);
    store = JdbcCatalogStore.postgresql(url, null, null);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  public CatalogStore store() {
    return store;
  }

  @Override
  public CatalogStore reopened() {
    store.close();
    store = JdbcCatalogStore.postgresql(url, null, null);
    return store;
  }

  @Test
  void an_address_of_another_kind_is_refused() {
    assertThatThrownBy(() -> JdbcCatalogStore.postgresql("jdbc:mysql://localhost/a", null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_server_that_does_not_answer_is_refused_at_the_start() {
    assertThatThrownBy(
            () -> JdbcCatalogStore.postgresql("jdbc:postgresql://127.0.0.1:1/a", "u", "p"))
        .isInstanceOf(IllegalStateException.class);
  }
}
