package org.citycatalog.sharing.ledger;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.citycatalog.sharing.Seal;
import org.jspecify.annotations.Nullable;

/// Reads records within a view, segment by segment.
///
/// Whether there is a next page hangs on the records of the view alone, but for one thing: a page
/// reads a bounded number of bytes, so that a question that nothing answers does not hold a thread.
/// Whose page ends there, short of what was asked for, is told that others have done that much.
public final class LedgerReader {
  private static final long BYTES = 64L << 20;

  private final ChainedLog log;
  private final Seal seal;
  private final long most;

  /// @param seal for cursors, which would else count what others did
  public LedgerReader(ChainedLog log, Seal seal) {
    this(log, seal, BYTES);
  }

  /// @param most bytes of a page, everybody's
  LedgerReader(ChainedLog log, Seal seal, long most) {
    this.log = log;
    this.seal = seal;
    this.most = most;
  }

  /// Which records.
  ///
  /// @param from the first instant, null for the beginning
  /// @param until the first instant that is too late, null for the end
  /// @param cursor `next` of the page before, null for the first
  public record Question(
      @Nullable String dataset,
      @Nullable String grant,
      @Nullable Instant from,
      @Nullable Instant until,
      int limit,
      @Nullable String cursor) {}

  /// Some records.
  ///
  /// @param next cursor of the next page; null where there is none
  public record Page(List<Found> records, @Nullable String next) {
    public Page {
      records = List.copyOf(records);
    }
  }

  /// A record and its number.
  public record Found(long number, JsonObject record) {}

  /// Reads a page, oldest first; empty where the cursor is not one of this caller's.
  public Optional<Page> page(LedgerView view, Question asked) {
    String cursor = asked.cursor();
    Optional<byte[]> after =
        cursor == null ? Optional.of(new byte[Long.BYTES]) : seal.open(cursor, view.name());
    try {
      return after.isEmpty()
          ? Optional.empty()
          : Optional.of(new Pass(view, asked, ByteBuffer.wrap(after.get()).getLong()).run());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// The reading of one page.
  private final class Pass {
    private final LedgerView view;
    private final Question asked;
    private final List<Found> found = new ArrayList<>();
    private final long end = log.last();
    private final long after;

    /// The last record that the page is done with.
    private long reached;

    private long bytes;

    Pass(LedgerView view, Question asked, long after) {
      this.view = view;
      this.asked = asked;
      this.after = after;
      this.reached = after;
    }

    Page run() throws IOException {
      List<Path> segments = SegmentFile.all(log.folder());
      for (int i = 0; i < segments.size(); i++) {
        long next =
            i + 1 < segments.size()
                ? SegmentFile.first(segments.get(i + 1)).orElseThrow()
                : Long.MAX_VALUE;
        boolean known = next - 1 <= after;
        if (!known && !endsTooEarly(segments, i) && !segment(segments.get(i), next)) {
          return new Page(found, next(reached));
        }
      }
      return new Page(found, null);
    }

    private String next(long number) {
      byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
      return seal.seal(bytes, view.name());
    }

    private boolean endsTooEarly(List<Path> segments, int i) throws IOException {
      Instant from = asked.from();
      SegmentHead next =
          from == null || i + 1 == segments.size() ? null : Retention.head(segments.get(i + 1));
      return from != null && next != null && next.at().isBefore(from);
    }

    /// Reads a segment. A page that is full is read on to the record that the next one begins with:
    /// only then there is one.
    ///
    /// @return false where the page ends in it
    private boolean segment(Path file, long next) throws IOException {
      try (SegmentFile lines = new SegmentFile(file)) {
        long before = 0;
        for (SegmentFile.Line line = lines.next(); line != null; line = lines.next()) {
          Link link = line.link();
          if (link == null || link.number() >= next || link.number() > end) {
            return true; // of a server that was killed, or still being written
          }
          bytes += line.end() - before;
          before = line.end();
          if (link.number() > after) {
            Optional<JsonObject> shown = shown(line);
            if (shown.isPresent() && found.size() == asked.limit()) {
              return false;
            }
            shown.ifPresent(record -> found.add(new Found(link.number(), record)));
            reached = link.number();
            if (bytes > most && reached < end) {
              return false;
            }
          }
        }
        return true;
      } catch (NoSuchFileException retired) {
        return true; // it was kept long enough
      }
    }

    /// The record of a line as the page has it; empty where it is not asked for or not the
    /// caller's.
    private Optional<JsonObject> shown(SegmentFile.Line line) {
      if (!mayConcern(line.json(), asked.dataset()) || !mayConcern(line.json(), asked.grant())) {
        return Optional.empty();
      }
      JsonObject record = line.record();
      return record != null && isAsked(record) ? view.shown(record) : Optional.empty();
    }

    /// Spares the reading of most JSON: a record that does not hold the word is not about it.
    private static boolean mayConcern(byte[] json, @Nullable String word) {
      return word == null || new String(json, StandardCharsets.UTF_8).contains(word);
    }

    private boolean isAsked(JsonObject record) {
      return matches(record, "dataset", asked.dataset())
          && matches(record, "grant", asked.grant())
          && isInTime(record.getString("at", ""));
    }

    private static boolean matches(JsonObject record, String field, @Nullable String wanted) {
      return wanted == null || wanted.equals(record.getString(field, null));
    }

    private boolean isInTime(String at) {
      Instant from = asked.from();
      Instant until = asked.until();
      if (from == null && until == null) {
        return true;
      }
      Instant then = Instant.parse(at);
      return (from == null || !then.isBefore(from)) && (until == null || then.isBefore(until));
    }
  }
}
