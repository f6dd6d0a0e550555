package org.citycatalog.app.demo;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.citycatalog.app.demo.DemoDataset.FileBody;
import org.citycatalog.catalog.DivisionCode;
import org.citycatalog.catalog.LocalText;
import org.citycatalog.catalog.Provider;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.Uscc;

/// The files under `democity/` on the class path.
final class Resources {
  private Resources() {}

  static InputStream open(String name) {
    InputStream in = Resources.class.getResourceAsStream("/democity/" + name);
    if (in == null) {
      throw new IllegalStateException("the demo city lacks its file " + name);
    }
    return in;
  }

  static FileBody copyOf(String name) {
    return out -> {
      try (InputStream in = open(name)) {
        in.transferTo(out);
      }
    };
  }

  static JsonObject object(String name) {
    try (var reader = Json.createReader(open(name))) {
      return reader.readObject();
    }
  }

  static List<String> lines(String name) {
    try (var reader =
        new BufferedReader(new InputStreamReader(open(name), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read the demo city's " + name, failed);
    }
  }

  static List<Provider> providers() {
    try (var reader = Json.createReader(open("providers.json"))) {
      return reader.readArray().stream()
          .map(JsonValue::asJsonObject)
          .map(Resources::provider)
          .toList();
    }
  }

  private static Provider provider(JsonObject json) {
    JsonObject name = json.getJsonObject("name");
    return new Provider(
        new ProviderNamespace(json.getString("namespace")),
        new Uscc(json.getString("code")),
        new LocalText(name.getString("zh"), name.getString("en")),
        new DivisionCode(json.getString("division")),
        json.getString("contact"));
  }
}
