package org.citycatalog.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Optional;
import org.citycatalog.Postgres;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.CatalogStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PostgresCatalogStoreTest implements CatalogStoreContract {
  private String url;
  private JdbcCatalogStore store;

  @BeforeEach
  void create() throws Exception {
    url = Postgres.database();
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

  @ParameterizedTest
  @ValueSource(strings = {"version", "load", "api_key", "data_grant", "literal_salt"})
  void what_purges_delete_from_is_written_anew(String table) {
    Optional<String> before = file(table);

    store.shred();

    assertThat(file(table)).isPresent().isNotEqualTo(before);
  }

  private Optional<String> file(String table) {
    return store
        .database()
        .read(sql -> sql.one(row -> row.getString(1), "SELECT pg_relation_filenode(?)", table));
  }

  @Test
  void what_an_earlier_program_wrote_is_brought_on() throws Exception {
    Earlier.fill(store);
    store.close();
    try (Connection connection = DriverManager.getConnection(url)) {
      Earlier.makeOlder(connection);
    }

    store = JdbcCatalogStore.postgresql(url, null, null);

    Earlier.assertBroughtOn(store);
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
