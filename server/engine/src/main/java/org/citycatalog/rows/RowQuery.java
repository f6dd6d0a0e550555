package org.citycatalog.rows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question to the rows of one dataset, as a caller wrote it. [RowReader] checks it against the
/// permit.
///
/// @param filter CQL2 text, null for all rows
/// @param words words that must all occur in the text columns of a row, null for none
/// @param select columns to give, in this order; empty for all
/// @param sort columns to sort by, `-` before a name for descending; empty for the order of the
///   file
public record RowQuery(
    @Nullable String filter, @Nullable String words, List<String> select, List<String> sort) {
  public static final RowQuery ALL = new RowQuery(null, null, List.of(), List.of());

  public RowQuery {
    select = List.copyOf(select);
    sort = List.copyOf(sort);
  }
}
