package org.citycatalog.app.wiring;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.citycatalog.app.demo.DemoCity;
import org.citycatalog.app.demo.DemoDataset;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Load;
import org.citycatalog.catalog.ProposedChange;
import org.citycatalog.ingest.Format;
import org.citycatalog.ingest.Hints;
import org.citycatalog.ingest.LoadOutcome;
import org.citycatalog.ingest.LoadRequest;
import org.citycatalog.sharing.Caller;
import org.citycatalog.stewardship.DecideChange;
import org.citycatalog.stewardship.Outcome;
import org.citycatalog.stewardship.PublishDataset;
import org.citycatalog.stewardship.RegisterDataset;

/// Puts the demo city into a catalog, through the same doors as a steward's data. What is there
/// already stays.
final class DemoLoader {
  private static final Logger LOG = Logger.getLogger(DemoLoader.class.getName());
  private static final Caller OPERATOR = new Caller(Caller.Kind.OPERATOR, "demo-city", null, null);

  /// The second person about data of high levels; a city that is made up has nobody to protect.
  private static final Caller SECOND =
      new Caller(Caller.Kind.OPERATOR, "demo-city-second", null, null);

  private final RunningCatalog catalog;

  DemoLoader(RunningCatalog catalog) {
    this.catalog = catalog;
  }

  /// Does nothing in a catalog that holds other data: what is made up does not go among it.
  void load() {
    DemoCity city = DemoCity.huangshan();
    Set<DatasetId> own =
        city.datasets().stream().map(DemoDataset::id).collect(Collectors.toUnmodifiableSet());
    if (catalog.store.datasets().stream().map(Dataset::id).anyMatch(id -> !own.contains(id))) {
      LOG.info("the catalog holds other datasets than the demo city's, which is left out");
      return;
    }
    city.providers().forEach(catalog.store::addProvider);
    RegisterDataset register =
        new RegisterDataset(catalog.store, catalog.boundary, catalog.document, catalog.clock);
    PublishDataset publish = new PublishDataset(catalog.store, catalog.boundary, catalog.clock);
    for (DemoDataset each : city.datasets()) {
      if (catalog.store.dataset(each.id()).isEmpty()) {
        switch (register.register(OPERATOR, each.entry())) {
          case Outcome.Registered registered ->
              LOG.info("registered " + registered.dataset().id() + " of the demo city");
          case Outcome.OfRegistering other ->
              throw new IllegalStateException("the demo city's " + each.id() + ": " + other);
        }
      }
      rows(each);
      Dataset now = catalog.store.dataset(each.id()).orElseThrow();
      if (each.publish() && now.state() == org.citycatalog.catalog.DatasetState.DRAFT) {
        publish(publish, now);
      }
      catalog.followers.changed(each.id());
    }
  }

  private void publish(PublishDataset publish, Dataset dataset) {
    switch (publish.publish(OPERATOR, dataset.id(), dataset.revision())) {
      case Outcome.Published published -> {}
      case Outcome.Proposed(ProposedChange change, Dataset same) -> approve(change, dataset.id());
      case Outcome.OfPublishing other ->
          throw new IllegalStateException("the demo city's " + dataset.id() + ": " + other);
    }
  }

  private void approve(ProposedChange change, DatasetId id) {
    Outcome.OfDecidingChange outcome =
        new DecideChange(catalog.store, catalog.boundary, catalog.clock)
            .decide(SECOND, id, change.number(), ProposedChange.Outcome.APPROVED, null);
    if (!(outcome instanceof Outcome.ChangeDecided)) {
      throw new IllegalStateException("the demo city's " + id + ": " + outcome);
    }
  }

  private void rows(DemoDataset each) {
    if (catalog.store.dataset(each.id()).orElseThrow().version() != null) {
      return;
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      each.file().writeTo(file);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    LoadOutcome outcome =
        catalog.loads.load(
            OPERATOR,
            each.id(),
            new LoadRequest(Hints.format(Format.ofCode(each.format())), 0, 0L, null),
            new ByteArrayInputStream(file.toByteArray()),
            false);
    if (!(outcome instanceof LoadOutcome.Ended(Load load)) || load.state() != Load.State.LOADED) {
      throw new IllegalStateException("the demo city's " + each.id() + ": " + outcome);
    }
  }
}
