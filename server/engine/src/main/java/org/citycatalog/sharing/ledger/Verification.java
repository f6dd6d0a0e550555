package org.citycatalog.sharing.ledger;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a check of a whole ledger found, made without the server that wrote it.
///
/// A cut at the very end that leaves `head` cut as well cannot be seen in the files: hold the
/// ledger against a checkpoint that was taken out of it before.
///
/// @param first number of the oldest record there is; 0 in an empty ledger
/// @param last number of the newest
/// @param checkpoints how many signatures were good
/// @param keys the public keys that made them, X.509 DER in Base64
/// @param checkpoint what the newest good checkpoint signs, `number hash`; null where there is none
/// @param unacknowledged bytes behind the last record that nobody was ever told of
/// @param breaks every place where the chain does not hold, oldest first
public record Verification(
    long first,
    long last,
    int segments,
    long checkpoints,
    Set<String> keys,
    @Nullable String checkpoint,
    long unacknowledged,
    List<Break> breaks) {
  public Verification {
    keys = Set.copyOf(keys);
    breaks = List.copyOf(breaks);
  }

  /// A place where the chain does not hold.
  ///
  /// @param file name of the segment, or `head`
  /// @param line from 1; 0 where no line is meant
  /// @param record number of the record that should stand there
  public record Break(String file, long line, long record, String why) {
    @Override
    public String toString() {
      return "%s, line %d, record %d: %s".formatted(file, line, record, why);
    }
  }

  public boolean isGood() {
    return breaks.isEmpty();
  }

  /// Checks a ledger.
  ///
  /// @param expected `number hash` of checkpoints that were taken out of it before
  /// @param trusted public keys that may sign, as in [#keys()]; empty for whichever the ledger
  ///   names
  /// @throws IOException if a file cannot be read
  public static Verification of(Path folder, List<String> expected, Set<String> trusted)
      throws IOException {
    return new Check(folder, expected, trusted).run();
  }

  /// One pass over the segments.
  private static final class Check {
    private final Path folder;
    private final List<Link> expected = new ArrayList<>();
    private final Set<String> trusted;
    private final List<Break> breaks = new ArrayList<>();
    private final Set<String> keys = new LinkedHashSet<>();
    private final @Nullable Link head;
    private @Nullable Link end;
    private long first;
    private long checkpoints;
    private @Nullable String checkpoint;
    private long unacknowledged;

    Check(Path folder, List<String> expected, Set<String> trusted) throws IOException {
      this.folder = folder;
      this.trusted = trusted;
      for (String text : expected) {
        Link link = Link.read(text);
        if (link == null) {
          throw new IllegalArgumentException(
              "a checkpoint is a number and 64 hex digits, but '%s' is not".formatted(text));
        }
        this.expected.add(link);
      }
      head = Tail.readHead(folder);
      if (head != null) {
        this.expected.add(head);
      }
    }

    Verification run() throws IOException {
      List<Path> segments = SegmentFile.all(folder);
      for (int i = 0; i < segments.size(); i++) {
        segment(segments.get(i), i + 1 < segments.size() ? segments.get(i + 1) : null);
      }
      if (head == null && !segments.isEmpty()) {
        breaks.add(
            new Break(
                "head", 0, 0, "it is missing or damaged: what was cut off the end is not seen"));
      }
      Link reached = end;
      long last = reached == null ? 0 : reached.number();
      for (Link each : expected) {
        if (each.number() > last) {
          breaks.add(
              new Break(
                  segments.isEmpty() ? "head" : name(segments.getLast()),
                  0,
                  last + 1,
                  "records %d to %d were kept once and are missing"
                      .formatted(last + 1, each.number())));
        }
      }
      return new Verification(
          first, last, segments.size(), checkpoints, keys, checkpoint, unacknowledged, breaks);
    }

    private void segment(Path file, @Nullable Path next) throws IOException {
      long number = SegmentFile.first(file).orElseThrow();
      long until = next == null ? Long.MAX_VALUE : SegmentFile.first(next).orElseThrow() - 1;
      try (SegmentFile lines = new SegmentFile(file)) {
        SegmentFile.Line line = lines.next();
        SegmentHead head = line == null ? null : SegmentHead.read(line.record());
        Link before = head == null ? null : Link.read(number - 1 + " " + head.previous());
        if (line == null || head == null || before == null) {
          broken(file, 1, number, "the segment does not begin with its record");
          end = null;
          return;
        }
        joins(file, number, before);
        MessageDigest digest = head.suite().digest();
        Optional<PublicKey> key = key(file, head);
        Link at = before;
        long good = 0;
        for (long place = 1; line != null; line = lines.next(), place++) {
          if (at.number() >= until) {
            unacknowledged += line.json().length; // the next segment goes on from here
            continue;
          }
          if (!line.follows(at, digest)) {
            if (next == null && isBehindHead(at)) {
              // A server is writing, or was killed.
              unacknowledged += Files.size(file) - good;
            } else {
              broken(file, place, at.number() + 1, why(line, at));
            }
            break;
          }
          Link signed = at;
          at = Objects.requireNonNull(line.link());
          good = line.end();
          reached(file, place, at);
          if (key.isPresent()) {
            checkpoint(file, place, signed, line, key.get(), head.suite());
          }
        }
        end = at;
      }
    }

    /// Whether what follows was never acknowledged.
    private boolean isBehindHead(Link at) {
      return head != null && expected.stream().allMatch(each -> each.number() <= at.number());
    }

    private void joins(Path file, long number, Link before) {
      Link reached = end;
      if (first == 0) {
        first = number;
        if (number == 1 && !before.equals(Link.START)) {
          broken(file, 1, number, "the first segment does not begin at the start");
        }
      } else if (reached != null && !reached.equals(before)) {
        broken(
            file,
            1,
            number,
            reached.number() == before.number()
                ? "the segment does not go on from the hash of record " + reached.number()
                : "records %d to %d are missing".formatted(reached.number() + 1, before.number()));
      }
    }

    private void reached(Path file, long place, Link at) {
      for (Link each : expected) {
        if (each.number() == at.number() && !each.hash().equals(at.hash())) {
          broken(
              file, place, at.number(), "another record stood here when its checkpoint was taken");
        }
      }
    }

    private Optional<PublicKey> key(Path file, SegmentHead head) {
      if (!trusted.isEmpty() && !trusted.contains(head.key())) {
        broken(file, 1, 0, "the segment names a key that is not one of those given");
        return Optional.empty();
      }
      try {
        return Optional.of(head.suite().publicKey(Base64.getDecoder().decode(head.key())));
      } catch (GeneralSecurityException | IllegalArgumentException damaged) {
        broken(file, 1, 0, "the segment's public key cannot be read");
        return Optional.empty();
      }
    }

    private void checkpoint(
        Path file, long place, Link signed, SegmentFile.Line line, PublicKey key, Suite suite) {
      JsonObject record = line.record();
      if (record == null
          || !(record.get("kind") instanceof JsonString kind)
          || !kind.getString().equals("checkpoint")) {
        return;
      }
      if (record.get("number") instanceof JsonNumber number
          && record.get("hash") instanceof JsonString hash
          && record.get("signature") instanceof JsonString signature
          && number.longValue() == signed.number()
          && hash.getString().equals(signed.hash())
          && isSigned(key, suite, signed, signature.getString())) {
        checkpoints++;
        checkpoint = signed.toString();
        keys.add(Base64.getEncoder().encodeToString(key.getEncoded()));
      } else {
        broken(file, place, signed.number() + 1, "the checkpoint's signature is not good");
      }
    }

    private static boolean isSigned(PublicKey key, Suite suite, Link link, String signed) {
      try {
        Signature signature = suite.signature();
        signature.initVerify(key);
        signature.update(Suite.statement(link.number(), link.hash()));
        return signature.verify(Base64.getDecoder().decode(signed));
      } catch (GeneralSecurityException | IllegalArgumentException notASignature) {
        return false;
      }
    }

    private static String why(SegmentFile.Line line, Link at) {
      Link link = line.link();
      if (link == null) {
        return "the line is cut off or has no number and hash";
      }
      if (link.number() != at.number() + 1) {
        return "record %d stands here".formatted(link.number());
      }
      return "the hash is not that of the record and the one before";
    }

    private void broken(Path file, long line, long record, String why) {
      breaks.add(new Break(name(file), line, record, why));
    }

    private static String name(Path file) {
      return String.valueOf(file.getFileName());
    }
  }
}
