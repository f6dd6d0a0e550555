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

/// A database as it was before keys knew the first of their chain, and requests whether they are
/// open.
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

  /// Takes back what the migrations did, sets limits for single keys, and adds requests.
  static void makeOlder(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("ALTER TABLE api_key DROP COLUMN root");
      statement.executeUpdate("DROP INDEX access_request_open");
      statement.executeUpdate("ALTER TABLE access_request DROP COLUMN is_open");
      statement.executeUpdate("DELETE FROM schema_history WHERE version IN ('10', '11')");
      for (String each : List.of("a1', 3, 'first", "a2', 7, 'second", "b1', 1, 'alone")) {
        statement.executeUpdate("INSERT INTO use_limit VALUES ('key " + each + "')");
      }
      for (String state :
          List.of("SUBMITTED", "PROVIDER_REVIEW", "DISPUTED", "APPROVED", "REFUSED", "RETURNED")) {
        // What an applicant wrote looks like a state, and is none.
        statement.executeUpdate(
            "INSERT INTO access_request (id, provider, organisation, revision, made, document)"
                + " VALUES ('%1$s', 'transport', 'x', 1, '%2$s', '%3$s')"
                    .formatted(
                        state,
                        NOON,
                        "{\"scenario\":\"\\\"state\\\":\\\"APPROVED\\\"\",\"state\":\"%s\"}"
                            .formatted(state)));
      }
    }
  }

  static void assertBroughtOn(JdbcCatalogStore store) {
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
    List<String> open =
        store
            .database()
            .read(sql ->
                sql.all(
                    row -> row.getString(1),
                    "SELECT id FROM access_request WHERE is_open = 1 ORDER BY id"));
    assertThat(open).containsExactly("DISPUTED", "PROVIDER_REVIEW", "SUBMITTED");
  }
}
