package org.citycatalog.app.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.citycatalog.app.api.DatasetFollowers;
import org.citycatalog.app.api.ServerMetrics;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.EntryDocument;
import org.citycatalog.catalog.LocalText;
import org.citycatalog.catalog.Vocabularies;
import org.citycatalog.catalog.Vocabulary;
import org.citycatalog.catalog.jdbc.ChangesToRecord;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;
import org.citycatalog.ingest.Limits;
import org.citycatalog.ingest.Loads;
import org.citycatalog.rows.MatchReader;
import org.citycatalog.rows.RowReader;
import org.citycatalog.rows.RowStore;
import org.citycatalog.rows.cube.CubeReader;
import org.citycatalog.rows.cube.CubeReleases;
import org.citycatalog.search.CatalogFollower;
import org.citycatalog.search.DatasetSearch;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Seal;
import org.citycatalog.sharing.contracts.Contracting;
import org.citycatalog.sharing.contracts.Contracts;
import org.citycatalog.sharing.contracts.RequestDeadlines;
import org.citycatalog.sharing.deadlines.Deadlines;
import org.citycatalog.sharing.deadlines.EscalationClock;
import org.citycatalog.sharing.identity.Accounts;
import org.citycatalog.sharing.identity.ApiKeys;
import org.citycatalog.sharing.identity.Callers;
import org.citycatalog.sharing.identity.FirstKey;
import org.citycatalog.sharing.identity.LastUseKeeper;
import org.citycatalog.sharing.identity.PasswordCost;
import org.citycatalog.sharing.identity.Sessions;
import org.citycatalog.sharing.identity.Tokens;
import org.citycatalog.sharing.jdbc.ChangeRecorder;
import org.citycatalog.sharing.jdbc.JdbcAccounts;
import org.citycatalog.sharing.jdbc.JdbcContracts;
import org.citycatalog.sharing.jdbc.JdbcLiteralKeys;
import org.citycatalog.sharing.jdbc.JdbcPurges;
import org.citycatalog.sharing.jdbc.JdbcQuotaStore;
import org.citycatalog.sharing.ledger.ChainedLog;
import org.citycatalog.sharing.ledger.Ledger;
import org.citycatalog.sharing.ledger.LedgerReader;
import org.citycatalog.sharing.ledger.LiteralKeys;
import org.citycatalog.sharing.ledger.SigningKey;
import org.citycatalog.sharing.purge.Purging;
import org.citycatalog.sharing.quota.LimitBook;
import org.citycatalog.sharing.quota.Limiting;
import org.citycatalog.sharing.quota.MatchBudget;
import org.citycatalog.sharing.quota.QuotaStore;
import org.citycatalog.sharing.quota.Quotas;
import org.citycatalog.sharing.quota.Rates;
import org.citycatalog.stewardship.corrections.Correcting;
import org.citycatalog.stewardship.jdbc.JdbcCorrections;
import org.jspecify.annotations.Nullable;

/// The engine's objects over one data folder, in the order in which they start; closed in the
/// reverse.
final class RunningCatalog implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RunningCatalog.class.getName());
  private static final Duration BETWEEN_ESCALATIONS = Duration.ofMinutes(5);
  private static final Map<String, String> FIRST_KEYS =
      new TreeMap<>(
          Map.of(
              "operator-key", "operator",
              "auditor-key", "auditor",
              "security-key", "security-administrator"));
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final SecureRandom random = new SecureRandom();
  final Settings settings;
  final Path home;
  final InstantSource clock = InstantSource.system();
  final Vocabularies vocabularies = Vocabularies.fromClassPath();
  final Boundary boundary;
  final EntryDocument document = new EntryDocument(vocabularies, clock);
  final JdbcCatalogStore store;
  final Contracts contracts;
  final Contracting contracting;
  final Deadlines deadlines;
  final RequestDeadlines requestDeadlines;
  final Correcting correcting;
  final ApiKeys keys;
  final Sessions sessions;
  final Accounts accounts;
  final Callers callers;
  final ChainedLog records;
  final Ledger ledger;
  final LedgerReader ledgerReader;
  final Quotas quotas;
  final Rates rates;
  final Limiting limiting;
  final Seal seal;
  final RowStore rows;
  final RowReader rowReader;
  final MatchReader matchReader;
  final CubeReleases cubes;
  final CubeReader cubeReader;
  final Loads loads;
  final ServerMetrics metrics;
  final Purging purging;
  final CatalogFollower follower;
  final DatasetFollowers followers;
  final DatasetSearch search;

  private RunningCatalog(Settings settings) throws IOException {
    this.settings = settings;
    try {
      deadlines = DeadlineData.named(settings.deadlineProfile(), settings.calendar());
      DataFolder folder = opened(DataFolder.take(settings.home()));
      home = folder.path();
      store = opened(openStore(settings, home));
      contracts = new JdbcContracts(store.database());
      boundary = new Boundary(contracts, clock, folder.secret(DataFolder.Secret.PSEUDONYM));
      keys = new ApiKeys(store, boundary, clock, random);
      contracting =
          new Contracting(store, contracts, boundary, keys, clock, new Ids(random), random);
      requestDeadlines = new RequestDeadlines(contracting, contracts, store, deadlines, clock);
      correcting =
          new Correcting(
              store,
              new JdbcCorrections(store.database()),
              boundary,
              deadlines,
              clock,
              new Ids(random));
      makeFirstKeys();
      records = opened(openRecords());
      opened(new ChangeRecorder(new ChangesToRecord(store.database()), records));
      byte[] literalKey = folder.secret(DataFolder.Secret.LITERAL);
      LiteralKeys literals = new JdbcLiteralKeys(store.database(), literalKey, random);
      ledger = opened(new Ledger(records, clock, new Ids(random), literalKey, literals));
      sessions =
          new Sessions(
              new JdbcAccounts(store.database()),
              clock,
              random,
              settings.sessions(),
              PasswordCost.DEFAULT,
              ledger::loginFailed);
      accounts = new Accounts(sessions, store, new Ids(random));
      callers = new Callers(keys, sessions, tokens(settings.oidc()));
      opened(new LastUseKeeper(List.of(keys.uses(), sessions.uses())));
      rows =
          opened(
              new RowStore(
                  home.resolve("rows"), settings.permitFilterBytes(), settings.queryTime()));
      QuotaStore counts = new JdbcQuotaStore(store.database());
      LimitBook limits = new LimitBook(counts);
      quotas = opened(new Quotas(counts, limits, clock));
      rates = new Rates(settings.rates(), limits, System::nanoTime);
      limiting = new Limiting(store, boundary, limits, quotas, clock);
      seal = new Seal(folder.secret(DataFolder.Secret.CURSOR));
      ledgerReader = new LedgerReader(records, seal);
      rowReader = new RowReader(store, boundary, rows, seal, ledger, quotas);
      follower = opened(new CatalogFollower(store, home.resolve("search"), this::themeLabel));
      matchReader =
          new MatchReader(
              store,
              boundary,
              rows,
              ledger,
              quotas,
              new MatchBudget(settings.matchesPerHour(), clock));
      cubes = new CubeReleases(store, boundary, rows, home, folder.secret(DataFolder.Secret.CUBE));
      cubeReader = new CubeReader(store, boundary, cubes, ledger, quotas);
      followers = new DatasetFollowers(cubes, follower);
      loads = opened(openLoads(followers::changed));
      metrics = opened(new ServerMetrics(home, rows, loads));
      loads.recover();
      purging =
          opened(
              new Purging(
                  store,
                  contracts,
                  new JdbcPurges(store.database()),
                  boundary,
                  literals,
                  loads::erase,
                  clock,
                  new Ids(random),
                  random));
      purging.start();
      search = new DatasetSearch(follower, seal);
      follower.start();
      opened(new EscalationClock(List.of(requestDeadlines, correcting), BETWEEN_ESCALATIONS));
    } catch (RuntimeException | IOException failed) {
      close();
      throw failed;
    }
  }

  /// Takes the data folder and starts on it; when it returns, everything can be asked.
  ///
  /// @throws StartException if the keeper has to do something first
  static RunningCatalog start(Settings settings) {
    try {
      RunningCatalog running = new RunningCatalog(settings);
      if (settings.demo()) {
        new DemoLoader(running).load();
      }
      running.cubes.considerAll();
      Thread.ofPlatform().name("verify-rows").daemon(true).start(running.loads::verifyAll);
      return running;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Optional<LocalText> themeLabel(String code) {
    return vocabularies
        .vocabulary("themes")
        .flatMap(themes -> themes.term(code))
        .map(Vocabulary.Term::label);
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      AutoCloseable next = opened.pop();
      try {
        next.close();
      } catch (Exception failed) {
        LOG.log(Level.SEVERE, "could not close " + next.getClass().getSimpleName(), failed);
      }
    }
  }

  private Loads openLoads(Consumer<DatasetId> loaded) throws IOException {
    return new Loads(
        store,
        boundary,
        rows,
        home,
        clock,
        new Ids(random),
        loaded,
        new Loads.Settings(
            settings.loadThreads(),
            settings.maxUploadBytes(),
            Limits.DEFAULT,
            settings.retention()));
  }

  /// The keys with which everything else is begun, each in a file for who is to have it.
  private void makeFirstKeys() throws IOException {
    for (Map.Entry<String, String> each : FIRST_KEYS.entrySet()) {
      Path file = home.resolve(each.getKey());
      if (new FirstKey(keys, each.getValue(), file).ensure()) {
        LOG.info("made the first key of kind %s; it is in %s".formatted(each.getValue(), file));
      }
    }
  }

  private @Nullable Tokens tokens(@Nullable OidcSettings oidc) {
    return oidc == null
        ? null
        : new Tokens(oidc.rules(), new HttpKeySource(oidc), store, clock, System::nanoTime);
  }

  private ChainedLog openRecords() {
    try {
      return ChainedLog.open(
          home.resolve("ledger"),
          SigningKey.in(home, settings.ledgerSuite()),
          clock,
          new ChainedLog.Settings(
              ChainedLog.Settings.DEFAULT.segmentBytes(), settings.ledgerRetention()));
    } catch (IOException failed) {
      throw new StartException("the ledger cannot be opened: " + failed.getMessage(), failed);
    }
  }

  private static JdbcCatalogStore openStore(Settings settings, Path home) {
    String url = settings.databaseUrl();
    try {
      return url == null
          ? JdbcCatalogStore.sqlite(home.resolve("catalog.db"))
          : JdbcCatalogStore.postgresql(url, settings.databaseUser(), settings.databasePassword());
    } catch (IllegalStateException | IllegalArgumentException refused) {
      throw new StartException(
          "the catalog's database cannot be opened: " + refused.getMessage(), refused);
    }
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.push(resource);
    return resource;
  }
}
