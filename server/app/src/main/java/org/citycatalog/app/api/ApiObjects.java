package org.citycatalog.app.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

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
}
