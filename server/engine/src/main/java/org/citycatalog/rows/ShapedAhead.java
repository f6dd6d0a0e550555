package org.citycatalog.rows;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// Turns stored rows into what the caller may see, a block ahead of who reads them: another thread
/// decodes and masks the next block while this one is written.
///
/// That is a third of the work of a masked export, and half as much of one in clear. Where no
/// thread is free for it, the reader does the work itself when it gets there, and waits for nobody.
final class ShapedAhead {
  /// Rows of a block, and about the bytes it may hold: two blocks are in memory at a time.
  private static final int BLOCK = 512;

  private static final int BLOCK_BYTES = 1 << 18;

  private final Stored stored;
  private final Function<BytesRef, Row> shape;
  private final Executor aside;
  private Iterator<Row> ready = List.<Row>of().iterator();
  private @Nullable FutureTask<List<Row>> next;
  private boolean begun;

  /// Where stored rows come from.
  interface Stored {
    /// The next one, null behind the last.
    @Nullable BytesRef next() throws IOException;
  }

  /// @param shape is used by one thread at a time
  /// @param aside runs a block's work, or drops it
  ShapedAhead(Stored stored, Function<BytesRef, Row> shape, Executor aside) {
    this.stored = stored;
    this.shape = shape;
    this.aside = aside;
  }

  /// The next row, null behind the last.
  @Nullable Row next() throws IOException {
    if (ready.hasNext()) {
      return ready.next();
    }
    FutureTask<List<Row>> block = next;
    if (!begun) {
      begun = true;
      block = shaping(read());
    }
    if (block == null) {
      return null;
    }
    // Does nothing if somebody has begun it.
    block.run();
    ready = result(block).iterator();
    List<BytesRef> following = ready.hasNext() ? read() : List.of();
    next = following.isEmpty() ? null : shaping(following);
    if (next != null) {
      aside.execute(next);
    }
    return ready.hasNext() ? ready.next() : null;
  }

  /// Lets go of what nobody will read.
  void stop() {
    if (next != null) {
      next.cancel(false);
    }
  }

  private List<BytesRef> read() throws IOException {
    List<BytesRef> block = new ArrayList<>();
    int bytes = 0;
    while (block.size() < BLOCK && bytes < BLOCK_BYTES) {
      BytesRef row = stored.next();
      if (row == null) {
        break;
      }
      block.add(row);
      bytes += row.length;
    }
    return block;
  }

  private FutureTask<List<Row>> shaping(List<BytesRef> block) {
    return new FutureTask<>(() -> block.stream().map(shape).toList());
  }

  private static List<Row> result(FutureTask<List<Row>> block) throws IOException {
    try {
      return block.get();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while rows were made ready");
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(failed);
      }
    }
  }
}
