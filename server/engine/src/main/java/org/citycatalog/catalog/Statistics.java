package org.citycatalog.catalog;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is told about rows that are not given: counts and sums over declared groups, and no cell
/// that says something about fewer than `k` rows.
///
/// All cubes of a dataset are protected together, so what holds for one holds for all: to whom they
/// are told, `k`, the rule of dominance, and into which values an item is grouped.
///
/// @param audience to whom
/// @param k a cell is told when it is empty or of at least so many rows
/// @param dominance null where sums are told whoever made them up
/// @param contributor the item that names whom a row is about, such as a company; null where each
///   row is about another one
public record Statistics(
    Audience audience,
    int k,
    @Nullable Dominance dominance,
    @Nullable String contributor,
    List<Group> groups,
    List<Cube> cubes) {
  public static final int LEAST_K = 3;
  public static final int DEFAULT_K = 10;
  static final int MOST_K = 1000;

  /// Cells that the cubes of a dataset may have in all, margins included.
  public static final int MOST_CELLS = 20_000;

  public Statistics {
    groups = List.copyOf(groups);
    cubes = List.copyOf(cubes);
  }

  /// To whom statistics are told.
  public enum Audience {
    /// Anybody, without a key.
    EVERYBODY,
    /// Departments.
    DEPARTMENTS;

    static final Set<String> CODES = new LinkedHashSet<>(List.of("everybody", "departments"));

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Audience ofCode(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }

  /// A sum is not told where its `n` largest contributors make up more than `share` of it.
  ///
  /// @param share above 0 and below 1
  public record Dominance(int n, BigDecimal share) {}

  /// An item by whose values rows are grouped; what is none of the values, missing or unreadable is
  /// counted together as one more.
  ///
  /// @param mask how values are coarsened before
  /// @param values as they are after the mask, in the order in which they are told
  public record Group(String item, Mask mask, List<String> values) {
    public Group {
      values = List.copyOf(values);
    }
  }

  /// A table of all combinations of its groups' values, with all its margins.
  ///
  /// @param groups names of items
  public record Cube(String name, LocalText title, List<String> groups, List<Measure> measures) {
    public Cube {
      groups = List.copyOf(groups);
      measures = List.copyOf(measures);
    }
  }

  /// A figure of each cell.
  ///
  /// @param of the item that is summed; null for a count
  public record Measure(String name, Function function, @Nullable String of) {}

  /// How a figure is made. Others tell about single rows: the least and the greatest value, and how
  /// many different ones there are.
  public enum Function {
    COUNT,
    SUM,
    AVG;

    static final Set<String> CODES = new LinkedHashSet<>(List.of("count", "sum", "avg"));

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Function ofCode(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }

  public Optional<Group> group(String item) {
    return groups.stream().filter(group -> group.item().equals(item)).findFirst();
  }

  public Optional<Cube> cube(String name) {
    return cubes.stream().filter(cube -> cube.name().equals(name)).findFirst();
  }

  /// The same, without the name of the contributor's item.
  public Statistics withoutContributor() {
    return new Statistics(audience, k, dominance, null, groups, cubes);
  }
}
