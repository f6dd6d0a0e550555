package org.citycatalog.app.api;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `openapi.yaml`, read for what requests are checked against.
final class Contract {
  private static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");
  private static final String SCHEMAS = "#/components/schemas/";
  private final JsonObject document;
  private final Map<String, OperationRules> operations = new HashMap<>();

  Contract(JsonObject document) {
    this.document = document;
    document.getJsonObject("paths").forEach((path, item) -> readPath(item.asJsonObject()));
  }

  static Contract fromClassPath() {
    return new Contract(YamlResource.read("/META-INF/openapi.yaml").asJsonObject());
  }

  /// The rules of an operation.
  ///
  /// @throws IllegalArgumentException if there is none of that id
  OperationRules operation(String id) {
    OperationRules found = operations.get(id);
    if (found == null) {
      throw new IllegalArgumentException("the contract has no operation '%s'".formatted(id));
    }
    return found;
  }

  /// Every schema of the contract as one JSON Schema, each under `$defs`.
  JsonObject schemas() {
    return Json.createObjectBuilder()
        .add("$schema", "https://json-schema.org/draft/2020-12/schema")
        .add("$defs", renamed(document.getJsonObject("components").getJsonObject("schemas")))
        .build();
  }

  private void readPath(JsonObject item) {
    for (String method : METHODS) {
      JsonObject operation = item.getJsonObject(method);
      if (operation == null) {
        continue;
      }
      List<ParameterRule> parameters = new ArrayList<>();
      for (JsonObject from : List.of(item, operation)) {
        JsonArray listed = from.getJsonArray("parameters");
        if (listed != null) {
          listed.forEach(each -> parameters.add(ParameterRule.of(resolved(each).asJsonObject())));
        }
      }
      String id = operation.getString("operationId");
      operations.put(id, new OperationRules(id, keyRequired(operation), parameters));
    }
  }

  private boolean keyRequired(JsonObject operation) {
    JsonArray security =
        operation.containsKey("security")
            ? operation.getJsonArray("security")
            : document.getJsonArray("security");
    return security.stream().noneMatch(each -> each.asJsonObject().isEmpty());
  }

  /// The value with every `$ref` in it followed; parameters have no circles.
  private JsonValue resolved(JsonValue value) {
    if (value instanceof JsonObject object) {
      if (object.containsKey("$ref")) {
        String pointer = object.getString("$ref").substring(1);
        return resolved(document.getValue(pointer));
      }
      JsonObjectBuilder copy = Json.createObjectBuilder();
      object.forEach((name, each) -> copy.add(name, resolved(each)));
      return copy.build();
    }
    return value;
  }

  private static JsonValue renamed(JsonValue value) {
    return switch (value) {
      case JsonObject object -> {
        JsonObjectBuilder copy = Json.createObjectBuilder();
        object.forEach(
            (name, each) -> copy.add(name, name.equals("$ref") ? inDefs(each) : renamed(each)));
        yield copy.build();
      }
      case JsonArray array -> {
        JsonArrayBuilder copy = Json.createArrayBuilder();
        array.forEach(each -> copy.add(renamed(each)));
        yield copy.build();
      }
      default -> value;
    };
  }

  private static JsonValue inDefs(JsonValue reference) {
    String text = ((JsonString) reference).getString();
    return Json.createValue("#/$defs/" + text.substring(SCHEMAS.length()));
  }
}
