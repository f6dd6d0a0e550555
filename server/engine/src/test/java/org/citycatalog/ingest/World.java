package org.citycatalog.ingest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.LocalText;
import org.citycatalog.catalog.Provider;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.Statistics;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;
import org.citycatalog.export.RowForm;
import org.citycatalog.export.RowFormat;
import org.citycatalog.rows.RowAnswer;
import org.citycatalog.rows.RowQuery;
import org.citycatalog.rows.RowReader;
import org.citycatalog.rows.RowStore;
import org.citycatalog.rows.cube.CubeReader;
import org.citycatalog.rows.cube.CubeReleases;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Grant;
import org.citycatalog.sharing.Seal;
import org.citycatalog.sharing.contracts.Contracts;
import org.citycatalog.sharing.jdbc.JdbcContracts;
import org.citycatalog.sharing.jdbc.JdbcLiteralKeys;
import org.citycatalog.sharing.jdbc.JdbcPurges;
import org.citycatalog.sharing.jdbc.JdbcQuotaStore;
import org.citycatalog.sharing.ledger.ChainedLog;
import org.citycatalog.sharing.ledger.Ledger;
import org.citycatalog.sharing.ledger.LiteralKeys;
import org.citycatalog.sharing.ledger.SigningKey;
import org.citycatalog.sharing.ledger.Suite;
import org.citycatalog.sharing.purge.Purges;
import org.citycatalog.sharing.purge.Purging;
import org.citycatalog.sharing.quota.LimitBook;
import org.citycatalog.sharing.quota.Quotas;
import org.jspecify.annotations.Nullable;

/// An engine on a folder: a catalog in SQLite with one provider, and what loads and reads rows.
public final class World implements AutoCloseable {
  public static final ProviderNamespace PROVIDER = new ProviderNamespace("transport");
  public static final Caller STEWARD =
      new Caller(Caller.Kind.DEPARTMENT, "steward", PROVIDER, null);

  public final CatalogStore catalog;
  public final LimitBook limits;
  public final Quotas quotas;
  public final Map<String, Grant> grants = new ConcurrentHashMap<>();
  public final Boundary boundary;
  public final RowStore rows;
  public final Loads loads;
  public final RowReader reader;
  public final CubeReleases cubes;
  public final CubeReader cubeReader;
  public final ChainedLog log;
  public final Ledger ledger;
  public final LiteralKeys literals;
  public final Purges purges;
  public final Contracts contracts;
  public final Purging purging;

  /// How many versions it was told of that have become visible.
  public final AtomicInteger told = new AtomicInteger();

  public volatile Instant now = Instant.parse("2026-01-02T03:04:05Z");

  public World(Path home) {
    this(home, Loads.Settings.DEFAULT);
  }

  public World(Path home, Loads.Settings settings) {
    this(home, settings, 64L << 20);
  }

  /// @param filterBytes what [RowStore] may keep of permits' rows
  public World(Path home, Loads.Settings settings, long filterBytes) {
    this(home, settings, filterBytes, Duration.ofMinutes(10));
  }

  /// @param queryTime how long a question may take
  public World(Path home, Loads.Settings settings, long filterBytes, Duration queryTime) {
    try {
      boundary = new Boundary(id -> Optional.ofNullable(grants.get(id)), () -> now, new byte[32]);
      JdbcCatalogStore store = JdbcCatalogStore.sqlite(home.resolve("catalog.db"));
      catalog = store;
      literals = new JdbcLiteralKeys(store.database(), new byte[32], new SecureRandom());
      purges = new JdbcPurges(store.database());
      contracts = new JdbcContracts(store.database());
      JdbcQuotaStore counts = new JdbcQuotaStore(store.database());
      limits = new LimitBook(counts);
      quotas = new Quotas(counts, limits, () -> now);
      rows = new RowStore(home.resolve("rows"), filterBytes, queryTime);
      cubes = new CubeReleases(catalog, boundary, rows, home, new byte[32]);
      loads =
          new Loads(
              catalog,
              boundary,
              rows,
              home,
              () -> now,
              () -> "load" + java.util.UUID.randomUUID().toString().replace("-", ""),
              this::told,
              settings);
      log =
          ChainedLog.open(
              home.resolve("ledger"),
              SigningKey.in(home, Suite.SHA_256),
              () -> now,
              ChainedLog.Settings.DEFAULT);
      ledger =
          new Ledger(
              log, () -> now, () -> java.util.UUID.randomUUID().toString(), new byte[32], literals);
      reader = new RowReader(catalog, boundary, rows, new Seal(new byte[32]), ledger, quotas);
      cubeReader = new CubeReader(catalog, boundary, cubes, ledger, quotas);
      catalog.addProvider(
          new Provider(
              PROVIDER,
              new Uscc("1134100000306220" + "0" + Uscc.checkCharacter("11341000003062200")),
              LocalText.of("交通运输局"),
              null,
              null));
      loads.recover();
      purging =
          new Purging(
              catalog,
              contracts,
              purges,
              boundary,
              literals,
              loads::erase,
              () -> now,
              () -> "purge" + java.util.UUID.randomUUID().toString().replace("-", ""),
              new SecureRandom());
      purging.start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static Loads.Settings settings(int workers, Duration retention) {
    return new Loads.Settings(workers, 1 << 30, Limits.DEFAULT, retention);
  }

  private void told(DatasetId id) {
    told.incrementAndGet();
    cubes.consider(id);
  }

  /// Registers and publishes a dataset of which statistics are told to everybody, and no rows.
  ///
  /// @param rows CQL2, which rows are counted; null for all
  public DatasetId statistics(
      String name, TableSchema schema, Statistics statistics, @Nullable String rows) {
    DatasetId id =
        dataset(name, schema, new Entry.Opening(AccessClass.CONDITIONAL, "按需", null, rows), true);
    declare(id, statistics);
    return id;
  }

  /// Declares other statistics.
  public void declare(DatasetId id, @Nullable Statistics statistics) {
    Dataset dataset = catalog.dataset(id).orElseThrow();
    catalog.edit(dataset.entry().withStatistics(statistics), dataset.revision(), "steward", now);
    cubes.consider(id);
  }

  /// Registers and publishes an open dataset.
  public DatasetId dataset(String name, TableSchema schema) {
    return dataset(name, schema, AccessClass.UNCONDITIONAL, true);
  }

  public DatasetId dataset(String name, TableSchema schema, AccessClass opening, boolean publish) {
    return dataset(name, schema, new Entry.Opening(opening, null, null), publish);
  }

  /// Registers and publishes an open dataset of which only some rows are open.
  ///
  /// @param rows CQL2
  public DatasetId dataset(String name, TableSchema schema, String rows) {
    return dataset(
        name, schema, new Entry.Opening(AccessClass.UNCONDITIONAL, null, null, rows), true);
  }

  private DatasetId dataset(
      String name, TableSchema schema, Entry.Opening opening, boolean publish) {
    DatasetId id = new DatasetId(PROVIDER + "." + name);
    Entry entry =
        new Entry(
            id,
            LocalText.of("停车场 " + name),
            LocalText.of("停车场与空位"),
            "201001",
            null,
            Entry.Identifiers.NONE,
            null,
            null,
            "database",
            List.of("csv"),
            schema,
            new Entry.Sharing(AccessClass.CONDITIONAL, "按需", null, null, null),
            opening,
            Level.G1,
            "daily",
            LocalDate.of(2026, 1, 1),
            List.of(),
            null,
            List.of(),
            List.of(),
            "CC BY 4.0",
            null,
            null,
            true,
            List.of(),
            null);
    catalog.register(entry, "steward", now);
    if (publish) {
      catalog.moveTo(DatasetState.PUBLISHED, id, 1, "steward", null, now);
    }
    return id;
  }

  public LoadOutcome load(DatasetId id, String file) {
    return load(
        id, new LoadRequest(Hints.NONE, 0, null, null), file.getBytes(StandardCharsets.UTF_8));
  }

  public LoadOutcome load(DatasetId id, LoadRequest request, byte[] file) {
    return load(id, request, new ByteArrayInputStream(file));
  }

  public LoadOutcome load(DatasetId id, LoadRequest request, InputStream file) {
    return loads.load(STEWARD, id, request, file, false);
  }

  public RowAnswer page(DatasetId id, @Nullable String filter) {
    return reader.page(Caller.ANONYMOUS, id, query(filter), 100, null);
  }

  public static RowQuery query(@Nullable String filter) {
    return new RowQuery(filter, null, List.of(), List.of());
  }

  /// Exports all rows as CSV text.
  public String csv(DatasetId id, RowForm form) {
    return export(id, RowQuery.ALL, RowFormat.CSV, form);
  }

  public String export(DatasetId id, RowQuery query, RowFormat format, RowForm form) {
    return export(Caller.ANONYMOUS, id, query, format, form);
  }

  public String export(
      Caller caller, DatasetId id, RowQuery query, RowFormat format, RowForm form) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var stream = ((RowAnswer.Stream) reader.stream(caller, id, query)).rows()) {
      format.write(stream, form, false, out);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    purging.close();
    loads.close();
    rows.close();
    ledger.close();
    quotas.close();
    try {
      log.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    catalog.close();
  }
}
