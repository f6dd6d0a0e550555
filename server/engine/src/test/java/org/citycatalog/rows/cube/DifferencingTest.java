package org.citycatalog.rows.cube;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.citycatalog.Seeds;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.ingest.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is asked of statistics, no combination of the answers tells of fewer than `k` rows.
/// What is told is solved here as equations over every combination of groups, by other means than
/// those that hide it.
class DifferencingTest {
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

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void no_combination_of_answers_gives_a_cell_below_k(long seed) {
    Random random = new Random(seed);
    int k = 3 + random.nextInt(8);
    int[] sizes = {2 + random.nextInt(3), 2 + random.nextInt(3), 2 + random.nextInt(2)};
    String[][] declared = {{"abc"}, {"ab", "bc"}, {"ab", "bc", "ac"}, {"a", "bc"}, {"ac"}};
    String[] cubes = declared[random.nextInt(declared.length)];
    Town town = Town.random(random, sizes, k);

    Map<List<Integer>, Town.Told> told = told(town, k, cubes);

    told.values()
        .forEach(cell -> {
          if (cell.count() != null) {
            assertThat(cell.count()).isEqualTo(town.count(town.indicator(cell.places())));
            assertThat(cell.count() == 0 || cell.count() >= k).as("%s", cell).isTrue();
          }
        });
    assertThat(recovered(town, told, k, random)).isEmpty();
  }

  @Test
  void a_cell_whose_complement_is_told_is_found_by_this_test() {
    Town town = new Town(new int[] {4, 2, 2});
    java.util.Arrays.fill(town.rows, 30);
    town.rows[0] = 2;
    Map<List<Integer>, Town.Told> told = new LinkedHashMap<>(told(town, 10, "abc"));
    assertThat(recovered(town, told, 10, new Random(1))).isEmpty();

    // All that is hidden besides the small cell itself.
    told.replaceAll((at, cell) -> {
      long count = town.count(town.indicator(cell.places()));
      return cell.count() == null && count >= 10 ? new Town.Told(at, count, List.of()) : cell;
    });

    assertThat(recovered(town, told, 10, new Random(1))).contains(List.of(0, 0, 0));
  }

  @Test
  void at_least_k_counts_of_each_small_cell_agree_with_all_that_is_told() {
    int k = 3;
    List<Long> counted = new ArrayList<>();
    List<Long> seeds = seeds().boxed().toList();
    for (long seed : seeds) {
      Random random = new Random(seed);
      Town town = new Town(new int[] {3, 3, 1});
      for (int atom = 0; atom < town.rows.length; atom++) {
        town.rows[atom] = random.nextInt(7);
      }

      Map<List<Integer>, Town.Told> told =
          town.told(world, loaded("town-" + seed, town, k, "ab"), "ab");

      // Otherwise there are too many tables to look at all of them.
      if (IntStream.rangeClosed(-1, 2).allMatch(a -> isTold(told, a, -1))) {
        Map<Integer, Set<Integer>> possible = possible(told);
        for (int atom = 0; atom < town.rows.length; atom++) {
          if (town.rows[atom] > 0 && town.rows[atom] < k) {
            assertThat(possible.get(atom))
                .as("seed %d, cell %d", seed, atom)
                .hasSizeGreaterThanOrEqualTo(k);
          }
        }
        counted.add(seed);
      }
    }

    assertThat(counted).as("seeds whose lines are all told").hasSizeGreaterThan(seeds.size() / 2);
  }

  @Test
  void a_sum_of_two_small_cells_that_would_tell_them_is_hidden_with_a_third() {
    Town town = new Town(new int[] {5, 1, 1});
    int[] rows = {1, 1, 40, 30, 50};
    System.arraycopy(rows, 0, town.rows, 0, rows.length);

    Map<List<Integer>, Town.Told> told = told(town, 10, "a");

    assertThat(told.values().stream().filter(cell -> cell.count() == null))
        .extracting(cell -> cell.at().getFirst())
        .containsExactlyInAnyOrder(0, 1, 3);
  }

  @Test
  void a_slice_tells_what_the_whole_tells() {
    Town town = Town.random(new Random(5), new int[] {3, 3, 2}, 5);
    DatasetId id = loaded(town, 5, "abc");

    var whole = cells(id, List.of());
    var slice = cells(id, List.of("b=b1", "a="));

    assertThat(slice)
        .isNotEmpty()
        .containsExactlyElementsOf(
            whole.stream()
                .filter(cell -> cell.values().get(0) == null && "b1".equals(cell.values().get(1)))
                .toList());
  }

  private List<CubeAnswer.Cell> cells(DatasetId id, List<String> slices) {
    return ((CubeAnswer.Cells)
            world.cubeReader.cells(
                org.citycatalog.sharing.Caller.ANONYMOUS, id, "abc", null, slices, null))
        .cells();
  }

  private DatasetId loaded(Town town, int k, String... cubes) {
    return loaded("town", town, k, cubes);
  }

  private DatasetId loaded(String name, Town town, int k, String... cubes) {
    DatasetId id = world.statistics(name, Town.SCHEMA, town.statistics(k, true, cubes), null);
    world.load(id, town.csv());
    return id;
  }

  private Map<List<Integer>, Town.Told> told(Town town, int k, String... cubes) {
    return town.told(world, loaded(town, k, cubes), cubes);
  }

  /// Cells and sets of cells of fewer than k rows that follow from what is told.
  private static List<List<Integer>> recovered(
      Town town, Map<List<Integer>, Town.Told> told, int k, Random random) {
    Equations equations = new Equations(town.rows.length);
    town.learn(equations, told);
    List<List<Integer>> recovered = town.recovered(equations, told, k);
    List<Town.Told> small = new ArrayList<>();
    for (Town.Told cell : told.values()) {
      long[] indicator = town.indicator(cell.places());
      long count = town.count(indicator);
      if (count > 0 && count < k) {
        small.add(cell);
      }
    }
    for (int attempt = 0; attempt < 2000 && small.size() > 1; attempt++) {
      long[] set = new long[town.rows.length];
      int cells = 2 + random.nextInt(3);
      for (int i = 0; i < cells; i++) {
        long[] indicator = town.indicator(small.get(random.nextInt(small.size())).places());
        for (int atom = 0; atom < set.length; atom++) {
          set[atom] |= indicator[atom];
        }
      }
      long count = town.count(set);
      if (count > 0 && count < k && equations.tell(set)) {
        recovered.add(List.of());
      }
    }
    return recovered;
  }

  private static Town.Told at(Map<List<Integer>, Town.Told> told, int a, int b) {
    return Objects.requireNonNull(told.get(List.of(a, b, -1)));
  }

  private static boolean isTold(Map<List<Integer>, Town.Told> told, int a, int b) {
    return at(told, a, b).count() != null;
  }

  /// Every table of 3 × 3 that agrees with what is told, where what is hidden is at least 1: by
  /// cell, its counts.
  private static Map<Integer, Set<Integer>> possible(Map<List<Integer>, Town.Told> told) {
    Map<Integer, Set<Integer>> possible = new LinkedHashMap<>();
    List<List<int[]>> lines = new ArrayList<>();
    for (int a = 0; a < 3; a++) {
      List<int[]> line = new ArrayList<>();
      int total = Math.toIntExact(Objects.requireNonNull(at(told, a, -1).count()));
      for (int x = 0; x <= total; x++) {
        for (int y = 0; x + y <= total; y++) {
          int[] cells = {x, y, total - x - y};
          boolean agrees = true;
          for (int b = 0; b < 3; b++) {
            Long count = at(told, a, b).count();
            agrees &= count == null ? cells[b] >= 1 : cells[b] == count;
          }
          if (agrees) {
            line.add(cells);
          }
        }
      }
      lines.add(line);
    }
    for (int[] x : lines.get(0)) {
      for (int[] y : lines.get(1)) {
        for (int[] z : lines.get(2)) {
          boolean agrees = true;
          for (int b = 0; b < 3; b++) {
            Long count = at(told, -1, b).count();
            int sum = x[b] + y[b] + z[b];
            agrees &= count == null ? sum >= 1 : sum == count;
          }
          if (agrees) {
            for (int b = 0; b < 3; b++) {
              possible.computeIfAbsent(b, same -> new TreeSet<>()).add(x[b]);
              possible.computeIfAbsent(3 + b, same -> new TreeSet<>()).add(y[b]);
              possible.computeIfAbsent(6 + b, same -> new TreeSet<>()).add(z[b]);
            }
          }
        }
      }
    }
    return possible;
  }
}
