package org.citycatalog.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;

/// The start of a file's content.
final class Sample {
  private static final int START = 4 << 20;
  private static final int FURTHER = 1 << 20;

  private final byte[] bytes;
  private final byte[] further;
  private final boolean whole;

  private Sample(byte[] bytes, byte[] further, boolean whole) {
    this.bytes = bytes;
    this.further = further;
    this.whole = whole;
  }

  /// The first bytes of the content. Not to be changed.
  byte[] bytes() {
    return bytes;
  }

  /// Where the first bytes are ASCII alone, what begins with the next other byte. Not to be
  /// changed.
  byte[] further() {
    return further;
  }

  /// Whether the first bytes are all there is.
  boolean whole() {
    return whole;
  }

  static Sample take(Path file, boolean gzip, Limits limits) throws IOException {
    try (InputStream content = StoredBytes.contentOf(new StoredBytes(file), gzip, limits)) {
      byte[] start = content.readNBytes(START);
      boolean whole = start.length < START;
      return new Sample(
          start, whole || !isAscii(start, start.length) ? new byte[0] : further(content), whole);
    }
  }

  private static byte[] further(InputStream content) throws IOException {
    byte[] chunk = new byte[FURTHER];
    while (true) {
      int count = content.readNBytes(chunk, 0, chunk.length);
      if (!isAscii(chunk, count)) {
        // From the first byte that is not ASCII: the start of a character, whatever the encoding.
        int at = 0;
        while (chunk[at] >= 0) {
          at++;
        }
        byte[] after = content.readNBytes(FURTHER);
        byte[] joined = Arrays.copyOfRange(chunk, at, count + after.length);
        System.arraycopy(after, 0, joined, count - at, after.length);
        return joined;
      }
      if (count < chunk.length) {
        return new byte[0];
      }
    }
  }

  private static boolean isAscii(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /// The start as text. A character cut by its end is left out; a wrong one ends it, as opening the
  /// file will tell.
  String text(Charset charset) throws IOException {
    StringBuilder text = new StringBuilder();
    char[] chunk = new char[1 << 13];
    try (StrictText strict = new StrictText(new ByteArrayInputStream(bytes), charset)) {
      for (int count = strict.read(chunk, 0, chunk.length);
          count > 0;
          count = strict.read(chunk, 0, chunk.length)) {
        text.append(chunk, 0, count);
      }
    } catch (UnreadableFileException wrong) {
      if (text.isEmpty()) {
        throw wrong;
      }
    }
    return text.toString();
  }
}
