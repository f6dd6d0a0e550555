package org.citycatalog.app.wiring;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.citycatalog.app.api.DatasetFollowers;
import org.citycatalog.app.api.RequestIds;
import org.citycatalog.app.api.ServerMetrics;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Vocabularies;
import org.citycatalog.ingest.Loads;
import org.citycatalog.rows.MatchReader;
import org.citycatalog.rows.RowReader;
import org.citycatalog.rows.RowStore;
import org.citycatalog.rows.cube.CubeReader;
import org.citycatalog.search.CatalogFollower;
import org.citycatalog.search.DatasetSearch;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Seal;
import org.citycatalog.sharing.contracts.Contracting;
import org.citycatalog.sharing.contracts.RequestDeadlines;
import org.citycatalog.sharing.deadlines.Deadlines;
import org.citycatalog.sharing.identity.Accounts;
import org.citycatalog.sharing.identity.ApiKeys;
import org.citycatalog.sharing.identity.Callers;
import org.citycatalog.sharing.identity.Sessions;
import org.citycatalog.sharing.ledger.ChainedLog;
import org.citycatalog.sharing.ledger.Ledger;
import org.citycatalog.sharing.ledger.LedgerReader;
import org.citycatalog.sharing.purge.Purging;
import org.citycatalog.sharing.quota.Limiting;
import org.citycatalog.sharing.quota.Quotas;
import org.citycatalog.sharing.quota.Rates;
import org.citycatalog.sharing.rules.ComparedRules;
import org.citycatalog.sharing.rules.KnownReaders;
import org.citycatalog.stewardship.AddProvider;
import org.citycatalog.stewardship.DecideChange;
import org.citycatalog.stewardship.EditDataset;
import org.citycatalog.stewardship.PreviewDataset;
import org.citycatalog.stewardship.PublishDataset;
import org.citycatalog.stewardship.RegisterDataset;
import org.citycatalog.stewardship.WithdrawDataset;
import org.citycatalog.stewardship.corrections.Correcting;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/// Starts the catalog with the application, not with its first request, and hands its objects to
/// whoever asks.
@ApplicationScoped
public class Wiring {
  private static final Logger LOG = Logger.getLogger(Wiring.class.getName());
  private volatile @Nullable RunningCatalog running;

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    try {
      Settings settings =
          Settings.read(name -> ConfigProvider.getConfig().getOptionalValue(name, String.class));
      running = RunningCatalog.start(settings);
      LOG.info("serving " + settings);
    } catch (StartException refused) {
      LOG.severe("CityCatalog does not start: " + refused.getMessage());
      leave();
      throw refused;
    } catch (RuntimeException | Error bug) {
      LOG.log(Level.SEVERE, "CityCatalog does not start", bug);
      leave();
      throw bug;
    }
  }

  /// A server without its application would answer 404 to everything, for ever.
  private static void leave() {
    Thread.ofPlatform().name("leave").daemon(true).start(() -> System.exit(1));
  }

  @PreDestroy
  void stop() {
    RunningCatalog current = running;
    running = null;
    if (current != null) {
      current.close();
      LOG.info("stopped");
    }
  }

  private RunningCatalog running() {
    RunningCatalog current = running;
    if (current == null) {
      throw new IllegalStateException("the catalog is not running");
    }
    return current;
  }

  @Produces
  @Singleton
  @RequestIds
  Supplier<String> requestIds() {
    return new Ids(new SecureRandom());
  }

  @Produces
  @Singleton
  Settings settings() {
    return running().settings;
  }

  @Produces
  @Singleton
  InstantSource clock() {
    return running().clock;
  }

  @Produces
  @Singleton
  ServerMetrics metrics() {
    return running().metrics;
  }

  @Produces
  @Singleton
  CatalogStore store() {
    return running().store;
  }

  @Produces
  @Singleton
  Vocabularies vocabularies() {
    return running().vocabularies;
  }

  @Produces
  @Singleton
  Boundary boundary() {
    return running().boundary;
  }

  @Produces
  @Singleton
  ApiKeys keys() {
    return running().keys;
  }

  @Produces
  @Singleton
  Sessions sessions() {
    return running().sessions;
  }

  @Produces
  @Singleton
  Accounts accounts() {
    return running().accounts;
  }

  @Produces
  @Singleton
  Callers callers() {
    return running().callers;
  }

  @Produces
  @Singleton
  ChainedLog records() {
    return running().records;
  }

  @Produces
  @Singleton
  LedgerReader ledgerReader() {
    return running().ledgerReader;
  }

  @Produces
  @Singleton
  Ledger ledger() {
    return running().ledger;
  }

  @Produces
  @Singleton
  Contracting contracting() {
    return running().contracting;
  }

  @Produces
  @Singleton
  Deadlines deadlines() {
    return running().deadlines;
  }

  @Produces
  @Singleton
  Quotas quotas() {
    return running().quotas;
  }

  @Produces
  @Singleton
  RequestDeadlines requestDeadlines() {
    return running().requestDeadlines;
  }

  @Produces
  @Singleton
  Rates rates() {
    return running().rates;
  }

  @Produces
  @Singleton
  Correcting correcting() {
    return running().correcting;
  }

  @Produces
  @Singleton
  Purging purging() {
    return running().purging;
  }

  @Produces
  @Singleton
  Limiting limiting() {
    return running().limiting;
  }

  @Produces
  @Singleton
  Seal seal() {
    return running().seal;
  }

  @Produces
  @Singleton
  RowStore rows() {
    return running().rows;
  }

  @Produces
  @Singleton
  MatchReader matchReader() {
    return running().matchReader;
  }

  @Produces
  @Singleton
  DatasetFollowers followers() {
    return running().followers;
  }

  @Produces
  @Singleton
  CubeReader cubeReader() {
    return running().cubeReader;
  }

  @Produces
  @Singleton
  RowReader rowReader() {
    return running().rowReader;
  }

  @Produces
  @Singleton
  CatalogFollower follower() {
    return running().follower;
  }

  @Produces
  @Singleton
  DatasetSearch search() {
    return running().search;
  }

  @Produces
  @Singleton
  Loads loads() {
    return running().loads;
  }

  @Produces
  @Singleton
  RegisterDataset registerDataset() {
    RunningCatalog catalog = running();
    return new RegisterDataset(catalog.store, catalog.boundary, catalog.document, catalog.clock);
  }

  @Produces
  @Singleton
  EditDataset editDataset() {
    RunningCatalog catalog = running();
    return new EditDataset(catalog.store, catalog.boundary, catalog.document, catalog.clock);
  }

  @Produces
  @Singleton
  PublishDataset publishDataset() {
    RunningCatalog catalog = running();
    return new PublishDataset(catalog.store, catalog.boundary, catalog.clock);
  }

  @Produces
  @Singleton
  WithdrawDataset withdrawDataset() {
    RunningCatalog catalog = running();
    return new WithdrawDataset(catalog.store, catalog.boundary, catalog.clock);
  }

  @Produces
  @Singleton
  PreviewDataset previewDataset() {
    RunningCatalog catalog = running();
    return new PreviewDataset(
        catalog.store,
        catalog.boundary,
        catalog.document,
        new ComparedRules(catalog.boundary, catalog.contracts, catalog.rowReader, catalog.clock));
  }

  @Produces
  @Singleton
  DecideChange decideChange() {
    RunningCatalog catalog = running();
    return new DecideChange(catalog.store, catalog.boundary, catalog.clock);
  }

  @Produces
  @Singleton
  KnownReaders knownReaders() {
    RunningCatalog catalog = running();
    return new KnownReaders(catalog.store, catalog.contracts, catalog.clock);
  }

  @Produces
  @Singleton
  AddProvider addProvider() {
    RunningCatalog catalog = running();
    return new AddProvider(catalog.store, catalog.boundary, catalog.document);
  }
}
