package org.citycatalog.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.disk.Folders;
import org.citycatalog.rows.RowStore;

/// Finds damaged indexes and builds them again from their source files.
final class IndexRepair {
  private static final Logger LOG = Logger.getLogger(IndexRepair.class.getName());

  private final CatalogStore catalog;
  private final RowStore rows;
  private final SourceStore sources;
  private final SourceCheck check;
  private final Quarantine quarantine;
  private final LoadQueue queue;
  private final Supplier<String> ids;
  private final Loads.Settings settings;

  IndexRepair(
      CatalogStore catalog,
      RowStore rows,
      SourceStore sources,
      SourceCheck check,
      Quarantine quarantine,
      LoadQueue queue,
      Supplier<String> ids,
      Loads.Settings settings) {
    this.catalog = catalog;
    this.rows = rows;
    this.sources = sources;
    this.check = check;
    this.quarantine = quarantine;
    this.queue = queue;
    this.ids = ids;
    this.settings = settings;
  }

  /// Opens every current index once, so that damage is found and mended before somebody asks.
  void verifyAll() {
    for (Dataset dataset : catalog.datasets()) {
      DatasetVersion version = dataset.version();
      if (version != null && !queue.isClosing()) {
        rows.verify(version);
      }
    }
  }

  /// Builds an index again in its turn; a version that cannot be is lost.
  void rebuild(DatasetVersion version, String why) {
    String name = version.dataset() + " version " + version.number();
    LOG.warning(
        "the index of " + name + " is damaged (" + why + "); rebuilding it from the source file");
    queue.execute(() -> {
      if (catalog.version(version.dataset(), version.number()).isEmpty()) {
        rows.forget(version.dataset(), version.number()); // destroyed while it waited
        return;
      }
      Path building = rows.buildingFolder(version.dataset(), "rebuild-" + ids.get());
      try {
        build(version, building);
        rows.install(version.dataset(), version.number(), building);
        LOG.info("the index of " + name + " is whole again");
      } catch (IOException | RuntimeException | OutOfMemoryError failed) {
        LOG.log(Level.SEVERE, "the index of " + name + " could not be rebuilt", failed);
        rows.markLost(version);
      } finally {
        Folders.deleteOrLog(building);
      }
    });
  }

  private void build(DatasetVersion version, Path building) throws IOException {
    Optional<String> flaw = check.flaw(version);
    if (flaw.isPresent()) {
      throw new IOException(flaw.get());
    }
    Path file = sources.file(version.dataset().provider(), version.source().sha256());
    IndexBuild build =
        new IndexBuild(
            new Source(file, Dialect.of(version.source()), settings.limits()),
            version.schema(),
            new LoadRequest(Hints.NONE, Long.MAX_VALUE, null, null),
            building,
            settings.workers(),
            queue::isClosing);
    build.build(version.load(), quarantine);
    if (build.report().rowsKept() != version.rows()) {
      // It would be taken for damaged again, and rebuilt for ever.
      throw new IOException(
          "%d rows were read from the source file, the version has %d"
              .formatted(build.report().rowsKept(), version.rows()));
    }
  }
}
