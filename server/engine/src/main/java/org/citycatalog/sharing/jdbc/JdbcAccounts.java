package org.citycatalog.sharing.jdbc;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.citycatalog.catalog.DivisionCode;
import org.citycatalog.catalog.JsonText;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.catalog.jdbc.ChangesToRecord;
import org.citycatalog.catalog.jdbc.Database;
import org.citycatalog.catalog.jdbc.Sql;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Role;
import org.citycatalog.sharing.identity.Account;
import org.citycatalog.sharing.identity.AccountStore;
import org.citycatalog.sharing.identity.Session;
import org.citycatalog.sharing.identity.Standing;
import org.jspecify.annotations.Nullable;

/// Accounts and sessions beside the catalog of record.
public final class JdbcAccounts implements AccountStore {
  private static final String ACCOUNT =
      "SELECT id, name, password, revision, made, locked_until, document FROM account";

  private final Database database;

  /// @param database open as long as this is asked; closed by who opened it
  public JdbcAccounts(Database database) {
    this.database = database;
  }

  @Override
  public boolean add(Kept kept, String by) {
    Account account = kept.account();
    return database
        .write(sql -> {
          // A name that is taken is an answer; two who take it at once are told by the database.
          if (sql.one(
                  row -> row.getString(1), "SELECT id FROM account WHERE name = ?", account.name())
              .isPresent()) {
            return Optional.empty();
          }
          sql.update(
              "INSERT INTO account (id, name, password, revision, made, document)"
                  + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
              account.id(),
              account.name(),
              kept.password(),
              account.revision(),
              account.made(),
              document(account).build().toString());
          if (sql.one(row -> row.getString(1), "SELECT id FROM account WHERE id = ?", account.id())
              .isEmpty()) {
            return Optional.empty();
          }
          record(sql, account, "made", account.made(), by);
          return Optional.of(account);
        })
        .isPresent();
  }

  @Override
  public Optional<Kept> byName(String name) {
    return database.read(sql -> sql.one(JdbcAccounts::kept, ACCOUNT + " WHERE name = ?", name));
  }

  @Override
  public Optional<Kept> byId(String id) {
    return database.read(sql -> sql.one(JdbcAccounts::kept, ACCOUNT + " WHERE id = ?", id));
  }

  @Override
  public List<Account> all() {
    return database.read(sql -> sql.all(row -> kept(row).account(), ACCOUNT + " ORDER BY name"));
  }

  @Override
  public boolean change(
      Account next, @Nullable String password, String step, Instant at, String by) {
    return database
        .write(sql -> {
          int changed =
              sql.update(
                  "UPDATE account SET password = COALESCE(?, password), revision = ?,"
                      + " locked_until = ?, document = ? WHERE id = ? AND revision = ?",
                  password,
                  next.revision(),
                  next.lockedUntil(),
                  document(next).build().toString(),
                  next.id(),
                  next.revision() - 1);
          if (changed == 0) {
            return Optional.empty();
          }
          record(sql, next, step, at, by);
          return Optional.of(next);
        })
        .isPresent();
  }

  @Override
  public void lock(String account, Instant until, Instant at) {
    database.write(sql -> {
      sql.update("UPDATE account SET locked_until = ? WHERE id = ?", until, account);
      ChangesToRecord.add(
          sql,
          "account %s locked %s".formatted(account, until),
          at,
          ChangesToRecord.change("account", account, "locked", account, at));
      return Optional.of(account);
    });
  }

  @Override
  public boolean begin(Session session, long seenRevision, int most) {
    return database
        .write(sql -> {
          // Changes nothing and holds the account to the end: whoever changes it ends this session
          // too.
          int unchanged =
              sql.update(
                  "UPDATE account SET revision = revision WHERE id = ? AND revision = ?"
                      + " AND (locked_until IS NULL OR locked_until <= ?)",
                  session.account(),
                  seenRevision,
                  session.made());
          if (unchanged == 0) {
            return Optional.empty();
          }
          sql.update(
              "INSERT INTO session (id, hash, account, made, ends, last_used) VALUES (?, ?, ?, ?,"
                  + " ?, ?)",
              session.id(),
              session.hash(),
              session.account(),
              session.made(),
              session.ends(),
              session.lastUsed());
          List<String> live =
              sql.all(
                  row -> row.getString(1),
                  "SELECT id FROM session WHERE account = ? AND ended IS NULL AND ends > ?"
                      + " ORDER BY last_used DESC, made DESC, id",
                  session.account(),
                  session.made());
          for (String over : live.subList(Math.min(most, live.size()), live.size())) {
            ended(sql, over, session.account(), "outnumbered", session.made(), session.account());
          }
          ChangesToRecord.add(
              sql,
              "session %s begun".formatted(session.id()),
              session.made(),
              ChangesToRecord.change(
                      "account", session.account(), "logged-in", session.account(), session.made())
                  .add("session", session.id()));
          return Optional.of(session);
        })
        .isPresent();
  }

  @Override
  public Optional<Session> sessionByHash(String hash) {
    return database.read(sql ->
        sql.one(
            JdbcAccounts::session,
            "SELECT id, hash, account, made, ends, last_used, ended FROM session WHERE hash = ?",
            hash));
  }

  @Override
  public void end(String session, String account, Instant at) {
    database.write(sql -> {
      ended(sql, session, account, AccountStore.LOGGED_OUT, at, account);
      return Optional.of(session);
    });
  }

  @Override
  public void endAll(String account, @Nullable String but, String step, Instant at, String by) {
    database.write(sql -> {
      List<String> live =
          sql.all(
              row -> row.getString(1),
              "SELECT id FROM session WHERE account = ? AND ended IS NULL AND ends > ? ORDER BY id",
              account,
              at);
      for (String each : live) {
        if (!each.equals(but)) {
          ended(sql, each, account, step, at, by);
        }
      }
      return Optional.of(account);
    });
  }

  @Override
  public void sessionsUsed(Map<String, Instant> minutes) {
    database.write(sql -> {
      for (Map.Entry<String, Instant> each : minutes.entrySet()) {
        sql.update("UPDATE session SET last_used = ? WHERE id = ?", each.getValue(), each.getKey());
      }
      return Optional.of(minutes);
    });
  }

  private static void ended(
      Sql sql, String session, String account, String step, Instant at, String by)
      throws SQLException {
    int changed =
        sql.update("UPDATE session SET ended = ? WHERE id = ? AND ended IS NULL", at, session);
    if (changed > 0) {
      ChangesToRecord.add(
          sql,
          "session %s ended".formatted(session),
          at,
          ChangesToRecord.change("account", account, step, by, at).add("session", session));
    }
  }

  private static void record(Sql sql, Account account, String step, Instant at, String by)
      throws SQLException {
    JsonObjectBuilder change =
        ChangesToRecord.change("account", account.id(), step, by, at)
            .add("revision", account.revision())
            .add("accountKind", account.standing().kind().name().toLowerCase(Locale.ROOT));
    putStanding(change, account.standing());
    ChangesToRecord.add(
        sql, "account %s %d".formatted(account.id(), account.revision()), at, change);
  }

  private static JsonObjectBuilder document(Account account) {
    JsonObjectBuilder json =
        JsonText.builder()
            .add("label", account.label())
            .add("kind", account.standing().kind().name());
    putStanding(json, account.standing());
    return json.add("disabled", account.disabled()).add("mustChange", account.mustChange());
  }

  /// All but the kind, which a record of the ledger has of its own.
  private static void putStanding(JsonObjectBuilder json, Standing standing) {
    JsonText.put(json, "provider", text(standing.provider()));
    JsonText.put(json, "organisation", text(standing.organisation()));
    JsonText.put(json, "division", text(standing.division()));
    JsonText.put(json, "clearance", text(standing.clearance()));
    json.add("roles", JsonText.texts(standing.roles().stream().sorted().map(Role::code).toList()));
  }

  private static Kept kept(ResultSet row) throws SQLException {
    JsonObject json = JsonText.object(row.getString("document"));
    String locked = row.getString("locked_until");
    return new Kept(
        new Account(
            row.getString("id"),
            row.getString("name"),
            json.getString("label"),
            standing(json),
            json.getBoolean("disabled"),
            json.getBoolean("mustChange"),
            row.getLong("revision"),
            Instant.parse(row.getString("made")),
            locked == null ? null : Instant.parse(locked)),
        row.getString("password"));
  }

  private static Standing standing(JsonObject json) {
    String provider = JsonText.text(json, "provider");
    String organisation = JsonText.text(json, "organisation");
    String division = JsonText.text(json, "division");
    String clearance = JsonText.text(json, "clearance");
    return new Standing(
        Caller.Kind.valueOf(json.getString("kind")),
        provider == null ? null : new ProviderNamespace(provider),
        organisation == null ? null : new Uscc(organisation),
        division == null ? null : new DivisionCode(division),
        clearance == null ? null : Level.valueOf(clearance),
        json.getJsonArray("roles").getValuesAs(JsonString.class).stream()
            .map(each -> Role.of(each.getString()).orElseThrow())
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static Session session(ResultSet row) throws SQLException {
    String ended = row.getString("ended");
    return new Session(
        row.getString("id"),
        row.getString("hash"),
        row.getString("account"),
        Instant.parse(row.getString("made")),
        Instant.parse(row.getString("ends")),
        Instant.parse(row.getString("last_used")),
        ended == null ? null : Instant.parse(ended));
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
