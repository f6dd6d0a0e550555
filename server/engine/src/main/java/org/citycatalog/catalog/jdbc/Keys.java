package org.citycatalog.catalog.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.StoredKey;
import org.citycatalog.catalog.Uscc;

/// API keys on one connection.
final class Keys {
  private static final String KEY =
      "SELECT id, hash, label, kind, provider, organisation, made, revoked,"
          + " data_grant, expires FROM api_key";

  private final Sql sql;

  Keys(Sql sql) {
    this.sql = sql;
  }

  void insert(StoredKey key, String by) throws SQLException {
    ProviderNamespace provider = key.provider();
    Uscc organisation = key.organisation();
    sql.update(
        "INSERT INTO api_key (id, hash, label, kind, provider, organisation, made, revoked,"
            + " data_grant, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        key.id(),
        key.hash(),
        key.label(),
        key.kind(),
        provider == null ? null : provider.value(),
        organisation == null ? null : organisation.value(),
        key.made(),
        Sql.textOrNull(key.revoked()),
        key.grant(),
        Sql.textOrNull(key.expires()));
    ChangesToRecord.add(
        sql,
        "key %s made".formatted(key.id()),
        key.made(),
        ChangesToRecord.change("apiKey", key.id(), "made", by, key.made())
            .add("keyKind", key.kind()));
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

  private static StoredKey key(ResultSet row) throws SQLException {
    String provider = row.getString("provider");
    String organisation = row.getString("organisation");
    return new StoredKey(
        row.getString("id"),
        row.getString("hash"),
        row.getString("label"),
        row.getString("kind"),
        provider == null ? null : new ProviderNamespace(provider),
        organisation == null ? null : new Uscc(organisation),
        Instant.parse(row.getString("made")),
        Sql.instantOrNull(row.getString("revoked")),
        row.getString("data_grant"),
        Sql.instantOrNull(row.getString("expires")));
  }
}
