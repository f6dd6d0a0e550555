package org.citycatalog.app.api;

import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.FormatEvaluatorFactory;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JakartaJsonNode;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.Nearest;

/// Checks bodies against the schemas of the contract.
final class BodySchemas {
  private static final URI ROOT = URI.create("urn:citycatalog:contract");
  private static final String UNKNOWN = "/additionalProperties";
  private static final int MOST = 1000;
  private static final int SHOWN = 300;

  /// The codes that the engine's own checks use for the same mistakes.
  private static final Map<String, String> CODES =
      Map.of(
          "type", "wrong-type",
          "enum", "unknown-code",
          "minLength", "blank-text",
          "maxLength", "text-too-long",
          "minItems", "too-few-elements",
          "maxItems", "too-many-elements",
          "minimum", "out-of-range",
          "maximum", "out-of-range");

  private final JsonObject schemas;
  private final Validator validator;

  BodySchemas(Contract contract) {
    schemas = bounded(contract.schemas()).asJsonObject();
    validator =
        new ValidatorFactory()
            .withJsonNodeFactory(new JakartaJsonNode.Factory())
            .withEvaluatorFactory(new FormatEvaluatorFactory())
            .createValidator();
    validator.registerSchema(ROOT, (Object) schemas);
  }

  /// The schemas with bounds where `format` alone sets them: a validator leaves a format of numbers
  /// to others, and the reader of the wire records cuts off what does not fit.
  private static JsonValue bounded(JsonValue value) {
    return switch (value) {
      case JsonObject object -> {
        JsonObjectBuilder copy = Json.createObjectBuilder();
        object.forEach((name, each) -> copy.add(name, bounded(each)));
        if (object.get("format") instanceof JsonString format) {
          if (format.getString().equals("int32")) {
            bound(object, copy, Integer.MIN_VALUE, Integer.MAX_VALUE);
          } else if (format.getString().equals("int64")) {
            bound(object, copy, Long.MIN_VALUE, Long.MAX_VALUE);
          }
        }
        yield copy.build();
      }
      case JsonArray array -> {
        JsonArrayBuilder copy = Json.createArrayBuilder();
        array.forEach(each -> copy.add(bounded(each)));
        yield copy.build();
      }
      default -> value;
    };
  }

  private static void bound(JsonObject schema, JsonObjectBuilder copy, long least, long most) {
    if (!schema.containsKey("minimum")) {
      copy.add("minimum", least);
    }
    if (!schema.containsKey("maximum")) {
      copy.add("maximum", most);
    }
  }

  /// Every mistake in a body by place, at most a thousand; none if it is of the schema.
  ///
  /// @param schema a name under `components/schemas`
  List<Finding> check(String schema, JsonStructure body) {
    Validator.Result result =
        validator.validate(URI.create(ROOT + "#/$defs/" + schema), (Object) body);
    if (result.isValid()) {
      return List.of();
    }
    List<Finding> findings =
        result.getErrors().stream()
            .flatMap(error -> findings(error, body))
            .distinct()
            .sorted(Comparator.comparing(Finding::pointer).thenComparing(Finding::code))
            .toList();
    if (findings.size() <= MOST) {
      return findings;
    }
    List<Finding> first = new ArrayList<>(findings.subList(0, MOST));
    first.add(
        new Finding(
            "too-many-findings", "", "only the first %d findings are listed".formatted(MOST)));
    return first;
  }

  private Stream<Finding> findings(Error error, JsonStructure body) {
    String pointer = error.getInstanceLocation();
    String where = error.getSchemaLocation();
    if (where.endsWith(UNKNOWN)) {
      String owner = where.substring(0, where.length() - UNKNOWN.length());
      if (JsonValue.FALSE.equals(schema(owner).get("additionalProperties"))) {
        return Stream.of(unknown(pointer, owner));
      }
    }
    String keyword = error.getKeyword();
    if (keyword == null || keyword.equals("$ref") || keyword.equals("additionalProperties")) {
      return Stream.empty(); // says only that something further inside is wrong
    }
    if (keyword.equals("required")) {
      return missing(body.getValue(pointer).asJsonObject(), pointer, where);
    }
    if (keyword.equals("format") && schema(where).getString("format", "").equals("date")) {
      return Stream.of(
          new Finding("bad-date", pointer, "a date is written YYYY-MM-DD and is one of a year"));
    }
    String code = CODES.getOrDefault(keyword, "wrong-value");
    return Stream.of(new Finding(code, pointer, shortened(error.getError())));
  }

  /// The library names every required field; which of them are missing is seen in the body.
  private Stream<Finding> missing(JsonObject object, String pointer, String where) {
    return schema(where).getJsonArray("required").getValuesAs(JsonString::getString).stream()
        .filter(name -> !object.containsKey(name))
        .map(name ->
            new Finding("missing-field", pointer + "/" + name, "'%s' is required".formatted(name)));
  }

  private Finding unknown(String pointer, String where) {
    String last = pointer.substring(pointer.lastIndexOf('/') + 1);
    String name = last.replace("~1", "/").replace("~0", "~");
    return new Finding(
        "unknown-field",
        pointer,
        "there is no field '%s' here".formatted(shortened(name)),
        Nearest.of(name, schema(where).getJsonObject("properties").keySet()));
  }

  private JsonObject schema(String location) {
    JsonValue found =
        Json.createPointer(location.substring(location.indexOf('#') + 1)).getValue(schemas);
    return found.asJsonObject();
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= SHOWN
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…";
  }
}
