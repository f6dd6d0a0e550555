package org.citycatalog.stewardship.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.catalog.jdbc.Database;
import org.citycatalog.catalog.jdbc.Sql;
import org.citycatalog.sharing.contracts.ContractEvent;
import org.citycatalog.sharing.jdbc.ContractEvents;
import org.citycatalog.stewardship.corrections.Correction;
import org.citycatalog.stewardship.corrections.Corrections;
import org.jspecify.annotations.Nullable;

/// Reports of errors beside the catalog of record.
///
/// Every method throws [org.citycatalog.catalog.UnavailableException] when the database does not
/// answer or has no room.
public final class JdbcCorrections implements Corrections {
  private static final String SUBJECT = "correction";

  private final Database database;
  private final Object adding = new Object();

  /// @param database open as long as this is asked; closed by who opened it
  public JdbcCorrections(Database database) {
    this.database = database;
  }

  @Override
  public boolean add(Correction correction, ContractEvent event, int mostOpen) {
    // PostgreSQL lets two transactions count at once what each then adds.
    synchronized (adding) {
      return database
          .write(sql -> {
            if (open(sql, correction.reporter()) >= mostOpen) {
              return Optional.empty();
            }
            sql.update(
                "INSERT INTO correction (id, dataset, provider, organisation, reporter, revision,"
                    + " is_open, watched, made, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                correction.id(),
                correction.report().dataset().value(),
                correction.report().dataset().provider().value(),
                text(correction.reporter().organisation()),
                correction.reporter().key(),
                correction.revision(),
                number(correction.isOpen()),
                number(correction.isWatched()),
                correction.made(),
                CorrectionJson.write(correction).toString());
            ContractEvents.append(sql, SUBJECT, event);
            return Optional.of(correction);
          })
          .isPresent();
    }
  }

  private static long open(Sql sql, Correction.Reporter reporter) throws SQLException {
    Uscc organisation = reporter.organisation();
    return sql.one(
            row -> row.getLong(1),
            organisation == null
                ? "SELECT COUNT(*) FROM correction WHERE is_open = 1 AND reporter = ?"
                : "SELECT COUNT(*) FROM correction WHERE is_open = 1 AND organisation = ?",
            organisation == null ? reporter.key() : organisation.value())
        .orElseThrow();
  }

  @Override
  public Optional<Correction> correction(String id) {
    return database.read(sql ->
        sql.one(
            row -> CorrectionJson.read(row.getString(1)),
            "SELECT document FROM correction WHERE id = ?",
            id));
  }

  @Override
  public List<Correction> corrections(Concern concern) {
    ProviderNamespace provider = concern.provider();
    return database.read(sql ->
        sql.all(
            row -> CorrectionJson.read(row.getString(1)),
            "SELECT document FROM correction"
                + " WHERE 1 = ? OR reporter = ? OR organisation = ? OR provider = ?"
                + " ORDER BY made DESC, id",
            number(concern.all()),
            concern.key(),
            // Nobody has the empty code or namespace.
            orEmpty(text(concern.organisation())),
            provider == null ? "" : provider.value()));
  }

  @Override
  public List<Correction> watched() {
    return database.read(sql ->
        sql.all(
            row -> CorrectionJson.read(row.getString(1)),
            "SELECT document FROM correction WHERE watched = 1 ORDER BY made, id"));
  }

  @Override
  public boolean move(Correction next, ContractEvent event) {
    return database
        .write(sql -> {
          int moved =
              sql.update(
                  "UPDATE correction SET revision = ?, is_open = ?, watched = ?, document = ?"
                      + " WHERE id = ? AND revision = ?",
                  next.revision(),
                  number(next.isOpen()),
                  number(next.isWatched()),
                  CorrectionJson.write(next).toString(),
                  next.id(),
                  next.revision() - 1);
          if (moved == 0) {
            return Optional.empty();
          }
          ContractEvents.append(sql, SUBJECT, event);
          return Optional.of(next);
        })
        .isPresent();
  }

  @Override
  public List<ContractEvent> events(String id) {
    return database.read(sql -> ContractEvents.of(sql, id));
  }

  private static int number(boolean truth) {
    return truth ? 1 : 0;
  }

  private static @Nullable String text(@Nullable Uscc organisation) {
    return organisation == null ? null : organisation.value();
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
