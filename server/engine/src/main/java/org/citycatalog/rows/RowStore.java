package org.citycatalog.rows;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.lucene.search.IndexSearcher;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.disk.Folders;
import org.jspecify.annotations.Nullable;

/// Where the indexes of versions are: `<home>/<dataset>/<version>/index`, opened when asked for.
///
/// An index can be deleted; [#damaged] asks for it to be built again from the source file.
public final class RowStore implements Closeable {
  /// Builds the index of a version again. Called at most once at a time for a version, on the
  /// asking thread; is expected to hand the work to another one.
  @FunctionalInterface
  public interface Rebuilder {
    void rebuild(DatasetVersion version, String why);
  }

  /// Why a version cannot be read.
  public enum Trouble {
    /// Its index is damaged and is being built again.
    REBUILDING,
    /// Its index is damaged and could not be built again; the log says why.
    LOST,
    /// It was destroyed on purpose.
    DESTROYED
  }

  private static final int READERS_KEPT = 512;
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  static {
    // A checked filter is bounded by its parser; Lucene's own bound of 1,024 clauses is for queries
    // made by accident.
    IndexSearcher.setMaxClauseCount(200_000);
  }

  private record Key(DatasetId dataset, long number) {}

  /// How the rows that permits admit are kept.
  ///
  /// @param held rules of which they are
  /// @param bytes that these take
  /// @param hits times that they were there when asked for
  /// @param misses times that they were not
  /// @param built times that a rule was evaluated over all rows to keep them
  public record FilterUse(long held, long bytes, long hits, long misses, long built) {}

  private final Path home;
  private final QueryTime questions;
  private final PermitFilters filters;
  private final Cache<Key, RowIndex> open;
  private final Map<Key, Trouble> unavailable = new ConcurrentHashMap<>();
  private final Set<Key> destroyed = ConcurrentHashMap.newKeySet();
  private volatile boolean anyDestroyed; // asked for every row that is read
  private final List<Runnable> whenDestroyed = new CopyOnWriteArrayList<>();
  private final ThreadPoolExecutor aside =
      new ThreadPoolExecutor(
          PROCESSORS,
          PROCESSORS,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(PROCESSORS),
          Thread.ofPlatform().name("shape-rows-", 0).daemon(true).factory(),
          new ThreadPoolExecutor.DiscardPolicy());
  private volatile @Nullable Rebuilder rebuilder;

  /// @param filterBytes that the rows which permits admit may take in memory; 0 keeps none
  /// @param queryTime how long a question may take, until its rows are found and counted
  public RowStore(Path home, long filterBytes, Duration queryTime) throws IOException {
    this.questions = new QueryTime(queryTime, Math.max(1, PROCESSORS / 2));
    this.home = Files.createDirectories(home);
    this.filters = new PermitFilters(filterBytes);
    this.open =
        Caffeine.newBuilder()
            .maximumSize(READERS_KEPT)
            .executor(Runnable::run)
            .removalListener(RowStore::closed)
            .build();
  }

  /// Says who builds damaged indexes again.
  public void rebuildWith(Rebuilder newRebuilder) {
    rebuilder = newRebuilder;
  }

  /// The folder that becomes a version's when it is complete.
  public Path buildingFolder(DatasetId dataset, String load) {
    return home.resolve(dataset.value()).resolve("building-" + load);
  }

  /// Takes a complete folder as the version's; what stood there is deleted.
  public void install(DatasetId dataset, long number, Path complete) throws IOException {
    Path target = folder(dataset, number);
    Key key = new Key(dataset, number);
    open.invalidate(key);
    Folders.delete(target);
    Folders.move(complete, target);
    unavailable.remove(key);
  }

  /// Deletes a version's index.
  public void delete(DatasetId dataset, long number) throws IOException {
    open.invalidate(new Key(dataset, number));
    Folders.delete(folder(dataset, number));
  }

  /// Ends a version that is to be destroyed: whoever reads it is cut off, nobody opens it again,
  /// and nothing of it stays in memory. Its folder goes with the next [#sweep].
  public void end(DatasetId dataset, long number) {
    Key key = new Key(dataset, number);
    destroyed.add(key);
    anyDestroyed = true;
    unavailable.remove(key);
    open.invalidate(key);
    whenDestroyed.forEach(Runnable::run);
  }

  /// Whether a version was destroyed while it was read.
  boolean isDestroyed(DatasetVersion version) {
    return anyDestroyed && destroyed.contains(new Key(version.dataset(), version.number()));
  }

  /// Has somebody told, who remembers of rows, that some are destroyed.
  void whenDestroyed(Runnable forget) {
    whenDestroyed.add(forget);
  }

  /// Takes back that a version is damaged: it is no more.
  public void forget(DatasetId dataset, long number) {
    unavailable.remove(new Key(dataset, number));
  }

  /// Deletes every folder that belongs to no committed version, durably: what a kill left of a
  /// load, and what was destroyed.
  public void sweep(DatasetId dataset, Set<Long> committed) throws IOException {
    Path folder = home.resolve(dataset.value());
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> inside;
    try (Stream<Path> list = Files.list(folder)) {
      inside = list.toList();
    }
    for (Path each : inside) {
      String name = String.valueOf(each.getFileName());
      boolean number = name.chars().allMatch(c -> c >= '0' && c <= '9') && name.length() < 18;
      if (!number || !committed.contains(Long.parseLong(name))) {
        Folders.delete(each);
      }
    }
    Folders.sync(folder);
  }

  /// Opens a version's index once, which reads all of it, so that damage is found before somebody
  /// asks.
  public void verify(DatasetVersion version) {
    try {
      RowIndex index = take(version);
      index.close();
    } catch (IndexUnavailableException reported) {
      // It is being rebuilt, and is listed as unavailable.
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Whether a version's index is still there; those of superseded versions are deleted after a
  /// time.
  public boolean isKept(DatasetVersion version) {
    return Files.isDirectory(folder(version.dataset(), version.number()));
  }

  /// Versions that cannot be read just now, as `dataset@number`, and why; for `/health`.
  public Map<String, Trouble> unavailable() {
    Map<String, Trouble> list = new TreeMap<>();
    unavailable.forEach((key, trouble) -> list.put(key.dataset() + "@" + key.number(), trouble));
    return list;
  }

  /// Notes that a version's index could not be built again.
  public void markLost(DatasetVersion version) {
    unavailable.put(new Key(version.dataset(), version.number()), Trouble.LOST);
  }

  /// How the rows that permits admit are kept just now.
  public FilterUse filterUse() {
    return filters.use();
  }

  PermitFilters filters() {
    return filters;
  }

  /// Gives the open index of a version, held for the caller, who lets it go.
  ///
  /// @throws IndexUnavailableException if it is damaged; its trouble says whether it is being
  ///   rebuilt
  RowIndex take(DatasetVersion version) {
    Key key = new Key(version.dataset(), version.number());
    while (true) {
      Trouble trouble = isDestroyed(version) ? Trouble.DESTROYED : unavailable.get(key);
      if (trouble != null) {
        throw new IndexUnavailableException(trouble);
      }
      RowIndex index = open.get(key, absent -> openOrReport(absent, version));
      if (index == null) {
        throw new IndexUnavailableException(Trouble.REBUILDING);
      }
      if (index.hold()) {
        return index;
      }
    }
  }

  @Override
  public void close() {
    aside.shutdown();
    open.invalidateAll();
    open.cleanUp();
  }

  /// Does what a question asks of indexes, in the time that it has.
  ///
  /// @throws QueryTooSlowException where that is over
  <T> T timed(QueryTime.Work<T> work) throws IOException {
    return questions.within(work);
  }

  /// Runs what makes rows ready to be written while a thread is free for it, and drops it where
  /// none is.
  Executor aside() {
    return aside;
  }

  private @Nullable RowIndex openOrReport(Key key, DatasetVersion version) {
    try {
      RowIndex index = RowIndex.open(version, folder(key.dataset(), key.number()).resolve("index"));
      index.whenClosed(filters::forget);
      return index;
    } catch (IOException | RuntimeException damaged) {
      // A file cut short shows as all kinds of exceptions; what cannot be opened is built again.
      damaged(key, version, damaged);
      return null;
    }
  }

  private void damaged(Key key, DatasetVersion version, Exception damage) {
    if (unavailable.putIfAbsent(key, Trouble.REBUILDING) == null) {
      Rebuilder by = rebuilder;
      if (by == null) {
        throw new IllegalStateException(
            "damaged index of " + key + " and nobody to rebuild it", damage);
      }
      by.rebuild(version, String.valueOf(damage.getMessage()));
    }
  }

  private Path folder(DatasetId dataset, long number) {
    return home.resolve(dataset.value()).resolve(Long.toString(number));
  }

  private static void closed(@Nullable Key key, @Nullable RowIndex index, RemovalCause cause) {
    if (index != null) {
      try {
        index.close();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }
}
