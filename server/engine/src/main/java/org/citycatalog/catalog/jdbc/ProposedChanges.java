package org.citycatalog.catalog.jdbc;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.EntryJson;
import org.citycatalog.catalog.JsonText;
import org.citycatalog.catalog.ProposedChange;
import org.jspecify.annotations.Nullable;

/// Changes that two persons have to be of one mind about, on one connection.
final class ProposedChanges {
  private final Sql sql;

  ProposedChanges(Sql sql) {
    this.sql = sql;
  }

  /// Adds one under the next number of its dataset; nobody else may be writing.
  ProposedChange insert(ProposedChange change) throws SQLException {
    long last =
        sql.one(
                row -> row.getLong(1),
                "SELECT COALESCE(MAX(number), 0) FROM proposed_change WHERE dataset = ?",
                change.dataset().value())
            .orElse(0L);
    ProposedChange numbered = change.numbered(last + 1);
    sql.update(
        "INSERT INTO proposed_change (dataset, number, document) VALUES (?, ?, ?)",
        numbered.dataset().value(),
        numbered.number(),
        write(numbered).toString());
    record(numbered, "proposed", numbered.by(), numbered.at());
    return numbered;
  }

  /// Keeps a decision; nobody else may be writing.
  void decide(ProposedChange decided, ProposedChange.Decision decision) throws SQLException {
    sql.update(
        "UPDATE proposed_change SET document = ? WHERE dataset = ? AND number = ?",
        write(decided).toString(),
        decided.dataset().value(),
        decided.number());
    record(decided, decision.outcome().code(), decision.by(), decision.at());
  }

  Optional<ProposedChange> find(DatasetId id, long number) throws SQLException {
    return sql.one(
        row -> read(JsonText.object(row.getString(1))),
        "SELECT document FROM proposed_change WHERE dataset = ? AND number = ?",
        id.value(),
        number);
  }

  List<ProposedChange> of(DatasetId id) throws SQLException {
    return sql.all(
        row -> read(JsonText.object(row.getString(1))),
        "SELECT document FROM proposed_change WHERE dataset = ? ORDER BY number DESC",
        id.value());
  }

  private void record(ProposedChange change, String step, String by, Instant at)
      throws SQLException {
    // The reason may name persons: it stays where it can be taken out.
    ChangesToRecord.add(
        sql,
        "proposal %s %d %s".formatted(change.dataset(), change.number(), step),
        at,
        ChangesToRecord.change("dataset", change.dataset().value(), step, by, at)
            .add("proposal", change.number())
            .add("revision", change.revision())
            .add("entry", Documents.sha256(EntryJson.write(change.entry()).toString())));
  }

  private static JsonObject write(ProposedChange change) {
    JsonObjectBuilder json =
        JsonText.builder()
            .add("dataset", change.dataset().value())
            .add("number", change.number())
            .add("kind", change.kind().name().toLowerCase(Locale.ROOT))
            .add("revision", change.revision())
            .add("entry", EntryJson.write(change.entry()))
            .add("inEffect", change.inEffect())
            .add("by", change.by())
            .add("person", change.person())
            .add("at", change.at().toString());
    JsonText.put(json, "reason", change.reason());
    ProposedChange.Decision decision = change.decision();
    if (decision != null) {
      JsonObjectBuilder decided =
          JsonText.builder()
              .add("outcome", decision.outcome().name())
              .add("by", decision.by())
              .add("at", decision.at().toString());
      JsonText.put(decided, "reason", decision.reason());
      json.add("decision", decided);
    }
    return json.build();
  }

  private static ProposedChange read(JsonObject json) {
    return new ProposedChange(
        new DatasetId(json.getString("dataset")),
        json.getJsonNumber("number").longValueExact(),
        ProposedChange.Kind.valueOf(json.getString("kind").toUpperCase(Locale.ROOT)),
        json.getJsonNumber("revision").longValueExact(),
        EntryJson.read(json.getJsonObject("entry")),
        json.getBoolean("inEffect"),
        json.getString("by"),
        json.getString("person", json.getString("by")),
        Instant.parse(json.getString("at")),
        JsonText.text(json, "reason"),
        decision(json.getJsonObject("decision")));
  }

  private static ProposedChange.@Nullable Decision decision(@Nullable JsonObject json) {
    return json == null
        ? null
        : new ProposedChange.Decision(
            ProposedChange.Outcome.valueOf(json.getString("outcome")),
            json.getString("by"),
            Instant.parse(json.getString("at")),
            JsonText.text(json, "reason"));
  }
}
