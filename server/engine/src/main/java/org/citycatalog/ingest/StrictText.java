package org.citycatalog.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/// The characters of a file. Bytes that are none in its encoding refuse the file, with their place;
/// nothing is replaced.
///
/// A byte order mark at the start is left out.
final class StrictText extends Reader {
  private static final char MARK = '\uFEFF';

  private final InputStream bytes;
  private final CharsetDecoder decoder;
  private final ByteBuffer input = ByteBuffer.allocate(1 << 16).flip();
  private long bytesBefore;
  private boolean started;
  private boolean inputEnded;
  private boolean ended;
  private int held = -1;
  private long given;
  private long charsLeft = Long.MAX_VALUE;
  private long allowance = Long.MAX_VALUE;

  StrictText(InputStream bytes, Charset charset) {
    this.bytes = bytes;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /// Opens the text of a stored file.
  static StrictText open(StoredBytes stored, Dialect dialect, Limits limits) {
    String encoding = dialect.encoding();
    if (encoding == null) {
      throw new IllegalArgumentException("%s has no text".formatted(dialect.format()));
    }
    return new StrictText(
        StoredBytes.contentOf(stored, dialect.gzip(), limits), Charset.forName(encoding));
  }

  /// From now on gives at most this many characters, until asked again; more refuse the file. For
  /// parsers that would collect one endless token.
  void allow(long chars) {
    allowance = chars;
    charsLeft = chars;
  }

  /// Whether the file ends there or before.
  ///
  /// @param offset UTF-16 units from the start, without a mark
  boolean isEndedAt(long offset) {
    return ended && held < 0 && offset >= given;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (charsLeft <= 0) {
      throw new UnreadableFileException(
          "record-too-long",
          "A record of the file is longer than %,d characters.".formatted(allowance));
    }
    if (held >= 0) {
      target[offset] = (char) held;
      held = -1;
      charsLeft--;
      given++;
      return 1;
    }
    if (length == 1) { // no room for a surrogate pair
      char[] pair = new char[2];
      int count = read(pair, 0, 2);
      if (count == 2) {
        held = pair[1];
        charsLeft++;
        given--;
      }
      target[offset] = pair[0];
      return Math.min(count, 1);
    }
    CharBuffer output =
        CharBuffer.wrap(target, offset, length).slice(); // so that positions count from 0
    while (!ended && output.position() == 0) {
      if (!inputEnded && input.remaining() < 16) {
        refill();
      }
      decode(output);
      if (!started && output.position() > 0) {
        started = true;
        if (target[offset] == MARK) {
          int rest = output.position() - 1;
          System.arraycopy(target, offset + 1, target, offset, rest);
          output.position(rest);
        }
      }
    }
    int count = output.position();
    charsLeft -= count;
    given += count;
    return count == 0 ? -1 : count;
  }

  private void refill() throws IOException {
    bytesBefore += input.position();
    input.compact();
    while (input.hasRemaining()) {
      int count = bytes.read(input.array(), input.position(), input.remaining());
      if (count < 0) {
        inputEnded = true;
        break;
      }
      input.position(input.position() + count);
      if (input.position() >= 1 << 15) {
        break;
      }
    }
    input.flip();
  }

  private void decode(CharBuffer output) throws IOException {
    CoderResult result = decoder.decode(input, output, inputEnded);
    if (result.isError()) {
      // What was decoded before the wrong bytes is given first only by chance, so it is not given
      // at all.
      throw new UnreadableFileException(
          "encoding-wrong",
          "Byte %,d of the file is no character in %s: the file is in another encoding, or damaged."
              .formatted(bytesBefore + input.position() + 1, decoder.charset().name()));
    }
    if (result.isUnderflow() && inputEnded) {
      ended = true;
    }
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
