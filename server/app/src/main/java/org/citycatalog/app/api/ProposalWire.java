package org.citycatalog.app.api;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.TableSchemaJson;

/// Proposals as they are on the wire: a Table Schema that can be sent back as it is, and its
/// evidence.
///
/// A file knows names and types only. So that accepting a proposal loses nothing, what the steward
/// has said about an item of the same name is carried over; a constraint only where its type stays.
final class ProposalWire {
  private static final List<String> OF_FIELD = List.of("name", "type", "format");
  private static final List<String> CARRIED = List.of("title", "description", "unit", "level");

  private ProposalWire() {}

  /// Makes a `SchemaProposal`.
  ///
  /// @param proposed what [org.citycatalog.ingest.TypeProposal#toJson] wrote
  /// @param declared the items that the dataset has; they may be none
  static JsonObject document(JsonObject proposed, TableSchema declared) {
    Map<String, JsonObject> known = new TreeMap<>();
    TableSchemaJson.write(declared)
        .getJsonArray("fields")
        .getValuesAs(JsonObject.class)
        .forEach(item -> known.put(item.getString("name"), item));
    JsonArrayBuilder fields = Json.createArrayBuilder();
    JsonArrayBuilder seen = Json.createArrayBuilder();
    List<JsonObject> columns = proposed.getJsonArray("columns").getValuesAs(JsonObject.class);
    for (JsonObject column : columns) {
      fields.add(
          field(
              column, known.getOrDefault(column.getString("name"), JsonObject.EMPTY_JSON_OBJECT)));
      seen.add(evidence(column));
    }
    JsonObjectBuilder document =
        Json.createObjectBuilder()
            .add("fields", fields)
            .add("missingValues", Json.createArrayBuilder(missingValues(proposed, declared)));
    Set<String> names =
        columns.stream().map(each -> each.getString("name")).collect(Collectors.toSet());
    if (!declared.primaryKey().isEmpty() && names.containsAll(declared.primaryKey())) {
      document.add("primaryKey", Json.createArrayBuilder(declared.primaryKey()));
    }
    JsonObjectBuilder evidence =
        Json.createObjectBuilder().add("rows", proposed.get("rows")).add("columns", seen);
    copy(List.of("source"), proposed, evidence);
    return document.add("evidence", evidence).build();
  }

  private static JsonObjectBuilder field(JsonObject column, JsonObject known) {
    JsonObjectBuilder field = Json.createObjectBuilder();
    copy(OF_FIELD, column, field);
    copy(CARRIED, known, field);
    if (column.getString("type").equals(known.getString("type", ""))) {
      copy(List.of("constraints"), known, field);
    }
    return field;
  }

  private static JsonObjectBuilder evidence(JsonObject column) {
    JsonObjectBuilder evidence = Json.createObjectBuilder(column);
    evidence.remove("type");
    evidence.remove("format");
    return evidence;
  }

  private static void copy(List<String> names, JsonObject from, JsonObjectBuilder to) {
    for (String name : names) {
      if (from.containsKey(name)) {
        to.add(name, from.get(name));
      }
    }
  }

  private static Set<String> missingValues(JsonObject proposed, TableSchema declared) {
    Set<String> texts =
        new LinkedHashSet<>(declared.items().isEmpty() ? List.of() : declared.missingValues());
    proposed.getJsonArray("missingValues").getValuesAs(JsonString::getString).forEach(texts::add);
    return texts;
  }
}
