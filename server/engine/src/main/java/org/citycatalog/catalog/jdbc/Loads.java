package org.citycatalog.catalog.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Load;

/// Loads on one connection.
final class Loads {
  private static final String OPEN = "state IN ('WAITING', 'RUNNING')";

  private final Sql sql;

  Loads(Sql sql) {
    this.sql = sql;
  }

  void insert(Load load) throws SQLException {
    sql.update(
        "INSERT INTO load (id, dataset, state, started, document) VALUES (?, ?, ?, ?, ?)",
        load.id(),
        load.dataset().value(),
        load.state().name(),
        load.started(),
        Documents.write(load).toString());
  }

  /// Replaces a load that is not final; the condition and the change are one statement, so of two
  /// that end it one wins.
  ///
  /// @return false if it is final or not there
  boolean replaceOpen(Load load) throws SQLException {
    return sql.update(
            "UPDATE load SET state = ?, document = ? WHERE id = ? AND dataset = ? AND " + OPEN,
            load.state().name(),
            Documents.write(load).toString(),
            load.id(),
            load.dataset().value())
        == 1;
  }

  Optional<Load> load(String id) throws SQLException {
    return sql.one(
        row -> Documents.load(row.getString(1)), "SELECT document FROM load WHERE id = ?", id);
  }

  List<Load> loads(DatasetId id) throws SQLException {
    return sql.all(
        row -> Documents.load(row.getString(1)),
        "SELECT document FROM load WHERE dataset = ? ORDER BY started DESC, id DESC",
        id.value());
  }

  /// Strips the loads of a dataset that have ended and made no version, or none that is left, of
  /// everything that was read from their files.
  void emptyThoseWithoutVersion(DatasetId id) throws SQLException {
    List<Load> left =
        sql.all(
            row -> Documents.load(row.getString(1)),
            "SELECT document FROM load WHERE dataset = ? AND NOT ("
                + OPEN
                + ") AND id NOT IN (SELECT load FROM version WHERE dataset = ?)",
            id.value(),
            id.value());
    for (Load load : left) {
      sql.update(
          "UPDATE load SET document = ? WHERE id = ?",
          Documents.write(load.emptied()).toString(),
          load.id());
    }
  }

  List<Load> open() throws SQLException {
    return sql.all(
        row -> Documents.load(row.getString(1)),
        "SELECT document FROM load WHERE " + OPEN + " ORDER BY started, id");
  }
}
