package org.citycatalog.app.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Vocabularies;
import org.citycatalog.search.CatalogFollower;
import org.citycatalog.search.DatasetSearch;
import org.citycatalog.sharing.Boundary;

/// Makes what the API itself consists of, once.
@ApplicationScoped
public class ApiObjects {
  @Produces
  @Singleton
  ErrorCodes errorCodes() {
    return ErrorCodes.fromClassPath();
  }

  @Produces
  @Singleton
  Contract contract() {
    return Contract.fromClassPath();
  }

  @Produces
  @Singleton
  BodySchemas bodySchemas(Contract contract) {
    return new BodySchemas(contract);
  }

  @Produces
  @Singleton
  WireJson wireJson() {
    return new WireJson();
  }

  @Produces
  @Singleton
  Answers answers(ErrorCodes codes) {
    return new Answers(codes);
  }

  @Produces
  @Singleton
  DatasetView datasetView(Boundary boundary, CatalogFollower follower, WireJson wire) {
    return new DatasetView(boundary, follower, wire);
  }

  @Produces
  @Singleton
  LoadView loadView(Answers answers, WireJson wire) {
    return new LoadView(answers, wire, InstantSource.system());
  }

  @Produces
  @Singleton
  Searches searches(
      DatasetSearch search, Boundary boundary, Vocabularies vocabularies, CatalogStore store) {
    return new Searches(search, boundary, vocabularies, store);
  }

  @Produces
  Seen seen(CatalogStore store, Boundary boundary, Asking asking) {
    return new Seen(store, boundary, asking);
  }
}
