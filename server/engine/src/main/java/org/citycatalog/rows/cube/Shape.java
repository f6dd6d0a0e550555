package org.citycatalog.rows.cube;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.citycatalog.catalog.Mask;

/// Which cells there are: for every set of axes that a cube groups by, and for every subset of it,
/// one cell for each combination of values.
///
/// A margin is a set of axes as bits. A cell of a margin is the sum of the cells of a larger one
/// that differ in the other axes alone; these sums are all the equations there are between cells.
final class Shape {
  static final int MOST_AXES = 12;

  /// What rows are grouped by.
  ///
  /// @param values those told; one more place, behind them, counts all others together
  record Axis(String item, Mask mask, List<String> values) {
    Axis {
      values = List.copyOf(values);
    }

    int size() {
      return values.size() + 1;
    }
  }

  private final List<Axis> axes;
  private final int[] margins;
  private final int[] bases;
  private final int[] offsets;
  private final int cells;

  /// @param tables sets of axes as bits
  Shape(List<Axis> axes, List<Integer> tables) {
    if (axes.size() > MOST_AXES) {
      throw new IllegalArgumentException(
          "%d axes are more than %d".formatted(axes.size(), MOST_AXES));
    }
    this.axes = List.copyOf(axes);
    TreeSet<Integer> all = new TreeSet<>();
    for (int table : tables) {
      for (int part = table; ; part = (part - 1) & table) {
        all.add(part);
        if (part == 0) {
          break;
        }
      }
    }
    margins = all.stream().mapToInt(Integer::intValue).toArray();
    bases =
        all.stream()
            .mapToInt(Integer::intValue)
            .filter(margin ->
                all.stream().noneMatch(other -> other != margin && (other & margin) == margin))
            .toArray();
    offsets = new int[1 << axes.size()];
    java.util.Arrays.fill(offsets, -1);
    long next = 0;
    for (int margin : margins) {
      offsets[margin] = (int) next;
      long size = 1;
      for (int axis = 0; axis < axes.size(); axis++) {
        size *= has(margin, axis) ? axes.get(axis).size() : 1;
        if (next + size > Integer.MAX_VALUE) {
          throw new IllegalArgumentException("too many cells");
        }
      }
      next += size;
    }
    cells = (int) next;
  }

  static boolean has(int margin, int axis) {
    return (margin >> axis & 1) == 1;
  }

  List<Axis> axes() {
    return axes;
  }

  int size(int axis) {
    return axes.get(axis).size();
  }

  /// Every margin, the empty one of all rows included.
  int[] margins() {
    return margins;
  }

  /// The margins that are part of no larger one.
  int[] bases() {
    return bases;
  }

  int cells() {
    return cells;
  }

  boolean contains(int margin) {
    return margin < offsets.length && offsets[margin] >= 0;
  }

  /// A cell's number.
  ///
  /// @param at the place of a value on each axis; those of other axes do not count
  int cell(int margin, int[] at) {
    int cell = 0;
    for (int axis = 0; axis < axes.size(); axis++) {
      if (has(margin, axis)) {
        cell = cell * size(axis) + at[axis];
      }
    }
    return offsets[margin] + cell;
  }

  /// Whether a cell is of a margin.
  boolean isOf(int margin, int cell) {
    int within = cell - offsets[margin];
    return within >= 0 && within < count(margin);
  }

  int first(int margin) {
    return offsets[margin];
  }

  /// How many cells a margin has.
  int count(int margin) {
    int count = 1;
    for (int axis = 0; axis < axes.size(); axis++) {
      count *= has(margin, axis) ? size(axis) : 1;
    }
    return count;
  }

  /// Where a cell is; axes that are not of its margin are left as they are.
  void place(int margin, int cell, int[] at) {
    int rest = cell - offsets[margin];
    for (int axis = axes.size() - 1; axis >= 0; axis--) {
      if (has(margin, axis)) {
        at[axis] = rest % size(axis);
        rest /= size(axis);
      }
    }
  }

  /// The tables it was made of, as far as none is part of another.
  List<Integer> tables() {
    List<Integer> tables = new ArrayList<>();
    for (int base : bases) {
      tables.add(base);
    }
    return tables;
  }
}
