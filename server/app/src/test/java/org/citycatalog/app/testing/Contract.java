package org.citycatalog.app.testing;

import dev.harrel.jsonschema.FormatEvaluatorFactory;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JakartaJsonNode;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Holds exchanges against `openapi.yaml` with a JSON Schema validator, apart from the server's own
/// checks.
///
/// Stricter than the contract in one point: an answer has no property that the contract does not
/// name.
public final class Contract {
  private static final String BASE = "/api/v1";
  private static final URI ROOT = URI.create("urn:citycatalog:contract-of-tests");
  private final JsonObject document;
  private final Validator validator;

  private Contract(JsonObject document) {
    this.document = document;
    this.validator =
        new ValidatorFactory()
            .withJsonNodeFactory(new JakartaJsonNode.Factory())
            .withEvaluatorFactory(new FormatEvaluatorFactory())
            .createValidator();
    JsonValue schemas = document.getJsonObject("components").getJsonObject("schemas");
    validator.registerSchema(
        ROOT,
        (Object)
            Json.createObjectBuilder()
                .add("$schema", "https://json-schema.org/draft/2020-12/schema")
                .add("$defs", strict(schemas))
                .build());
  }

  /// Reads the contract of the class path.
  public static Contract read() {
    try (InputStream in = Contract.class.getResourceAsStream("/META-INF/openapi.yaml")) {
      if (in == null) {
        throw new IllegalStateException("openapi.yaml is not on the class path");
      }
      Object yaml = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      return new Contract(json(yaml).asJsonObject());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Every `operationId`.
  public List<String> operations() {
    List<String> ids = new ArrayList<>();
    document
        .getJsonObject("paths")
        .forEach((path, item) ->
            item.asJsonObject().values().stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonValue::asJsonObject)
                .filter(each -> each.containsKey("operationId"))
                .forEach(each -> ids.add(each.getString("operationId"))));
    return ids;
  }

  /// An operation as it is asked: every parameter with `$ref`s followed.
  ///
  /// @param path behind `/api/v1`, with names in braces
  /// @param body whether it takes one
  public record Door(
      String id, String method, String path, List<JsonObject> parameters, boolean body) {
    public Door {
      parameters = List.copyOf(parameters);
    }
  }

  /// Every operation.
  public List<Door> doors() {
    List<Door> doors = new ArrayList<>();
    document
        .getJsonObject("paths")
        .forEach((path, item) ->
            item.asJsonObject()
                .forEach((method, value) -> {
                  if (value instanceof JsonObject node && node.containsKey("operationId")) {
                    Operation operation = new Operation(item.asJsonObject(), node, Map.of());
                    doors.add(
                        new Door(
                            node.getString("operationId"),
                            method.toUpperCase(Locale.ROOT),
                            path,
                            operation.parameters,
                            node.containsKey("requestBody")));
                  }
                }));
    return doors;
  }

  /// What a request breaks: its operation, parameters, headers or body. A request for nothing of
  /// the API breaks one rule.
  ///
  /// @param target path and query, percent-encoded, as `/api/v1/datasets?q=%E5%81%9C`
  public List<String> mistakesOfRequest(
      String method, String target, HttpHeaders headers, byte @Nullable [] body) {
    Optional<Operation> found = operation(method, path(target));
    if (found.isEmpty()) {
      return List.of("no operation %s %s".formatted(method, path(target)));
    }
    Operation operation = found.get();
    List<String> mistakes = new ArrayList<>();
    Map<String, List<String>> query = query(target);
    for (String name : query.keySet()) {
      if (operation.parameters("query").stream()
          .noneMatch(each -> each.getString("name").equals(name))) {
        mistakes.add("unknown parameter " + name);
      }
    }
    for (JsonObject parameter : operation.parameters) {
      String name = parameter.getString("name");
      List<String> values =
          switch (parameter.getString("in")) {
            case "query" -> query.getOrDefault(name, List.of());
            case "header" -> headers.allValues(name);
            default -> Optional.ofNullable(operation.path.get(name)).stream().toList();
          };
      mistakes.addAll(mistakesOfParameter(parameter, values));
    }
    mistakes.addAll(mistakesOfBody(operation, headers, body));
    return mistakes;
  }

  /// What an answer breaks: its status, media type, headers or body.
  public List<String> mistakesOfAnswer(
      String method, String target, int status, HttpHeaders headers, byte[] body) {
    List<String> mistakes = new ArrayList<>();
    if (headers.firstValue("Request-Id").isEmpty()) {
      mistakes.add("no Request-Id");
    }
    Optional<Operation> found = operation(method, path(target));
    JsonObject answer =
        found
            .map(operation -> operation.answer(status))
            .orElseGet(() -> problemAnswer())
            .asJsonObject();
    if (found.isEmpty() && status < 400) {
      mistakes.add("%d from where no operation is".formatted(status));
      return mistakes;
    }
    if (status < 400 && found.get().isDefault(status)) {
      mistakes.add("status %d is not in the contract".formatted(status));
      return mistakes;
    }
    JsonObject declared = answer.getJsonObject("headers");
    if (declared != null) {
      declared.forEach((name, header) -> {
        // A header is there in every such answer, unless the contract says that it need not be.
        if (header.asJsonObject().getBoolean("required", true)
            && headers.firstValue(name).isEmpty()) {
          mistakes.add("no header " + name);
        }
      });
    }
    JsonObject content = answer.getJsonObject("content");
    if (content == null) {
      if (body.length > 0) {
        mistakes.add("a body of %d bytes where there is none".formatted(body.length));
      }
    } else if (!method.equals("HEAD")) {
      mistakes.addAll(mistakesOfContent(content, headers, body));
    }
    return mistakes;
  }

  private JsonObject problemAnswer() {
    return document.getJsonObject("components").getJsonObject("responses").getJsonObject("Problem");
  }

  private List<String> mistakesOfContent(JsonObject content, HttpHeaders headers, byte[] body) {
    String type = headers.firstValue("Content-Type").orElse("").split(";", 2)[0].strip();
    JsonObject media = content.getJsonObject(type);
    if (media == null) {
      return List.of("media type '%s' is none of %s".formatted(type, content.keySet()));
    }
    return mistakesOf(media.getJsonObject("schema"), body);
  }

  private List<String> mistakesOfBody(
      Operation operation, HttpHeaders headers, byte @Nullable [] body) {
    JsonValue declared = resolved(operation.node.getOrDefault("requestBody", JsonValue.NULL));
    if (declared.getValueType() == JsonValue.ValueType.NULL) {
      return List.of();
    }
    if (body == null) {
      return List.of("no body");
    }
    return mistakesOfContent(declared.asJsonObject().getJsonObject("content"), headers, body);
  }

  private List<String> mistakesOf(JsonObject schema, byte[] body) {
    if (!schema.containsKey("$ref")) {
      return List.of(); // a file
    }
    JsonValue json;
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(body))) {
      json = reader.readValue();
    } catch (JsonException broken) {
      return List.of("not JSON: " + broken.getMessage());
    }
    String name = schema.getString("$ref").replace("#/components/schemas/", "");
    return validator
        .validate(URI.create(ROOT + "#/$defs/" + name), (Object) json)
        .getErrors()
        .stream()
        .map(error -> error.getInstanceLocation() + ": " + error.getError())
        .toList();
  }

  private List<String> mistakesOfParameter(JsonObject parameter, List<String> values) {
    String name = parameter.getString("name");
    if (values.isEmpty()) {
      return parameter.getBoolean("required", false) ? List.of(name + " is missing") : List.of();
    }
    JsonObject schema = resolved(parameter.getJsonObject("schema")).asJsonObject();
    boolean repeats = schema.getString("type").equals("array");
    if (!repeats && values.size() > 1) {
      return List.of(name + " is given twice");
    }
    JsonObject one = repeats ? resolved(schema.getJsonObject("items")).asJsonObject() : schema;
    List<String> mistakes = new ArrayList<>();
    for (String value : values) {
      JsonValue json = typed(one.getString("type"), value);
      Validator.Result result =
          new ValidatorFactory()
              .withJsonNodeFactory(new JakartaJsonNode.Factory())
              .validate((Object) one, (Object) json);
      result.getErrors().forEach(error -> mistakes.add(name + ": " + error.getError()));
    }
    return mistakes;
  }

  private static JsonValue typed(String type, String value) {
    try {
      return switch (type) {
        case "integer" -> Json.createValue(new java.math.BigInteger(value));
        case "boolean" ->
            switch (value) {
              case "true" -> JsonValue.TRUE;
              case "false" -> JsonValue.FALSE;
              default -> Json.createValue(value);
            };
        default -> Json.createValue(value);
      };
    } catch (NumberFormatException none) {
      return Json.createValue(value);
    }
  }

  /// One operation, as a request has found it.
  private final class Operation {
    private final JsonObject node;
    private final List<JsonObject> parameters = new ArrayList<>();
    private final Map<String, String> path;

    Operation(JsonObject item, JsonObject node, Map<String, String> path) {
      this.node = node;
      this.path = path;
      for (JsonObject from : List.of(item, node)) {
        if (from.containsKey("parameters")) {
          from.getJsonArray("parameters")
              .forEach(each -> parameters.add(resolved(each).asJsonObject()));
        }
      }
    }

    List<JsonObject> parameters(String in) {
      return parameters.stream().filter(each -> each.getString("in").equals(in)).toList();
    }

    boolean isDefault(int status) {
      return !node.getJsonObject("responses").containsKey(Integer.toString(status));
    }

    JsonValue answer(int status) {
      JsonObject responses = node.getJsonObject("responses");
      String key = isDefault(status) ? "default" : Integer.toString(status);
      return resolved(responses.get(key));
    }
  }

  private Optional<Operation> operation(String method, String path) {
    if (!path.startsWith(BASE)) {
      return Optional.empty();
    }
    String asked = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
    for (Map.Entry<String, JsonValue> each : document.getJsonObject("paths").entrySet()) {
      JsonObject item = each.getValue().asJsonObject();
      Optional<Map<String, String>> match = match(each.getKey(), path.substring(BASE.length()));
      if (match.isPresent() && item.containsKey(asked)) {
        return Optional.of(new Operation(item, item.getJsonObject(asked), match.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Map<String, String>> match(String template, String path) {
    List<String> names = new ArrayList<>();
    StringBuilder expression = new StringBuilder();
    for (String part : template.split("(?=\\{)|(?<=\\})", -1)) {
      if (part.startsWith("{")) {
        names.add(part.substring(1, part.length() - 1));
        expression.append("([^/]+)");
      } else {
        expression.append(Pattern.quote(part));
      }
    }
    var matcher = Pattern.compile(expression.toString()).matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      values.put(names.get(i), URLDecoder.decode(matcher.group(i + 1), StandardCharsets.UTF_8));
    }
    return Optional.of(values);
  }

  private static String path(String target) {
    return target.split("\\?", 2)[0];
  }

  private static Map<String, List<String>> query(String target) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    int mark = target.indexOf('?');
    if (mark >= 0) {
      for (String pair : target.substring(mark + 1).split("&", -1)) {
        String[] halves = pair.split("=", 2);
        query
            .computeIfAbsent(
                URLDecoder.decode(halves[0], StandardCharsets.UTF_8), name -> new ArrayList<>())
            .add(halves.length == 1 ? "" : URLDecoder.decode(halves[1], StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  private JsonValue resolved(@Nullable JsonValue value) {
    if (value instanceof JsonObject object && object.containsKey("$ref")) {
      return resolved(document.getValue(object.getString("$ref").substring(1)));
    }
    return value == null ? JsonValue.NULL : value;
  }

  /// The schema with `$ref`s that lead into `$defs`, and objects that have no other properties than
  /// they name.
  private static JsonValue strict(JsonValue value) {
    return switch (value) {
      case JsonObject object -> {
        JsonObjectBuilder copy = Json.createObjectBuilder();
        object.forEach((name, each) ->
            copy.add(
                name,
                name.equals("$ref")
                    ? Json.createValue(
                        ((JsonString) each)
                            .getString()
                            .replace("#/components/schemas/", "#/$defs/"))
                    : strict(each)));
        boolean describes =
            object.get("properties") instanceof JsonObject
                && object.get("type") instanceof JsonString
                && !object.containsKey("additionalProperties");
        yield (describes ? copy.add("additionalProperties", false) : copy).build();
      }
      case JsonArray array -> {
        JsonArrayBuilder copy = Json.createArrayBuilder();
        array.forEach(each -> copy.add(strict(each)));
        yield copy.build();
      }
      default -> value;
    };
  }

  private static JsonValue json(@Nullable Object yaml) {
    return switch (yaml) {
      case null -> JsonValue.NULL;
      case Map<?, ?> map -> {
        JsonObjectBuilder object = Json.createObjectBuilder();
        map.forEach((key, value) -> object.add(String.valueOf(key), json(value)));
        yield object.build();
      }
      case List<?> list -> {
        JsonArrayBuilder array = Json.createArrayBuilder();
        list.forEach(value -> array.add(json(value)));
        yield array.build();
      }
      case Boolean truth -> truth ? JsonValue.TRUE : JsonValue.FALSE;
      case Number number -> number(number);
      default -> Json.createValue(String.valueOf(yaml));
    };
  }

  private static JsonNumber number(Number number) {
    return Json.createValue(new BigDecimal(number.toString()));
  }
}
