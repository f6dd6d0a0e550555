package org.citycatalog.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.CatalogStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteCatalogStoreTest implements CatalogStoreContract {
  @TempDir Path folder;
  private JdbcCatalogStore store;

  @BeforeEach
  void open() {
    store = JdbcCatalogStore.sqlite(folder.resolve("catalog.db"));
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
    open();
    return store;
  }

  @Test
  void its_connections_write_ahead_and_wait_for_the_disk() throws Exception {
    try (Database database = Database.sqlite(folder.resolve("settings.db"))) {
      assertThat(pragma(database, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(database, "synchronous")).isEqualTo("2");
      assertThat(pragma(database, "foreign_keys")).isEqualTo("1");
      assertThat(pragma(database, "busy_timeout")).isEqualTo("30000");
    }
  }

  @Test
  void its_readers_cannot_write() {
    try (Database database = Database.sqlite(folder.resolve("settings.db"))) {
      assertThatThrownBy(() -> database.read(sql -> sql.update("DELETE FROM change_counter")))
          .isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void a_file_that_is_no_database_is_refused_and_stays_as_it_was() throws Exception {
    Path file = Files.writeString(folder.resolve("other.db"), "这不是数据库。".repeat(500));

    assertThatThrownBy(() -> JdbcCatalogStore.sqlite(file))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Files.readString(file)).isEqualTo("这不是数据库。".repeat(500));
  }

  @Test
  void the_database_of_a_newer_program_is_refused() throws Exception {
    Path file = folder.resolve("catalog.db");
    store.close();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "INSERT INTO schema_history SELECT 99, '99', 'from the future', type, 'V99__x.sql',"
              + " checksum, installed_by, installed_on, execution_time, success FROM schema_history"
              + " WHERE version = '1'");
    }

    assertThatThrownBy(() -> JdbcCatalogStore.sqlite(file))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void what_an_earlier_program_wrote_is_brought_on() throws Exception {
    Earlier.fill(store);
    store.close();
    try (Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("catalog.db"))) {
      Earlier.makeOlder(connection);
    }

    open();

    Earlier.assertBroughtOn(store);
  }

  @Test
  void a_closed_store_says_that_it_cannot_be_reached() {
    CatalogStore other = JdbcCatalogStore.sqlite(folder.resolve("closed.db"));
    other.close();

    assertThat(other.isReachable()).isFalse();
  }

  private static String pragma(Database database, String name) {
    return database
        .write(sql -> sql.one((ResultSet row) -> row.getString(1), "PRAGMA " + name))
        .orElseThrow();
  }
}
