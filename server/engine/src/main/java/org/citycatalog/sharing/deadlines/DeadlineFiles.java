package org.citycatalog.sharing.deadlines;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.citycatalog.catalog.JsonText;
import org.citycatalog.catalog.LocalText;
import org.jspecify.annotations.Nullable;

/// Profiles and calendars as the JSON they are written in. What the JSON Schemas `deadline-profile`
/// and `working-calendar` say of them has been checked before.
public final class DeadlineFiles {
  private DeadlineFiles() {}

  /// Reads a profile.
  ///
  /// @throws IllegalArgumentException in a sentence for who wrote the file
  public static DeadlineProfile profile(JsonObject json) {
    return new DeadlineProfile(
        json.getString("name"),
        title(json),
        objects(json, "rules").map(DeadlineFiles::rule).toList());
  }

  /// Reads a calendar.
  ///
  /// @throws IllegalArgumentException in a sentence for who wrote the file
  public static WorkingCalendar calendar(JsonObject json) {
    return new WorkingCalendar(
        json.getString("name"),
        title(json),
        zone(json.getString("zone")),
        objects(json, "years").map(DeadlineFiles::year).toList());
  }

  private static DeadlineProfile.Rule rule(JsonObject json) {
    String regime = JsonText.text(json, "regime");
    return new DeadlineProfile.Rule(
        known(json.getString("event"), DeadlineEvent.ofCode(json.getString("event"))),
        regime == null ? null : known(regime, Regime.ofCode(regime)),
        json.getInt("days"),
        json.containsKey("extendable") ? json.getInt("extendable") : null,
        json.getString("source"),
        json.getBoolean("confirmed"));
  }

  private static <T> T known(String code, Optional<T> found) {
    return found.orElseThrow(
        () -> new IllegalArgumentException("'%s' is not known".formatted(code)));
  }

  private static WorkingCalendar.Year year(JsonObject json) {
    List<LocalDate> makeUpDays =
        json.getJsonArray("makeUpDays").getValuesAs(JsonString.class).stream()
            .map(each -> day(each.getString()))
            .toList();
    return new WorkingCalendar.Year(
        json.getInt("year"),
        json.getString("source"),
        json.getBoolean("confirmed"),
        objects(json, "holidays")
            .map(each ->
                new WorkingCalendar.Holiday(
                    each.getString("name"), day(each.getString("from")), day(each.getString("to"))))
            .toList(),
        makeUpDays);
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException wrong) {
      throw new IllegalArgumentException("'%s' is no day".formatted(text), wrong);
    }
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException wrong) {
      throw new IllegalArgumentException("'%s' is no time zone".formatted(text), wrong);
    }
  }

  private static LocalText title(JsonObject json) {
    JsonObject title = json.getJsonObject("title");
    @Nullable String english = JsonText.text(title, "en");
    return new LocalText(title.getString("zh"), english);
  }

  private static java.util.stream.Stream<JsonObject> objects(JsonObject json, String name) {
    return json.getJsonArray(name).stream().map(JsonValue::asJsonObject);
  }
}
