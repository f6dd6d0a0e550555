package org.citycatalog.sharing.jdbc;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import org.citycatalog.catalog.JsonText;
import org.citycatalog.sharing.deadlines.Timing;

/// What became of a deadline, as the JSON it is kept as in the field `timing` of what waits.
public final class TimingJson {
  private TimingJson() {}

  public static JsonObjectBuilder write(Timing timing) {
    JsonObjectBuilder json = JsonText.builder();
    json.add("extendedBy", timing.extendedBy());
    Instant escalated = timing.escalated();
    JsonText.put(json, "escalated", escalated == null ? null : escalated.toString());
    return json;
  }

  /// Reads it; what was kept before there were deadlines has none.
  public static Timing read(JsonObject waiting) {
    JsonObject json = waiting.getJsonObject("timing");
    if (json == null) {
      return Timing.NONE;
    }
    String escalated = JsonText.text(json, "escalated");
    return new Timing(
        json.getInt("extendedBy"), escalated == null ? null : Instant.parse(escalated));
  }
}
