package org.citycatalog.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Load;
import org.citycatalog.catalog.SourceFile;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.disk.Folders;
import org.citycatalog.rows.RowStore;
import org.jspecify.annotations.Nullable;

/// Takes a load from its stored file to its commit.
///
/// The index is built beside the visible ones and takes its place before the catalog commits the
/// version, so a kill leaves the old version or the new one; what it leaves beside them is swept by
/// [Recovery].
final class LoadRun {
  private static final Logger LOG = Logger.getLogger(LoadRun.class.getName());

  private final CatalogStore catalog;
  private final RowStore rows;
  private final SourceStore sources;
  private final Quarantine quarantine;
  private final Retirement retirement;
  private final InstantSource clock;
  private final Consumer<DatasetId> loaded;
  private final Loads.Settings settings;

  LoadRun(
      CatalogStore catalog,
      RowStore rows,
      SourceStore sources,
      Quarantine quarantine,
      Retirement retirement,
      InstantSource clock,
      Consumer<DatasetId> loaded,
      Loads.Settings settings) {
    this.catalog = catalog;
    this.rows = rows;
    this.sources = sources;
    this.quarantine = quarantine;
    this.retirement = retirement;
    this.clock = clock;
    this.loaded = loaded;
    this.settings = settings;
  }

  /// Runs a load and lets its file go.
  ///
  /// @param waiting its file is stored and held
  /// @return the load as it ended; still open where the server stops
  Load run(Load waiting, Progress progress) throws IOException {
    DatasetId id = waiting.dataset();
    SourceFile stored = sourceOf(waiting);
    Path building = rows.buildingFolder(id, waiting.id());
    Load load = waiting.running(stored).withReport(Load.Report.NOTHING);
    try {
      if (!catalog.updateLoad(load)) {
        return catalog.load(load.id()).orElse(load); // cancelled while it waited
      }
      LoadRequest request = LoadRequest.ofJson(load.request());
      TableSchema schema = catalog.dataset(id).orElseThrow().entry().schema();
      Source source =
          HeaderFinder.find(
              sources.file(id.provider(), stored.sha256()),
              request.hints(),
              settings.limits(),
              schema);
      load = load.running(source.dialect().toSourceFile(stored.sha256(), stored.bytes()));
      TableSchema adopted = null;
      if (schema.items().isEmpty()) {
        TypeProposal proposal = TypeProposal.of(source);
        adopted = proposal.toSchema();
        schema = adopted;
        load = load.withProposal(proposal.toJson(sourceOf(load)).toString());
      }
      IndexBuild build =
          new IndexBuild(
              source, schema, request, building, settings.workers(), progress::isStopped);
      progress.watch(build);
      try {
        build.build(load.id(), quarantine);
      } finally {
        load = load.withReport(build.report());
      }
      return commit(load, schema, adopted, building);
    } catch (IndexBuild.CancelledException stopped) {
      // A cancelled load is final already; a server that stops leaves the load to its next start.
      return catalog.load(load.id()).orElse(load);
    } catch (UnreadableFileException refused) {
      return end(load, Load.State.REFUSED, refused.code(), refused.getMessage());
    } catch (IOException | RuntimeException | OutOfMemoryError failed) {
      return progress.serverStops() ? load : failed(load, failed, building);
    } finally {
      if (!progress.serverStops()) {
        Folders.delete(building);
        sources.letGo(id.provider(), stored.sha256());
      }
    }
  }

  /// Runs a load that was accepted before a restart, if its file has come through it.
  Load takeUp(Load accepted, Progress progress) throws IOException {
    SourceFile stored = sourceOf(accepted);
    Optional<String> flaw = sources.flaw(accepted.dataset().provider(), stored.sha256());
    if (flaw.isEmpty()) {
      return run(accepted, progress);
    }
    LOG.severe("load " + accepted.id() + " of " + accepted.dataset() + ": " + flaw.get());
    try {
      return end(
          accepted, Load.State.FAILED, "interrupted", "its file was damaged before it was loaded");
    } finally {
      sources.letGo(accepted.dataset().provider(), stored.sha256());
    }
  }

  private Load commit(Load load, TableSchema schema, @Nullable TableSchema adopted, Path building)
      throws IOException {
    DatasetId id = load.dataset();
    long number = catalog.nextVersion(id);
    Load.Report report = load.report();
    Instant now = clock.instant();
    DatasetVersion version =
        new DatasetVersion(
            id,
            number,
            load.id(),
            now,
            schema,
            sourceOf(load),
            report.rowsKept(),
            report.rowsRejected(),
            report.cellsUnreadable());
    Load done = load.loaded(number, now);
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
    loaded.accept(id);
    retirement.retire(id);
    return done;
  }

  private Load failed(Load load, Throwable why, Path building) {
    LOG.log(Level.WARNING, "load " + load.id() + " of " + load.dataset() + " failed", why);
    Folders.deleteOrLog(building); // so that there is room to note the end
    return DiskFull.isBehind(why)
        ? end(load, Load.State.FAILED, "disk-full", "the server ran out of room while indexing")
        : end(
            load,
            Load.State.FAILED,
            "internal",
            "the server failed while indexing; its log says more");
  }

  private Load end(Load load, Load.State state, String code, @Nullable String detail) {
    Load ended = load.ended(state, clock.instant(), code, detail);
    catalog.updateLoad(ended);
    return catalog.load(load.id()).orElse(ended);
  }

  private static SourceFile sourceOf(Load load) {
    SourceFile source = load.source();
    if (source == null) {
      throw new IllegalStateException("a load that runs has its file");
    }
    return source;
  }
}
