package org.citycatalog.sharing;

import org.jspecify.annotations.Nullable;

/// The answer to "may this caller read the rows of this dataset?".
public sealed interface Decision permits Permit, Decision.Refusal, Decision.Invisible {
  /// The caller may see the entry but not its rows.
  ///
  /// @param code stable code from error-codes.yaml
  /// @param rule the rule that refuses, in English
  /// @param basis the condition or the law that the entry names, in the provider's words
  record Refusal(String code, String rule, @Nullable String basis) implements Decision {}

  /// For this caller there is no such dataset; the answer is the same as for an id that nobody
  /// uses.
  record Invisible() implements Decision {}
}
