package org.citycatalog.app.api;

import jakarta.json.JsonStructure;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/// Answers whose document the engine wrote.
final class Documents {
  private Documents() {}

  static Response.ResponseBuilder ok(JsonStructure document) {
    return with(200, document);
  }

  static Response.ResponseBuilder with(int status, JsonStructure document) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(document.toString().getBytes(StandardCharsets.UTF_8));
  }
}
