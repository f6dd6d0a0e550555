package org.citycatalog.cql;

import java.util.List;

/// What became of a filter's text.
public sealed interface Parsed {
  /// It is a filter over the items it was checked against.
  record Valid(Predicate predicate) implements Parsed {}

  /// It is not.
  ///
  /// Codes:
  /// * `filter-syntax`: the text is no CQL2.
  /// * `unknown-column`: it names a column that is not there.
  /// * `filter-type`: a value or an operator does not suit the column's type, or there is no such
  ///   value (30 February).
  /// * `filter-unsupported`: CQL2, but not of the part that is understood here.
  /// * `filter-too-complex`: more levels or parts than allowed.
  ///
  /// @param position where, as an index into the text, from 0 to its length
  /// @param message what is wrong and what to write instead, one or two English sentences
  /// @param nearest the nearest names of columns, best first
  record Mistake(String code, int position, String message, List<String> nearest)
      implements Parsed {
    public Mistake {
      nearest = List.copyOf(nearest);
    }
  }
}
