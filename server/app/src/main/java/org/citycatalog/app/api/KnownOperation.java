package org.citycatalog.app.api;

import java.lang.reflect.Method;
import org.citycatalog.api.ContractOperation;

/// Finds which operation of the contract a resource method stands for.
final class KnownOperation {
  private KnownOperation() {}

  static ContractOperation of(Class<?> resource, Method method) {
    for (Class<?> type = resource; type != null; type = type.getSuperclass()) {
      for (Class<?> contract : type.getInterfaces()) {
        for (Method declared : contract.getMethods()) {
          ContractOperation operation = declared.getAnnotation(ContractOperation.class);
          if (operation != null && declared.getName().equals(method.getName())) {
            return operation;
          }
        }
      }
    }
    throw new IllegalStateException(method + " stands for no operation of the contract");
  }
}
