package org.citycatalog.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.citycatalog.catalog.CellReader;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.Value;
import org.citycatalog.cql.Cql2Text;
import org.citycatalog.cql.Meaning;
import org.citycatalog.cql.Parsed;
import org.citycatalog.cql.Predicate;
import org.citycatalog.cql.Truth;
import org.citycatalog.ingest.World;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The index must find exactly the rows for which [Meaning] says that a filter is true.
class FilterMeaningTest {
  static final TableSchema SCHEMA =
      new TableSchema(
          List.of(
              Item.of("id", ColumnType.CODE),
              Item.of("t", ColumnType.TEXT),
              Item.of("n", ColumnType.INTEGER),
              Item.of("d", ColumnType.DECIMAL),
              Item.of("b", ColumnType.BOOLEAN),
              Item.of("day", ColumnType.DATE),
              Item.of("p", ColumnType.POINT)),
          List.of(""),
          List.of());
  private static final List<String> TEXTS =
      List.of(
          "屯溪",
          "屯溪区",
          "黄山",
          "a%b",
          "A_b",
          "",
          "\"x\"",
          "𠮷野家",
          "长".repeat(900),
          "长".repeat(900) + "尾");
  private static final List<String> NUMBERS =
      List.of("", "x", "0", "-1", "1", "9223372036854775807", "-9223372036854775808");
  private static final List<String> DECIMALS =
      List.of(
          "", "1e3", "0.1", "0.10", "-0.000000000000000001", "0", "9223372036854775807.5", "abc");
  private static final List<String> TRUTHS = List.of("", "true", "FALSE", "maybe");
  private static final List<String> DAYS =
      List.of("", "2024-02-29", "2023-02-29", "1969-12-31", "2024-03-01");
  private static final List<String> POINTS =
      List.of("", "118.33 29.71", "118.3300001 29.71", "-180 0", "180 0", "0 90", "200 1");

  @TempDir Path home;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void the_index_finds_the_rows_for_which_the_filter_is_true(long seed) {
    Random random = new Random(seed);
    List<Map<String, String>> rows = rows(random);
    try (World world = new World(home)) {
      DatasetId id = world.dataset("random", SCHEMA);
      world.load(id, csv(rows));

      for (int i = 0; i < 300; i++) {
        String filter = filter(random, 3);
        Predicate predicate = ((Parsed.Valid) Cql2Text.parse(filter, SCHEMA)).predicate();
        List<String> expected = new ArrayList<>();
        for (Map<String, String> row : rows) {
          if (Meaning.evaluate(predicate, column -> value(row, column)) == Truth.TRUE) {
            expected.add(Objects.requireNonNull(row.get("id")));
          }
        }

        RowAnswer.Page page = (RowAnswer.Page) world.page(id, filter);

        assertThat(page.rows().stream().map(row -> row.text(0)).toList())
            .as(filter)
            .isEqualTo(expected);
        assertThat(page.total()).as(filter).isEqualTo(expected.size());
      }
    }
  }

  static Value value(Map<String, String> row, String column) {
    return CellReader.of(SCHEMA.item(column).orElseThrow(), SCHEMA.missingValues())
        .read(row.get(column));
  }

  static List<Map<String, String>> rows(Random random) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      Map<String, String> row = new HashMap<>();
      row.put("id", "r" + i);
      row.put("t", pick(random, TEXTS));
      row.put("n", pick(random, NUMBERS));
      row.put("d", pick(random, DECIMALS));
      row.put("b", pick(random, TRUTHS));
      row.put("day", pick(random, DAYS));
      row.put("p", pick(random, POINTS));
      rows.add(row);
    }
    return rows;
  }

  static String csv(List<Map<String, String>> rows) {
    StringBuilder csv = new StringBuilder("id,t,n,d,b,day,p\n");
    for (Map<String, String> row : rows) {
      List<String> cells = new ArrayList<>();
      for (Item item : SCHEMA.items()) {
        cells.add('"' + Objects.requireNonNull(row.get(item.name())).replace("\"", "\"\"") + '"');
      }
      csv.append(String.join(",", cells)).append('\n');
    }
    return csv.toString();
  }

  static String filter(Random random, int depth) {
    if (depth > 0 && random.nextInt(3) > 0) {
      return switch (random.nextInt(3)) {
        case 0 -> "(" + filter(random, depth - 1) + " AND " + filter(random, depth - 1) + ")";
        case 1 -> "(" + filter(random, depth - 1) + " OR " + filter(random, depth - 1) + ")";
        default -> "NOT (" + filter(random, depth - 1) + ")";
      };
    }
    String operator = pick(random, List.of("=", "<>", "<", "<=", ">", ">="));
    return switch (random.nextInt(9)) {
      case 0 -> "t " + operator + " " + quoted(pick(random, TEXTS.subList(0, 8)));
      case 1 ->
          "t LIKE "
              + quoted(pick(random, List.of("%屯%", "屯__", "%", "长%尾", "%尾", "a\\%b", "_", "%_b")));
      case 2 ->
          "n "
              + operator
              + " "
              + pick(
                  random,
                  List.of("0", "1", "-1", "0.5", "9223372036854775807", "-9223372036854775808"));
      case 3 ->
          "d "
              + operator
              + " "
              + pick(
                  random,
                  List.of("0.1", "0", "1000", "-0.000000000000000001", "9223372036854775807.5"));
      case 4 -> "day " + operator + " DATE('2024-02-29')";
      case 5 -> pick(random, List.of("t", "n", "d", "b", "day", "p")) + " IS NULL";
      case 6 -> "b = TRUE";
      case 7 ->
          "S_INTERSECTS(p, BBOX("
              + pick(
                  random, List.of("118, 29, 118.33, 30", "179, -1, -179, 1", "-180, -90, 180, 90"))
              + "))";
      default ->
          "distance(p, POINT("
              + pick(random, List.of("118.33 29.71", "180 0", "0 89"))
              + ")) "
              + pick(random, List.of("<", "<=", ">", ">="))
              + " "
              + pick(random, List.of("0", "1", "1000", "30000000"));
    };
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static <T> T pick(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
