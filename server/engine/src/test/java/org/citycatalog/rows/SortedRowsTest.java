package org.citycatalog.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.export.RowForm;
import org.citycatalog.export.RowFormat;
import org.citycatalog.ingest.World;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortedRowsTest {
  private static final TableSchema NUMBERS =
      new TableSchema(
          List.of(Item.of("id", ColumnType.INTEGER), Item.of("number", ColumnType.INTEGER)),
          List.of(""),
          List.of());

  /// More than are ordered at a time.
  private static final int ROWS = 230_000;

  /// Each stands many times, so that pages end among equal ones.
  private static final int NUMBERS_DRAWN = 40;

  @TempDir Path home;

  private record Drawn(int id, int number) {
    String line() {
      return id + "," + number;
    }
  }

  @Test
  void a_sorted_file_has_every_row_once_and_equal_ones_in_the_order_of_the_file() {
    Random random = new Random(7);
    List<Drawn> rows =
        IntStream.range(0, ROWS)
            .mapToObj(id -> new Drawn(id, random.nextInt(NUMBERS_DRAWN)))
            .toList();
    try (World world = new World(home)) {
      DatasetId numbers = world.dataset("numbers", NUMBERS);
      world.load(numbers, "id,number\n" + lines(rows));

      List<Drawn> byNumber =
          rows.stream().sorted(Comparator.comparingInt(Drawn::number).reversed()).toList();
      List<Drawn> some = byNumber.stream().filter(each -> each.number() >= 10).toList();

      assertThat(export(world, numbers, null)).isEqualTo("id,number\n" + lines(byNumber));
      assertThat(export(world, numbers, "number >= 10")).isEqualTo("id,number\n" + lines(some));
      assertThat(export(world, numbers, "number > 99")).isEqualTo("id,number\n");
    }
  }

  private static String export(World world, DatasetId id, @Nullable String filter) {
    RowQuery query = new RowQuery(filter, null, List.of(), List.of("-number"));
    return world.export(id, query, RowFormat.CSV, RowForm.TYPED).replace("\r\n", "\n");
  }

  private static String lines(List<Drawn> rows) {
    StringBuilder lines = new StringBuilder();
    rows.forEach(each -> lines.append(each.line()).append('\n'));
    return lines.toString();
  }
}
