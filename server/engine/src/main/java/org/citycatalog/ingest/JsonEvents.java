package org.citycatalog.ingest;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import jakarta.json.stream.JsonParsingException;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The events of a JSON text, with its limits, and every failure as what it means for the file.
final class JsonEvents implements Closeable {
  private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());

  private final JsonParser parser;
  private final @Nullable StrictText text;
  private final Limits limits;
  private int depth;
  private long count;
  private Event current = Event.VALUE_NULL;

  /// Reads a whole file.
  JsonEvents(StrictText text, Limits limits) {
    this.parser = PARSERS.createParser(text);
    this.text = text;
    this.limits = limits;
  }

  /// Reads a text that is already known to be short enough.
  JsonEvents(Reader text, Limits limits) {
    this.parser = PARSERS.createParser(text);
    this.text = null;
    this.limits = limits;
  }

  /// Starts a record: what follows may be as long as one.
  void startRecord() {
    if (text != null) {
      text.allow(limits.maxRecordChars());
    }
  }

  /// Events given so far.
  long count() {
    return count;
  }

  Event current() {
    return current;
  }

  /// The next event.
  ///
  /// @throws UnreadableFileException if there is none, or the text is no JSON
  Event next() throws IOException {
    try {
      current = parser.next();
    } catch (JsonParsingException wrong) {
      throw damaged(wrong);
    } catch (JsonException wrong) {
      throw behind(wrong);
    } catch (java.util.NoSuchElementException atEnd) {
      throw cutOff(atEnd);
    }
    count++;
    switch (current) {
      case START_ARRAY, START_OBJECT -> {
        if (++depth > limits.maxDepth()) {
          throw new UnreadableFileException(
              "json-too-deep",
              "The JSON has more than %d levels inside each other.".formatted(limits.maxDepth()));
        }
      }
      case END_ARRAY, END_OBJECT -> depth--;
      default -> {}
    }
    return current;
  }

  /// Whether nothing follows.
  ///
  /// @throws UnreadableFileException if something does that may not
  void expectEnd() throws IOException {
    try {
      if (parser.hasNext()) {
        throw new UnreadableFileException("json-damaged", "Something follows the end of the JSON.");
      }
    } catch (JsonParsingException wrong) {
      throw damaged(wrong);
    } catch (JsonException wrong) {
      throw behind(wrong);
    }
  }

  /// What failed below the parser.
  private static IOException behind(JsonException wrong) {
    if (wrong.getCause() instanceof IOException cause) {
      return cause;
    }
    throw wrong;
  }

  private UnreadableFileException damaged(JsonParsingException wrong) {
    if (text != null && text.isEndedAt(wrong.getLocation().getStreamOffset())) {
      return cutOff(wrong);
    }
    return new UnreadableFileException(
        "json-damaged",
        "The JSON breaks on line %,d at column %,d."
            .formatted(wrong.getLocation().getLineNumber(), wrong.getLocation().getColumnNumber()),
        wrong);
  }

  private static UnreadableFileException cutOff(RuntimeException cause) {
    return new UnreadableFileException(
        "file-cut-off", "The JSON ends in the middle: it was cut off.", cause);
  }

  /// The key, string or number under the cursor; of a number its digits as written.
  String string() {
    return parser.getString();
  }

  /// The value under the cursor as the text of a cell, null for null. Leaves the cursor on the
  /// value's end.
  ///
  /// Shape: a string's content, a number's digits as written, `true`, `false`, and for objects and
  /// arrays their JSON without space.
  @Nullable String cell() throws IOException {
    return switch (current) {
      case VALUE_STRING, VALUE_NUMBER -> checked(string());
      case VALUE_TRUE -> "true";
      case VALUE_FALSE -> "false";
      case VALUE_NULL -> null;
      case START_OBJECT, START_ARRAY -> checked(nested());
      case KEY_NAME, END_OBJECT, END_ARRAY ->
          throw new IllegalStateException("no value at " + current);
    };
  }

  private String checked(String text) throws UnreadableFileException {
    if (text.length() > limits.maxCellChars()) {
      throw new UnreadableFileException(
          "cell-too-long",
          "A value of the JSON is longer than %,d characters.".formatted(limits.maxCellChars()));
    }
    return text;
  }

  private String nested() throws IOException {
    StringBuilder json = new StringBuilder();
    int outside = depth - 1;
    boolean first = true;
    boolean afterKey = false;
    while (true) {
      boolean isEnd = current == Event.END_OBJECT || current == Event.END_ARRAY;
      if (!first && !afterKey && !isEnd) {
        json.append(',');
      }
      first = false;
      afterKey = false;
      switch (current) {
        case START_OBJECT -> json.append('{');
        case START_ARRAY -> json.append('[');
        case END_OBJECT -> json.append('}');
        case END_ARRAY -> json.append(']');
        case KEY_NAME -> {
          quote(string(), json).append(':');
          afterKey = true;
        }
        case VALUE_STRING -> quote(string(), json);
        case VALUE_NUMBER -> json.append(string());
        case VALUE_TRUE -> json.append("true");
        case VALUE_FALSE -> json.append("false");
        case VALUE_NULL -> json.append("null");
      }
      if (current == Event.START_OBJECT || current == Event.START_ARRAY) {
        first = true;
      }
      if (depth == outside) {
        return json.toString();
      }
      next();
    }
  }

  private static StringBuilder quote(String text, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (c < ' ') {
            json.append("\\u%04x".formatted((int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    return json.append('"');
  }

  /// Leaves out the value under the cursor, and stays on its end.
  void skip() throws IOException {
    if (current != Event.START_OBJECT && current != Event.START_ARRAY) {
      return;
    }
    int outside = depth - 1;
    while (depth > outside) {
      startRecord();
      next();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      parser.close();
    } catch (JsonException wrong) {
      throw behind(wrong);
    }
  }
}
