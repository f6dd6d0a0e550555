package org.citycatalog.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Load;
import org.citycatalog.catalog.SourceFile;
import org.citycatalog.catalog.UnavailableException;
import org.citycatalog.rows.RowStore;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.jspecify.annotations.Nullable;

/// What callers do with loads: send a file, watch, cancel, look at what could not be read.
///
/// A file is on disk before anything else happens ([Uploads]); loads run one after another
/// ([LoadQueue]), each to a version that becomes visible in one step ([LoadRun]). A load whose
/// sender was told "accepted" is taken up again by the next start ([Recovery]).
public final class Loads implements Closeable {
  private final CatalogStore catalog;
  private final Boundary boundary;
  private final RowStore rows;
  private final SourceStore sources;
  private final Uploads uploads;
  private final Quarantine quarantine;
  private final InstantSource clock;
  private final Supplier<String> ids;
  private final Settings settings;
  private final LoadQueue queue = new LoadQueue();
  private final LoadRun run;
  private final Recovery recovery;
  private final SourceCheck check;
  private final IndexRepair repair;

  /// What the server's keeper decides about loads.
  ///
  /// @param workers threads that index
  /// @param maxUploadBytes the largest file that is received
  /// @param retention how long the index of a superseded version stays for readers that page
  ///   through it
  public record Settings(int workers, long maxUploadBytes, Limits limits, Duration retention) {
    public static final Settings DEFAULT =
        new Settings(
            Runtime.getRuntime().availableProcessors(),
            20L << 30,
            Limits.DEFAULT,
            Duration.ofDays(7));
  }

  /// @param home the data folder; the loads' files are in `incoming`, `blobs` and `quarantine`
  /// @param ids gives a new random id at each call
  /// @param loaded is told after each version that has become visible
  public Loads(
      CatalogStore catalog,
      Boundary boundary,
      RowStore rows,
      Path home,
      InstantSource clock,
      Supplier<String> ids,
      Consumer<DatasetId> loaded,
      Settings settings)
      throws IOException {
    this.catalog = catalog;
    this.boundary = boundary;
    this.rows = rows;
    this.sources = new SourceStore(home, catalog);
    this.uploads = new Uploads(sources, settings.maxUploadBytes());
    this.quarantine = new Quarantine(home);
    this.clock = clock;
    this.ids = ids;
    this.settings = settings;
    Retirement retirement = new Retirement(catalog, rows, clock, settings.retention());
    this.run = new LoadRun(catalog, rows, sources, quarantine, retirement, clock, loaded, settings);
    this.recovery = new Recovery(catalog, rows, sources, retirement, clock);
    this.check = new SourceCheck(catalog, sources);
    this.repair = new IndexRepair(catalog, rows, sources, check, quarantine, queue, ids, settings);
    rows.rebuildWith(repair::rebuild);
  }

  /// Why a caller may not send, watch or cancel loads of a dataset: to them it is not there, or it
  /// is not theirs. Empty where they may.
  public Optional<LoadOutcome.NotDone> refusal(Caller caller, DatasetId id) {
    Optional<Dataset> dataset = catalog.dataset(id).filter(found -> boundary.maySee(caller, found));
    if (dataset.isEmpty()) {
      return Optional.of(new LoadOutcome.Absent());
    }
    return boundary.mayKeep(caller, id.provider())
        ? Optional.empty()
        : Optional.of(new LoadOutcome.Forbidden());
  }

  /// Loads a file.
  ///
  /// @param file read to its end; not closed
  /// @param respondAsync whether to answer when the file is on disk instead of when the load has
  ///   ended
  public LoadOutcome load(
      Caller caller, DatasetId id, LoadRequest request, InputStream file, boolean respondAsync) {
    Optional<LoadOutcome.NotDone> refusal = refusal(caller, id);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    String load = ids.get();
    String other = queue.reserve(id, load);
    if (other != null) {
      return new LoadOutcome.Busy(other);
    }
    boolean handed = false;
    try {
      Instant started = clock.instant();
      SourceStore.Received received = uploads.receive(load, id.provider(), request, file);
      Load waiting;
      try {
        waiting =
            Load.waiting(
                load, id, started, caller.key(), respondAsync, request.toJson(), unread(received));
        catalog.addLoad(waiting);
      } catch (RuntimeException notNoted) {
        sources.letGo(id.provider(), received.sha256());
        throw notNoted;
      }
      Future<Load> end = queue.submit(waiting, run::run);
      handed = true;
      return respondAsync ? new LoadOutcome.Accepted(waiting) : new LoadOutcome.Ended(end.get());
    } catch (IOException notTaken) {
      return Uploads.notReceived(id, notTaken);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("unavailable", "the server is stopping", stopping);
    } catch (ExecutionException bug) {
      throw new IllegalStateException(bug.getCause());
    } finally {
      if (!handed) {
        queue.giveUp(id, load);
      }
    }
  }

  /// How a file is written is not known before it is read; its checksum is what a restart needs.
  private static SourceFile unread(SourceStore.Received received) {
    return new SourceFile(
        SourceFile.UNKNOWN, null, null, null, null, null, received.sha256(), received.bytes());
  }

  /// The load as it is now; empty where it is not the caller's to see.
  public Optional<Load> find(Caller caller, DatasetId id, String load) {
    if (!boundary.mayKeep(caller, id.provider())) {
      return Optional.empty();
    }
    return catalog.load(load).filter(found -> found.dataset().equals(id)).map(queue::live);
  }

  /// Loads of a dataset, newest first; empty where it is not the caller's to see.
  public Optional<List<Load>> list(Caller caller, DatasetId id) {
    if (catalog.dataset(id).isEmpty() || !boundary.mayKeep(caller, id.provider())) {
      return Optional.empty();
    }
    return Optional.of(catalog.loads(id).stream().map(queue::live).toList());
  }

  /// Cancels a load.
  ///
  /// @return the load as it ended: cancelled, or as it was if it had ended before; empty where
  ///   there is none
  public Optional<Load> cancel(Caller caller, DatasetId id, String load) {
    Optional<Load> found = find(caller, id, load);
    if (found.isEmpty() || found.get().state().isFinal()) {
      return found;
    }
    queue.cancel(load);
    catalog.updateLoad(found.get().ended(Load.State.CANCELLED, clock.instant(), null, null));
    return catalog.load(load);
  }

  /// Whether a caller may see what a load could not read, in whichever column it stands.
  public boolean mayShowCells(Caller caller, DatasetId id) {
    return catalog.dataset(id).filter(each -> boundary.isClearedForAll(caller, each)).isPresent();
  }

  /// What a load could not read, behind an entry's number; empty where it is not the caller's to
  /// see.
  public Optional<Troubles> troubles(
      Caller caller, DatasetId id, String load, long after, int limit) throws IOException {
    if (find(caller, id, load).isEmpty()) {
      return Optional.empty();
    }
    Quarantine.Page page = quarantine.read(load, after, limit);
    List<Trouble> entries =
        page.entries().stream()
            .map(each ->
                new Trouble(each.number(), each.line(), each.column(), each.text(), each.reason()))
            .toList();
    return Optional.of(new Troubles(entries, page.total()));
  }

  /// Some of what a load could not read.
  ///
  /// @param total how many there are in all, exact
  public record Troubles(List<Trouble> entries, long total) {}

  /// A cell that breaks the schema, or a row that was rejected.
  ///
  /// @param number counts the entries of a load, from 1
  /// @param column null for a row
  public record Trouble(
      long number, long line, @Nullable String column, String text, String reason) {}

  /// Reads a file and proposes types; nothing of it stays.
  public Proposing propose(Caller caller, DatasetId id, LoadRequest request, InputStream file) {
    Optional<LoadOutcome.NotDone> refusal = refusal(caller, id);
    if (refusal.isPresent()) {
      return new Proposing.Refused(refusal.get());
    }
    try {
      SourceStore.Received received = uploads.receive(ids.get(), id.provider(), request, file);
      try {
        Source source =
            Source.find(
                sources.file(id.provider(), received.sha256()), request.hints(), settings.limits());
        return new Proposing.Proposed(
            TypeProposal.of(source),
            source.dialect().toSourceFile(received.sha256(), received.bytes()));
      } finally {
        sources.letGo(id.provider(), received.sha256());
      }
    } catch (IOException notTaken) {
      return new Proposing.Refused(Uploads.notReceived(id, notTaken));
    }
  }

  /// What became of a file that types were to be proposed for.
  public sealed interface Proposing {
    record Proposed(TypeProposal proposal, SourceFile source) implements Proposing {}

    record Refused(LoadOutcome.NotDone why) implements Proposing {}
  }

  /// Whether a version was destroyed on purpose.
  public boolean isDestroyed(DatasetId id, long version) {
    return catalog.tombstone(id, version).isPresent();
  }

  /// Destroys what the data folder holds of a dataset and no version or open load of it needs:
  /// indexes, source files, what loads could not read. Whoever reads a destroyed version is cut
  /// off.
  ///
  /// It waits its turn, since a load on its way or an index being rebuilt ends first. To be called
  /// after the catalog has forgotten the versions; as often as wished.
  ///
  /// @return ends with an `IOException` if something is left
  public Future<Boolean> erase(DatasetId id, List<Long> versions) {
    versions.forEach(number -> rows.end(id, number));
    return queue.alone(() -> {
      Set<Long> living = new HashSet<>();
      Set<String> loads = new HashSet<>();
      for (DatasetVersion version : catalog.versions(id)) {
        living.add(version.number());
        loads.add(version.load());
      }
      rows.sweep(id, living);
      quarantine.delete(
          catalog.loads(id).stream()
              .filter(load -> load.state().isFinal() && !loads.contains(load.id()))
              .map(Load::id)
              .toList());
      sources.sweep(id.provider());
      Dataset dataset = catalog.dataset(id).orElseThrow();
      DatasetVersion newest = dataset.version();
      if (newest != null && !rows.isKept(newest)) {
        rows.verify(newest); // one that was superseded long ago has no index and gets one now
      }
      return true;
    });
  }

  /// Puts the data folder in order after a stop of whatever kind, and takes up the loads that were
  /// accepted. To be called once, before anybody reads or loads.
  public void recover() throws IOException {
    recovery.recover(queue, run);
  }

  /// Opens every current index once, so that damage is found and mended before somebody asks, and
  /// then reads every source file.
  public void verifyAll() {
    repair.verifyAll();
    check.checkAll(queue::isClosing);
  }

  /// Versions, as `dataset@number`, whose source file was found damaged or absent; for `/health`.
  public Set<String> damagedSources() {
    return check.damaged();
  }

  @Override
  public void close() {
    queue.close();
  }
}
