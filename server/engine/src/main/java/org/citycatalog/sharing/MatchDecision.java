package org.citycatalog.sharing;

/// The answer to "may this caller ask whether a tuple is there?".
public sealed interface MatchDecision {
  record Permitted(MatchPermit permit) implements MatchDecision {}

  /// The caller may see the entry but ask nothing of its rows.
  record Refused(Decision.Refusal refusal) implements MatchDecision {}

  /// For this caller there is no such dataset.
  record Invisible() implements MatchDecision {}
}
