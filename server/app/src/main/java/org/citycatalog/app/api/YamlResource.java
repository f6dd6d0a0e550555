package org.citycatalog.app.api;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// A YAML file of the class path as JSON. YAML 1.2, so that `on` and `no` are words.
final class YamlResource {
  private YamlResource() {}

  /// Reads a file of the class path.
  ///
  /// @throws IllegalStateException if it is not there
  static JsonValue read(String path) {
    try (InputStream in = YamlResource.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is not on the class path");
      }
      return json(new Load(LoadSettings.builder().setLabel(path).build()).loadFromInputStream(in));
    } catch (IOException failed) {
      throw new UncheckedIOException(path, failed);
    }
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
      case Integer number -> Json.createValue(number);
      case Long number -> Json.createValue(number);
      case BigInteger number -> Json.createValue(number);
      case Double number -> Json.createValue(BigDecimal.valueOf(number));
      default -> Json.createValue(String.valueOf(yaml));
    };
  }
}
