package org.citycatalog.rows.cube;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The ways in which the axes of a margin may change: which change at all, and which of them
/// together.
final class Patterns {
  private Patterns() {}

  /// All of them, as blocks of axes that change together. Those of as many blocks stand together,
  /// the most blocks first: the more there are, the more margins stay as they are.
  static List<List<List<int[]>>> of(int margin) {
    List<List<List<Integer>>> all = new ArrayList<>();
    all.add(List.of());
    for (int axis = 0; axis < Integer.SIZE; axis++) {
      if (Shape.has(margin, axis)) {
        List<List<List<Integer>>> more = new ArrayList<>(all);
        for (List<List<Integer>> blocks : all) {
          more.add(with(blocks, blocks.size(), axis));
          for (int block = 0; block < blocks.size(); block++) {
            more.add(with(blocks, block, axis));
          }
        }
        all = more;
      }
    }
    Map<Integer, List<List<int[]>>> bySize = new TreeMap<>(Comparator.reverseOrder());
    for (List<List<Integer>> blocks : all) {
      List<int[]> plain =
          blocks.stream()
              .map(block -> block.stream().mapToInt(Integer::intValue).toArray())
              .toList();
      bySize.computeIfAbsent(blocks.size(), same -> new ArrayList<>()).add(plain);
    }
    return List.copyOf(bySize.values());
  }

  private static List<List<Integer>> with(List<List<Integer>> blocks, int block, int axis) {
    List<List<Integer>> more = new ArrayList<>();
    for (int i = 0; i < Math.max(blocks.size(), block + 1); i++) {
      List<Integer> axes = new ArrayList<>(i < blocks.size() ? blocks.get(i) : List.of());
      if (i == block) {
        axes.add(axis);
      }
      more.add(axes);
    }
    return more;
  }
}
