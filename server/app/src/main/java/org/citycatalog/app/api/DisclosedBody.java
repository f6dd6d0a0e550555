package org.citycatalog.app.api;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongSupplier;
import org.citycatalog.sharing.Disclosure;

/// A body that tells the ledger how much of it has left, chunk by chunk and at its end. Bytes are
/// counted before any compression.
final class DisclosedBody implements StreamingOutput {
  private static final long CHUNK = 8 << 20;

  private final Disclosure disclosure;
  private final LongSupplier rows;
  private final StreamingOutput body;

  /// @param rows how many rows have been written so far
  DisclosedBody(Disclosure disclosure, LongSupplier rows, StreamingOutput body) {
    this.disclosure = disclosure;
    this.rows = rows;
    this.body = body;
  }

  @Override
  public void write(OutputStream out) throws IOException {
    Counted counted = new Counted(out);
    boolean whole = false;
    try {
      body.write(counted);
      // What the container still holds is on its way before this is said to have left whole.
      counted.flush();
      whole = true;
    } finally {
      disclosure.ended(rows.getAsLong(), counted.bytes, whole);
    }
  }

  private final class Counted extends FilterOutputStream {
    private long bytes;
    private long told;

    Counted(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      before(1);
      out.write(b);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      before(length);
      out.write(from, offset, length);
    }

    /// Counted before it leaves: what the connection took of a write that failed counts as all.
    private void before(int length) {
      disclosure.leaving(length);
      bytes += length;
      if (bytes - told >= CHUNK) {
        told = bytes;
        disclosure.left(rows.getAsLong(), bytes);
      }
    }

    @Override
    public void close() throws IOException {
      flush(); // the container closes its stream
    }
  }
}
