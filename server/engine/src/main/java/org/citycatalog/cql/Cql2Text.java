package org.citycatalog.cql;

import java.util.function.UnaryOperator;
import org.citycatalog.catalog.TableSchema;

/// OGC CQL2 text: what is understood of it, and how a predicate is written in it.
///
/// * `= <> < <= > >=` between a column and a value, either way round; `AND OR NOT`, brackets,
///   `TRUE`, `FALSE`
/// * `[NOT] IN (…)`, `[NOT] BETWEEN … AND …`, `[NOT] LIKE '…'`, `IS [NOT] NULL`
/// * `CASEI(column)` with `=`, `<>`, `LIKE` or `IN` and `CASEI('…')` on the other side
/// * `DATE('2024-01-31')`, `TIMESTAMP('2024-01-31T00:00:00Z')`, also with another offset, or both
///   as a plain string
/// * `T_AFTER T_BEFORE T_EQUALS` with a date or time, `T_DURING T_INTERSECTS` with `INTERVAL('…',
///   '..')`
/// * `S_INTERSECTS` and `S_WITHIN` of a point and `BBOX(west, south, east, north)`;
///   `S_DWITHIN(column, POINT(lon lat), metres)` and, beyond the standard, `DISTANCE(column,
///   POINT(lon lat))` compared with metres
///
/// Keywords are of any case, columns of exactly theirs. A name starts with a letter of any script
/// or `_` and goes on with letters, digits, `_` and `.`; every other column stands in double
/// quotes.
public final class Cql2Text {
  /// Brackets, `NOT`s and functions inside each other.
  public static final int MAX_LEVELS = 100;

  /// Conditions and values in one filter.
  public static final int MAX_PARTS = 10_000;

  /// Characters of a LIKE pattern.
  public static final int MAX_PATTERN = 1_000;

  /// LIKE and CASEI conditions in one filter: each of them looks at the values of its column that
  /// begin as it does.
  public static final int MAX_PATTERNS = 100;

  /// Those of them of which nothing is fixed at the beginning, and which look at every value.
  public static final int MAX_OPEN_PATTERNS = 20;

  private Cql2Text() {}

  /// Reads a filter over the items of a schema. Never throws, whatever the text is.
  public static Parsed parse(String text, TableSchema view) {
    try {
      return new Parsed.Valid(new Parser(text, view).parse());
    } catch (MistakeException wrong) {
      return wrong.mistake();
    }
  }

  /// Writes a predicate; reading the text gives an equal one, if its conjunctions and lists are
  /// those of the parser: at least two parts, at least one value.
  ///
  /// @throws IllegalArgumentException if it holds a value that cannot be written in a filter, such
  ///   as a missing one
  public static String print(Predicate predicate) {
    return new Printer().print(predicate);
  }

  /// Writes a predicate with something else in the place of every value, as a string: for logs,
  /// which show what was compared and not with what.
  ///
  /// @param shown gives the text to show for the text of a value
  public static String print(Predicate predicate, UnaryOperator<String> shown) {
    return new Printer(value -> "'" + shown.apply(value) + "'").print(predicate);
  }
}
