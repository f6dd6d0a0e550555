package org.citycatalog.catalog;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON in and out of text, with the implementation looked up once: the look-up costs more than
/// most documents.
public final class JsonText {
  private static final JsonProvider JSON = JsonProvider.provider();

  private JsonText() {}

  /// Reads an object that this server wrote.
  ///
  /// @throws jakarta.json.JsonException if it is not an object
  public static JsonObject object(String text) {
    try (JsonReader reader =
        JSON.createReaderFactory(Map.of()).createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  /// A new object to fill.
  public static JsonObjectBuilder builder() {
    return JSON.createObjectBuilder();
  }

  /// An object with the fields of another, to change.
  public static JsonObjectBuilder builder(JsonObject other) {
    return JSON.createObjectBuilder(other);
  }

  /// Adds a field where there is a value.
  public static void put(JsonObjectBuilder object, String name, @Nullable String value) {
    if (value != null) {
      object.add(name, value);
    }
  }

  /// Adds an array where it has elements.
  static void putAll(JsonObjectBuilder object, String name, List<String> values) {
    if (!values.isEmpty()) {
      object.add(name, texts(values));
    }
  }

  public static JsonArrayBuilder texts(List<String> values) {
    JsonArrayBuilder array = array();
    values.forEach(array::add);
    return array;
  }

  public static JsonArrayBuilder array() {
    return JSON.createArrayBuilder();
  }

  /// The text of a field, null where there is none.
  public static @Nullable String text(JsonObject object, String name) {
    return object.containsKey(name) ? object.getString(name) : null;
  }

  static List<String> texts(JsonObject object, String name) {
    return object.containsKey(name)
        ? object.getJsonArray(name).getValuesAs(jakarta.json.JsonString::getString)
        : List.of();
  }

  static List<JsonObject> objects(JsonObject object, String name) {
    return object.containsKey(name)
        ? object.getJsonArray(name).getValuesAs(JsonValue::asJsonObject)
        : List.of();
  }
}
