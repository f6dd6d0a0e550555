package org.citycatalog.sharing;

/// The answer to "may this caller read the rows of this dataset?".
public sealed interface Decision permits Permit, Decision.Refusal, Decision.Invisible {
  /// The caller may see the entry but not its rows.
  ///
  /// @param code stable code from error-codes.yaml
  record Refusal(String code) implements Decision {}

  /// For this caller there is no such dataset; the answer is the same as for an id that nobody
  /// uses.
  record Invisible() implements Decision {}
}
