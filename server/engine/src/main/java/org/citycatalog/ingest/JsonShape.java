package org.citycatalog.ingest;

import jakarta.json.stream.JsonParser.Event;
import java.io.IOException;
import java.io.StringReader;
import org.jspecify.annotations.Nullable;

/// Which JSON a text is.
final class JsonShape {
  private JsonShape() {}

  /// Null if it is none.
  static @Nullable Format of(String text, boolean whole, Limits limits) throws IOException {
    String trimmed = text.stripLeading();
    if (!trimmed.startsWith("{") && !trimmed.startsWith("[")) {
      return null;
    }
    boolean array = trimmed.startsWith("[");
    boolean features = false;
    try (JsonEvents events = new JsonEvents(new StringReader(trimmed), limits)) {
      int depth = 0;
      boolean typeFollows = false;
      do {
        switch (events.next()) {
          case START_ARRAY, START_OBJECT -> depth++;
          case END_ARRAY, END_OBJECT -> depth--;
          case KEY_NAME -> typeFollows = events.string().equals("type");
          case VALUE_STRING -> {
            String value = typeFollows ? events.string() : "";
            features |= depth == 1 && !array && value.equals("FeatureCollection");
            features |=
                depth == 3 && !array && value.equals("Feature") && trimmed.contains("\"features\"");
          }
          default -> {}
        }
        if (features) {
          return Format.GEOJSON;
        }
      } while (depth > 0);
      if (array) {
        return Format.JSON;
      }
      // One object is over: a second one after it makes lines.
      try {
        events.expectEnd();
      } catch (UnreadableFileException another) {
        return Format.JSONL;
      }
      boolean oneLine = trimmed.strip().indexOf('\n') < 0;
      return oneLine && isFlat(trimmed, limits) ? Format.JSONL : Format.JSON;
    } catch (UnreadableFileException broken) {
      if (broken.code().equals("file-cut-off") || broken.code().equals("json-too-deep")) {
        return Format.JSON; // opening it will tell
      }
      // A first line that breaks may stand before good ones.
      return isLines(trimmed, limits)
          ? Format.JSONL
          : array && !startsLikeJson(trimmed) ? null : jsonOrNot(trimmed);
    }
  }

  private static @Nullable Format jsonOrNot(String trimmed) {
    return startsLikeJson(trimmed) ? Format.JSON : null;
  }

  /// A bracket is also how a cell of CSV may start; after it JSON allows little.
  private static boolean startsLikeJson(String trimmed) {
    String rest = trimmed.substring(1).stripLeading();
    return rest.isEmpty() || rest.startsWith("\"") || rest.startsWith("{");
  }

  private static boolean isFlat(String object, Limits limits) throws IOException {
    try (JsonEvents events = new JsonEvents(new StringReader(object), limits)) {
      events.next();
      boolean arrayBefore = false;
      for (int depth = 1; depth > 0; ) {
        var event = events.next();
        switch (event) {
          case START_OBJECT -> {
            if (arrayBefore) {
              return false;
            }
            depth++;
          }
          case START_ARRAY -> depth++;
          case END_ARRAY, END_OBJECT -> depth--;
          default -> {}
        }
        arrayBefore = event == Event.START_ARRAY;
      }
      return true;
    }
  }

  private static boolean isLines(String text, Limits limits) throws IOException {
    int good = 0;
    int seen = 0;
    for (String line : text.lines().limit(20).toList()) {
      if (!line.isBlank()) {
        seen++;
        good += isOneObject(line, limits) ? 1 : 0;
      }
    }
    return good > 0 && good * 2 >= seen;
  }

  static boolean isOneObjectALine(String text, Limits limits) throws IOException {
    String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    return isOneObject(first, limits);
  }

  private static boolean isOneObject(String line, Limits limits) throws IOException {
    if (!line.stripLeading().startsWith("{")) {
      return false;
    }
    try (JsonEvents events = new JsonEvents(new StringReader(line), limits)) {
      events.next();
      events.skip();
      events.expectEnd();
      return true;
    } catch (UnreadableFileException wrong) {
      return false;
    }
  }
}
