package org.citycatalog.rows.cube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.citycatalog.Seeds;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.LocalText;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.Statistics;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.UnavailableException;
import org.citycatalog.ingest.World;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Quota;
import org.citycatalog.sharing.quota.Limits;
import org.citycatalog.sharing.quota.Subject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What of later versions and declarations is told beside what has been told before.
class CubeReleasesTest {
  private static final int K = 10;
  private static final TableSchema FIRMS =
      new TableSchema(
          List.of(
              Item.of("trade", ColumnType.CODE),
              Item.of("firm", ColumnType.CODE),
              Item.of("turnover", ColumnType.DECIMAL)),
          List.of(""),
          List.of());

  @TempDir Path home;
  private World world;

  static LongStream seeds() {
    return Seeds.few();
  }

  @BeforeEach
  void open() {
    world = new World(home);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void a_version_with_too_small_a_change_waits_and_only_its_keeper_knows() {
    Town town = plain();
    DatasetId id = loaded(town, "ab");
    CubeAnswer before = list(Caller.ANONYMOUS, id);
    town.rows[0] += K - 1;
    world.load(id, town.csv());

    assertThat(version(id, "ab")).isEqualTo(1);
    assertThat(list(Caller.ANONYMOUS, id)).isEqualTo(before);
    assertThat(list(World.STEWARD, id).waiting())
        .isEqualTo(
            new CubeReleases.Waiting(
                2,
                "in a cell fewer than 10 rows or contributors have come, gone or come back"
                    + " together"));
    town.rows[0] += 1;
    world.load(id, town.csv());
    assertThat(version(id, "ab")).isEqualTo(3);
    assertThat(list(World.STEWARD, id).waiting()).isNull();
  }

  @Test
  void a_change_is_measured_against_all_releases_and_not_against_the_last_alone() {
    Town town = plain();
    DatasetId id = loaded(town, "ab");
    town.rows[0] += K + 1;
    world.load(id, town.csv());
    assertThat(version(id, "ab")).isEqualTo(2);

    town.rows[0] -= K; // one row more than in the first release
    world.load(id, town.csv());
    assertThat(version(id, "ab")).isEqualTo(2);
    town.rows[0] -= 1;
    world.load(id, town.csv());
    assertThat(version(id, "ab")).isEqualTo(4);
  }

  @Test
  void rows_that_come_back_do_not_hide_one_that_comes_with_them() {
    Town town = new Town(new int[] {3, 3, 2});
    Arrays.fill(town.rows, 30);
    DatasetId id = loaded(town, "ab");
    town.rows[0] += K;
    world.load(id, town.csv());
    town.rows[0] -= K;
    town.rows[1] += K;
    world.load(id, town.csv());
    assertThat(version(id, "ab")).isEqualTo(3);

    town.rows[0] += K + 1;
    world.load(id, town.csv());
    assertThat(version(id, "ab")).as("one row more").isEqualTo(3);
    town.rows[0] -= 1;
    world.load(id, town.csv());
    assertThat(version(id, "ab")).isEqualTo(5);
  }

  @Test
  void what_changes_is_of_enough_contributors_and_made_up_by_no_few_of_them() {
    StringBuilder csv = new StringBuilder("trade,firm,turnover\n");
    for (int i = 0; i < 9; i++) {
      csv.append("food,F%d,%d%n".formatted(i, 100 + i));
    }
    DatasetId id = world.statistics("firms", FIRMS, byTrade(), null);
    world.load(id, csv.toString());

    String before = csv.toString();
    for (int i = 0; i < 5; i++) {
      csv.append("food,New,%d%n".formatted(50 + i));
    }
    world.load(id, csv.toString());
    assertThat(version(id, "by-trade")).as("rows of one firm").isEqualTo(1);
    world.load(id, before + "food,X,1000%nfood,Y,1%nfood,Z,1%n".formatted());
    assertThat(version(id, "by-trade")).as("one firm makes them up").isEqualTo(1);
    world.load(id, before + "food,X,90%nfood,Y,80%nfood,Z,70%n".formatted());
    assertThat(version(id, "by-trade")).isEqualTo(4);
    world.load(id, before.replaceAll("food,F[0-3].*\n", "") + "food,X,90\nfood,Y,80\nfood,Z,70\n");
    assertThat(version(id, "by-trade")).as("a part, whose shares are not known").isEqualTo(4);
    world.load(id, before);
    assertThat(version(id, "by-trade")).as("all that came together").isEqualTo(6);
  }

  @Test
  void what_was_told_before_another_measure_was_is_remembered() {
    Town town = plain();
    DatasetId id = world.statistics("town", Town.SCHEMA, town.statistics(K, false, "ab"), null);
    world.load(id, town.csv());
    town.rows[0] += K;
    world.load(id, town.csv());
    world.declare(id, town.statistics(K, true, "ab"));
    assertThat(((CubeAnswer.Cells) cells(id, "ab")).cells().getFirst().figures()).hasSize(2);

    town.rows[0] -= K - 1; // one row more than in the first release
    world.load(id, town.csv());
    assertThat(version(id, "ab")).isEqualTo(2);
    town.rows[0] -= 1;
    world.load(id, town.csv());
    assertThat(version(id, "ab")).isEqualTo(4);
  }

  @Test
  void rows_that_are_replaced_count_as_lost_and_won() {
    Town town = plain();
    DatasetId id = loaded(town, "ab");

    world.load(id, town.csv().replaceFirst("a0,b0,,0.5", "a0,b0,,7.25"));
    assertThat(version(id, "ab")).as("one row").isEqualTo(1);
    world.load(id, town.csv().replace("a0,b0,,", "a0,b0,,1"));
    assertThat(version(id, "ab")).as("all rows of a cell").isEqualTo(3);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void no_sequence_of_releases_tells_of_fewer_than_k_rows(long seed) {
    Random random = new Random(seed);
    String[] cubes = random.nextBoolean() ? new String[] {"ab"} : new String[] {"ab", "bc"};
    int[] sizes = {3, 3, 2};
    Town town = Town.random(random, sizes, K);
    DatasetId id = loaded(town, cubes);
    Town released = town.copy();
    List<Town> towns = new ArrayList<>(List.of(released));
    Equations equations = new Equations(town.rows.length);
    long version = 1;
    Map<List<Integer>, Town.Told> told = released.told(world, id, cubes);
    released.learn(equations, told);
    Map<Town, Map<List<Integer>, Town.Told>> all = new LinkedHashMap<>(Map.of(released, told));
    for (int load = 2; load <= 6; load++) {
      for (int change = random.nextInt(4); change >= 0; change--) {
        int atom = random.nextInt(town.rows.length);
        int rows = random.nextInt(3) == 0 ? random.nextInt(K) : K + random.nextInt(K);
        town.rows[atom] = Math.max(0, town.rows[atom] + (random.nextInt(4) == 0 ? -rows : rows));
      }
      world.load(id, town.csv());
      long now = version(id, cubes[0]);

      assertThat(now).isIn(version, (long) load);
      if (now != version) {
        version = now;
        released = town.copy();
        towns.add(released);
        tellNothingOfFew(towns, cubes);
        Map<List<Integer>, Town.Told> more = released.told(world, id, cubes);
        more.forEach((at, cell) ->
            assertThat(cell.count() == null)
                .isEqualTo(Objects.requireNonNull(told.get(at)).count() == null));
        released.learn(equations, more);
        all.put(released, more);
      }
      all.forEach((then, cells) -> assertThat(then.recovered(equations, cells, K)).isEmpty());
    }
  }

  @Test
  void another_cube_of_the_same_rows_is_protected_together_with_what_was_told() {
    Town town = Town.random(new Random(3), new int[] {3, 3, 2}, K);
    DatasetId id = loaded(town, "ab");
    Map<List<Integer>, Town.Told> told = town.told(world, id, "ab");

    world.declare(id, town.statistics(K, true, "ab", "bc"));

    Map<List<Integer>, Town.Told> more = new LinkedHashMap<>(town.told(world, id, "ab", "bc"));
    told.forEach((at, cell) -> assertThat(more.get(at)).isEqualTo(cell));
    Equations equations = new Equations(town.rows.length);
    town.learn(equations, more);
    assertThat(town.recovered(equations, more, K)).isEmpty();
  }

  @Test
  void a_smaller_k_tells_nothing_more_of_what_was_hidden() {
    Town town = Town.random(new Random(8), new int[] {3, 3, 1}, K);
    DatasetId id = loaded(town, "ab");
    Map<List<Integer>, Town.Told> told = town.told(world, id, "ab");

    world.declare(id, town.statistics(3, true, "ab"));

    assertThat(town.told(world, id, "ab")).isEqualTo(told);
  }

  @Test
  void one_item_grouped_in_two_ways_is_not_told_twice() {
    Town town = plain();
    DatasetId id = loaded(town, "ab");
    Statistics other =
        new Statistics(
            Statistics.Audience.EVERYBODY,
            K,
            null,
            null,
            List.of(new Statistics.Group("a", Mask.CLEAR, List.of("a0"))),
            List.of(new Statistics.Cube("a", LocalText.of("a"), List.of("a"), List.of())));

    world.declare(id, other);

    assertThat(cells(id, "a")).isInstanceOf(CubeAnswer.NotReleased.class);
    assertThat(list(World.STEWARD, id).waiting())
        .extracting(CubeReleases.Waiting::reason)
        .isEqualTo("item 'a' was grouped in another way before");
  }

  @Test
  void what_is_not_counted_changes_no_answer() {
    Town town = Town.random(new Random(4), new int[] {3, 3, 2}, K);
    String[] rows = {"b = 'b0'", "b = 'b0'"};
    DatasetId[] ids = new DatasetId[2];
    for (int i = 0; i < 2; i++) {
      ids[i] = world.statistics("scoped" + i, Town.SCHEMA, town.statistics(K, true, "ab"), rows[i]);
    }
    world.load(ids[0], town.csv());
    Town twin = town.copy();
    for (int atom = 0; atom < twin.rows.length; atom++) {
      twin.rows[atom] = twin.place(atom)[1] == 0 ? twin.rows[atom] : atom % 5;
    }
    world.load(ids[1], twin.csv().replace(",x", ",涉密"));

    CubeAnswer.Cells one = (CubeAnswer.Cells) cells(ids[0], "ab");
    CubeAnswer.Cells other = (CubeAnswer.Cells) cells(ids[1], "ab");
    assertThat(other.cells()).isEqualTo(one.cells());
    assertThat(one.cells()).anyMatch(cell -> cell.rows() != null && cell.rows() > 0);
  }

  @Test
  void a_release_outlives_a_restart_and_a_damaged_one_answers_nothing() throws IOException {
    Town town = plain();
    DatasetId id = loaded(town, "ab");
    CubeAnswer.Cells before = (CubeAnswer.Cells) cells(id, "ab");
    CubeAnswer.Cells after =
        (CubeAnswer.Cells) reopened().cells(Caller.ANONYMOUS, id, "ab", null, List.of(), null);
    assertThat(after.cells()).isEqualTo(before.cells());
    assertThat(after.tag()).isEqualTo(before.tag());
    assertThat(reopened().cells(Caller.ANONYMOUS, id, "ab", null, List.of(), before.tag()))
        .isEqualTo(new CubeAnswer.Unchanged(before.tag()));

    Path file = home.resolve("cubes").resolve(id.value());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> reopened().cells(Caller.ANONYMOUS, id, "ab", null, List.of(), null))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void a_sum_that_one_contributor_makes_up_is_not_told_nor_a_cell_of_few_contributors() {
    DatasetId id = world.statistics("firms", FIRMS, byTrade(), null);
    StringBuilder csv = new StringBuilder("trade,firm,turnover\n");
    for (int i = 0; i < 8; i++) {
      csv.append("food,F%d,100%nwood,W%d,100%nwool,L%d,90%n".formatted(i, i, i));
      csv.append("tea,T%d,100%n".formatted(i % 2)); // many rows of two firms
      csv.append("steel,S%d,%d%n".formatted(i, i == 0 ? 1000 : 1));
    }
    world.load(id, csv.toString());

    Map<String, Boolean> told = new LinkedHashMap<>();
    for (CubeAnswer.Cell cell : ((CubeAnswer.Cells) cells(id, "by-trade")).cells()) {
      told.put(String.valueOf(cell.values().getFirst()), cell.rows() != null);
    }

    assertThat(told).containsEntry("steel", false).containsEntry("tea", false);
    assertThat(told.values().stream().filter(each -> each)).isNotEmpty();
  }

  @Test
  void questions_count_as_calls_and_what_the_caller_has_already_does_not() {
    DatasetId id = loaded(plain(), "ab");
    world.limits.set(
        Subject.dataset(id), new Limits(null, new Quota(1L, null, null)), "operator", world.now);

    CubeAnswer.Cells first = (CubeAnswer.Cells) cells(id, "ab");

    assertThat(cells(id, "ab"))
        .isInstanceOfSatisfying(
            CubeAnswer.OverQuota.class,
            over -> assertThat(over.bound().code()).isEqualTo("quota-exhausted"));
    assertThat(world.cubeReader.cells(Caller.ANONYMOUS, id, "ab", null, List.of(), first.tag()))
        .isEqualTo(new CubeAnswer.Unchanged(first.tag()));
    assertThat(world.cubeReader.cells(World.STEWARD, id, "ab", null, List.of(), null))
        .isInstanceOf(CubeAnswer.Cells.class);
  }

  @Test
  void a_tag_cannot_be_made_by_whoever_guesses_what_is_not_told() throws IOException {
    DatasetId id = loaded(plain(), "ab");
    CubeReleases others =
        new CubeReleases(world.catalog, world.boundary, world.rows, home, new byte[] {1});

    CubeAnswer.Cells same =
        (CubeAnswer.Cells)
            new CubeReader(world.catalog, world.boundary, others, world.ledger, world.quotas)
                .cells(Caller.ANONYMOUS, id, "ab", null, List.of(), null);

    assertThat(same.tag()).isNotEqualTo(((CubeAnswer.Cells) cells(id, "ab")).tag());
  }

  private static Statistics byTrade() {
    return new Statistics(
        Statistics.Audience.EVERYBODY,
        3,
        new Statistics.Dominance(1, new BigDecimal("0.7")),
        "firm",
        List.of(
            new Statistics.Group(
                "trade", Mask.CLEAR, List.of("food", "steel", "tea", "wood", "wool"))),
        List.of(
            new Statistics.Cube(
                "by-trade",
                LocalText.of("行业"),
                List.of("trade"),
                List.of(new Statistics.Measure("turnover", Statistics.Function.SUM, "turnover")))));
  }

  private CubeReader reopened() throws IOException {
    CubeReleases releases =
        new CubeReleases(world.catalog, world.boundary, world.rows, home, new byte[32]);
    return new CubeReader(world.catalog, world.boundary, releases, world.ledger, world.quotas);
  }

  /// Nothing is hidden in it.
  private static Town plain() {
    Town town = new Town(new int[] {3, 3, 1});
    Arrays.fill(town.rows, 30);
    return town;
  }

  private DatasetId loaded(Town town, String... cubes) {
    DatasetId id = world.statistics("town", Town.SCHEMA, town.statistics(K, true, cubes), null);
    world.load(id, town.csv());
    return id;
  }

  private CubeAnswer cells(DatasetId id, String cube) {
    return world.cubeReader.cells(Caller.ANONYMOUS, id, cube, null, List.of(), null);
  }

  private CubeAnswer.Cubes list(Caller caller, DatasetId id) {
    return (CubeAnswer.Cubes) world.cubeReader.list(caller, id);
  }

  private long version(DatasetId id, String cube) {
    return ((CubeAnswer.Cells) cells(id, cube)).told().version();
  }

  /// However releases are added and subtracted, with none of them left over in the end: what comes
  /// out of a cell is made of no rows or of k at least.
  private static void tellNothingOfFew(List<Town> released, String... cubes) {
    int[] factors = new int[released.size()];
    Arrays.fill(factors, -1);
    do {
      if (Arrays.stream(factors).sum() == 0) {
        for (String cube : cubes) {
          left(released, factors, cube)
              .forEach((cell, rows) ->
                  assertThat(rows)
                      .as("%s, %s", cell, Arrays.toString(factors))
                      .matches(each -> each == 0 || each >= K));
        }
      }
    } while (next(factors));
  }

  private static boolean next(int[] factors) {
    for (int i = 0; i < factors.length; i++) {
      if (++factors[i] <= 1) {
        return true;
      }
      factors[i] = -1;
    }
    return false;
  }

  /// How many rows of each cell do not cancel out.
  private static Map<List<Integer>, Integer> left(List<Town> released, int[] factors, String cube) {
    Map<List<Integer>, Integer> left = new LinkedHashMap<>();
    Town first = released.getFirst();
    for (int atom = 0; atom < first.rows.length; atom++) {
      int of = atom;
      int[] place = first.place(atom);
      List<Integer> cell = cube.chars().mapToObj(letter -> place[letter - 'a']).toList();
      int most = released.stream().mapToInt(town -> town.rows[of]).max().orElseThrow();
      for (int row = 0; row < most; row++) {
        int sum = 0;
        for (int i = 0; i < factors.length; i++) {
          sum += row < released.get(i).rows[atom] ? factors[i] : 0;
        }
        left.merge(cell, sum == 0 ? 0 : 1, Integer::sum);
      }
    }
    return left;
  }
}
