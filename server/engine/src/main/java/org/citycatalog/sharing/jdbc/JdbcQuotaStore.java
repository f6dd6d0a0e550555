package org.citycatalog.sharing.jdbc;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.citycatalog.catalog.JsonText;
import org.citycatalog.catalog.jdbc.ChangesToRecord;
import org.citycatalog.catalog.jdbc.Database;
import org.citycatalog.catalog.jdbc.Sql;
import org.citycatalog.sharing.Quota;
import org.citycatalog.sharing.quota.Amount;
import org.citycatalog.sharing.quota.Counter;
import org.citycatalog.sharing.quota.Limits;
import org.citycatalog.sharing.quota.QuotaStore;
import org.citycatalog.sharing.quota.Rate;
import org.citycatalog.sharing.quota.Subject;

/// Counts and limits beside the catalog of record.
///
/// Every method throws [org.citycatalog.catalog.UnavailableException] when the database does not
/// answer or has no room.
public final class JdbcQuotaStore implements QuotaStore {
  private final Database database;

  /// @param database open as long as this is asked; closed by who opened it
  public JdbcQuotaStore(Database database) {
    this.database = database;
  }

  @Override
  public Reserved reserve(Counter counter, Amount least, Amount wanted, Quota quota) {
    return database
        .<Reserved>write(sql -> {
          Amount used = locked(sql, counter);
          Optional<String> exceeding = least.exceeding(quota, used);
          if (exceeding.isPresent()) {
            String what = exceeding.get();
            Amount left = new Amount(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
            return Optional.of(new Reserved.Lacking(what, of(left.within(quota, used), what)));
          }
          Amount aside = wanted.within(quota, used);
          add(sql, counter, aside.calls(), aside.rows(), aside.bytes());
          return Optional.of(new Reserved.Aside(aside));
        })
        .orElseThrow();
  }

  /// Reads a counter, which nobody else writes until the transaction is over.
  private static Amount locked(Sql sql, Counter counter) throws SQLException {
    sql.update(
        "INSERT INTO quota_use (subject, period, calls, row_count, byte_count)"
            + " VALUES (?, ?, 0, 0, 0) ON CONFLICT DO NOTHING",
        counter.subject(),
        counter.period());
    add(sql, counter, 0, 0, 0); // PostgreSQL locks the row then; SQLite has locked all
    return used(sql, counter);
  }

  @Override
  public void giveBack(Counter counter, Amount amount) {
    database.write(sql -> {
      add(sql, counter, -amount.calls(), -amount.rows(), -amount.bytes());
      return Optional.of(counter);
    });
  }

  private static void add(Sql sql, Counter counter, long calls, long rows, long bytes)
      throws SQLException {
    sql.update(
        "UPDATE quota_use SET calls = calls + ?, row_count = row_count + ?,"
            + " byte_count = byte_count + ? WHERE subject = ? AND period = ?",
        calls,
        rows,
        bytes,
        counter.subject(),
        counter.period());
  }

  @Override
  public Amount used(Counter counter) {
    return database.read(sql -> used(sql, counter));
  }

  private static Amount used(Sql sql, Counter counter) throws SQLException {
    return sql.one(
            row -> new Amount(row.getLong(1), row.getLong(2), row.getLong(3)),
            "SELECT calls, row_count, byte_count FROM quota_use WHERE subject = ? AND period = ?",
            counter.subject(),
            counter.period())
        .orElse(Amount.ZERO);
  }

  @Override
  public void forgetBefore(LocalDate day) {
    database.write(sql ->
        Optional.of(
            sql.update("DELETE FROM quota_use WHERE period <> '' AND period < ?", day.toString())));
  }

  @Override
  public Map<Subject, Limits> limits() {
    Map<Subject, Limits> limits = new LinkedHashMap<>();
    database
        .read(sql ->
            sql.all(
                row -> Map.entry(subject(row.getString(1)), limits(row.getString(2))),
                "SELECT subject, document FROM use_limit"))
        .forEach(each -> limits.put(each.getKey(), each.getValue()));
    return limits;
  }

  @Override
  public void limit(Subject subject, Limits limits, String by, Instant at) {
    database.write(sql -> {
      sql.update(
          "INSERT INTO use_limit (subject, revision, document) VALUES (?, 1, ?)"
              + " ON CONFLICT (subject) DO UPDATE SET revision = use_limit.revision + 1,"
              + " document = excluded.document",
          subject.text(),
          write(limits).toString());
      long revision =
          sql.one(
                  row -> row.getLong(1),
                  "SELECT revision FROM use_limit WHERE subject = ?",
                  subject.text())
              .orElseThrow();
      ChangesToRecord.add(
          sql,
          "limits of %s %d".formatted(subject.text(), revision),
          at,
          ChangesToRecord.change(field(subject), subject.id(), "limited", by, at)
              .add("limits", write(limits).toString()));
      return Optional.of(subject);
    });
  }

  private static String field(Subject subject) {
    return switch (subject.kind()) {
      case KEY -> "apiKey";
      case ORGANISATION -> "organisation";
      case DATASET -> "dataset";
    };
  }

  private static Subject subject(String text) {
    int space = text.indexOf(' ');
    return new Subject(
        Subject.Kind.valueOf(text.substring(0, space).toUpperCase(Locale.ROOT)),
        text.substring(space + 1));
  }

  private static JsonObject write(Limits limits) {
    JsonObjectBuilder json = JsonText.builder();
    Rate rate = limits.rate();
    if (rate != null) {
      json.add(
          "rate",
          JsonText.builder()
              .add("requests", rate.requests())
              .add("seconds", rate.window().toSeconds()));
    }
    return json.add("day", ContractJson.quota(limits.day())).build();
  }

  private static Limits limits(String text) {
    JsonObject json = JsonText.object(text);
    JsonObject rate = json.getJsonObject("rate");
    return new Limits(
        rate == null
            ? null
            : new Rate(
                rate.getJsonNumber("requests").longValueExact(),
                Duration.ofSeconds(rate.getJsonNumber("seconds").longValueExact())),
        ContractJson.quota(Objects.requireNonNull(json.getJsonObject("day"))));
  }

  private static long of(Amount amount, String what) {
    return switch (what) {
      case "calls" -> amount.calls();
      case "rows" -> amount.rows();
      default -> amount.bytes();
    };
  }
}
