package org.citycatalog.catalog.jdbc;

import jakarta.json.JsonObjectBuilder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.citycatalog.catalog.CatalogChange;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.EntryJson;
import org.citycatalog.catalog.JsonText;
import org.citycatalog.catalog.ProviderJson;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.Revision;
import org.citycatalog.catalog.Sequence;
import org.citycatalog.catalog.TableSchemaJson;
import org.citycatalog.catalog.Tombstone;
import org.jspecify.annotations.Nullable;

/// Datasets, their revisions and versions, and the change list, on one connection.
final class Entries {
  private static final String VERSION =
      "v.number, v.load, v.loaded, v.table_schema, v.source, v.kept, v.rejected, v.unreadable";
  // One statement, so that entry, provider and version are of one instant in either database.
  private static final String DATASET =
      "SELECT d.id, d.state, d.revision, d.sequence, d.registered, d.modified, d.entry, p.document,"
          + " d.id AS dataset, "
          + VERSION
          + " FROM dataset d JOIN provider p ON p.namespace = d.provider"
          + " LEFT JOIN version v ON v.dataset = d.id AND v.number = d.version";

  private final Sql sql;

  Entries(Sql sql) {
    this.sql = sql;
  }

  Optional<Dataset> dataset(DatasetId id) throws SQLException {
    return sql.one(Entries::dataset, DATASET + " WHERE d.id = ?", id.value());
  }

  List<Dataset> datasets() throws SQLException {
    return sql.all(Entries::dataset, DATASET + " ORDER BY d.id");
  }

  /// Takes the next number of the change list; other writers wait until this transaction has ended.
  Sequence nextChange() throws SQLException {
    return sql.one(
            row -> new Sequence(row.getLong(1)),
            "UPDATE change_counter SET last = last + 1 WHERE one = 1 RETURNING last")
        .orElseThrow();
  }

  /// Makes other writers wait until this transaction has ended, without a change.
  void lock() throws SQLException {
    sql.update("UPDATE change_counter SET last = last WHERE one = 1");
  }

  /// Adds to the change list, and to what the ledger is to know.
  ///
  /// @param entry as it is after the change
  void append(CatalogChange change, String by, Entry entry) throws SQLException {
    String id = "dataset %s %d".formatted(change.dataset(), change.sequence().value());
    JsonObjectBuilder record =
        ChangesToRecord.change(
                "dataset",
                change.dataset().value(),
                change.kind().name().toLowerCase(Locale.ROOT),
                by,
                change.at())
            .add("revision", change.revision())
            .add("entry", Documents.sha256(json(entry)));
    ChangesToRecord.add(sql, id, change.at(), record);
    sql.update(
        "INSERT INTO change (sequence, dataset, kind, revision, version, at) VALUES (?, ?, ?, ?, ?,"
            + " ?)",
        change.sequence().value(),
        change.dataset().value(),
        change.kind().name(),
        change.revision(),
        change.version(),
        change.at());
  }

  List<CatalogChange> changesAfter(Sequence after, int limit) throws SQLException {
    return sql.all(
        Entries::change,
        "SELECT sequence, dataset, kind, revision, version, at FROM change WHERE sequence > ?"
            + " ORDER BY sequence LIMIT ?",
        after.value(),
        limit);
  }

  /// Changes of one provider's datasets, numbered from 1.
  List<CatalogChange> changesOf(ProviderNamespace provider, Sequence after, int limit)
      throws SQLException {
    return sql.all(
        Entries::change,
        "SELECT place AS sequence, dataset, kind, revision, version, at FROM (SELECT dataset, kind,"
            + " revision, version, at, ROW_NUMBER() OVER (ORDER BY sequence) AS place FROM change"
            + " WHERE dataset >= ? AND dataset < ?) AS kept WHERE place > ? ORDER BY place LIMIT ?",
        provider + ".",
        provider + "/", // what follows the full stop
        after.value(),
        limit);
  }

  private static CatalogChange change(ResultSet row) throws SQLException {
    return new CatalogChange(
        new Sequence(row.getLong("sequence")),
        new DatasetId(row.getString("dataset")),
        CatalogChange.Kind.valueOf(row.getString("kind")),
        row.getLong("revision"),
        Sql.longOrNull(row, "version"),
        Instant.parse(row.getString("at")));
  }

  /// Adds an entry as revision 1.
  ///
  /// @return false if the id is taken
  boolean insert(Entry entry, Sequence sequence, Instant at) throws SQLException {
    return sql.update(
            "INSERT INTO dataset (id, provider, state, revision, sequence, registered, modified,"
                + " entry) VALUES (?, ?, ?, 1, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            entry.id().value(),
            entry.id().provider().value(),
            DatasetState.DRAFT.name(),
            sequence.value(),
            at,
            at,
            json(entry))
        == 1;
  }

  /// Replaces entry and state by a new revision.
  void replace(Entry entry, DatasetState state, long revision, Sequence sequence, Instant at)
      throws SQLException {
    sql.update(
        "UPDATE dataset SET entry = ?, state = ?, revision = ?, sequence = ?, modified = ? WHERE id"
            + " = ?",
        json(entry),
        state.name(),
        revision,
        sequence.value(),
        at,
        entry.id().value());
  }

  void keepRevision(
      Entry entry, DatasetState state, long revision, String by, @Nullable String note, Instant at)
      throws SQLException {
    sql.update(
        "INSERT INTO revision (dataset, revision, state, at, made_by, note, entry)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        entry.id().value(),
        revision,
        state.name(),
        at,
        by,
        note,
        json(entry));
  }

  List<Revision> revisions(DatasetId id) throws SQLException {
    return sql.all(
        row ->
            new Revision(
                EntryJson.read(JsonText.object(row.getString("entry"))),
                row.getLong("revision"),
                DatasetState.valueOf(row.getString("state")),
                Instant.parse(row.getString("at")),
                row.getString("made_by"),
                row.getString("note")),
        "SELECT entry, revision, state, at, made_by, note FROM revision WHERE dataset = ? ORDER BY"
            + " revision",
        id.value());
  }

  void insert(DatasetVersion version) throws SQLException {
    sql.update(
        "INSERT INTO version (dataset, number, load, loaded, table_schema, source, kept, rejected,"
            + " unreadable) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        version.dataset().value(),
        version.number(),
        version.load(),
        version.loaded(),
        TableSchemaJson.write(version.schema()).toString(),
        Documents.write(version.source()).toString(),
        version.rows(),
        version.rejected(),
        version.unreadable());
    sql.update(
        "UPDATE dataset SET version = ? WHERE id = ?", version.number(), version.dataset().value());
  }

  Optional<DatasetVersion> version(DatasetId id, long number) throws SQLException {
    return sql.one(
        Entries::version,
        "SELECT v.dataset, " + VERSION + " FROM version v WHERE v.dataset = ? AND v.number = ?",
        id.value(),
        number);
  }

  List<DatasetVersion> versions(DatasetId id) throws SQLException {
    return sql.all(
        Entries::version,
        "SELECT v.dataset, "
            + VERSION
            + " FROM version v WHERE v.dataset = ? ORDER BY v.number DESC",
        id.value());
  }

  Optional<Tombstone> tombstone(DatasetId id, long number) throws SQLException {
    return sql.one(
        row ->
            new Tombstone(
                id,
                number,
                row.getString("load"),
                Instant.parse(row.getString("loaded")),
                TableSchemaJson.read(JsonText.object(row.getString("table_schema"))),
                row.getString("purge"),
                Instant.parse(row.getString("at"))),
        "SELECT load, loaded, table_schema, purge, at FROM purged_version WHERE dataset = ? AND"
            + " number = ?",
        id.value(),
        number);
  }

  long nextVersion(DatasetId id) throws SQLException {
    return sql.one(
            row -> row.getLong(1),
            "SELECT 1 + COALESCE(MAX(number), 0) FROM (SELECT number FROM version WHERE dataset = ?"
                + " UNION ALL SELECT number FROM purged_version WHERE dataset = ?) AS numbers",
            id.value(),
            id.value())
        .orElseThrow();
  }

  /// Puts a tombstone in the place of a version.
  void bury(DatasetVersion version, String purge, Instant at) throws SQLException {
    sql.update(
        "INSERT INTO purged_version (dataset, number, load, loaded, table_schema, purge, at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        version.dataset().value(),
        version.number(),
        version.load(),
        version.loaded(),
        TableSchemaJson.write(version.schema()).toString(),
        purge,
        at);
    sql.update(
        "DELETE FROM version WHERE dataset = ? AND number = ?",
        version.dataset().value(),
        version.number());
  }

  /// Has readers get the newest version that is left, if any is.
  void goOnWithTheNewest(DatasetId id) throws SQLException {
    sql.update(
        "UPDATE dataset SET version = (SELECT MAX(number) FROM version WHERE dataset = ?)"
            + " WHERE id = ?",
        id.value(),
        id.value());
  }

  private static Dataset dataset(ResultSet row) throws SQLException {
    return new Dataset(
        EntryJson.read(JsonText.object(row.getString("entry"))),
        ProviderJson.read(JsonText.object(row.getString("document"))),
        DatasetState.valueOf(row.getString("state")),
        row.getLong("revision"),
        new Sequence(row.getLong("sequence")),
        Instant.parse(row.getString("registered")),
        Instant.parse(row.getString("modified")),
        Sql.longOrNull(row, "number") == null ? null : version(row));
  }

  private static DatasetVersion version(ResultSet row) throws SQLException {
    return new DatasetVersion(
        new DatasetId(row.getString("dataset")),
        row.getLong("number"),
        row.getString("load"),
        Instant.parse(row.getString("loaded")),
        TableSchemaJson.read(JsonText.object(row.getString("table_schema"))),
        Documents.source(JsonText.object(row.getString("source"))),
        row.getLong("kept"),
        row.getLong("rejected"),
        row.getLong("unreadable"));
  }

  private static String json(Entry entry) {
    return EntryJson.write(entry).toString();
  }
}
