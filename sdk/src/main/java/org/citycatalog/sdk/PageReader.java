package org.citycatalog.sdk;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import jakarta.json.stream.JsonParsingException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.citycatalog.sdk.transport.BodyReader;
import org.jspecify.annotations.Nullable;

/// Reads a page of rows as a stream of JSON events, without a map for each row.
///
/// The contract's `RowPage` says what is read. Numbers are read whole: a 64-bit integer as [Long],
/// everything else as [BigDecimal], so that none is rounded. A key that this version does not know
/// is passed over.
final class PageReader implements BodyReader<Page> {
  private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());

  private final List<String> selected;

  /// @param selected the columns asked for; empty for all
  PageReader(List<String> selected) {
    this.selected = selected;
  }

  @Override
  public Page read(InputStream body) {
    try (JsonParser parser = PARSERS.createParser(body)) {
      return new Reading(parser).page();
    }
  }

  /// One reading, which a repeated attempt starts anew.
  private final class Reading {
    private final JsonParser parser;
    private final Set<String> names = new LinkedHashSet<>(selected);
    private final List<@Nullable Object[]> rows = new ArrayList<>();
    private final Map<Integer, Map<String, Cell.Unreadable>> unreadable = new HashMap<>();
    private List<String> order = List.copyOf(selected);
    private @Nullable Long version;
    private @Nullable Long total;
    private @Nullable String next;
    private boolean rowsSeen;

    Reading(JsonParser parser) {
      this.parser = parser;
    }

    Page page() {
      expect(Event.START_OBJECT, parser.next());
      for (Event event = parser.next(); event != Event.END_OBJECT; event = parser.next()) {
        member(parser.getString());
      }
      if (version == null || total == null || !rowsSeen) {
        throw odd("a page of rows has version, total and rows");
      }
      unreadable.values().forEach(cells -> names.addAll(cells.keySet()));
      Columns columns = new Columns(List.copyOf(names));
      List<Row> result = new ArrayList<>(rows.size());
      for (int i = 0; i < rows.size(); i++) {
        result.add(row(columns, i));
      }
      return new Page(version, total, result, next);
    }

    private Row row(Columns columns, int index) {
      @Nullable Object[] values = rows.get(index);
      if (values.length != columns.names().size()) {
        values = Arrays.copyOf(values, columns.names().size());
      }
      Map<Integer, Cell.Unreadable> broken = Map.of();
      Map<String, Cell.Unreadable> named = unreadable.get(index);
      if (named != null) {
        broken = new HashMap<>();
        for (Map.Entry<String, Cell.Unreadable> cell : named.entrySet()) {
          broken.put(columns.position(cell.getKey()), cell.getValue());
        }
      }
      return new Row(columns, values, broken);
    }

    private void member(String key) {
      Event event = parser.next();
      switch (key) {
        case "version" -> version = count(event);
        case "total" -> total = count(event);
        case "next" -> next = event == Event.VALUE_NULL ? null : text(event);
        case "rows" -> {
          expect(Event.START_ARRAY, event);
          rowsSeen = true;
          while (parser.next() != Event.END_ARRAY) {
            rows.add(values());
          }
        }
        case "unreadable" -> {
          if (event == Event.START_ARRAY) {
            parser.getArray().forEach(cell -> broken(cell.asJsonObject()));
          }
        }
        default -> skip(event);
      }
    }

    /// Reads the members of a row into the places of its columns. Rows of a page nearly always have
    /// the same keys in the same order, so a key is first compared with the one that stood there in
    /// the row before.
    private @Nullable Object[] values() {
      @Nullable Object[] values = new @Nullable Object[Math.max(names.size(), 8)];
      int place = 0;
      for (Event event = parser.next(); event != Event.END_OBJECT; event = parser.next()) {
        expect(Event.KEY_NAME, event);
        String key = parser.getString();
        int position = place < order.size() && order.get(place).equals(key) ? place : place(key);
        place = position + 1;
        if (position >= values.length) {
          values = Arrays.copyOf(values, position * 2);
        }
        values[position] = value(parser.next());
      }
      return values;
    }

    private int place(String key) {
      int position = order.indexOf(key);
      if (position >= 0) {
        return position;
      }
      names.add(key);
      order = List.copyOf(names);
      return order.size() - 1;
    }

    private @Nullable Object value(Event event) {
      return switch (event) {
        case VALUE_STRING -> parser.getString();
        case VALUE_NUMBER -> number(parser.getString());
        case VALUE_TRUE -> true;
        case VALUE_FALSE -> false;
        case VALUE_NULL -> null;
        case START_ARRAY -> composed(parser.getArray());
        case START_OBJECT -> composed(parser.getObject());
        default -> throw odd("a value was expected");
      };
    }

    private long count(Event event) {
      expect(Event.VALUE_NUMBER, event);
      return parser.getLong();
    }

    private String text(Event event) {
      expect(Event.VALUE_STRING, event);
      return parser.getString();
    }

    private void broken(JsonObject cell) {
      unreadable
          .computeIfAbsent(cell.getInt("row"), row -> new HashMap<>())
          .put(
              cell.getString("column"),
              new Cell.Unreadable(cell.getString("text"), cell.getString("reason")));
    }

    private void skip(Event event) {
      if (event == Event.START_ARRAY) {
        parser.skipArray();
      } else if (event == Event.START_OBJECT) {
        parser.skipObject();
      }
    }

    private void expect(Event wanted, Event found) {
      if (wanted != found) {
        throw odd("%s was expected but %s came".formatted(wanted, found));
      }
    }

    private JsonParsingException odd(String message) {
      return new JsonParsingException(message, parser.getLocation());
    }
  }

  private static Object number(String text) {
    boolean whole = text.length() <= 18;
    for (int i = 0; whole && i < text.length(); i++) {
      char c = text.charAt(i);
      whole = (c >= '0' && c <= '9') || (c == '-' && i == 0);
    }
    if (whole) {
      return Long.parseLong(text);
    }
    BigDecimal decimal = new BigDecimal(text);
    return decimal.scale() == 0 && decimal.unscaledValue().bitLength() < 64
        ? (Object) decimal.longValue()
        : decimal;
  }

  /// A point comes as longitude and latitude; anything else composed is kept as its JSON text.
  private static Object composed(JsonValue value) {
    JsonValue coordinates = value;
    if (value instanceof JsonObject object && object.containsKey("coordinates")) {
      coordinates = object.get("coordinates");
    }
    if (coordinates instanceof JsonArray array
        && array.size() == 2
        && array.get(0) instanceof JsonNumber longitude
        && array.get(1) instanceof JsonNumber latitude) {
      return new Point(longitude.doubleValue(), latitude.doubleValue());
    }
    return value.toString();
  }
}
