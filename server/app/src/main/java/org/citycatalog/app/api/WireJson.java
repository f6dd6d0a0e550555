package org.citycatalog.app.api;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.config.PropertyOrderStrategy;
import java.io.StringReader;
import java.util.Map;

/// Turns wire records into JSON and back.
final class WireJson {
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());
  // In the order of the contract; what is null is not there.
  private final Jsonb jsonb =
      JsonbBuilder.create(new JsonbConfig().withPropertyOrderStrategy(PropertyOrderStrategy.ANY));

  Jsonb jsonb() {
    return jsonb;
  }

  <T> T read(JsonValue json, Class<T> type) {
    return jsonb.fromJson(json.toString(), type);
  }

  /// The record as a document, for the engine's own reader.
  JsonStructure write(Object wire) {
    try (JsonReader reader = READERS.createReader(new StringReader(jsonb.toJson(wire)))) {
      return reader.read();
    }
  }
}
