package org.citycatalog.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// Decompresses gzip (RFC 1952), strictly.
///
/// The JDK's stream takes whatever follows a member and is no second member for the end of the
/// file, so that rows could be missing without a word. Here every byte of the file is accounted
/// for: each member's checksum and length must fit, and only members follow members.
final class GzipBytes extends InputStream {
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final StoredBytes stored;
  private final Limits limits;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] input = new byte[1 << 16];
  private int inputAt;
  private int inputEnd;
  private boolean inMember;
  private boolean ended;
  private long out;

  GzipBytes(StoredBytes stored, Limits limits) {
    this.stored = stored;
    this.limits = limits;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      while (!ended) {
        if (!inMember && !startMember()) {
          ended = true;
          break;
        }
        int count = inflater.inflate(target, offset, length);
        if (count > 0) {
          crc.update(target, offset, count);
          out += count;
          limits.checkInflated(out, stored.position());
          return count;
        }
        if (inflater.finished()) {
          endMember();
        } else if (inflater.needsInput()) {
          feed();
        } else {
          throw damaged("it needs a dictionary", null);
        }
      }
      return -1;
    } catch (DataFormatException wrong) {
      throw damaged("its compressed data breaks before byte " + stored.position(), wrong);
    }
  }

  private boolean startMember() throws IOException {
    if (inputAt == inputEnd && !fill()) {
      return false;
    }
    if (next() != 0x1F || next() != 0x8B || next() != 8) {
      throw damaged(
          "what follows byte %d is not gzip".formatted(stored.position() - (inputEnd - inputAt)),
          null);
    }
    int flags = next();
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    for (int text : new int[] {NAME, COMMENT}) {
      if ((flags & text) != 0) {
        skipText();
      }
    }
    if ((flags & HEADER_CRC) != 0) {
      skip(2);
    }
    inflater.reset();
    crc.reset();
    inflater.setInput(input, inputAt, inputEnd - inputAt);
    inMember = true;
    return true;
  }

  private void endMember() throws IOException {
    inputAt = inputEnd - inflater.getRemaining();
    inMember = false;
    long sum = word();
    long size = word();
    if (sum != crc.getValue() || size != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
      throw damaged("its checksum does not fit", null);
    }
  }

  private long word() throws IOException {
    return next() | (long) next() << 8 | (long) next() << 16 | (long) next() << 24;
  }

  private void feed() throws IOException {
    if (!fill()) {
      throw cutOff();
    }
    inflater.setInput(input, 0, inputEnd);
  }

  private boolean fill() throws IOException {
    int count = stored.read(input, 0, input.length);
    inputAt = 0;
    inputEnd = Math.max(count, 0);
    return count > 0;
  }

  private int next() throws IOException {
    if (inputAt == inputEnd && !fill()) {
      throw cutOff();
    }
    return input[inputAt++] & 0xFF;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    int c = next();
    while (c != 0) {
      c = next();
    }
  }

  private static UnreadableFileException cutOff() {
    return new UnreadableFileException(
        "file-cut-off", "The gzip file ends in the middle: it was cut off.");
  }

  private static UnreadableFileException damaged(String how, @Nullable Throwable cause) {
    String message = "The gzip file is damaged: %s.".formatted(how);
    return cause == null
        ? new UnreadableFileException("file-damaged", message)
        : new UnreadableFileException("file-damaged", message, cause);
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    stored.close();
  }
}
