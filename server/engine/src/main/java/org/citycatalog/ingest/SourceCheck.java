package org.citycatalog.ingest;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetVersion;

/// Finds source files that are no longer as they came. Their rows are served all the same, from the
/// index; but an index can be mended only from a whole file.
final class SourceCheck {
  private static final Logger LOG = Logger.getLogger(SourceCheck.class.getName());

  private final CatalogStore catalog;
  private final SourceStore sources;
  private final Map<String, DatasetVersion> flawed = new ConcurrentHashMap<>();

  SourceCheck(CatalogStore catalog, SourceStore sources) {
    this.catalog = catalog;
    this.sources = sources;
  }

  /// Reads the source file of every version.
  void checkAll(BooleanSupplier stopped) {
    for (Dataset dataset : catalog.datasets()) {
      Set<String> whole = new HashSet<>(); // versions of one file are common
      for (DatasetVersion version : catalog.versions(dataset.id())) {
        String sha256 = version.source().sha256();
        if (!stopped.getAsBoolean() && !whole.contains(sha256) && flaw(version).isEmpty()) {
          whole.add(sha256);
        }
      }
    }
  }

  /// Reads the source file of a version; what is wrong with it is said in the log, too.
  Optional<String> flaw(DatasetVersion version) {
    Optional<String> flaw;
    try {
      flaw = sources.flaw(version.dataset().provider(), version.source().sha256());
    } catch (IOException unreadable) {
      LOG.log(Level.WARNING, "a source file cannot be read", unreadable);
      flaw = Optional.of("the source file cannot be read");
    }
    if (flaw.isPresent()) {
      String name = version.dataset() + "@" + version.number();
      flawed.put(name, version);
      LOG.severe(name + ": " + flaw.get() + "; loading the same file again mends it");
    }
    return flaw;
  }

  /// Versions, as `dataset@number`, whose source file was found damaged or absent, and has not come
  /// again since.
  Set<String> damaged() {
    Set<String> damaged = new TreeSet<>();
    flawed.forEach((name, version) -> {
      if (sources.isDamaged(version.dataset().provider(), version.source().sha256())
          && catalog.version(version.dataset(), version.number()).isPresent()) {
        damaged.add(name);
      }
    });
    return damaged;
  }
}
