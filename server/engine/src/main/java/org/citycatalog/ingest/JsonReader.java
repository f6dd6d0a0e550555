package org.citycatalog.ingest;

import jakarta.json.stream.JsonParser.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads an array of objects, or a GeoJSON FeatureCollection.
///
/// The array is the file itself, or the one array of objects inside its objects; where there are
/// several, the one that is less deep than the others. The file is read twice: first whole, to know
/// every member of any object and that nothing is damaged, then row by row.
final class JsonReader implements SourceReader {
  private final StoredBytes stored;
  private final JsonEvents events;
  private final JsonRecord record;
  private final long size;
  private long number;
  private boolean ended;

  private JsonReader(StoredBytes stored, JsonEvents events, JsonRecord record, long size) {
    this.stored = stored;
    this.events = events;
    this.record = record;
    this.size = size;
  }

  static JsonReader open(Path file, Dialect dialect, Limits limits) throws IOException {
    boolean features = dialect.format() == Format.GEOJSON;
    Rows rows;
    try (StoredBytes stored = new StoredBytes(file);
        JsonEvents events = new JsonEvents(StrictText.open(stored, dialect, limits), limits)) {
      rows = new Layout(features, limits).find(events);
    }
    JsonRecord record = new JsonRecord(rows.names(), features, limits);
    StoredBytes stored = new StoredBytes(file);
    try {
      JsonEvents events = new JsonEvents(StrictText.open(stored, dialect, limits), limits);
      while (events.count() < rows.start()) {
        events.startRecord();
        events.next();
      }
      return new JsonReader(stored, events, record, Files.size(file));
    } catch (IOException | RuntimeException wrong) {
      stored.close();
      throw wrong;
    }
  }

  @Override
  public List<String> columns() {
    return record.columns();
  }

  @Override
  public @Nullable SourceRecord next() throws IOException {
    if (ended) {
      return null;
    }
    events.startRecord();
    if (events.next() == Event.END_ARRAY) {
      ended = true;
      return null;
    }
    return record.read(events, ++number);
  }

  @Override
  public long bytesRead() {
    return ended ? size : stored.position();
  }

  @Override
  public void close() throws IOException {
    events.close();
  }

  /// An array of objects.
  ///
  /// @param start events up to and with its start
  /// @param path where it is, for people
  private record Rows(long start, int depth, String path, Set<String> names) {}

  /// Looks through a file for its array of objects.
  private static final class Layout {
    private static final int MAX_ARRAYS = 100;

    private final boolean features;
    private final Limits limits;
    private final List<Rows> found = new ArrayList<>();
    private boolean isCollection;

    Layout(boolean features, Limits limits) {
      this.features = features;
      this.limits = limits;
    }

    Rows find(JsonEvents events) throws IOException {
      events.startRecord();
      Event first = events.next();
      if (first == Event.START_ARRAY) {
        rows(events, 0, "");
      } else if (first == Event.START_OBJECT) {
        members(events, 1, "");
      }
      events.expectEnd();
      if (features && !isCollection) {
        throw new UnreadableFileException(
            "format-wrong", "The file is no GeoJSON FeatureCollection.");
      }
      found.removeIf(rows -> features && !rows.path().equals("/features"));
      int least = found.stream().mapToInt(Rows::depth).min().orElse(0);
      found.removeIf(rows -> rows.depth() > least);
      if (found.isEmpty()) {
        throw new UnreadableFileException("json-shape", "The JSON holds no array of objects.");
      }
      if (found.size() > 1) {
        throw new UnreadableFileException(
            "json-shape",
            "The JSON holds several arrays of objects and does not say which one is the rows: %s."
                .formatted(String.join(", ", found.stream().map(Rows::path).limit(5).toList())));
      }
      if (found.getFirst().names().isEmpty()) {
        throw new UnreadableFileException("json-shape", "The objects of the JSON have no members.");
      }
      return found.getFirst();
    }

    private void members(JsonEvents events, int depth, String path) throws IOException {
      while (events.next() == Event.KEY_NAME) {
        events.startRecord();
        String key = events.string();
        Event value = events.next();
        if (value == Event.START_OBJECT) {
          members(events, depth + 1, path + "/" + Excerpt.of(key, 50));
        } else if (value == Event.START_ARRAY) {
          rows(events, depth, path + "/" + Excerpt.of(key, 50));
        } else if (depth == 1 && key.equals("type")) {
          isCollection = "FeatureCollection".equals(events.cell());
        }
      }
    }

    private void rows(JsonEvents events, int depth, String path) throws IOException {
      long start = events.count();
      Set<String> names = new LinkedHashSet<>();
      boolean isRows = depth == 0;
      for (boolean first = true; events.next() != Event.END_ARRAY; first = false) {
        events.startRecord();
        isRows |= first && events.current() == Event.START_OBJECT;
        if (isRows) {
          JsonRecord.collect(events, features && path.equals("/features"), names, limits);
        } else {
          events.skip();
        }
      }
      if (isRows) {
        if (found.size() == MAX_ARRAYS) {
          throw new UnreadableFileException(
              "json-shape", "The JSON holds more than %d arrays of objects.".formatted(MAX_ARRAYS));
        }
        found.add(new Rows(start, depth, path, names));
      }
    }
  }
}
