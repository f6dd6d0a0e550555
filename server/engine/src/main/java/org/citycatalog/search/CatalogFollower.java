package org.citycatalog.search;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.citycatalog.catalog.CatalogChange;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.LocalText;
import org.citycatalog.catalog.Sequence;
import org.jspecify.annotations.Nullable;

/// Keeps the search index in step with the catalog, on a thread of its own.
///
/// The index follows the list of changes and remembers how far, in the same commit as the entries.
/// An index that is missing, damaged, of another format or of another catalog is built anew.
/// Whatever goes wrong is logged, shown by [#problem()] and tried again.
public final class CatalogFollower implements AutoCloseable {
  private static final Logger LOG = System.getLogger(CatalogFollower.class.getName());
  private static final int BATCH = 500;
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final String FOLLOWED = "citycatalog.followed";
  private static final String LAST_CHANGE = "citycatalog.change";

  private final CatalogStore store;
  private final Path folder;
  private final EntryDocuments documents;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private @Nullable Thread thread;
  private boolean closed;
  private boolean nudged;
  private Sequence followed = Sequence.START;
  private @Nullable Exception failure;
  private @Nullable CatalogIndex serving; // one that has caught up; null until then

  /// Makes a follower that does nothing yet.
  ///
  /// @param folder of the index; nothing else may be kept there
  /// @param themeLabel the label of a theme's code, whose words are found, too
  public CatalogFollower(
      CatalogStore store, Path folder, Function<String, Optional<LocalText>> themeLabel) {
    this.store = store;
    this.folder = folder;
    this.documents = new EntryDocuments(themeLabel);
  }

  /// Begins to follow; returns at once.
  public void start() {
    lock.lock();
    try {
      if (closed || thread != null) {
        throw new IllegalStateException("a follower is started once");
      }
      thread = Thread.ofVirtual().name("catalog-follower").start(this::run);
    } finally {
      lock.unlock();
    }
  }

  /// Says that the catalog has changed; returns at once.
  public void nudge() {
    lock.lock();
    try {
      nudged = true;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until searches see a change.
  ///
  /// @return false if they do not after that time
  public boolean awaitFollowed(Sequence sequence, Duration atMost) throws InterruptedException {
    nudge();
    long left = atMost.toNanos();
    lock.lockInterruptibly();
    try {
      while (serving == null || followed.compareTo(sequence) < 0) {
        if (left <= 0 || closed) {
          return false;
        }
        left = moved.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// How far searches see the list of changes.
  public Sequence followed() {
    lock.lock();
    try {
      return followed;
    } finally {
      lock.unlock();
    }
  }

  /// Whether searches see this revision of a dataset, or a later one.
  public boolean indexed(Dataset dataset) {
    return followed().compareTo(dataset.sequence()) >= 0;
  }

  /// Whether searches are answered: the index has once been in step with the catalog since the
  /// start.
  public boolean isReady() {
    lock.lock();
    try {
      return serving != null;
    } finally {
      lock.unlock();
    }
  }

  /// Why the index does not follow at the moment, for the log and the operator; empty if it does.
  public Optional<String> problem() {
    lock.lock();
    try {
      if (thread != null && !thread.isAlive() && !closed) {
        return Optional.of("the thread that follows the catalog has died");
      }
      return Optional.ofNullable(failure).map(Exception::toString);
    } finally {
      lock.unlock();
    }
  }

  CatalogStore store() {
    return store;
  }

  /// The newest state of the index, for the caller to close.
  ///
  /// @return null if there is none that has caught up
  @Nullable Snapshot acquire() {
    lock.lock();
    try {
      return serving == null ? null : serving.acquire();
    } finally {
      lock.unlock();
    }
  }

  /// Stops and waits for the thread; what is committed stays.
  @Override
  public void close() {
    Thread running;
    lock.lock();
    try {
      closed = true;
      running = thread;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (running != null && running.isAlive()) {
      try {
        running.join();
      } catch (InterruptedException e) {
        interrupted =
            true; // the index is closed first, so that its folder is free when this returns
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    CatalogIndex target = null;
    while (!isClosed()) {
      try {
        if (target == null) {
          target = open();
        }
        follow(target);
        await(LOOK_AGAIN);
      } catch (IOException | RuntimeException e) {
        LOG.log(Level.ERROR, "The search index does not follow the catalog; trying again.", e);
        failed(e);
        if (target != null && (e instanceof IOException || target.isBroken())) {
          abandon(target);
          target = null;
        }
        await(RETRY);
      }
    }
    CatalogIndex last = stopServing();
    if (target != null && target != last) {
      close(target);
    }
    if (last != null) {
      close(last);
    }
  }

  private CatalogIndex open() throws IOException {
    Files.createDirectories(folder);
    Optional<String> flaw = CatalogIndex.flaw(folder);
    if (flaw.isEmpty() && !isOfThisCatalog(CatalogIndex.notes(folder))) {
      flaw = Optional.of("it has followed another catalog");
    }
    if (flaw.isPresent()) {
      LOG.log(Level.WARNING, "The search index is built anew: {0}.", flaw.get());
      CatalogIndex.clear(folder);
    }
    return CatalogIndex.open(folder);
  }

  /// A catalog restored from a backup has an older or another list of changes than the index has
  /// followed.
  private boolean isOfThisCatalog(Map<String, String> notes) {
    long last = followed(notes).value();
    if (last == 0) {
      return true;
    }
    List<CatalogChange> change = store.changesAfter(new Sequence(last - 1), 1);
    return !change.isEmpty() && describe(change.getFirst()).equals(notes.get(LAST_CHANGE));
  }

  private void follow(CatalogIndex target) throws IOException {
    Sequence from = followed(target.notes());
    while (!isClosed()) {
      List<CatalogChange> changes = store.changesAfter(from, BATCH);
      if (changes.isEmpty()) {
        if (target.notes().isEmpty()) {
          target.commit(Map.of()); // an empty catalog is searched, too
        }
        serve(target, from);
        return;
      }
      Set<DatasetId> touched = new LinkedHashSet<>();
      changes.forEach(change -> touched.add(change.dataset()));
      for (DatasetId id : touched) {
        Optional<Dataset> dataset = store.dataset(id);
        target.replace(id, dataset.map(documents::documents).orElse(List.of()));
      }
      CatalogChange last = changes.getLast();
      Map<String, String> notes = new HashMap<>();
      notes.put(FOLLOWED, Long.toString(last.sequence().value()));
      notes.put(LAST_CHANGE, describe(last));
      target.commit(notes);
      from = last.sequence();
      if (target == serving()) {
        serve(target, from);
      }
    }
  }

  /// How far the index of a commit follows the catalog.
  static Sequence followed(Map<String, String> notes) {
    String text = notes.get(FOLLOWED);
    return text == null ? Sequence.START : new Sequence(Long.parseLong(text));
  }

  private static String describe(CatalogChange change) {
    return "%d %s %s %s"
        .formatted(change.sequence().value(), change.dataset(), change.kind(), change.at());
  }

  private void failed(Exception cause) {
    lock.lock();
    try {
      failure = cause;
    } finally {
      lock.unlock();
    }
  }

  private void await(Duration atMost) {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (!nudged && !closed && left > 0) {
        left = moved.awaitNanos(left);
      }
      nudged = false;
    } catch (InterruptedException e) {
      closed = true; // nobody but a dying program interrupts this thread
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable CatalogIndex serving() {
    lock.lock();
    try {
      return serving;
    } finally {
      lock.unlock();
    }
  }

  /// Lets searches read an index that has followed so far, and closes the one they read before.
  private void serve(CatalogIndex target, Sequence sequence) {
    CatalogIndex before;
    lock.lock();
    try {
      before = serving;
      serving = target;
      followed = sequence;
      failure = null;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
    if (before != null && before != target) {
      close(before);
    }
  }

  private @Nullable CatalogIndex stopServing() {
    lock.lock();
    try {
      CatalogIndex last = serving;
      serving = null;
      moved.signalAll();
      return last;
    } finally {
      lock.unlock();
    }
  }

  /// Stops writing an index; searches that read it go on until a new one has caught up.
  private void abandon(CatalogIndex target) {
    if (target != serving()) {
      close(target);
      return;
    }
    try {
      target.stopWriting();
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "The search index did not close cleanly.", e);
    }
  }

  private static void close(CatalogIndex index) {
    try {
      index.close();
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "The search index did not close cleanly.", e);
    }
  }
}
