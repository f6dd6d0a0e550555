package org.citycatalog.catalog.jdbc;

import jakarta.json.JsonObjectBuilder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.citycatalog.catalog.DivisionCode;
import org.citycatalog.catalog.JsonText;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.StoredKey;
import org.citycatalog.catalog.Uscc;
import org.jspecify.annotations.Nullable;

/// API keys on one connection.
final class Keys {
  private static final String COLUMNS =
      "id, root, hash, label, kind, provider, organisation, division, clearance, purposes, made,"
          + " revoked, data_grant, expires, successor, last_used";
  private static final String KEY = "SELECT " + COLUMNS + " FROM api_key";

  private final Sql sql;

  Keys(Sql sql) {
    this.sql = sql;
  }

  void insert(StoredKey key, String by) throws SQLException {
    StoredKey.Scope scope = key.scope();
    sql.update(
        "INSERT INTO api_key ("
            + COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        key.id(),
        key.root(),
        key.hash(),
        key.label(),
        key.kind(),
        textOrNull(key.provider()),
        textOrNull(key.organisation()),
        textOrNull(scope.division()),
        textOrNull(scope.clearance()),
        scope.purposes().isEmpty() ? null : String.join(" ", scope.purposes()),
        key.made(),
        Sql.textOrNull(key.revoked()),
        key.grant(),
        Sql.textOrNull(key.expires()),
        key.successor(),
        Sql.textOrNull(key.lastUsed()));
    ChangesToRecord.add(sql, "key %s made".formatted(key.id()), key.made(), made(key, by));
  }

  /// What the key may, so that the ledger alone tells it when the key is long gone.
  private static JsonObjectBuilder made(StoredKey key, String by) {
    StoredKey.Scope scope = key.scope();
    JsonObjectBuilder record =
        ChangesToRecord.change("apiKey", key.id(), "made", by, key.made())
            .add("root", key.root())
            .add("keyKind", key.kind());
    JsonText.put(record, "provider", textOrNull(key.provider()));
    JsonText.put(record, "organisation", textOrNull(key.organisation()));
    JsonText.put(record, "division", textOrNull(scope.division()));
    JsonText.put(record, "clearance", textOrNull(scope.clearance()));
    if (!scope.purposes().isEmpty()) {
      record.add("purposes", JsonText.texts(scope.purposes()));
    }
    JsonText.put(record, "grant", key.grant());
    JsonText.put(record, "expires", textOrNull(key.expires()));
    return record;
  }

  List<StoredKey> keys() throws SQLException {
    return sql.all(Keys::key, KEY + " ORDER BY made, id");
  }

  Optional<StoredKey> byHash(String hash) throws SQLException {
    return sql.one(Keys::key, KEY + " WHERE hash = ?", hash);
  }

  /// Revokes a key that is not revoked yet and gives its hash.
  Optional<String> revoke(String id, Instant at, String by) throws SQLException {
    Optional<String> hash =
        sql.one(
            row -> row.getString(1),
            "UPDATE api_key SET revoked = ? WHERE id = ? AND revoked IS NULL RETURNING hash",
            at,
            id);
    if (hash.isPresent()) {
      ChangesToRecord.add(
          sql,
          "key %s revoked".formatted(id),
          at,
          ChangesToRecord.change("apiKey", id, "revoked", by, at));
    }
    return hash;
  }

  /// Names the successor of a key that has none and is not revoked, and gives the key's hash.
  Optional<String> succeed(String id, StoredKey successor, Instant ends, String by)
      throws SQLException {
    Optional<String> hash =
        sql.one(
            row -> row.getString(1),
            "UPDATE api_key SET successor = ?, expires = ?"
                + " WHERE id = ? AND revoked IS NULL AND successor IS NULL RETURNING hash",
            successor.id(),
            ends,
            id);
    if (hash.isPresent()) {
      Instant at = successor.made();
      ChangesToRecord.add(
          sql,
          "key %s rotated".formatted(id),
          at,
          ChangesToRecord.change("apiKey", id, "rotated", by, at).add("successor", successor.id()));
      insert(successor, by);
    }
    return hash;
  }

  void used(Map<String, Instant> minutes) throws SQLException {
    for (Map.Entry<String, Instant> each : minutes.entrySet()) {
      sql.update("UPDATE api_key SET last_used = ? WHERE id = ?", each.getValue(), each.getKey());
    }
  }

  private static @Nullable String textOrNull(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  /// Deletes a key and gives its hash.
  Optional<String> delete(String id) throws SQLException {
    return sql.one(row -> row.getString(1), "DELETE FROM api_key WHERE id = ? RETURNING hash", id);
  }

  private static StoredKey key(ResultSet row) throws SQLException {
    String provider = row.getString("provider");
    String organisation = row.getString("organisation");
    return new StoredKey(
        row.getString("id"),
        row.getString("root"),
        row.getString("hash"),
        row.getString("label"),
        row.getString("kind"),
        provider == null ? null : new ProviderNamespace(provider),
        organisation == null ? null : new Uscc(organisation),
        scope(row),
        Instant.parse(row.getString("made")),
        Sql.instantOrNull(row.getString("revoked")),
        row.getString("data_grant"),
        Sql.instantOrNull(row.getString("expires")),
        row.getString("successor"),
        Sql.instantOrNull(row.getString("last_used")));
  }

  private static StoredKey.Scope scope(ResultSet row) throws SQLException {
    String division = row.getString("division");
    String clearance = row.getString("clearance");
    String purposes = row.getString("purposes");
    return new StoredKey.Scope(
        division == null ? null : new DivisionCode(division),
        clearance == null ? null : Level.valueOf(clearance),
        purposes == null ? List.of() : List.of(purposes.split(" ", -1)));
  }
}
