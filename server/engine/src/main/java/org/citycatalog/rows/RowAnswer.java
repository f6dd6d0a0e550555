package org.citycatalog.rows;

import java.util.List;
import org.citycatalog.catalog.Item;
import org.citycatalog.sharing.Disclosure;
import org.citycatalog.sharing.Exhausted;
import org.jspecify.annotations.Nullable;

/// What became of a question to rows.
public sealed interface RowAnswer {
  /// A page of rows.
  ///
  /// @param version the version the rows are of
  /// @param columns the columns of each row, in order
  /// @param total rows that match, exact
  /// @param next cursor of the next page, null on the last
  /// @param disclosure to be told when the page has left
  record Page(
      long version,
      List<Item> columns,
      long total,
      List<Row> rows,
      @Nullable String next,
      Disclosure disclosure)
      implements RowAnswer {
    public Page {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  /// Every matching row, one after another; to be closed.
  ///
  /// @param disclosure to be told as they leave
  record Stream(RowStream rows, Disclosure disclosure) implements RowAnswer {}

  /// The question is not one that can be answered.
  ///
  /// @param code stable code from error-codes.yaml
  /// @param parameter `filter`, `q`, `select`, `sort` or `cursor`
  /// @param position where in the parameter, in characters from 0; null where the whole is meant
  /// @param message one English sentence
  /// @param nearest the nearest valid names
  record Mistake(
      String code,
      String parameter,
      @Nullable Integer position,
      String message,
      List<String> nearest)
      implements RowAnswer {
    public Mistake {
      nearest = List.copyOf(nearest);
    }
  }

  /// For this caller there is no such dataset.
  record Absent() implements RowAnswer {}

  /// The caller may see the entry but not its rows.
  ///
  /// @param code stable code from error-codes.yaml
  record Refused(String code) implements RowAnswer {}

  /// The caller may read the rows, but not as many as this answer has, or not any more.
  record OverQuota(Exhausted bound) implements RowAnswer {}

  /// No file has been loaded yet.
  record NotLoaded() implements RowAnswer {}

  /// The version that a cursor reads is no longer kept.
  record Gone() implements RowAnswer {}

  /// The version that a cursor reads was destroyed on purpose; the caller could have read it.
  record Purged() implements RowAnswer {}
}
