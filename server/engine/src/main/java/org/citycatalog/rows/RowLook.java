package org.citycatalog.rows;

import java.util.List;
import org.citycatalog.sharing.Permit;

/// What became of a look at one row of a version, or at the version alone.
public sealed interface RowLook {
  /// It is there for the caller.
  record Seen(Permit permit) implements RowLook {}

  /// There is no such row for the caller.
  record NoRow() implements RowLook {}

  /// The caller cannot name rows: there is no primary key whose every column may be read in clear
  /// and filtered by.
  record NoKey() implements RowLook {}

  /// The row was not named by its key.
  ///
  /// @param key the columns of the key
  record WrongKey(List<String> key) implements RowLook {
    public WrongKey {
      key = List.copyOf(key);
    }
  }

  /// There is no such version, or it is no longer kept.
  record NoVersion() implements RowLook {}

  /// For this caller there is no such dataset.
  record Absent() implements RowLook {}

  /// The caller may see the entry but not its rows.
  ///
  /// @param code stable code from error-codes.yaml
  record Refused(String code) implements RowLook {}

  /// No file has been loaded yet.
  record NotLoaded() implements RowLook {}
}
