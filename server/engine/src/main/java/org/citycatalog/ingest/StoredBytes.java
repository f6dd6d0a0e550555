package org.citycatalog.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The bytes of a stored file, counted.
final class StoredBytes extends InputStream {
  private final FileChannel channel;
  private long position;

  StoredBytes(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.READ);
  }

  /// The bytes of a file, decompressed where it is compressed, within the limits.
  static InputStream contentOf(StoredBytes stored, boolean gzip, Limits limits) {
    return gzip ? new GzipBytes(stored, limits) : new BoundedBytes(stored, limits);
  }

  long position() {
    return position;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = channel.read(ByteBuffer.wrap(target, offset, length));
    if (count > 0) {
      position += count;
    }
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /// A file that is not compressed still has a most number of bytes.
  private static final class BoundedBytes extends java.io.FilterInputStream {
    private final StoredBytes stored;
    private final Limits limits;

    BoundedBytes(StoredBytes stored, Limits limits) {
      super(stored);
      this.stored = stored;
      this.limits = limits;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = stored.read(target, offset, length);
      if (stored.position() > limits.maxBytes()) {
        throw new UnreadableFileException(
            "file-too-large", "The file has more than %,d bytes.".formatted(limits.maxBytes()));
      }
      return count;
    }
  }
}
