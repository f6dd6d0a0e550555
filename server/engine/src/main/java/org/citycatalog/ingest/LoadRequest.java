package org.citycatalog.ingest;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.StringReader;
import org.jspecify.annotations.Nullable;

/// How a file is to be read, and what is tolerated.
///
/// @param maxRejected how many rows may be rejected before the load is refused whole
/// @param maxUnreadable how many cells may break the schema before the load is refused whole, null
///   for any number
/// @param declaredBytes how long the sender said the file is, null where it was not said
public record LoadRequest(
    Hints hints, long maxRejected, @Nullable Long maxUnreadable, @Nullable Long declaredBytes) {
  public static final LoadRequest DEFAULT = new LoadRequest(Hints.NONE, 0, null, null);

  public LoadRequest {
    if (maxRejected < 0 || (maxUnreadable != null && maxUnreadable < 0)) {
      throw new IllegalArgumentException(
          "tolerances must not be negative: " + maxRejected + ", " + maxUnreadable);
    }
  }

  /// As it is kept with the load, for a restart.
  String toJson() {
    JsonObjectBuilder json = Json.createObjectBuilder().add("maxRejected", maxRejected);
    if (maxUnreadable != null) {
      json.add("maxUnreadable", maxUnreadable);
    }
    if (hints.format() != null) {
      json.add("format", hints.format().code());
    }
    if (hints.encoding() != null) {
      json.add("encoding", hints.encoding());
    }
    if (hints.header() != null) {
      json.add("header", hints.header());
    }
    if (hints.sheet() != null) {
      json.add("sheet", hints.sheet());
    }
    if (hints.delimiter() != null) {
      json.add("delimiter", hints.delimiter().toString());
    }
    return json.build().toString();
  }

  static LoadRequest ofJson(String text) {
    JsonObject json;
    try (var reader = Json.createReader(new StringReader(text))) {
      json = reader.readObject();
    }
    Hints hints =
        new Hints(
            json.containsKey("format") ? Format.ofCode(json.getString("format")) : null,
            json.getString("encoding", null),
            json.containsKey("header") ? json.getBoolean("header") : null,
            json.getString("sheet", null),
            json.containsKey("delimiter") ? json.getString("delimiter").charAt(0) : null);
    return new LoadRequest(
        hints,
        json.getJsonNumber("maxRejected").longValueExact(),
        json.containsKey("maxUnreadable")
            ? json.getJsonNumber("maxUnreadable").longValueExact()
            : null,
        null);
  }
}
