package org.citycatalog.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.Constraints;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.ItemRight;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.Personal;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.ingest.World;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Seal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One world holds rows that the caller may not see, the other does not; answers are the same,
/// cursors included.
class TwinRowsTest {
  private static final long SEED = 20261124;
  private static final int QUESTIONS = 60;
  private static final TableSchema TICKETS =
      new TableSchema(
          List.of(
              Item.of("district", ColumnType.CODE),
              Item.of("class", ColumnType.CODE),
              Item.of("cost", ColumnType.DECIMAL),
              Item.of("urgent", ColumnType.BOOLEAN),
              Item.of("text", ColumnType.TEXT),
              new Item(
                  "phone",
                  null,
                  null,
                  ColumnType.CODE,
                  null,
                  null,
                  null,
                  Constraints.NONE,
                  ItemRight.ALL,
                  Personal.NONE,
                  new Mask.KeepPrefix(3))),
          List.of(""),
          List.of());
  private static final List<RowQuery> ALL_ORDERS =
      List.of(
          sorted(),
          sorted("class"),
          sorted("-urgent"),
          sorted("urgent", "-cost"),
          sorted("-cost"),
          sorted("text", "class"));

  @TempDir Path home;

  @Test
  @SuppressWarnings("SystemOut") // the seed
  void forbidden_rows_change_no_page_and_no_cursor() throws Exception {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    StringBuilder without = new StringBuilder("district,class,cost,urgent,text,phone\n");
    StringBuilder with = new StringBuilder(without);
    for (int i = 0; i < 600; i++) {
      boolean forbidden = random.nextInt(3) == 0;
      String row = row(random, forbidden ? "341021" : "341002");
      with.append(row);
      if (!forbidden) {
        without.append(row);
      }
    }
    try (World one = new World(Files.createDirectory(home.resolve("one")));
        World other = new World(Files.createDirectory(home.resolve("other")))) {
      DatasetId id = scoped(one);
      assertThat(scoped(other)).isEqualTo(id);
      one.load(id, without.toString());
      other.load(id, with.toString());

      for (int i = 0; i < QUESTIONS; i++) {
        RowQuery question = question(random);
        int limit = 1 + random.nextInt(60);
        assertThat(pages(other, id, question, limit, false))
            .as("%s by %d", question, limit)
            .isEqualTo(pages(one, id, question, limit, false));
      }
    }
  }

  @Test
  void a_reader_that_never_saw_a_cursor_goes_on_where_it_stands() {
    Random random = new Random(SEED);
    StringBuilder file = new StringBuilder("district,class,cost,urgent,text,phone\n");
    for (int i = 0; i < 300; i++) {
      file.append(row(random, random.nextBoolean() ? "341002" : "341021"));
    }
    try (World world = new World(home)) {
      DatasetId id = scoped(world);
      world.load(id, file.toString());

      for (RowQuery question : ALL_ORDERS) {
        assertThat(pages(world, id, question, 7, true))
            .as("%s", question)
            .isEqualTo(pages(world, id, question, 7, false));
      }
    }
  }

  private static DatasetId scoped(World world) {
    return world.dataset("tickets", TICKETS, "district = '341002'");
  }

  private static String row(Random random, String district) {
    return "%s,%d,%s,%s,%s,139%08d\n"
        .formatted(
            district,
            random.nextInt(4),
            random.nextInt(5) == 0 ? "" : Integer.toString(random.nextInt(6)),
            random.nextBoolean(),
            List.of("路灯不亮", "井盖缺失", "噪声扰民", "").get(random.nextInt(4)),
            random.nextInt(100_000_000));
  }

  private static RowQuery question(Random random) {
    RowQuery order = ALL_ORDERS.get(random.nextInt(ALL_ORDERS.size()));
    String filter =
        switch (random.nextInt(6)) {
          case 0 -> "class = '1'";
          case 1 -> "cost > 2 OR urgent = TRUE";
          case 2 -> "district = '341021'";
          case 3 -> "cost IS NULL";
          case 4 -> "NOT text LIKE '%灯%'";
          default -> null;
        };
    String words = random.nextInt(4) == 0 ? "井盖" : null;
    return new RowQuery(filter, words, List.of(), order.sort());
  }

  private static RowQuery sorted(String... by) {
    return new RowQuery(null, null, List.of(), List.of(by));
  }

  /// Everything that a caller gets, page by page.
  private static List<String> pages(
      World world, DatasetId id, RowQuery question, int limit, boolean alwaysAnew) {
    List<String> pages = new ArrayList<>();
    RowReader reader = world.reader;
    @Nullable String cursor = null;
    do {
      if (alwaysAnew) {
        reader =
            new RowReader(
                world.catalog,
                world.boundary,
                world.rows,
                new Seal(new byte[32]),
                world.ledger,
                world.quotas);
      }
      RowAnswer answer = reader.page(Caller.ANONYMOUS, id, question, limit, cursor);
      assertThat(answer).isInstanceOf(RowAnswer.Page.class);
      RowAnswer.Page page = (RowAnswer.Page) answer;
      StringBuilder text = new StringBuilder().append(page.total()).append(' ');
      for (Row row : page.rows()) {
        for (int column = 0; column < row.size(); column++) {
          text.append(row.value(column)).append('|');
        }
      }
      pages.add(text.append(page.next()).toString());
      cursor = page.next();
    } while (cursor != null);
    return pages;
  }
}
