package org.citycatalog.app.api;

import java.util.List;

/// What the contract says about one operation beside its body.
///
/// @param keyRequired whether only callers with a key may ask
record OperationRules(String id, boolean keyRequired, List<ParameterRule> parameters) {
  OperationRules {
    parameters = List.copyOf(parameters);
  }

  List<ParameterRule> in(String place) {
    return parameters.stream().filter(rule -> rule.in().equals(place)).toList();
  }
}
