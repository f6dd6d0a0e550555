package org.citycatalog.sharing.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.citycatalog.catalog.JsonText;
import org.citycatalog.catalog.UnavailableException;
import org.jspecify.annotations.Nullable;

/// The ledger's records in a folder: one thread chains, writes and syncs them in groups.
///
/// A group is as large as what arrived while the disk was busy with the one before, so that many
/// share a sync and one alone waits for no other. Where a write or a sync fails, nothing of the
/// group is kept: the file is cut back to what is on disk for certain, everybody who waits is told,
/// and the next group is tried in a new segment.
public final class ChainedLog implements RecordLog, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ChainedLog.class.getName());
  private static final int QUEUE = 65_536;
  private static final int GROUP = 8_192;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofMillis(500);
  private static final Duration CHECKPOINT_EVERY = Duration.ofMinutes(1);
  private static final int CHECKPOINT_AFTER = 10_000;

  /// What a keeper may set.
  ///
  /// @param segmentBytes a segment that has grown to this is followed by the next
  /// @param retention a segment whose last record is older is deleted
  public record Settings(long segmentBytes, Duration retention) {
    public static final Settings DEFAULT = new Settings(64L << 20, Duration.ofDays(3 * 366));
  }

  /// A record on its way; its number is known when it is written.
  private static final class Pending {
    final byte[] json;
    final Durable when;
    final CompletableFuture<Long> kept = new CompletableFuture<>();
    long number;

    Pending(String json, Durable when) {
      this.json = json.getBytes(StandardCharsets.UTF_8);
      this.when = when;
    }
  }

  private final Path folder;
  private final SigningKey key;
  private final InstantSource clock;
  private final Settings settings;
  private final MessageDigest digest;
  private final FileChannel headFile;
  private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Thread writer;
  private volatile boolean closing;
  private volatile @Nullable String problem;

  // The rest is the writer's alone, but for what is read by others.
  private final List<Pending> unsynced = new ArrayList<>();
  private @Nullable FileChannel segment;
  private @Nullable Path segmentPath;
  private Link end;
  private volatile Link synced;
  private long length;
  private long syncedLength;
  private long lastSync = System.nanoTime();
  private Link checkpoint = Link.START;
  private long lastCheckpoint = System.nanoTime();
  private ByteBuffer buffer = ByteBuffer.allocate(1 << 20);

  private ChainedLog(Path folder, SigningKey key, InstantSource clock, Settings settings, Tail tail)
      throws IOException {
    this.folder = folder;
    this.key = key;
    this.clock = clock;
    this.settings = settings;
    this.digest = key.suite().digest();
    this.end = tail.end();
    this.synced = tail.end();
    this.headFile =
        FileChannel.open(Tail.head(folder), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    this.writer = Thread.ofPlatform().name("ledger").daemon(true).unstarted(this::run);
  }

  /// Opens a ledger where its last run ended; makes it if it is not there.
  ///
  /// @throws IOException if the folder cannot be read or written
  public static ChainedLog open(Path folder, SigningKey key, InstantSource clock, Settings settings)
      throws IOException {
    Files.createDirectories(folder);
    Tail tail = Tail.find(folder, clock.instant().toString());
    ChainedLog log = new ChainedLog(folder, key, clock, settings, tail);
    try {
      log.goOnIn(tail);
    } catch (IOException | RuntimeException failed) {
      log.headFile.close();
      throw failed;
    }
    log.writer.start();
    tail.findings()
        .forEach(finding -> {
          LOG.log(System.Logger.Level.WARNING, "the ledger was found so: {0}", finding);
          var unused = log.append(finding, Durable.SOON);
        });
    return log;
  }

  /// The last segment goes on where it is of the same suite and key; else a new one begins.
  private void goOnIn(Tail tail) throws IOException {
    Path last = tail.segment();
    if (last == null) {
      return;
    }
    FileChannel found = FileChannel.open(last, StandardOpenOption.WRITE);
    segment = found;
    segmentPath = last;
    length = tail.length();
    syncedLength = length;
    // What a killed server wrote and did not sync is made sure of before anything stands on it.
    found.force(true);
    noteHead();
    SegmentHead head = Retention.head(last);
    if (head == null || head.suite() != key.suite() || !head.key().equals(key.open())) {
      endSegment();
    }
  }

  @Override
  public CompletableFuture<Long> append(String json, Durable when) {
    Pending pending = new Pending(json, when);
    try {
      boolean taken = !closing && queue.offer(pending, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (!taken || !writer.isAlive() && queue.remove(pending)) {
        pending.kept.completeExceptionally(unavailable(null));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      pending.kept.completeExceptionally(unavailable(stopped));
    }
    return pending.kept;
  }

  /// Why records are not kept at the moment; empty where they are.
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /// Number of the last record that is on disk.
  public long last() {
    return synced.number();
  }

  /// The newest record that is on disk, signed.
  ///
  /// @param signature over `citycatalog-ledger <number> <hash>`, Base64
  /// @param key the public key, X.509 DER in Base64
  public record Checkpoint(long number, String hash, String digest, String signature, String key) {}

  /// Signs the ledger as it is now, to be kept elsewhere.
  public Checkpoint checkpoint() {
    Link now = synced;
    return new Checkpoint(
        now.number(),
        now.hash(),
        key.suite().digestName(),
        key.sign(now.number(), now.hash()),
        key.open());
  }

  /// Where the segments are.
  public Path folder() {
    return folder;
  }

  /// Writes what was taken, signs it and closes the files.
  @Override
  public void close() throws IOException {
    closing = true;
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    headFile.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Pending> group = new ArrayList<>();
    boolean last = false;
    while (!last) {
      last = closing; // what was taken before is in the queue by now
      group.clear();
      take(group);
      try {
        unsynced.addAll(group);
        for (Pending pending : group) {
          write(pending.json);
          pending.number = end.number();
        }
        if (last || isCheckpointDue()) {
          signAndSync();
        } else if (mustSync(group)) {
          sync();
        }
        if (!last && length >= settings.segmentBytes()) {
          signAndSync();
          endSegment();
        }
      } catch (IOException | RuntimeException failed) {
        fail(failed);
      }
    }
    endSegment();
    List<Pending> late = new ArrayList<>(); // what came in beside the closing
    queue.drainTo(late);
    fail(late, null);
  }

  private void take(List<Pending> group) {
    try {
      Pending first = queue.poll(closing ? 0 : SOON.toMillis(), TimeUnit.MILLISECONDS);
      if (first != null) {
        group.add(first);
        queue.drainTo(group, GROUP - 1);
      }
    } catch (InterruptedException nobodyInterruptsTheWriter) {
      throw new IllegalStateException(nobodyInterruptsTheWriter);
    }
  }

  private boolean mustSync(List<Pending> group) {
    return group.stream().anyMatch(each -> each.when == Durable.NOW)
        || !unsynced.isEmpty() && System.nanoTime() - lastSync >= SOON.toNanos();
  }

  private boolean isCheckpointDue() {
    long since = end.number() - checkpoint.number();
    return since >= CHECKPOINT_AFTER
        || since > 0 && System.nanoTime() - lastCheckpoint >= CHECKPOINT_EVERY.toNanos();
  }

  private void signAndSync() throws IOException {
    if (!end.equals(checkpoint)) {
      write(
          JsonText.builder()
              .add("kind", "checkpoint")
              .add("at", clock.instant().toString())
              .add("number", end.number())
              .add("hash", end.hash())
              .add("signature", key.sign(end.number(), end.hash()))
              .build()
              .toString()
              .getBytes(StandardCharsets.UTF_8));
    }
    sync();
    checkpoint = end;
    lastCheckpoint = System.nanoTime();
  }

  private void write(byte[] json) throws IOException {
    if (segment == null) {
      beginSegment();
    }
    Link next = end.next(digest, json);
    byte[] place = (next + " ").getBytes(StandardCharsets.US_ASCII);
    int needed = place.length + json.length + 1;
    if (buffer.remaining() < needed) {
      drain();
      if (buffer.capacity() < needed) {
        buffer = ByteBuffer.allocate(needed);
      }
    }
    buffer.put(place).put(json).put((byte) '\n');
    length += needed;
    end = next;
  }

  private void beginSegment() throws IOException {
    Path path = SegmentFile.in(folder, end.number() + 1);
    segment =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING); // of an attempt that failed
    segmentPath = path;
    length = 0;
    syncedLength = 0;
    Instant now = clock.instant();
    write(
        new SegmentHead(key.suite(), end.hash(), key.open(), now)
            .json()
            .getBytes(StandardCharsets.UTF_8));
    for (String retired : Retention.apply(folder, path, now.minus(settings.retention()))) {
      write(retired.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void endSegment() {
    FileChannel ended = segment;
    segment = null;
    if (ended != null) {
      try {
        ended.close();
      } catch (IOException failed) {
        // Everything in it was synced before.
        LOG.log(System.Logger.Level.WARNING, "could not close a segment of the ledger", failed);
      }
    }
  }

  private void drain() throws IOException {
    FileChannel to = segment;
    buffer.flip();
    if (to != null) {
      long at = length - buffer.remaining();
      while (buffer.hasRemaining()) {
        at += to.write(buffer, at);
      }
    }
    buffer.clear();
  }

  private void sync() throws IOException {
    FileChannel to = segment;
    lastSync = System.nanoTime();
    if (to == null || end.equals(synced)) {
      return;
    }
    drain();
    to.force(false);
    if (syncedLength == 0) {
      syncFolder();
    }
    synced = end;
    syncedLength = length;
    noteHead();
    problem = null;
    unsynced.forEach(each -> each.kept.complete(each.number));
    unsynced.clear();
  }

  /// The name of a new segment is on disk too, before anybody relies on what is in it.
  private void syncFolder() throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  /// Not synced itself: after a power cut it may name an earlier record, never a later one.
  private void noteHead() throws IOException {
    byte[] text = "%-85s".formatted(synced.toString()).getBytes(StandardCharsets.US_ASCII);
    headFile.write(ByteBuffer.wrap(text), 0);
  }

  private void fail(Exception failed) {
    if (problem == null) {
      LOG.log(System.Logger.Level.ERROR, "the ledger cannot be written", failed);
    }
    problem = String.valueOf(failed.getMessage());
    cutBack();
    fail(unsynced, failed);
    unsynced.clear();
  }

  private static void fail(List<Pending> all, @Nullable Exception failed) {
    UnavailableException told = unavailable(failed);
    all.forEach(each -> each.kept.completeExceptionally(told));
  }

  /// After a sync that failed nobody knows what the disk has of the rest: it goes, and the chain
  /// goes on in another file.
  private void cutBack() {
    buffer.clear();
    FileChannel cut = segment;
    Path path = segmentPath;
    segment = null;
    end = synced;
    if (cut == null || path == null) {
      return;
    }
    try (cut) {
      cut.truncate(syncedLength);
      if (syncedLength == 0) {
        Files.deleteIfExists(path);
      }
    } catch (IOException stillThere) {
      // It stands behind the head and is set aside at the next start; verification tells it from
      // a break by the head.
      LOG.log(System.Logger.Level.ERROR, "the ledger's tail could not be cut back", stillThere);
    }
  }

  private static UnavailableException unavailable(@Nullable Exception cause) {
    return new UnavailableException(
        "ledger-unavailable",
        "the ledger cannot be written",
        cause == null ? new IOException("the ledger is closed or too slow") : cause);
  }
}
