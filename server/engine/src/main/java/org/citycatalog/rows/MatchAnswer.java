package org.citycatalog.rows;

import java.time.Duration;
import java.util.List;
import org.citycatalog.sharing.Disclosure;
import org.citycatalog.sharing.Exhausted;

/// What became of the question whether a tuple is there.
public sealed interface MatchAnswer {
  /// Whether it is there.
  ///
  /// @param found whether a row has exactly these values
  /// @param disclosure to be told when the answer has left
  record Answered(boolean found, Disclosure disclosure) implements MatchAnswer {}

  /// What was sent is not a whole tuple.
  ///
  /// @param columns those of a tuple
  record NoTuple(List<String> columns) implements MatchAnswer {
    public NoTuple {
      columns = List.copyOf(columns);
    }
  }

  /// The grant has no question left within the hour.
  ///
  /// @param until how long to wait until it has one
  record TooOften(Duration until) implements MatchAnswer {}

  /// A quota does not allow it.
  record OverQuota(Exhausted bound) implements MatchAnswer {}

  /// The caller may see the entry but not ask this.
  ///
  /// @param code stable code from error-codes.yaml
  record Refused(String code) implements MatchAnswer {}

  /// For this caller there is no such dataset.
  record Absent() implements MatchAnswer {}
}
