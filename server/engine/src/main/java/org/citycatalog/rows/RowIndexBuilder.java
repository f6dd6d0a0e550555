package org.citycatalog.rows;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.misc.store.HardlinkCopyDirectoryWrapper;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.Value;
import org.citycatalog.disk.Folders;
import org.jspecify.annotations.Nullable;

/// Builds the index of one version from the rows of a file, in their order.
///
/// Rows are packed into blocks of consecutive ones. Each block is indexed by one thread with a
/// writer of its own, and at the end the segments of all blocks are put together in the order of
/// the blocks, by linking their files. So threads work side by side, nothing is merged, and a
/// document's number is its row's place.
///
/// One thread adds rows; at most a few blocks are in memory, whatever the size of the file.
public final class RowIndexBuilder implements Closeable {
  /// Where the trouble of one block goes, in file order. Used by one thread at a time, closed when
  /// the block is done.
  public interface Trouble extends Closeable {
    /// A cell that breaks the schema; its row is kept.
    void cell(long line, String column, Value.Unreadable cell);

    /// A row that is not kept.
    void row(long line, String text, String reason);
  }

  private final Path folder;
  private final TableSchema schema;
  private final IntFunction<Trouble> trouble;
  private final ExecutorService threads;
  private final Semaphore room;
  private final ArrayBlockingQueue<RowFields> fields;
  private final int workers;
  private final List<Future<?>> blocks = new ArrayList<>();
  private final Map<Integer, Path> parts = new TreeMap<>();
  private final AtomicLong unreadable = new AtomicLong();
  private RowBlock filling = new RowBlock(0);
  private long kept;
  private long rejected;

  /// @param folder does not exist yet; is complete when [#finish()] has returned
  /// @param workers how many threads index
  /// @param trouble makes the sink of a block, by the block's place
  public RowIndexBuilder(Path folder, TableSchema schema, int workers, IntFunction<Trouble> trouble)
      throws IOException {
    this.folder = folder;
    this.schema = schema;
    this.trouble = trouble;
    this.workers = workers;
    this.threads =
        Executors.newFixedThreadPool(workers, Thread.ofPlatform().name("rows-", 0).factory());
    this.room = new Semaphore(workers + 1);
    this.fields = new ArrayBlockingQueue<>(workers);
    Files.createDirectories(folder);
  }

  /// Adds a row.
  ///
  /// @param cells one per item of the schema
  public void add(long line, @Nullable String[] cells) throws IOException {
    filling.add(line, cells);
    kept++;
    if (filling.isFull()) {
      hand();
    }
  }

  /// Notes a row that is not kept.
  public void reject(long line, String text, String reason) throws IOException {
    filling.reject(new RowBlock.Rejection(line, text, reason));
    rejected++;
    if (filling.isFull()) {
      hand();
    }
  }

  public long kept() {
    return kept;
  }

  public long rejected() {
    return rejected;
  }

  /// Cells found so far that break the schema; exact after [#finish()].
  public long unreadable() {
    return unreadable.get();
  }

  /// Indexes what is left and makes the index durable.
  public void finish() throws IOException {
    hand();
    for (Future<?> block : blocks) {
      result(block);
    }
    try (Directory plain = FSDirectory.open(folder.resolve("index"));
        Directory linked = new HardlinkCopyDirectoryWrapper(plain);
        IndexWriter whole = new IndexWriter(linked, config())) {
      List<Directory> opened = new ArrayList<>();
      try {
        for (Path part : parts.values()) {
          opened.add(FSDirectory.open(part));
        }
        if (!opened.isEmpty()) {
          whole.addIndexes(opened.toArray(Directory[]::new));
        }
      } finally {
        for (Directory each : opened) {
          each.close();
        }
      }
      whole.commit();
    }
    for (Path part : parts.values()) {
      Folders.delete(part);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }

  private void hand() throws IOException {
    for (Future<?> block : blocks) {
      if (block.isDone()) {
        result(block); // stop early where a block has failed
      }
    }
    if (filling.isEmpty()) {
      return;
    }
    RowBlock full = filling;
    filling = new RowBlock(full.number() + 1);
    Path part = folder.resolve("part-" + full.number());
    if (full.size() > 0) {
      parts.put(full.number(), part);
    }
    try {
      room.acquire();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while indexing", stopped);
    }
    blocks.add(
        threads.submit(() -> {
          try {
            index(full, part);
          } finally {
            room.release();
          }
          return null;
        }));
  }

  private void index(RowBlock block, Path part) throws IOException {
    try (Trouble sink = trouble.apply(block.number())) {
      RowFields rowFields = fields.poll();
      RowFields mine = rowFields == null ? new RowFields(schema) : rowFields;
      int nextRejection = 0;
      if (block.size() > 0) {
        try (Directory directory = new UnsyncedDirectory(FSDirectory.open(part));
            IndexWriter writer = new IndexWriter(directory, config())) {
          for (int row = 0; row < block.size(); row++) {
            long line = block.line(row);
            nextRejection = reject(block, nextRejection, line, sink);
            writer.addDocument(
                mine.of(
                    block.bytes(),
                    block.start(row),
                    block.length(row),
                    (column, cell) -> {
                      unreadable.incrementAndGet();
                      sink.cell(line, schema.items().get(column).name(), cell);
                    }));
          }
          writer.commit();
        }
      }
      reject(block, nextRejection, Long.MAX_VALUE, sink);
      fields.offer(mine);
    }
  }

  private static int reject(RowBlock block, int from, long before, Trouble sink) {
    int next = from;
    while (next < block.rejections().size() && block.rejections().get(next).line() < before) {
      RowBlock.Rejection rejection = block.rejections().get(next++);
      sink.row(rejection.line(), rejection.text(), rejection.reason());
    }
    return next;
  }

  private IndexWriterConfig config() {
    return new IndexWriterConfig(new RowWords())
        .setMergePolicy(NoMergePolicy.INSTANCE)
        .setUseCompoundFile(false)
        .setMaxFullFlushMergeWaitMillis(0)
        .setCommitOnClose(false)
        // A block fits, so that it becomes one segment; where its words take more, it becomes
        // several, in order.
        .setRAMBufferSizeMB(256.0 / workers);
  }

  private static void result(Future<?> block) throws IOException {
    try {
      block.get();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while indexing", stopped);
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case UncheckedIOException unchecked -> throw unchecked.getCause();
        case IOException io -> throw io;
        case RuntimeException bug -> throw bug;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(failed);
      }
    }
  }
}
