package org.citycatalog.sharing.jdbc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.catalog.jdbc.Database;
import org.citycatalog.catalog.jdbc.Sql;
import org.citycatalog.sharing.Grant;
import org.citycatalog.sharing.contracts.AccessRequest;
import org.citycatalog.sharing.contracts.ContractEvent;
import org.citycatalog.sharing.contracts.Contracts;
import org.jspecify.annotations.Nullable;

/// Requests and grants beside the catalog of record. Grants are cached, and dropped from the cache
/// before the write that changes them returns.
///
/// Every method throws [org.citycatalog.catalog.UnavailableException] when the database does not
/// answer or has no room.
public final class JdbcContracts implements Contracts {
  private static final long CACHED_GRANTS = 10_000;

  private final Database database;
  private final Object adding = new Object();
  private final Cache<String, Grant> grants =
      Caffeine.newBuilder().maximumSize(CACHED_GRANTS).build();

  /// @param database open as long as this is asked; closed by who opened it
  public JdbcContracts(Database database) {
    this.database = database;
  }

  @Override
  public boolean add(AccessRequest request, ContractEvent event, int mostOpen) {
    String organisation = request.applicant().organisation().value();
    // PostgreSQL lets two transactions count at once what each then adds.
    synchronized (adding) {
      return database
          .write(sql -> {
            long open =
                sql.one(
                        row -> row.getLong(1),
                        "SELECT COUNT(*) FROM access_request WHERE organisation = ? AND is_open ="
                            + " 1",
                        organisation)
                    .orElseThrow();
            if (open >= mostOpen) {
              return Optional.empty();
            }
            sql.update(
                "INSERT INTO access_request (id, provider, organisation, revision, is_open,"
                    + " watched, made, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                request.id(),
                request.terms().dataset().provider().value(),
                organisation,
                request.revision(),
                request.isOpen() ? 1 : 0,
                request.isWatched() ? 1 : 0,
                request.made(),
                ContractJson.write(request).toString());
            ContractEvents.append(sql, "request", event);
            return Optional.of(request);
          })
          .isPresent();
    }
  }

  @Override
  public Optional<AccessRequest> request(String id) {
    return database.read(sql ->
        sql.one(
            row -> ContractJson.request(row.getString(1)),
            "SELECT document FROM access_request WHERE id = ?",
            id));
  }

  @Override
  public List<AccessRequest> requests(Concern concern) {
    return concerned("access_request", ContractJson::request, concern);
  }

  @Override
  public List<AccessRequest> watched() {
    return database.read(sql ->
        sql.all(
            row -> ContractJson.request(row.getString(1)),
            "SELECT document FROM access_request WHERE watched = 1 ORDER BY made, id"));
  }

  @Override
  public boolean move(AccessRequest next, ContractEvent event, @Nullable Made grant) {
    return database
        .write(sql -> {
          int moved =
              sql.update(
                  "UPDATE access_request SET revision = ?, is_open = ?, watched = ?, document = ?"
                      + " WHERE id = ? AND revision = ?",
                  next.revision(),
                  next.isOpen() ? 1 : 0,
                  next.isWatched() ? 1 : 0,
                  ContractJson.write(next).toString(),
                  next.id(),
                  next.revision() - 1);
          if (moved == 0) {
            return Optional.empty();
          }
          ContractEvents.append(sql, "request", event);
          if (grant != null) {
            insert(sql, grant.grant(), grant.event().at());
            ContractEvents.append(sql, "grant", grant.event());
          }
          return Optional.of(next);
        })
        .isPresent();
  }

  @Override
  public Optional<Grant> grant(String id) {
    return Optional.ofNullable(grants.get(id, this::stored));
  }

  private @Nullable Grant stored(String id) {
    return database
        .read(sql ->
            sql.one(
                row -> ContractJson.grant(row.getString(1)),
                "SELECT document FROM data_grant WHERE id = ?",
                id))
        .orElse(null);
  }

  @Override
  public List<Grant> grants(Concern concern) {
    return concerned("data_grant", ContractJson::grant, concern);
  }

  @Override
  public boolean move(Grant next, ContractEvent event) {
    try {
      return database
          .write(sql -> {
            int moved =
                sql.update(
                    "UPDATE data_grant SET epoch = ?, document = ? WHERE id = ? AND epoch = ?",
                    next.epoch(),
                    ContractJson.write(next).toString(),
                    next.id(),
                    next.epoch() - 1);
            if (moved == 0) {
              return Optional.empty();
            }
            ContractEvents.append(sql, "grant", event);
            return Optional.of(next);
          })
          .isPresent();
    } finally {
      grants.invalidate(next.id());
    }
  }

  @Override
  public void replaceMaskKey(String grant, Grant.Secret other) {
    try {
      while (true) {
        Optional<Grant> seen = Optional.ofNullable(stored(grant));
        if (seen.isEmpty() || replaced(seen.get(), other)) {
          return;
        }
        // Somebody has moved the grant on, with the key that it had: that one is replaced then.
      }
    } finally {
      grants.invalidate(grant);
    }
  }

  /// The next epoch, so that nobody who has read the grant before writes the old key back.
  private boolean replaced(Grant seen, Grant.Secret other) {
    Grant next = seen.withMaskKey(other);
    return database
        .write(sql ->
            sql.update(
                        "UPDATE data_grant SET epoch = ?, document = ? WHERE id = ? AND epoch = ?",
                        next.epoch(),
                        ContractJson.write(next).toString(),
                        next.id(),
                        seen.epoch())
                    == 0
                ? Optional.empty()
                : Optional.of(next))
        .isPresent();
  }

  @Override
  public List<ContractEvent> events(String subject) {
    return database.read(sql -> ContractEvents.of(sql, subject));
  }

  private <T> List<T> concerned(String table, Function<String, T> reader, Concern concern) {
    return database.read(sql ->
        sql.all(
            row -> reader.apply(row.getString(1)),
            "SELECT document FROM "
                + table
                + " WHERE 1 = ? OR organisation = ? OR provider = ? ORDER BY made DESC, id",
            concern.all() ? 1 : 0,
            organisation(concern),
            provider(concern)));
  }

  /// Nobody has the empty code: a concern without an organisation finds none by it.
  private static String organisation(Concern concern) {
    Uscc organisation = concern.organisation();
    return organisation == null ? "" : organisation.value();
  }

  private static String provider(Concern concern) {
    ProviderNamespace provider = concern.provider();
    return provider == null ? "" : provider.value();
  }

  private static void insert(Sql sql, Grant grant, Instant made) throws SQLException {
    DatasetId dataset = grant.dataset();
    sql.update(
        "INSERT INTO data_grant (id, provider, organisation, epoch, made, document)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        grant.id(),
        dataset.provider().value(),
        grant.organisation().value(),
        grant.epoch(),
        made,
        ContractJson.write(grant).toString());
  }
}
