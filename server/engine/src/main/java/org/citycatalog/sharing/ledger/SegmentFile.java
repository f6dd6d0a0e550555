package org.citycatalog.sharing.ledger;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.citycatalog.catalog.JsonText;
import org.jspecify.annotations.Nullable;

/// Reads one segment, line by line, and says where it stops to be one.
final class SegmentFile implements Closeable {
  private static final String SUFFIX = ".ledger";
  private static final int NAME_DIGITS = 19;
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_LINE = 1 << 24; // nothing that is written comes near

  private final InputStream in;
  private long read;

  SegmentFile(Path file) throws IOException {
    this.in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
  }

  /// The file of a segment by the number of its first record.
  static Path in(Path folder, long first) {
    return folder.resolve(("%0" + NAME_DIGITS + "d").formatted(first) + SUFFIX);
  }

  /// The segments of a ledger, oldest first; no file where there is no folder.
  static List<Path> all(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> first(file).isPresent()).sorted().toList();
    }
  }

  /// The number in a segment's name; empty for other files.
  static OptionalLong first(Path file) {
    String name = String.valueOf(file.getFileName());
    if (name.length() != NAME_DIGITS + SUFFIX.length()
        || !name.endsWith(SUFFIX)
        || !name.chars().limit(NAME_DIGITS).allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(name.substring(0, NAME_DIGITS)));
  }

  /// One line as it stands, whether it is true or not.
  ///
  /// @param link null where the line has no number and hash
  /// @param json the rest of the line, as bytes
  /// @param end the file's length up to the end of the line
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Line(@Nullable Link link, byte[] json, long end) {
    /// The record, null where it is no JSON object.
    @Nullable JsonObject record() {
      try {
        return JsonText.object(new String(json, StandardCharsets.UTF_8));
      } catch (JsonException damaged) {
        return null;
      }
    }

    /// Whether it is the record that follows in the chain.
    boolean follows(Link before, MessageDigest digest) {
      return link != null && link.equals(before.next(digest, json));
    }
  }

  /// The next line, null at the end of the file; the last one may lack its end, and is given with
  /// no link then.
  @Nullable Line next() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    int spaces = 0;
    int json = 0;
    int each = in.read();
    while (each >= 0 && each != '\n' && bytes.size() < LONGEST_LINE) {
      bytes.write(each);
      if (each == ' ' && spaces < 2 && ++spaces == 2) {
        json = bytes.size();
      }
      each = in.read();
    }
    if (each < 0 && bytes.size() == 0) {
      return null;
    }
    byte[] line = bytes.toByteArray();
    read += line.length + (each == '\n' ? 1 : 0);
    Link link =
        each == '\n' && spaces == 2
            ? Link.read(new String(line, 0, json - 1, StandardCharsets.ISO_8859_1))
            : null;
    return new Line(link, java.util.Arrays.copyOfRange(line, json, line.length), read);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
