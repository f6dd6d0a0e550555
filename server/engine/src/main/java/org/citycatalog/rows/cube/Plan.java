package org.citycatalog.rows.cube;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.Statistics;
import org.jspecify.annotations.Nullable;

/// What is to be counted and protected together: all that is declared, and all that has been told.
///
/// @param items those that are summed
/// @param objection why it cannot be protected together, in English; null where it can
record Plan(Shape shape, List<String> items, @Nullable String objection) {
  Plan {
    items = List.copyOf(items);
  }

  static Plan of(Entry entry, Statistics declared, @Nullable Release last) {
    List<Shape.Axis> axes = new ArrayList<>(last == null ? List.of() : last.shape().axes());
    List<String> items = new ArrayList<>(last == null ? List.of() : last.items());
    List<Integer> tables = new ArrayList<>(last == null ? List.of() : last.shape().tables());
    for (Shape.Axis axis : CubeReleases.axes(entry, declared)) {
      if (axes.stream().anyMatch(each -> each.item().equals(axis.item()) && !each.equals(axis))) {
        // Two groupings of one item would be subtracted from one another.
        return refused("item '%s' was grouped in another way before".formatted(axis.item()));
      }
      if (!axes.contains(axis)) {
        axes.add(axis);
      }
    }
    if (axes.size() > Shape.MOST_AXES) {
      return refused("more than %d items have been grouped".formatted(Shape.MOST_AXES));
    }
    for (Statistics.Cube cube : declared.cubes()) {
      tables.add(table(axes, cube));
      for (Statistics.Measure measure : cube.measures()) {
        if (measure.of() != null && !items.contains(measure.of())) {
          items.add(measure.of());
        }
      }
    }
    if (axes.stream().anyMatch(axis -> items.contains(axis.item()))) {
      return refused("an item has been both grouped and summed");
    }
    Shape shape = new Shape(axes, tables);
    return shape.cells() > Statistics.MOST_CELLS
        ? refused(
            "what has been told and what is declared have more than %d cells"
                .formatted(Statistics.MOST_CELLS))
        : new Plan(shape, items, null);
  }

  private static Plan refused(String objection) {
    return new Plan(new Shape(List.of(), List.of()), List.of(), objection);
  }

  /// The axes of a cube, as bits.
  static int table(List<Shape.Axis> axes, Statistics.Cube cube) {
    int table = 0;
    for (int axis = 0; axis < axes.size(); axis++) {
      if (cube.groups().contains(axes.get(axis).item())) {
        table |= 1 << axis;
      }
    }
    return table;
  }

  /// Takes over what is known of the cells of the last release.
  void carry(Release last, Facts facts, BitSet told, BitSet hidden) {
    Shape before = last.shape();
    int[] at = new int[shape.axes().size()];
    for (int margin : before.margins()) {
      for (int i = 0; i < before.count(margin); i++) {
        int from = before.first(margin) + i;
        before.place(margin, from, at);
        int to = shape.cell(margin, at);
        if (last.hidden().get(from)) {
          hidden.set(to);
        } else {
          told.set(to);
        }
        facts.carry(last.facts(), from, to);
      }
    }
  }
}
