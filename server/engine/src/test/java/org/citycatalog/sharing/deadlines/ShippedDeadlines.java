package org.citycatalog.sharing.deadlines;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.InputStream;
import java.util.Objects;

/// The profiles and the calendar that are shipped.
public final class ShippedDeadlines {
  private ShippedDeadlines() {}

  /// A profile on the shipped calendar.
  public static Deadlines of(String profile) {
    return new Deadlines(
        DeadlineFiles.profile(json("/deadlines/" + profile + ".json")), calendar());
  }

  static WorkingCalendar calendar() {
    return DeadlineFiles.calendar(json("/calendars/cn.json"));
  }

  private static JsonObject json(String path) {
    InputStream file = Objects.requireNonNull(ShippedDeadlines.class.getResourceAsStream(path));
    try (JsonReader reader = Json.createReader(file)) {
      return reader.readObject();
    }
  }
}
