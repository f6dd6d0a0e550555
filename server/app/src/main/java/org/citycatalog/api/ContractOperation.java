package org.citycatalog.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Names the operation of `openapi.yaml` that a generated method stands for.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ContractOperation {
  /// The `operationId`.
  String id();

  /// Every query parameter the operation knows; another one is a mistake of the caller's.
  String[] query();
}
