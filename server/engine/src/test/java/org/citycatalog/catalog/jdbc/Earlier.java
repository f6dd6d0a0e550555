package org.citycatalog.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.StoredKey;

/// A database as it was before keys knew the first of their chain.
final class Earlier {
  private static final Instant NOON = Instant.parse("2026-11-23T04:00:00Z");

  private Earlier() {}

  /// Keys `a1`, `a2` and `a3`, each the successor of the one before, and `b1` alone.
  static void fill(CatalogStore store) {
    StoredKey first = new StoredKey("a1", "1", "x", "research", null, null, NOON, null);
    StoredKey second = first.renewed("a2", "2", NOON.plusSeconds(1), null);
    store.addKey(first, "op");
    store.rotateKey("a1", second, NOON.plusSeconds(9), "op");
    store.rotateKey(
        "a2", second.renewed("a3", "3", NOON.plusSeconds(2), null), NOON.plusSeconds(9), "op");
    store.addKey(new StoredKey("b1", "4", "x", "research", null, null, NOON, null), "op");
  }

  /// Takes back what the migration did, and sets limits for single keys.
  static void makeOlder(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("ALTER TABLE api_key DROP COLUMN root");
      statement.executeUpdate("DELETE FROM schema_history WHERE version = '10'");
      for (String each : List.of("a1', 3, 'first", "a2', 7, 'second", "b1', 1, 'alone")) {
        statement.executeUpdate("INSERT INTO use_limit VALUES ('key " + each + "')");
      }
    }
  }

  static void assertRooted(JdbcCatalogStore store) {
    assertThat(store.keys())
        .extracting(StoredKey::id, StoredKey::root)
        .containsExactly(
            tuple("a1", "a1"), tuple("b1", "b1"), tuple("a2", "a1"), tuple("a3", "a1"));
    List<String> limits =
        store
            .database()
            .read(sql ->
                sql.all(
                    row -> row.getString(1) + " " + row.getString(2) + " " + row.getString(3),
                    "SELECT subject, revision, document FROM use_limit ORDER BY subject"));
    assertThat(limits).containsExactly("key a1 4 second", "key b1 1 alone");
  }
}
