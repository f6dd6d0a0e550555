package org.citycatalog.rows;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.ItemRight;
import org.citycatalog.catalog.Nearest;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.cql.Cql2Text;
import org.citycatalog.cql.Parsed;
import org.citycatalog.cql.Predicate;
import org.citycatalog.cql.PredicateColumns;
import org.citycatalog.sharing.Permit;
import org.jspecify.annotations.Nullable;

/// A question whose every name and value is good under a permit, as Lucene takes it.
///
/// @param query the rows asked for, within the rows permitted
/// @param filter as it was asked, null for none
/// @param select places of the columns to give
/// @param sort empty for the order of the file
@SuppressWarnings("ArrayRecordComponent") // never compared
record CheckedRowQuery(
    Query query, @Nullable Predicate filter, int[] select, List<RowSort.Key> sort) {
  /// Stops the checking at the first mistake.
  private static final class MistakeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient RowAnswer.Mistake mistake;

    MistakeException(RowAnswer.Mistake mistake) {
      this.mistake = mistake;
    }
  }

  /// What the checking found: a good question or the mistake in it.
  record Result(@Nullable CheckedRowQuery query, RowAnswer.@Nullable Mistake mistake) {}

  /// @param filters keeps the rows that permits admit
  static Result check(RowQuery asked, Permit permit, PermitFilters filters) {
    try {
      BooleanQuery.Builder rows = new BooleanQuery.Builder();
      PredicateQueries predicates = new PredicateQueries(permit.version().schema());
      permit
          .rows()
          .map(predicates::whereTrue)
          .ifPresent(rule -> rows.add(filters.of(permit.version(), rule), Occur.FILTER));
      Predicate filter = asked.filter() == null ? null : filter(asked.filter(), permit);
      if (filter != null) {
        rows.add(predicates.whereTrue(filter), Occur.FILTER);
      }
      if (asked.words() != null && !asked.words().isBlank()) {
        words(asked.words(), permit).forEach(word -> rows.add(word, Occur.FILTER));
      }
      BooleanQuery all = rows.build();
      Query query = all.clauses().isEmpty() ? MatchAllDocsQuery.INSTANCE : all;
      return new Result(
          new CheckedRowQuery(
              query, filter, select(asked.select(), permit), sort(asked.sort(), permit)),
          null);
    } catch (MistakeException wrong) {
      return new Result(null, wrong.mistake);
    }
  }

  private static Predicate filter(String text, Permit permit) throws MistakeException {
    return switch (Cql2Text.parse(text, permit.view())) {
      case Parsed.Valid(var predicate) -> {
        for (String column : PredicateColumns.of(predicate)) {
          require(ItemRight.FILTER, column, "filter", permit);
        }
        yield predicate;
      }
      case Parsed.Mistake(var code, int position, var message, var nearest) ->
          throw new MistakeException(
              new RowAnswer.Mistake(code, "filter", position, message, nearest));
    };
  }

  private static List<Query> words(String typed, Permit permit) throws MistakeException {
    List<String> fields = new ArrayList<>();
    for (Permit.PermittedColumn column : permit.columns()) {
      if (column.item().type() == ColumnType.TEXT && column.allows(ItemRight.FILTER)) {
        fields.add(Columns.words(column.place()));
      }
    }
    if (fields.isEmpty()) {
      throw new MistakeException(
          new RowAnswer.Mistake(
              "words-unsupported",
              "q",
              null,
              "the dataset has no text column to look in",
              List.of()));
    }
    List<Query> words = RowWords.queries(typed, fields);
    if (words.isEmpty()) {
      throw new MistakeException(
          new RowAnswer.Mistake(
              "words-unsupported",
              "q",
              null,
              "there is no word in '%s'".formatted(typed),
              List.of()));
    }
    return words;
  }

  private static int[] select(List<String> names, Permit permit) throws MistakeException {
    List<String> wanted =
        names.isEmpty() ? permit.view().items().stream().map(Item::name).toList() : names;
    Set<String> seen = new HashSet<>();
    int[] places = new int[wanted.size()];
    for (int i = 0; i < places.length; i++) {
      String name = wanted.get(i);
      requireColumn(name, "select", permit.view());
      if (!seen.add(name)) {
        throw new MistakeException(
            new RowAnswer.Mistake(
                "invalid-parameter",
                "select",
                null,
                "column '%s' is named twice".formatted(name),
                List.of()));
      }
      places[i] = permit.version().schema().indexOf(name);
    }
    return places;
  }

  private static List<RowSort.Key> sort(List<String> names, Permit permit) throws MistakeException {
    TableSchema view = permit.view();
    List<RowSort.Key> keys = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String written : names) {
      boolean plain = view.indexOf(written) >= 0; // a column's name may itself begin with a sign
      boolean descending = !plain && written.startsWith("-");
      String name =
          !plain && (descending || written.startsWith("+")) ? written.substring(1) : written;
      requireColumn(name, "sort", view);
      require(ItemRight.SORT, name, "sort", permit);
      if (view.items().get(view.indexOf(name)).type() == ColumnType.POINT) {
        throw new MistakeException(
            new RowAnswer.Mistake(
                "sort-unsupported",
                "sort",
                null,
                "column '%s' is a point, which has no order".formatted(name),
                List.of()));
      }
      if (!seen.add(name)) {
        throw new MistakeException(
            new RowAnswer.Mistake(
                "invalid-parameter",
                "sort",
                null,
                "column '%s' is named twice".formatted(name),
                List.of()));
      }
      keys.add(new RowSort.Key(name, descending));
    }
    return keys;
  }

  private static void require(ItemRight right, String name, String parameter, Permit permit)
      throws MistakeException {
    if (!permit.column(name).orElseThrow().allows(right)) {
      throw new MistakeException(
          new RowAnswer.Mistake(
              "column-not-usable",
              parameter,
              null,
              "column '%s' can be read here, but not used in '%s'".formatted(name, parameter),
              List.of()));
    }
  }

  private static void requireColumn(String name, String parameter, TableSchema view)
      throws MistakeException {
    if (view.indexOf(name) < 0) {
      List<String> names = view.items().stream().map(Item::name).toList();
      throw new MistakeException(
          new RowAnswer.Mistake(
              "unknown-column",
              parameter,
              null,
              "there is no column '%s'".formatted(name),
              Nearest.of(name, names)));
    }
  }
}
