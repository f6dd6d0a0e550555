package org.citycatalog.sharing;

import java.util.List;
import org.citycatalog.catalog.Item;

/// That one caller may ask whether a whole tuple is among the rows of a grant, and read nothing.
/// Made only by [Boundary].
public final class MatchPermit {
  private final Permit permit;

  /// @param permit of the columns of the tuple, which shows nothing of them
  MatchPermit(Permit permit) {
    this.permit = permit;
  }

  /// The rows that count, and the columns that are compared: under this permit each of them is
  /// empty.
  public Permit permit() {
    return permit;
  }

  public Grant grant() {
    return permit.grant().orElseThrow();
  }

  /// The columns that a tuple has, all of them and no other.
  public List<Item> columns() {
    return permit.columns().stream().map(Permit.PermittedColumn::item).toList();
  }
}
