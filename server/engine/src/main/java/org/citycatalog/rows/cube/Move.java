package org.citycatalog.rows.cube;

import java.util.Map;
import java.util.TreeMap;

/// A change of hidden cells that changes no cell that is told and keeps every margin the sum of its
/// cells: some cells gain what others lose. Whoever sees all that is told cannot know whether it
/// has been made.
///
/// @param cell what it protects; it gains
/// @param gains by cell: 1 or -1
record Move(int cell, Map<Integer, Integer> gains) {
  Move {
    gains = new TreeMap<>(gains);
  }
}
