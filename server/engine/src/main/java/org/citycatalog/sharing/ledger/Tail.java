package org.citycatalog.sharing.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.citycatalog.catalog.JsonText;
import org.jspecify.annotations.Nullable;

/// Finds where a ledger goes on after its last run, however that ended.
///
/// The file `head` names the last record that was on disk for certain. What stands behind it and is
/// no whole line was never acknowledged: it is set aside, and a record says so. What is missing or
/// wrong before it was acknowledged: nothing of it is touched, the chain goes on from the head in a
/// new segment, a record says so, and verification names the break for ever.
///
/// @param end the place from which the chain goes on
/// @param segment the file to go on in; null for a new one
/// @param length of that file
/// @param findings records to begin with
record Tail(Link end, @Nullable Path segment, long length, List<String> findings) {
  private static final String HEAD = "head";

  static Path head(Path folder) {
    return folder.resolve(HEAD);
  }

  /// The last record that was on disk for certain; null where the file is not there or damaged.
  static @Nullable Link readHead(Path folder) throws IOException {
    try {
      return Link.read(
          new String(Files.readAllBytes(head(folder)), StandardCharsets.ISO_8859_1).strip());
    } catch (NoSuchFileException none) {
      return null;
    }
  }

  static Tail find(Path folder, String now) throws IOException {
    Link head = readHead(folder);
    List<Path> segments = new ArrayList<>(SegmentFile.all(folder));
    List<String> findings = new ArrayList<>();
    while (!segments.isEmpty()) {
      Path last = segments.getLast();
      Whole whole = whole(last, head);
      boolean headIsHere = head == null || head.number() < first(last) || whole.holdsHead();
      if (!headIsHere) {
        return broken(Objects.requireNonNull(head), whole.end(), findings, now);
      }
      long rest = Files.size(last) - whole.length();
      if (rest > 0) {
        findings.add(setAside(folder, last, whole, rest, now));
      }
      Link end = whole.end();
      if (end != null) {
        return new Tail(end, last, whole.length(), findings);
      }
      Files.deleteIfExists(last); // not one line of it was ever whole
      segments.removeLast();
    }
    return head == null || head.number() == 0
        ? new Tail(Link.START, null, 0, findings)
        : broken(head, null, findings, now);
  }

  private static long first(Path segment) {
    OptionalLong first = SegmentFile.first(segment);
    return first.orElseThrow();
  }

  /// What of a segment is good from its beginning on.
  private record Whole(@Nullable Link end, long length, boolean holdsHead) {}

  private static Whole whole(Path segment, @Nullable Link head) throws IOException {
    Link end = null;
    long length = 0;
    boolean holdsHead = false;
    try (SegmentFile lines = new SegmentFile(segment)) {
      MessageDigest digest = null;
      for (SegmentFile.Line line = lines.next(); line != null; line = lines.next()) {
        if (end == null) {
          SegmentHead begins = SegmentHead.read(line.record());
          Link before =
              begins == null ? null : Link.read(first(segment) - 1 + " " + begins.previous());
          if (begins == null || before == null) {
            break;
          }
          digest = begins.suite().digest();
          end = before;
        }
        if (digest == null || !line.follows(end, digest)) {
          end = length == 0 ? null : end;
          break;
        }
        end = Objects.requireNonNull(line.link());
        length = line.end();
        holdsHead |= end.equals(head);
      }
    }
    return new Whole(end, length, holdsHead);
  }

  private static Tail broken(Link head, @Nullable Link good, List<String> findings, String now) {
    findings.add(
        JsonText.builder()
            .add("kind", "broken")
            .add("at", now)
            .add("goodUntil", good == null ? 0 : good.number())
            .add("acknowledgedUntil", head.number())
            .build()
            .toString());
    return new Tail(head, null, 0, findings);
  }

  private static String setAside(Path folder, Path segment, Whole whole, long rest, String now)
      throws IOException {
    Path aside = Files.createTempFile(folder, "torn-", ".part");
    if (whole.length() == 0) {
      Files.move(segment, aside, StandardCopyOption.REPLACE_EXISTING);
    } else {
      try (FileChannel from =
              FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE);
          FileChannel to = FileChannel.open(aside, StandardOpenOption.WRITE)) {
        for (long at = whole.length(), moved = 1; moved > 0; at += moved) {
          moved = from.transferTo(at, rest, to);
        }
        to.force(true);
        from.truncate(whole.length());
        from.force(true);
      }
    }
    return JsonText.builder()
        .add("kind", "recovered")
        .add("at", now)
        .add("setAside", rest)
        .add("file", aside.getFileName().toString())
        .build()
        .toString();
  }
}
