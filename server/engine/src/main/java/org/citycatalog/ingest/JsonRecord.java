package org.citycatalog.ingest;

import jakarta.json.stream.JsonParser.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes records of JSON objects and GeoJSON features.
///
/// A feature gives its properties, its geometry as column `geometry`, and its `id`, where it has
/// one, as column `id`; if any feature of the file has a property of that name, the column is
/// `featureGeometry` or `featureId` instead. A Point of two coordinates is written `lon lat` with
/// its digits as delivered, any other geometry as its JSON.
final class JsonRecord {
  private static final String GEOMETRY = "geometry";
  private static final String ID = "id";
  // A member of the feature itself, while it is not yet known whether a property has the same name.
  private static final String MEMBER = "\0";
  private static final int TEXT_CHARS = 500;
  private static final String NUMBER = "(-?[0-9][0-9.eE+-]*)";
  private static final Pattern FLAT_POINT =
      Pattern.compile(
          "\\{(?:\"type\":\"Point\",)?\"coordinates\":\\[%s,%s](?:,\"type\":\"Point\")?}"
              .formatted(NUMBER, NUMBER));

  private final List<String> columns;
  private final Map<String, Integer> places = new HashMap<>();
  private final boolean features;
  private final String geometryColumn;
  private final String idColumn;
  private @Nullable String[] cells = new String[0];
  private boolean[] filled;
  private final StringBuilder seen = new StringBuilder();
  private @Nullable String rejection;

  /// @param names as [#collect] found them
  JsonRecord(Set<String> names, boolean features, Limits limits) throws UnreadableFileException {
    this.features = features;
    this.geometryColumn = memberColumn(names, GEOMETRY);
    this.idColumn = memberColumn(names, ID);
    List<String> plain = new ArrayList<>();
    for (String name : names) {
      plain.add(
          features && name.startsWith(MEMBER) ? memberColumn(names, name.substring(1)) : name);
    }
    this.columns = ColumnNames.checked(plain, limits);
    this.filled = new boolean[columns.size()];
    for (int i = 0; i < columns.size(); i++) {
      places.put(columns.get(i), i);
    }
  }

  /// Collects the columns of the element under the cursor, and stays on its end.
  static void collect(JsonEvents events, boolean features, Set<String> names, Limits limits)
      throws IOException {
    if (events.current() != Event.START_OBJECT) {
      events.skip();
      return;
    }
    while (events.next() == Event.KEY_NAME) {
      String key = events.string();
      Event value = events.next();
      if (!features) {
        names.add(key);
      } else if (key.equals("properties") && value == Event.START_OBJECT) {
        collect(events, false, names, limits);
        continue;
      } else if (key.equals(GEOMETRY) || key.equals(ID)) {
        names.add(MEMBER + key);
      }
      events.skip();
      if (names.size() > limits.maxColumns()) {
        throw ColumnNames.tooMany(limits);
      }
    }
  }

  /// Reads the element under the cursor, and stays on its end.
  SourceRecord read(JsonEvents events, long number) throws IOException {
    cells = new String[columns.size()];
    Arrays.fill(filled, false);
    seen.setLength(0);
    rejection = null;
    if (events.current() != Event.START_OBJECT) {
      return rejected(
          number,
          "The element is no object.",
          Excerpt.of(String.valueOf(events.cell()), TEXT_CHARS));
    }
    if (features) {
      feature(events);
    } else {
      members(events);
    }
    return rejection == null
        ? new SourceRecord(number, cells, null, null)
        : rejected(number, rejection, Excerpt.of(seen.toString(), TEXT_CHARS));
  }

  private static SourceRecord rejected(long number, String why, String text) {
    return new SourceRecord(number, new String[0], why, text);
  }

  private void members(JsonEvents events) throws IOException {
    while (events.next() == Event.KEY_NAME) {
      String key = events.string();
      events.next();
      put(key, events.cell());
    }
  }

  private void feature(JsonEvents events) throws IOException {
    boolean isFeature = false;
    while (events.next() == Event.KEY_NAME) {
      String key = events.string();
      Event value = events.next();
      switch (key) {
        case "type" -> isFeature = "Feature".equals(events.cell());
        case "properties" -> {
          if (value == Event.START_OBJECT) {
            members(events);
          } else if (value != Event.VALUE_NULL) {
            rejection = "The properties of the feature are no object.";
            events.skip();
          }
        }
        case GEOMETRY -> put(geometryColumn, geometry(events.cell()));
        case ID -> put(idColumn, events.cell());
        default -> events.skip();
      }
    }
    if (!isFeature) {
      rejection = "The element is no Feature.";
    }
  }

  private static @Nullable String geometry(@Nullable String json) {
    if (json == null) {
      return null;
    }
    var point = FLAT_POINT.matcher(json);
    return point.matches() && json.contains("\"Point\"")
        ? point.group(1) + " " + point.group(2)
        : json;
  }

  private void put(String key, @Nullable String cell) {
    if (seen.length() < TEXT_CHARS) {
      seen.append(seen.isEmpty() ? "" : ", ")
          .append(key)
          .append(": ")
          .append(cell == null ? "null" : Excerpt.of(cell, TEXT_CHARS));
    }
    Integer place = places.get(key);
    if (place == null) {
      rejection =
          "The object has a member '%s' that was not there when the file was looked through."
              .formatted(key);
    } else if (filled[place]) {
      rejection = "The object has two members named '%s'.".formatted(key);
    } else if (cell != null && hasHalfPair(cell)) {
      rejection = "The text of '%s' holds one half of a surrogate pair.".formatted(key);
    } else {
      filled[place] = true;
      cells[place] = cell;
    }
  }

  /// Half a pair has no bytes in UTF-8, so it could not be kept as it is.
  private static boolean hasHalfPair(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.isHighSurrogate(text.charAt(i))
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          i++;
        } else {
          return true;
        }
      }
    }
    return false;
  }

  private static String memberColumn(Set<String> names, String member) {
    return names.contains(member)
        ? "feature" + Character.toUpperCase(member.charAt(0)) + member.substring(1)
        : member;
  }

  List<String> columns() {
    return columns;
  }
}
