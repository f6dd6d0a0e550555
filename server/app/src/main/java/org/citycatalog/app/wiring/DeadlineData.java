package org.citycatalog.app.wiring;

import dev.harrel.jsonschema.FormatEvaluatorFactory;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JakartaJsonNode;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.citycatalog.sharing.deadlines.DeadlineFiles;
import org.citycatalog.sharing.deadlines.Deadlines;

/// Reads the profile of deadlines and the calendar of working days that the settings name: those
/// that are shipped by name, any other by its path.
final class DeadlineData {
  private static final List<String> PROFILES =
      List.of("decree-809", "guofa-2016-51", "city-341000");
  private static final List<String> CALENDARS = List.of("cn");
  private static final int MOST_MISTAKES = 3;

  private DeadlineData() {}

  /// Reads both.
  ///
  /// @throws StartException if one is not there, or breaks a rule
  static Deadlines named(String profile, String calendar) {
    return new Deadlines(
        read(
            Setting.CITYCATALOG_DEADLINE_PROFILE,
            profile,
            PROFILES,
            "/deadlines/",
            "deadline-profile",
            DeadlineFiles::profile),
        read(
            Setting.CITYCATALOG_CALENDAR,
            calendar,
            CALENDARS,
            "/calendars/",
            "working-calendar",
            DeadlineFiles::calendar));
  }

  private static <T> T read(
      Setting setting,
      String named,
      List<String> shipped,
      String folder,
      String schema,
      Function<JsonObject, T> reader) {
    String text =
        shipped.contains(named)
            ? resource(folder + named + ".json")
            : file(setting, named, shipped);
    JsonObject json = object(setting, named, text);
    List<String> mistakes = mistakes(schema, json);
    if (!mistakes.isEmpty()) {
      throw new StartException(
          "%s '%s' breaks its schema: %s".formatted(setting, named, String.join("; ", mistakes)));
    }
    try {
      return reader.apply(json);
    } catch (IllegalArgumentException wrong) {
      throw new StartException(
          "%s '%s' is wrong: %s".formatted(setting, named, wrong.getMessage()), wrong);
    }
  }

  private static JsonObject object(Setting setting, String named, String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    } catch (JsonException wrong) {
      throw new StartException(
          "%s '%s' is no JSON object: %s".formatted(setting, named, wrong.getMessage()), wrong);
    }
  }

  private static List<String> mistakes(String schema, JsonObject json) {
    Validator.Result result =
        new ValidatorFactory()
            .withJsonNodeFactory(new JakartaJsonNode.Factory())
            .withEvaluatorFactory(new FormatEvaluatorFactory())
            .validate(resource("/META-INF/schemas/" + schema + ".schema.json"), json.toString());
    return result.getErrors().stream()
        .map(error -> "%s: %s".formatted(error.getInstanceLocation(), error.getError()))
        .limit(MOST_MISTAKES)
        .collect(Collectors.toList());
  }

  private static String file(Setting setting, String path, List<String> shipped) {
    try {
      return Files.readString(Path.of(path));
    } catch (IOException | InvalidPathException unreadable) {
      throw new StartException(
          "%s must be one of %s or the path of a file that can be read, in UTF-8, but was '%s'"
              .formatted(setting, shipped, path),
          unreadable);
    }
  }

  private static String resource(String path) {
    try (InputStream in = DeadlineData.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("%s is not on the class path".formatted(path));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(path, failed);
    }
  }
}
