package org.citycatalog.sdk;

import java.util.ArrayList;
import java.util.List;
import org.citycatalog.sdk.api.StatisticsApi;
import org.citycatalog.sdk.model.CubeCell;
import org.citycatalog.sdk.model.CubeCells;
import org.jspecify.annotations.Nullable;

/// A question to one table of statistics. Immutable: each refinement is a new question.
public final class CubeQuery {
  private final StatisticsApi statistics;
  private final String dataset;
  private final String name;
  private final @Nullable List<String> by;
  private final List<String> slices;

  CubeQuery(StatisticsApi statistics, String dataset, String name) {
    this(statistics, dataset, name, null, List.of());
  }

  private CubeQuery(
      StatisticsApi statistics,
      String dataset,
      String name,
      @Nullable List<String> by,
      List<String> slices) {
    this.statistics = statistics;
    this.dataset = dataset;
    this.name = name;
    this.by = by == null ? null : List.copyOf(by);
    this.slices = List.copyOf(slices);
  }

  /// Tells only some groups apart and sums up the others.
  ///
  /// @param groups names of the cube's groups, in the order of the cells' values
  /// @return the question
  public CubeQuery by(String... groups) {
    return new CubeQuery(statistics, dataset, name, List.of(groups), slices);
  }

  /// Sums up everything.
  ///
  /// @return the question, for one cell
  public CubeQuery total() {
    return by();
  }

  /// Takes only cells with a value.
  ///
  /// @param group one of the groups told apart
  /// @param value one of its values; empty for all rows with none of them
  /// @return the question
  public CubeQuery slice(String group, String value) {
    List<String> more = new ArrayList<>(slices);
    more.add(group + "=" + value);
    return new CubeQuery(statistics, dataset, name, by, more);
  }

  /// Asks.
  ///
  /// @return the cells, with the version that they are of and the rules they are told by
  public CubeCells read() {
    return statistics
        .readCube(
            dataset,
            name,
            by == null ? null : String.join(",", by),
            slices.isEmpty() ? null : slices,
            null)
        .body();
  }

  /// Asks.
  ///
  /// @return the cells; one that is not told says so, and has no count
  public List<CubeCell> cells() {
    return read().cells();
  }

  @Override
  public String toString() {
    return "CubeQuery[" + dataset + "/" + name + " by " + by + " " + slices + "]";
  }
}
