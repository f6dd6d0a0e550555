package org.citycatalog.rows.cube;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.citycatalog.catalog.Statistics;
import org.citycatalog.sharing.Disclosure;
import org.citycatalog.sharing.Exhausted;
import org.jspecify.annotations.Nullable;

/// What became of a question to statistics.
public sealed interface CubeAnswer {
  /// The cubes of a dataset.
  ///
  /// @param waiting what is not released, for who keeps the dataset; null otherwise
  record Cubes(List<Declared> cubes, CubeReleases.@Nullable Waiting waiting) implements CubeAnswer {
    public Cubes {
      cubes = List.copyOf(cubes);
    }
  }

  /// A cube and what is told of it.
  ///
  /// @param groups in the order of the cube, each with its values
  /// @param released null before its first release
  record Declared(Statistics.Cube cube, List<Statistics.Group> groups, @Nullable Told released) {
    public Declared {
      groups = List.copyOf(groups);
    }
  }

  /// Which rows are told of, and under what rules.
  ///
  /// @param version the version that they are of
  record Told(
      long version,
      Instant loaded,
      int k,
      Statistics.@Nullable Dominance dominance,
      boolean byContributor) {}

  /// Cells of one cube.
  ///
  /// @param by the groups that are told apart
  /// @param disclosure to be told when the cells have left
  record Cells(
      Statistics.Cube cube,
      Told told,
      List<String> by,
      List<Cell> cells,
      String tag,
      Disclosure disclosure)
      implements CubeAnswer {
    public Cells {
      by = List.copyOf(by);
      cells = List.copyOf(cells);
    }
  }

  /// One cell.
  ///
  /// @param values by place of `by`; null for all that is none of the values
  /// @param rows null where the cell is not told
  /// @param figures by place of the cube's measures; null where the cell is not told, or no row of
  ///   it has a value
  record Cell(
      List<@Nullable String> values, @Nullable Long rows, List<@Nullable BigDecimal> figures) {
    public Cell {
      values = Collections.unmodifiableList(values);
      figures = Collections.unmodifiableList(figures);
    }
  }

  /// What the caller has is what there is.
  record Unchanged(String tag) implements CubeAnswer {}

  /// The question is not one that can be answered.
  ///
  /// @param parameter `by` or `slice`
  record Mistake(String parameter, String message, List<String> nearest) implements CubeAnswer {
    public Mistake {
      nearest = List.copyOf(nearest);
    }
  }

  /// The caller has had as much as it gets.
  record OverQuota(Exhausted bound) implements CubeAnswer {}

  /// Nothing of the cube has been released yet.
  record NotReleased() implements CubeAnswer {}

  /// For this caller there is no such dataset or cube.
  record Absent() implements CubeAnswer {}
}
