package org.citycatalog.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Load;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.SourceFile;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.UnavailableException;
import org.citycatalog.rows.Folders;
import org.citycatalog.rows.RowStore;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.jspecify.annotations.Nullable;

/// Loads files as versions: receives, reads, indexes, and makes the version visible in one step.
///
/// The file is on disk before anything else happens. The index is built beside the visible ones and
/// takes its place before the catalog commits the version, so a kill leaves the old version or the
/// new one; what it leaves beside them is swept at the next start. A load whose sender was told
/// "accepted" is taken up again then.
///
/// One load runs at a time, because indexing takes all cores and much of the heap; others wait
/// their turn.
public final class Loads implements Closeable {
  private static final Logger LOG = Logger.getLogger(Loads.class.getName());
  private static final char[] DELIMITERS = {',', '\t', ';', '|'};

  private final CatalogStore catalog;
  private final Boundary boundary;
  private final RowStore rows;
  private final SourceStore sources;
  private final Quarantine quarantine;
  private final InstantSource clock;
  private final Supplier<String> ids;
  private final Settings settings;
  private final ExecutorService runner =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("load-", 0).factory());
  private final Map<DatasetId, String> busy = new ConcurrentHashMap<>();
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final Map<String, DatasetVersion> flawed = new ConcurrentHashMap<>();
  private volatile boolean closing;

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

  private static final class Running {
    private volatile boolean cancelled;
    private volatile @Nullable LoadRun run;
  }

  /// @param home the data folder; the loads' files are in `incoming`, `blobs` and `quarantine`
  /// @param ids gives a new random id at each call
  public Loads(
      CatalogStore catalog,
      Boundary boundary,
      RowStore rows,
      Path home,
      InstantSource clock,
      Supplier<String> ids,
      Settings settings)
      throws IOException {
    this.catalog = catalog;
    this.boundary = boundary;
    this.rows = rows;
    this.sources = new SourceStore(home);
    this.quarantine = new Quarantine(home);
    this.clock = clock;
    this.ids = ids;
    this.settings = settings;
    rows.rebuildWith(this::rebuild);
  }

  /// Loads a file.
  ///
  /// @param file read to its end; not closed
  /// @param respondAsync whether to answer when the file is on disk instead of when the load has
  ///   ended
  public LoadOutcome load(
      Caller caller, DatasetId id, LoadRequest request, InputStream file, boolean respondAsync) {
    Optional<Dataset> dataset = visible(caller, id);
    if (dataset.isEmpty()) {
      return new LoadOutcome.Absent();
    }
    if (!boundary.mayKeep(caller, id.provider())) {
      return new LoadOutcome.Forbidden();
    }
    String load = ids.get();
    String other = busy.putIfAbsent(id, load);
    if (other != null) {
      return new LoadOutcome.Busy(other);
    }
    boolean handed = false;
    try {
      Instant started = clock.instant();
      SourceStore.Received received = receive(load, id.provider(), request, file);
      Load waiting;
      try {
        waiting = waiting(load, id, started, caller, respondAsync, request, received);
        catalog.addLoad(waiting);
      } catch (RuntimeException notNoted) {
        letGo(id, received.sha256());
        throw notNoted;
      }
      Future<Load> end = submit(waiting, false);
      handed = true;
      return respondAsync ? new LoadOutcome.Accepted(waiting) : new LoadOutcome.Ended(end.get());
    } catch (UnreadableFileException refused) {
      return new LoadOutcome.NotReceived(refused.code(), String.valueOf(refused.getMessage()));
    } catch (IOException broken) {
      LOG.log(Level.INFO, "an upload to " + id + " broke off", broken);
      return isDiskFull(broken)
          ? new LoadOutcome.NotReceived("disk-full", "the server has no room to store the file")
          : new LoadOutcome.NotReceived("upload-incomplete", "the file did not arrive whole");
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("unavailable", "the server is stopping", stopping);
    } catch (ExecutionException bug) {
      throw new IllegalStateException(bug.getCause());
    } finally {
      if (!handed) {
        busy.remove(id, load);
      }
    }
  }

  /// The load as it is now; empty where it is not the caller's to see.
  public Optional<Load> find(Caller caller, DatasetId id, String load) {
    if (!boundary.mayKeep(caller, id.provider())) {
      return Optional.empty();
    }
    return catalog.load(load).filter(found -> found.dataset().equals(id)).map(this::live);
  }

  /// Loads of a dataset, newest first; empty where it is not the caller's to see.
  public Optional<List<Load>> list(Caller caller, DatasetId id) {
    if (catalog.dataset(id).isEmpty() || !boundary.mayKeep(caller, id.provider())) {
      return Optional.empty();
    }
    return Optional.of(catalog.loads(id).stream().map(this::live).toList());
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
    Running current = running.get(load);
    if (current != null) {
      current.cancelled = true;
    }
    catalog.updateLoad(ended(found.get(), Load.State.CANCELLED, null, null));
    return catalog.load(load);
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
    if (visible(caller, id).isEmpty()) {
      return new Proposing.Refused(new LoadOutcome.Absent());
    }
    if (!boundary.mayKeep(caller, id.provider())) {
      return new Proposing.Refused(new LoadOutcome.Forbidden());
    }
    try {
      SourceStore.Received received = receive(ids.get(), id.provider(), request, file);
      try {
        Source source =
            Source.find(
                sources.file(id.provider(), received.sha256()), request.hints(), settings.limits());
        return new Proposing.Proposed(
            proposal(source), source.dialect().toSourceFile(received.sha256(), received.bytes()));
      } finally {
        letGo(id, received.sha256());
      }
    } catch (UnreadableFileException refused) {
      return new Proposing.Refused(
          new LoadOutcome.NotReceived(refused.code(), String.valueOf(refused.getMessage())));
    } catch (IOException broken) {
      LOG.log(Level.INFO, "an upload to " + id + " broke off", broken);
      return new Proposing.Refused(
          isDiskFull(broken)
              ? new LoadOutcome.NotReceived("disk-full", "the server has no room to store the file")
              : new LoadOutcome.NotReceived("upload-incomplete", "the file did not arrive whole"));
    }
  }

  /// What became of a file that types were to be proposed for.
  public sealed interface Proposing {
    record Proposed(TypeProposal proposal, SourceFile source) implements Proposing {}

    record Refused(LoadOutcome why) implements Proposing {}
  }

  /// Puts the data folder in order after a stop of whatever kind, and takes up the loads that were
  /// accepted. To be called once, before anybody reads or loads.
  @SuppressWarnings("FutureReturnValueIgnored") // how a load ends is noted in the catalog
  public void recover() throws IOException {
    sources.sweepIncoming();
    for (Load load : catalog.openLoads()) {
      if (load.acknowledged() && load.source() != null) {
        busy.put(load.dataset(), load.id());
      } else {
        catalog.updateLoad(
            ended(
                load,
                Load.State.FAILED,
                "interrupted",
                "the server stopped before the load was done"));
      }
    }
    Set<ProviderNamespace> providers = new HashSet<>();
    for (Dataset dataset : catalog.datasets()) {
      providers.add(dataset.id().provider());
      Set<Long> committed = new HashSet<>();
      catalog.versions(dataset.id()).forEach(version -> committed.add(version.number()));
      rows.sweep(dataset.id(), committed);
      retire(dataset.id());
    }
    for (ProviderNamespace provider : providers) {
      Set<String> needed = needed(provider);
      sources.sweep(provider, needed::contains);
    }
    for (Load load : catalog.openLoads()) {
      SourceFile source = load.source();
      if (source != null) {
        LOG.info("taking up load " + load.id() + " of " + load.dataset());
        sources.hold(load.dataset().provider(), source.sha256());
        submit(load, true);
      }
    }
  }

  /// Opens every current index once, so that damage is found and mended before somebody asks, and
  /// then reads every source file, because an index can only be mended from a whole one.
  public void verifyAll() {
    List<Dataset> datasets = catalog.datasets();
    for (Dataset dataset : datasets) {
      DatasetVersion version = dataset.version();
      if (version != null && !closing) {
        rows.verify(version);
      }
    }
    for (Dataset dataset : datasets) {
      Set<String> whole = new HashSet<>();
      for (DatasetVersion version : catalog.versions(dataset.id())) {
        if (!closing && !whole.contains(version.source().sha256()) && flaw(version).isEmpty()) {
          whole.add(version.source().sha256());
        }
      }
    }
  }

  /// Versions, as `dataset@number`, whose source file was found damaged or absent; for `/health`.
  public Set<String> damagedSources() {
    Set<String> damaged = new TreeSet<>();
    flawed.forEach((name, version) -> {
      if (sources.isDamaged(version.dataset().provider(), version.source().sha256())) {
        damaged.add(name);
      }
    });
    return damaged;
  }

  /// Reads the source file of a version to its end; what is wrong with it is said in the log.
  private Optional<String> flaw(DatasetVersion version) {
    Optional<String> flaw;
    try {
      flaw = sources.flaw(version.dataset().provider(), version.source().sha256());
    } catch (IOException unreadable) {
      LOG.log(Level.WARNING, "a source file cannot be read", unreadable);
      flaw = Optional.of("its source file cannot be read");
    }
    if (flaw.isPresent()) {
      String name = version.dataset() + "@" + version.number();
      flawed.put(name, version);
      LOG.severe(name + ": " + flaw.get() + "; loading the same file again mends it");
    }
    return flaw;
  }

  @Override
  public void close() {
    closing = true;
    runner.shutdownNow();
    runner.close();
  }

  private Optional<Dataset> visible(Caller caller, DatasetId id) {
    return catalog.dataset(id).filter(dataset -> boundary.maySee(caller, dataset));
  }

  private SourceStore.Received receive(
      String load, ProviderNamespace provider, LoadRequest request, InputStream file)
      throws IOException {
    SourceStore.Received received =
        sources.receive(load, provider, file, settings.maxUploadBytes());
    Long declared = request.declaredBytes();
    String wrong = null;
    String code = "upload-incomplete";
    if (declared != null && declared != received.bytes()) {
      wrong = "%d bytes arrived of %d that were announced".formatted(received.bytes(), declared);
    } else if (received.bytes() == 0) {
      code = "file-empty";
      wrong = "the file is empty";
    }
    if (wrong != null) {
      letGo(provider, received.sha256());
      throw new UnreadableFileException(code, wrong);
    }
    return received;
  }

  private static Load waiting(
      String load,
      DatasetId id,
      Instant started,
      Caller caller,
      boolean acknowledged,
      LoadRequest request,
      SourceStore.Received received) {
    // How the file is written is not known before it is read; its checksum is what a restart needs.
    SourceFile source =
        new SourceFile(
            SourceFile.UNKNOWN, null, null, null, null, null, received.sha256(), received.bytes());
    return new Load(
        load,
        id,
        Load.State.WAITING,
        started,
        null,
        caller.key(),
        acknowledged,
        request.toJson(),
        source,
        Load.Report.NOTHING,
        null,
        null,
        null,
        null);
  }

  private Future<Load> submit(Load load, boolean takenUp) {
    Running state = new Running();
    running.put(load.id(), state);
    return runner.submit(() -> {
      try {
        return run(load, state, takenUp);
      } finally {
        running.remove(load.id());
        busy.remove(load.dataset(), load.id());
      }
    });
  }

  private Load run(Load waiting, Running state, boolean takenUp) throws IOException {
    DatasetId id = waiting.dataset();
    SourceFile stored = present(waiting.source());
    Path building = rows.buildingFolder(id, waiting.id());
    Load load = with(waiting, Load.State.RUNNING, stored, Load.Report.NOTHING, null);
    try {
      if (!catalog.updateLoad(load)) {
        return catalog.load(load.id()).orElse(load); // cancelled while it waited
      }
      if (takenUp && sources.flaw(id.provider(), stored.sha256()).isPresent()) {
        return end(
            load, Load.State.FAILED, "interrupted", "its file was damaged while the server stood");
      }
      LoadRequest request = LoadRequest.ofJson(load.request());
      TableSchema schema = catalog.dataset(id).orElseThrow().entry().schema();
      Source source = source(sources.file(id.provider(), stored.sha256()), request.hints(), schema);
      load =
          with(
              load,
              Load.State.RUNNING,
              source.dialect().toSourceFile(stored.sha256(), stored.bytes()),
              Load.Report.NOTHING,
              null);
      TableSchema adopted = null;
      if (schema.items().isEmpty()) {
        TypeProposal proposal = proposal(source);
        adopted = proposal.toSchema();
        schema = adopted;
        load =
            with(
                load,
                Load.State.RUNNING,
                present(load.source()),
                Load.Report.NOTHING,
                proposal.toJson(load.source()).toString());
      }
      LoadRun run =
          new LoadRun(
              source,
              schema,
              request,
              building,
              settings.workers(),
              () -> state.cancelled || closing);
      state.run = run;
      try {
        run.build(load.id(), quarantine);
      } finally {
        load =
            with(load, Load.State.RUNNING, present(load.source()), run.report(), load.proposal());
      }
      return commit(load, schema, adopted, building);
    } catch (LoadRun.CancelledException stopped) {
      // A cancelled load is final already; a server that stops leaves the load to its next start.
      return catalog.load(load.id()).orElse(load);
    } catch (UnreadableFileException refused) {
      return end(load, Load.State.REFUSED, refused.code(), refused.getMessage());
    } catch (IOException | RuntimeException | OutOfMemoryError failed) {
      if (closing) {
        return load;
      }
      LOG.log(Level.WARNING, "load " + load.id() + " of " + id + " failed", failed);
      boolean full = isDiskFull(failed);
      deleteQuietly(building); // first, so that there is room to note the end
      return end(
          load,
          Load.State.FAILED,
          full ? "disk-full" : "internal",
          full
              ? "the server ran out of room while indexing"
              : "the server failed while indexing; its log says more");
    } finally {
      if (!closing) {
        Folders.delete(building);
        letGo(id, stored.sha256());
      }
    }
  }

  private Load commit(Load load, TableSchema schema, @Nullable TableSchema adopted, Path building)
      throws IOException {
    DatasetId id = load.dataset();
    List<DatasetVersion> before = catalog.versions(id);
    long number = before.isEmpty() ? 1 : before.get(0).number() + 1;
    Load.Report report = load.report();
    Instant now = clock.instant();
    DatasetVersion version =
        new DatasetVersion(
            id,
            number,
            load.id(),
            now,
            schema,
            present(load.source()),
            report.rowsKept(),
            report.rowsRejected(),
            report.cellsUnreadable());
    Load done =
        new Load(
            load.id(),
            id,
            Load.State.LOADED,
            load.started(),
            now,
            load.by(),
            load.acknowledged(),
            load.request(),
            load.source(),
            report,
            number,
            null,
            null,
            load.proposal());
    rows.install(id, number, building);
    boolean committed = false;
    try {
      committed = catalog.commitVersion(version, done, adopted).isPresent();
    } finally {
      if (!committed) {
        rows.delete(id, number);
      }
    }
    if (!committed) {
      return catalog.load(load.id()).orElse(load);
    }
    retire(id);
    return done;
  }

  /// Deletes the indexes of versions that were superseded long enough ago.
  private void retire(DatasetId id) throws IOException {
    Instant limit = clock.instant().minus(settings.retention());
    List<DatasetVersion> newestFirst = catalog.versions(id);
    for (int i = 1; i < newestFirst.size(); i++) {
      if (newestFirst.get(i - 1).loaded().isBefore(limit)) {
        rows.delete(id, newestFirst.get(i).number());
      }
    }
  }

  private void rebuild(DatasetVersion version, String why) {
    String name = version.dataset() + " version " + version.number();
    LOG.warning(
        "the index of " + name + " is damaged (" + why + "); rebuilding it from the source file");
    runner.execute(() -> {
      Path building = rows.buildingFolder(version.dataset(), "rebuild-" + ids.get());
      try {
        String sha256 = version.source().sha256();
        Optional<String> flaw = flaw(version);
        if (flaw.isPresent()) {
          throw new IOException(flaw.get());
        }
        Path file = sources.file(version.dataset().provider(), sha256);
        LoadRun run =
            new LoadRun(
                new Source(file, Dialect.of(version.source()), settings.limits()),
                version.schema(),
                new LoadRequest(Hints.NONE, Long.MAX_VALUE, null, null),
                building,
                settings.workers(),
                () -> closing);
        run.build(version.load(), quarantine);
        if (run.report().rowsKept() != version.rows()) {
          // It would be taken for damaged again, and rebuilt for ever.
          throw new IOException(
              "%d rows were read from the source file, the version has %d"
                  .formatted(run.report().rowsKept(), version.rows()));
        }
        rows.install(version.dataset(), version.number(), building);
        LOG.info("the index of " + name + " is whole again");
      } catch (IOException | RuntimeException failed) {
        LOG.log(Level.SEVERE, "the index of " + name + " could not be rebuilt", failed);
        rows.markLost(version);
      } finally {
        deleteQuietly(building);
      }
    });
  }

  private static void deleteQuietly(Path folder) {
    try {
      Folders.delete(folder);
    } catch (IOException left) {
      LOG.log(Level.WARNING, "could not delete " + folder, left); // the next start sweeps it
    }
  }

  /// A first record that names items is a header, whatever else speaks against it.
  private Source source(Path file, Hints hints, TableSchema schema) throws IOException {
    Source found = Source.find(file, hints, settings.limits());
    boolean open = hints.header() == null && hints.delimiter() == null;
    if (!open || found.dialect().delimiter() == null || names(found, schema)) {
      return found;
    }
    for (char delimiter : DELIMITERS) {
      Hints headed =
          new Hints(
              delimiter == '\t' ? Format.TSV : Format.CSV, hints.encoding(), true, null, delimiter);
      try {
        Source tried = Source.find(file, headed, settings.limits());
        if (names(tried, schema)) {
          return tried;
        }
      } catch (UnreadableFileException notSo) {
        LOG.log(Level.FINE, "not written so", notSo); // one of several guesses
      }
    }
    return found;
  }

  /// Whether the file has a header that names items.
  private static boolean names(Source source, TableSchema schema) throws IOException {
    if (!Boolean.TRUE.equals(source.dialect().header())) {
      return false;
    }
    try (SourceReader records = source.open()) {
      return records.columns().stream().anyMatch(name -> schema.indexOf(name) >= 0);
    }
  }

  private TypeProposal proposal(Source source) throws IOException {
    try (SourceReader records = source.open()) {
      return TypeProposal.of(records);
    }
  }

  private Load end(Load load, Load.State state, String code, @Nullable String detail) {
    Load ended = ended(load, state, code, detail);
    catalog.updateLoad(ended);
    return catalog.load(load.id()).orElse(ended);
  }

  private Load ended(Load load, Load.State state, @Nullable String code, @Nullable String detail) {
    Load now = live(load);
    return new Load(
        load.id(),
        load.dataset(),
        state,
        load.started(),
        clock.instant(),
        load.by(),
        load.acknowledged(),
        load.request(),
        load.source(),
        now.report(),
        null,
        code,
        detail,
        load.proposal());
  }

  /// The load with the counts of its run.
  private Load live(Load load) {
    Running current = running.get(load.id());
    LoadRun run = current == null ? null : current.run;
    return run == null || load.state().isFinal()
        ? load
        : with(load, load.state(), present(load.source()), run.report(), load.proposal());
  }

  private static Load with(
      Load load,
      Load.State state,
      SourceFile source,
      Load.Report report,
      @Nullable String proposal) {
    return new Load(
        load.id(),
        load.dataset(),
        state,
        load.started(),
        load.ended(),
        load.by(),
        load.acknowledged(),
        load.request(),
        source,
        report,
        load.version(),
        load.problemCode(),
        load.problemDetail(),
        proposal);
  }

  private void letGo(DatasetId id, String sha256) throws IOException {
    letGo(id.provider(), sha256);
  }

  private void letGo(ProviderNamespace provider, String sha256) throws IOException {
    sources.letGo(provider, sha256, wanted -> needed(provider).contains(wanted));
  }

  /// Checksums of the files that a provider's versions and open loads are of.
  private Set<String> needed(ProviderNamespace provider) {
    Set<String> needed = new HashSet<>();
    catalog.datasets().stream()
        .filter(dataset -> dataset.id().provider().equals(provider))
        .flatMap(dataset -> catalog.versions(dataset.id()).stream())
        .forEach(version -> needed.add(version.source().sha256()));
    catalog.openLoads().stream()
        .filter(load -> load.dataset().provider().equals(provider))
        .forEach(load -> {
          if (load.source() != null) {
            needed.add(load.source().sha256());
          }
        });
    return needed;
  }

  private static boolean isDiskFull(Throwable failed) {
    for (Throwable each = failed; each != null; each = each.getCause()) {
      if (each instanceof UnavailableException unavailable
          && unavailable.code().equals("disk-full")) {
        return true;
      }
      String message =
          each instanceof IOException || each instanceof UncheckedIOException
              ? each.getMessage()
              : null;
      if (message != null && message.toLowerCase(Locale.ROOT).contains("no space left")) {
        return true;
      }
    }
    return false;
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a load that runs has its file");
    }
    return value;
  }
}
