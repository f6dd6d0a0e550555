package org.citycatalog.catalog.jdbc;

import jakarta.json.JsonObjectBuilder;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.citycatalog.catalog.JsonText;

/// Changes of rules, keys and grants on their way to the ledger: kept in the same transaction as
/// the change, so that neither is without the other, whatever is killed.
public final class ChangesToRecord {
  /// One of them.
  ///
  /// @param id the same for the same change
  /// @param document a record of the ledger, on one line
  public record Change(String id, String document) {}

  private final Database database;

  public ChangesToRecord(Database database) {
    this.database = database;
  }

  /// Begins the record of a change.
  ///
  /// @param subject what is changed: `dataset`, `apiKey`, `request`, `grant` or `correction`
  /// @param by id of the key
  public static JsonObjectBuilder change(
      String subject, String id, String step, String by, Instant at) {
    return JsonText.builder()
        .add("kind", "change")
        .add("at", at.toString())
        .add(subject, id)
        .add("step", step)
        .add("key", by);
  }

  /// Keeps a change on the connection that makes it.
  public static void add(Sql sql, String id, Instant at, JsonObjectBuilder record)
      throws SQLException {
    sql.update(
        "INSERT INTO change_to_record (id, at, document) VALUES (?, ?, ?)",
        id,
        at,
        record.add("change", id).build().toString());
  }

  /// Those that wait, oldest first.
  public List<Change> waiting(int limit) {
    return database.read(sql ->
        sql.all(
            row -> new Change(row.getString(1), row.getString(2)),
            "SELECT id, document FROM change_to_record ORDER BY at, id LIMIT ?",
            limit));
  }

  /// Forgets those that the ledger has.
  public void recorded(List<Change> changes) {
    database.write(sql -> {
      for (Change change : changes) {
        sql.update("DELETE FROM change_to_record WHERE id = ?", change.id());
      }
      return Optional.of(changes);
    });
  }
}
