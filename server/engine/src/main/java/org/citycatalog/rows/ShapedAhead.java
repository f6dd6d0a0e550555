package org.citycatalog.rows;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// Turns stored rows into what the caller may see, some blocks ahead of who reads them: other
/// threads decode and mask the next ones while one is read from the index and another is written.
///
/// Where no thread is free for it, the reader does the work itself. It waits for a block that
/// another thread has begun only when there is no other left to do meanwhile.
final class ShapedAhead {
  /// Rows of a block, and about the bytes it may hold.
  private static final int BLOCK = 512;

  private static final int BLOCK_BYTES = 1 << 18;

  /// Blocks that are in memory beside the one that is written. With one alone no other thread has
  /// anything to do while the reader fetches the next from the index.
  private static final int AHEAD = 2;

  private final Stored stored;
  private final List<Function<BytesRef, Row>> shapes;
  private final Executor aside;
  private final Queue<FutureTask<List<Row>>> ahead = new ArrayDeque<>();
  private Iterator<Row> ready = List.<Row>of().iterator();
  private int blocks;

  /// Where stored rows come from.
  interface Stored {
    /// The next one, null behind the last.
    @Nullable BytesRef next() throws IOException;
  }

  /// @param shape makes what turns a row, which is used by one thread at a time
  /// @param aside runs a block's work, or drops it
  ShapedAhead(Stored stored, Supplier<Function<BytesRef, Row>> shape, Executor aside) {
    this.stored = stored;
    this.shapes = Stream.generate(shape).limit(AHEAD).toList();
    this.aside = aside;
  }

  /// The next row, null behind the last.
  @Nullable Row next() throws IOException {
    if (!ready.hasNext()) {
      if (blocks == 0) {
        readOne();
      }
      FutureTask<List<Row>> block = ahead.poll();
      if (block == null) {
        return null;
      }
      ready = rows(block);
      // The block's own shape is free again now, for the last of those that are read here.
      boolean more = true;
      while (more && ahead.size() < AHEAD) {
        more = readOne();
      }
    }
    return ready.next();
  }

  /// Lets go of what nobody will read.
  void stop() {
    ahead.forEach(block -> block.cancel(false));
  }

  /// Takes the rows of a block, once they are made ready.
  private Iterator<Row> rows(FutureTask<List<Row>> block) throws IOException {
    block.run(); // nothing if somebody has begun it
    FutureTask<List<Row>> following = ahead.peek();
    if (!block.isDone() && following != null) {
      following.run();
    }
    return result(block).iterator();
  }

  /// Reads a block, and has it shaped.
  ///
  /// @return false if there is none
  private boolean readOne() throws IOException {
    List<BytesRef> block = read();
    if (block.isEmpty()) {
      return false;
    }
    Function<BytesRef, Row> shape = shapes.get(blocks++ % shapes.size());
    FutureTask<List<Row>> task = new FutureTask<>(() -> block.stream().map(shape).toList());
    ahead.add(task);
    aside.execute(task);
    return true;
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
