package org.citycatalog.app.http;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.NoSuchElementException;
import org.citycatalog.app.testing.StartedServer;

/// What `/health` says.
record Health(int status, JsonObject json) {
  static Health of(StartedServer server) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(server.url() + "/health")).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      try (JsonReader reader = Json.createReader(new ByteArrayInputStream(answer.body()))) {
        return new Health(answer.statusCode(), reader.readObject());
      }
    }
  }

  JsonObject check(String name) {
    return json.getJsonArray("checks").getValuesAs(JsonObject.class).stream()
        .filter(each -> each.getString("name").equals(name))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException(name + " in " + json));
  }

  boolean isUp() {
    return status == 200 && json.getString("status").equals("UP");
  }

  String named(String check, String data) {
    return check(check).getJsonObject("data").getString(data);
  }
}
