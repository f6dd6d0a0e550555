package org.citycatalog.sharing.jdbc;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.JsonText;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.jdbc.ChangesToRecord;
import org.citycatalog.catalog.jdbc.Database;
import org.citycatalog.catalog.jdbc.Sql;
import org.citycatalog.sharing.contracts.ContractEvent;
import org.citycatalog.sharing.contracts.Contracts.Concern;
import org.citycatalog.sharing.purge.Purge;
import org.citycatalog.sharing.purge.Purges;

/// Purges beside the catalog of record; each step reaches the ledger, too.
public final class JdbcPurges implements Purges {
  private final Database database;

  /// @param database open as long as this is asked; closed by who opened it
  public JdbcPurges(Database database) {
    this.database = database;
  }

  @Override
  public void add(Purge purge) {
    database.write(sql -> {
      sql.update(
          "INSERT INTO purge (id, provider, state, revision, made, document)"
              + " VALUES (?, ?, ?, ?, ?, ?)",
          purge.id(),
          purge.subject().provider().map(ProviderNamespace::value).orElse(null),
          purge.state().name(),
          purge.revision(),
          purge.steps().getFirst().at(),
          write(purge).toString());
      record(sql, purge);
      return Optional.of(purge);
    });
  }

  @Override
  public Optional<Purge> purge(String id) {
    return database.read(sql ->
        sql.one(row -> read(row.getString(1)), "SELECT document FROM purge WHERE id = ?", id));
  }

  @Override
  public List<Purge> purges(Concern concern) {
    ProviderNamespace provider = concern.provider();
    return database.read(sql ->
        sql.all(
            row -> read(row.getString(1)),
            "SELECT document FROM purge WHERE 1 = ? OR provider = ? ORDER BY made DESC, id",
            concern.all() ? 1 : 0,
            provider == null ? "" : provider.value()));
  }

  @Override
  public List<Purge> approved() {
    return database.read(sql ->
        sql.all(
            row -> read(row.getString(1)),
            "SELECT document FROM purge WHERE state = ? ORDER BY made, id",
            Purge.State.APPROVED.name()));
  }

  @Override
  public boolean move(Purge next) {
    return database
        .write(sql -> {
          int moved =
              sql.update(
                  "UPDATE purge SET state = ?, revision = ?, document = ?"
                      + " WHERE id = ? AND revision = ?",
                  next.state().name(),
                  next.revision(),
                  write(next).toString(),
                  next.id(),
                  next.revision() - 1);
          if (moved == 0) {
            return Optional.empty();
          }
          record(sql, next);
          return Optional.of(next);
        })
        .isPresent();
  }

  private static void record(Sql sql, Purge purge) throws SQLException {
    ContractEvent last = purge.steps().getLast();
    JsonObjectBuilder change =
        ChangesToRecord.change("purge", purge.id(), last.to(), last.by(), last.at())
            .add("revision", purge.revision());
    putSubject(change, purge.subject());
    ChangesToRecord.add(
        sql, "purge %s %d".formatted(purge.id(), purge.revision()), last.at(), change);
  }

  private static JsonObject write(Purge purge) {
    JsonArrayBuilder steps = JsonText.array();
    purge.steps().forEach(step -> steps.add(ContractJson.write(step)));
    JsonObjectBuilder json = JsonText.builder().add("id", purge.id());
    putSubject(json, purge.subject());
    if (purge.subject() instanceof Purge.Subject.ApiKey(var key, String kind)) {
      json.add("keyKind", kind);
    }
    return json.add("requester", purge.requester()).add("steps", steps).build();
  }

  private static void putSubject(JsonObjectBuilder json, Purge.Subject subject) {
    switch (subject) {
      case Purge.Subject.Versions(DatasetId dataset, List<Long> numbers) -> {
        JsonArrayBuilder versions = JsonText.array();
        numbers.forEach(versions::add);
        json.add("dataset", dataset.value()).add("versions", versions);
      }
      case Purge.Subject.ApiKey(String key, var kind) -> json.add("apiKey", key);
      case Purge.Subject.PseudonymKey(String grant, DatasetId dataset) ->
          json.add("dataset", dataset.value()).add("grant", grant);
    }
  }

  private static Purge read(String text) {
    JsonObject json = JsonText.object(text);
    List<ContractEvent> steps =
        json.getJsonArray("steps").getValuesAs(JsonObject.class).stream()
            .map(ContractJson::event)
            .toList();
    return new Purge(
        json.getString("id"),
        subject(json),
        json.getString("requester", steps.getFirst().by()),
        steps);
  }

  private static Purge.Subject subject(JsonObject json) {
    String key = JsonText.text(json, "apiKey");
    if (key != null) {
      return new Purge.Subject.ApiKey(key, json.getString("keyKind"));
    }
    DatasetId dataset = new DatasetId(json.getString("dataset"));
    String grant = JsonText.text(json, "grant");
    return grant != null
        ? new Purge.Subject.PseudonymKey(grant, dataset)
        : new Purge.Subject.Versions(
            dataset, json.getJsonArray("versions").getValuesAs(JsonNumber::longValueExact));
  }
}
