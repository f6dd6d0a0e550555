package org.citycatalog.search;

/// What a search gives.
public sealed interface SearchAnswer
    permits SearchPage, SearchAnswer.Mistake, SearchAnswer.NotReady {
  /// The request cannot be answered as it is.
  ///
  /// @param code `cursor-invalid` or `invalid-parameter`
  /// @param parameter the parameter that is wrong
  /// @param message one English sentence
  record Mistake(String code, String parameter, String message) implements SearchAnswer {}

  /// The index has not caught up with the catalog since the start (`index-rebuilding`); ask again
  /// in a moment.
  record NotReady() implements SearchAnswer {}
}
