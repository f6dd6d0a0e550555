package org.citycatalog.app.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Vocabularies;
import org.citycatalog.rows.RowReader;
import org.citycatalog.search.CatalogFollower;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Seal;
import org.citycatalog.sharing.contracts.Contracting;
import org.citycatalog.sharing.contracts.RequestDeadlines;
import org.citycatalog.sharing.quota.Quotas;
import org.citycatalog.stewardship.corrections.Correcting;

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
  DatasetWire datasetWire(
      Boundary boundary,
      CatalogFollower follower,
      WireJson json,
      RowReader rows,
      CatalogStore catalog) {
    return new DatasetWire(boundary, follower, json, rows, catalog);
  }

  @Produces
  @Singleton
  ListPages listPages(Seal seal) {
    return new ListPages(seal);
  }

  @Produces
  @Singleton
  Viewing viewing(Boundary boundary) {
    return new Viewing(boundary);
  }

  @Produces
  @Singleton
  RulesWire rulesWire(WireJson json, InstantSource clock) {
    return new RulesWire(json, clock);
  }

  @Produces
  @Singleton
  ContractWire contractWire(
      Contracting contracting, RequestDeadlines deadlines, Quotas quotas, WireJson json) {
    return new ContractWire(contracting, deadlines, quotas, json);
  }

  @Produces
  @Singleton
  CorrectionWire correctionWire(Correcting correcting) {
    return new CorrectionWire(correcting);
  }

  @Produces
  @Singleton
  SearchWire searchWire(Vocabularies vocabularies, CatalogStore catalog) {
    return new SearchWire(vocabularies, catalog);
  }
}
