package org.citycatalog.app.testing;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/// What a server answered.
public record Answer(int status, HttpHeaders headers, byte[] body) {
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public JsonObject json() {
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(body))) {
      return reader.readObject();
    }
  }

  /// The code of a problem; empty text for a success.
  public String code() {
    return status < 400 ? "" : json().getString("code");
  }

  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  @Override
  public String toString() {
    return status + " " + text();
  }
}
