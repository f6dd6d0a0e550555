package org.citycatalog.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.export.RowForm;
import org.citycatalog.export.RowFormat;
import org.citycatalog.ingest.Limits;
import org.citycatalog.ingest.Loads;
import org.citycatalog.ingest.World;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Grant;
import org.citycatalog.sharing.Permit;
import org.citycatalog.sharing.Purpose;
import org.citycatalog.sharing.Quota;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What permits admit is kept, shared, bounded and forgotten, and no answer depends on it.
class PermitFiltersTest {
  private static final Purpose PURPOSE = new Purpose("statistics");
  private static final Uscc COMPANY =
      new Uscc("9134100000306220" + "1" + Uscc.checkCharacter("91341000003062201"));
  private static final long ROOM = 64L << 20;

  /// Room for a few rules only.
  private static final long TINY = 3_000;

  @TempDir Path home;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void answers_are_the_same_whether_rules_are_kept_or_not_or_in_a_room_that_is_too_small(long seed)
      throws Exception {
    Random random = new Random(seed);
    try (World none = world("none", 0);
        World roomy = world("roomy", ROOM);
        World tiny = world("tiny", TINY)) {
      List<World> worlds = List.of(none, roomy, tiny);
      for (World world : worlds) {
        world.dataset("random", FilterMeaningTest.SCHEMA, AccessClass.CONDITIONAL, true);
      }
      DatasetId id = new DatasetId("transport.random");
      List<String> rules = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        rules.add(FilterMeaningTest.filter(random, 3));
      }
      for (int version = 0; version < 2; version++) {
        String file = FilterMeaningTest.csv(FilterMeaningTest.rows(random));
        worlds.forEach(world -> world.load(id, file));
        for (int i = 0; i < 60; i++) {
          Caller caller = company("g" + i % 5);
          String rule = rules.get(random.nextInt(rules.size()));
          RowQuery asked =
              new RowQuery(
                  random.nextInt(3) == 0 ? null : FilterMeaningTest.filter(random, 1),
                  null,
                  List.of(),
                  random.nextBoolean() ? List.of() : List.of("-n", "t"));
          worlds.forEach(world -> grant(world, id, caller, rule));

          List<String> expected = pages(none, caller, id, asked);

          assertThat(pages(roomy, caller, id, asked))
              .as("%s under %s", asked, rule)
              .isEqualTo(expected);
          assertThat(pages(tiny, caller, id, asked))
              .as("%s under %s", asked, rule)
              .isEqualTo(expected);
          if (i % 10 == 0) {
            assertThat(csv(roomy, caller, id, asked)).isEqualTo(csv(none, caller, id, asked));
          }
        }
      }
      assertThat(none.rows.filterUse()).isEqualTo(new RowStore.FilterUse(0, 0, 0, 0, 0));
      assertThat(roomy.rows.filterUse().hits()).isPositive();
      assertThat(tiny.rows.filterUse().built()).isPositive();
      assertThat(tiny.rows.filterUse().bytes()).isLessThanOrEqualTo(TINY);
    }
  }

  @Test
  void rules_that_say_the_same_are_kept_once_for_all_grants_of_a_version() throws Exception {
    try (World world = world("one", ROOM)) {
      DatasetId id = loaded(world);
      List<String> same =
          List.of(
              "n > 10 AND t = 'b' AND b = TRUE",
              "b = TRUE AND n > 10 AND t = 'b'",
              "t = 'b' AND (n > 10 AND b = TRUE)",
              "n > 10 AND n > 10 AND b = TRUE AND t = 'b'");

      for (int i = 0; i < 40; i++) {
        Caller caller = company("g" + i);
        grant(world, id, caller, same.get(i % same.size()));
        total(world, caller, id, null);
      }

      assertThat(world.rows.filterUse().held()).isEqualTo(1);
      assertThat(world.rows.filterUse().built()).isEqualTo(1);
      assertThat(world.rows.filterUse().hits()).isGreaterThanOrEqualTo(30);
    }
  }

  @Test
  void a_rule_is_kept_when_it_is_asked_again_and_one_that_the_index_holds_never() throws Exception {
    try (World world = world("one", ROOM)) {
      DatasetId id = loaded(world);
      Caller once = company("once");
      Caller key = company("key");
      grant(world, id, once, "n BETWEEN 10 AND 20");
      grant(world, id, key, "id = 'r7'");

      total(world, once, id, null);
      assertThat(world.rows.filterUse().held()).isZero();
      for (int i = 0; i < 5; i++) {
        assertThat(total(world, key, id, "n >= " + i)).isEqualTo(1);
      }
      assertThat(world.rows.filterUse().held()).isZero();
      assertThat(total(world, once, id, "n < 12")).isEqualTo(2);
      assertThat(world.rows.filterUse().held()).isEqualTo(1);
    }
  }

  @Test
  void what_is_kept_of_an_index_is_forgotten_when_its_last_reader_has_gone() throws Exception {
    try (World world = world("one", ROOM)) {
      DatasetId id = loaded(world);
      Caller caller = company("g");
      grant(world, id, caller, "n >= 40");
      total(world, caller, id, null);
      total(world, caller, id, "n < 50");
      RowIndex held = world.rows.take(world.catalog.version(id, 1).orElseThrow());

      world.rows.delete(id, 1);

      assertThat(world.rows.filterUse().held()).as("still read").isEqualTo(1);
      held.close();
      assertThat(world.rows.filterUse().held()).isZero();
      assertThat(world.rows.filterUse().bytes()).isZero();
    }
  }

  @Test
  void a_new_version_is_read_by_its_own_rows() throws Exception {
    try (World world = world("one", ROOM)) {
      DatasetId id = loaded(world);
      Caller caller = company("g");
      grant(world, id, caller, "n >= 40");
      assertThat(total(world, caller, id, null)).isEqualTo(60);
      assertThat(total(world, caller, id, "t IS NULL OR n >= 0")).isEqualTo(60);

      world.load(id, "id,t,n,d,b,day,p\nx,b,41,,,,\ny,b,,,,,\nz,b,39,,,,\n");

      for (int i = 0; i < 3; i++) {
        assertThat(total(world, caller, id, null)).isEqualTo(1);
        assertThat(total(world, caller, id, "n < 100 AND n > " + i)).isEqualTo(1);
      }
    }
  }

  @Test
  void many_who_come_at_once_build_a_rule_once() throws Exception {
    try (World world = world("one", ROOM);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      DatasetId id = loaded(world);
      for (int round = 0; round < 10; round++) {
        Caller caller = company("g" + round);
        grant(world, id, caller, "n >= " + (10 + round));
        int expected = 90 - round;
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Long>> totals = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
          String filter = "n < " + (100 + i);
          Callable<Long> ask =
              () -> {
                start.await();
                return total(world, caller, id, filter);
              };
          totals.add(threads.submit(ask));
        }
        start.countDown();

        for (Future<Long> each : totals) {
          assertThat(each.get()).isEqualTo(expected);
        }
        assertThat(world.rows.filterUse().built()).isEqualTo(round + 1);
      }
    }
  }

  @Test
  void a_thousand_rules_stay_within_the_bytes_that_are_allowed() throws Exception {
    try (World world = world("one", 100_000)) {
      DatasetId id = loaded(world);
      Dataset dataset = world.catalog.dataset(id).orElseThrow();
      DatasetVersion version = world.catalog.version(id, 1).orElseThrow();
      for (int pass = 0; pass < 4; pass++) {
        for (int i = 0; i < 1_000; i++) {
          Caller caller = company("g" + i);
          grant(world, id, caller, "n >= %d AND (d IS NULL OR d > %d)".formatted(i % 50, i));

          Permit permit = (Permit) world.boundary.decide(caller, dataset, version);

          assertThat(world.reader.count(permit)).hasValue(100 - i % 50);
          assertThat(world.rows.filterUse().bytes()).isLessThanOrEqualTo(100_000);
        }
      }
      assertThat(world.rows.filterUse().held()).isBetween(10L, 999L);
    }
  }

  private World world(String name, long filterBytes) throws Exception {
    return new World(
        Files.createDirectory(home.resolve(name)),
        new Loads.Settings(2, 1 << 30, Limits.DEFAULT, Duration.ofDays(7)),
        filterBytes);
  }

  /// A hundred rows: `n` counts them, every other has `t = 'b'`.
  private static DatasetId loaded(World world) {
    DatasetId id =
        world.dataset("hundred", FilterMeaningTest.SCHEMA, AccessClass.CONDITIONAL, true);
    StringBuilder file = new StringBuilder("id,t,n,d,b,day,p\n");
    for (int i = 0; i < 100; i++) {
      file.append("r%d,%s,%d,,%s,,\n".formatted(i, i % 2 == 0 ? "a" : "b", i, i % 3 == 0));
    }
    world.load(id, file.toString());
    return id;
  }

  private static Caller company(String grant) {
    return new Caller(Caller.Kind.ENTERPRISE, "k", null, COMPANY)
        .under(grant, Level.G2)
        .asking(PURPOSE);
  }

  private static void grant(World world, DatasetId dataset, Caller caller, String rows) {
    Map<String, Mask> columns = new LinkedHashMap<>();
    for (Item item : FilterMeaningTest.SCHEMA.items()) {
      columns.put(item.name(), Mask.CLEAR);
    }
    String id = String.valueOf(caller.grant());
    world.grants.put(
        id,
        new Grant(
            id,
            "r1",
            dataset,
            COMPANY,
            Caller.Kind.ENTERPRISE,
            PURPOSE,
            rows,
            columns,
            Level.G2,
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2027-01-01T00:00:00Z"),
            Quota.NONE,
            Grant.State.ACTIVE,
            1,
            new Grant.Secret(new byte[32]),
            List.of("a")));
  }

  private static long total(World world, Caller caller, DatasetId id, @Nullable String filter) {
    return ((RowAnswer.Page) world.reader.page(caller, id, World.query(filter), 10, null)).total();
  }

  private static String csv(World world, Caller caller, DatasetId id, RowQuery asked) {
    return world.export(caller, id, asked, RowFormat.CSV, RowForm.TYPED);
  }

  /// Everything that a caller gets, page by page.
  private static List<String> pages(World world, Caller caller, DatasetId id, RowQuery asked) {
    List<String> pages = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      RowAnswer.Page page = (RowAnswer.Page) world.reader.page(caller, id, asked, 40, cursor);
      StringBuilder text = new StringBuilder().append(page.total()).append(' ');
      for (Row row : page.rows()) {
        for (int column = 0; column < row.size(); column++) {
          text.append(row.text(column)).append('|');
        }
      }
      pages.add(text.append(page.next()).toString());
      cursor = page.next();
    } while (cursor != null);
    return pages;
  }
}
