package org.citycatalog.sharing.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.citycatalog.catalog.JsonText;
import org.jspecify.annotations.Nullable;

/// Deletes segments that have been kept long enough; the chain is verified from the first that is
/// left.
final class Retention {
  private Retention() {}

  /// Deletes every segment that ended before an instant.
  ///
  /// @param current the segment that is being written, which stays
  /// @return a record for each
  static List<String> apply(Path folder, Path current, Instant before) throws IOException {
    List<String> records = new ArrayList<>();
    List<Path> segments = SegmentFile.all(folder);
    for (int i = 0; i + 1 < segments.size() && !segments.get(i).equals(current); i++) {
      // A segment ended when the next one began.
      SegmentHead next = head(segments.get(i + 1));
      if (next == null || !next.at().isBefore(before)) {
        break;
      }
      records.add(
          JsonText.builder()
              .add("kind", "retired")
              .add("at", before.toString())
              .add("file", String.valueOf(segments.get(i).getFileName()))
              .add("hash", next.previous())
              .build()
              .toString());
      Files.delete(segments.get(i));
    }
    return records;
  }

  static @Nullable SegmentHead head(Path segment) throws IOException {
    try (SegmentFile lines = new SegmentFile(segment)) {
      SegmentFile.Line first = lines.next();
      return first == null ? null : SegmentHead.read(first.record());
    }
  }
}
