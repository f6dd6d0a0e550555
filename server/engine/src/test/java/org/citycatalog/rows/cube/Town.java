package org.citycatalog.rows.cube;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.LocalText;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.Statistics;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.ingest.World;
import org.citycatalog.sharing.Caller;
import org.jspecify.annotations.Nullable;

/// A table of invented rows over three groups, `a`, `b` and `c`, and all that anybody is told of
/// it. Every row of an atom costs something else; those with the greatest numbers come and go.
final class Town {
  static final TableSchema SCHEMA =
      new TableSchema(
          List.of(
              Item.of("a", ColumnType.CODE),
              Item.of("b", ColumnType.CODE),
              Item.of("c", ColumnType.CODE),
              Item.of("cost", ColumnType.DECIMAL),
              Item.of("secret", ColumnType.TEXT)),
          List.of(""),
          List.of());
  private static final List<String> AXES = List.of("a", "b", "c");

  /// How many values each axis has, the one for all others included.
  final int[] sizes;

  /// Rows by atom.
  final int[] rows;

  Town(int[] sizes) {
    this.sizes = sizes.clone();
    this.rows = new int[sizes[0] * sizes[1] * sizes[2]];
  }

  /// @param k cells are empty, below and above it
  static Town random(Random random, int[] sizes, int k) {
    Town town = new Town(sizes);
    for (int atom = 0; atom < town.rows.length; atom++) {
      town.rows[atom] =
          switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> random.nextInt(k);
            default -> random.nextInt(4 * k);
          };
    }
    return town;
  }

  int[] place(int atom) {
    return new int[] {atom / (sizes[1] * sizes[2]), atom / sizes[2] % sizes[1], atom % sizes[2]};
  }

  private String value(int axis, int place) {
    return place == sizes[axis] - 1 ? "" : AXES.get(axis) + place;
  }

  String csv() {
    StringBuilder csv = new StringBuilder("a,b,c,cost,secret\n");
    for (int atom = 0; atom < rows.length; atom++) {
      int[] at = place(atom);
      for (int i = 0; i < rows[atom]; i++) {
        csv.append(
            "%s,%s,%s,%d.5,x%n"
                .formatted(value(0, at[0]), value(1, at[1]), value(2, at[2]), 1000 * atom + i));
      }
    }
    return csv.toString();
  }

  /// @param cubes each the letters of its groups
  Statistics statistics(int k, boolean costs, String... cubes) {
    List<Statistics.Group> groups = new ArrayList<>();
    for (int axis = 0; axis < sizes.length; axis++) {
      int of = axis;
      if (sizes[axis] == 1) {
        continue;
      }
      groups.add(
          new Statistics.Group(
              AXES.get(axis),
              Mask.CLEAR,
              java.util.stream.IntStream.range(0, sizes[axis] - 1)
                  .mapToObj(place -> AXES.get(of) + place)
                  .toList()));
    }
    List<Statistics.Measure> measures =
        costs
            ? List.of(
                new Statistics.Measure("cost", Statistics.Function.SUM, "cost"),
                new Statistics.Measure("mean", Statistics.Function.AVG, "cost"))
            : List.of();
    return new Statistics(
        Statistics.Audience.EVERYBODY,
        k,
        null,
        null,
        groups,
        Arrays.stream(cubes)
            .map(letters ->
                new Statistics.Cube(
                    letters, LocalText.of(letters), List.of(letters.split("")), measures))
            .toList());
  }

  /// The atoms that are counted by a cell.
  ///
  /// @param at by axis: its place, or -1 for all
  long[] indicator(int[] at) {
    long[] atoms = new long[rows.length];
    for (int atom = 0; atom < rows.length; atom++) {
      int[] place = place(atom);
      boolean in = true;
      for (int axis = 0; axis < at.length; axis++) {
        in &= at[axis] < 0 || at[axis] == place[axis];
      }
      atoms[atom] = in ? 1 : 0;
    }
    return atoms;
  }

  long count(long[] indicator) {
    long count = 0;
    for (int atom = 0; atom < rows.length; atom++) {
      count += indicator[atom] * rows[atom];
    }
    return count;
  }

  /// Adds what follows from what is told, for who knows what has changed since the first release.
  void learn(Equations equations, Map<List<Integer>, Told> told) {
    for (Told cell : told.values()) {
      if (cell.count() == null) {
        continue;
      }
      long[] indicator = indicator(cell.places());
      equations.know(indicator);
      for (int atom = 0; cell.count() == 0 && atom < indicator.length; atom++) {
        if (indicator[atom] == 1) {
          long[] one = new long[indicator.length];
          one[atom] = 1;
          equations.know(one); // of no rows in all, none is in any part
        }
      }
    }
  }

  /// Cells of fewer than k rows that follow.
  List<List<Integer>> recovered(Equations equations, Map<List<Integer>, Told> told, int k) {
    List<List<Integer>> recovered = new ArrayList<>();
    for (Told cell : told.values()) {
      long[] indicator = indicator(cell.places());
      long count = count(indicator);
      if (count > 0 && count < k && equations.tell(indicator)) {
        recovered.add(cell.at());
      }
    }
    return recovered;
  }

  Town copy() {
    Town copy = new Town(sizes);
    System.arraycopy(rows, 0, copy.rows, 0, rows.length);
    return copy;
  }

  /// A cell as anybody is told of it.
  ///
  /// @param at by axis: its place, or -1 for all
  /// @param count null where it is not told
  record Told(List<Integer> at, @Nullable Long count, List<@Nullable BigDecimal> figures) {
    int[] places() {
      return at.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  /// Every cell of every margin of every cube.
  Map<List<Integer>, Told> told(World world, DatasetId id, String... cubes) {
    Map<List<Integer>, Told> all = new LinkedHashMap<>();
    for (String cube : cubes) {
      List<String> groups = List.of(cube.split(""));
      for (int subset = 0; subset < 1 << groups.size(); subset++) {
        List<String> by = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
          if ((subset >> i & 1) == 1) {
            by.add(groups.get(i));
          }
        }
        CubeAnswer answer = world.cubeReader.cells(Caller.ANONYMOUS, id, cube, by, List.of(), null);
        if (!(answer instanceof CubeAnswer.Cells cells)) {
          throw new AssertionError(answer + " " + world.cubeReader.list(World.STEWARD, id));
        }
        for (CubeAnswer.Cell cell : cells.cells()) {
          Integer[] at = {-1, -1, -1};
          for (int i = 0; i < by.size(); i++) {
            int axis = AXES.indexOf(by.get(i));
            String value = cell.values().get(i);
            at[axis] = value == null ? sizes[axis] - 1 : Integer.parseInt(value.substring(1));
          }
          Told told = new Told(List.of(at), cell.rows(), cell.figures());
          Told before = all.put(told.at(), told);
          if (before != null && !java.util.Objects.equals(before.count(), told.count())) {
            throw new AssertionError("two cubes differ: " + before + " and " + told);
          }
        }
      }
    }
    return all;
  }
}
