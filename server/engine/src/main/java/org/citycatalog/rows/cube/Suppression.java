package org.citycatalog.rows.cube;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Hides cells until nothing that is protected can be worked out, and proves it.
///
/// Every protected cell gets a [Move] through hidden cells, so large that at least `k` counts of
/// the cell agree with all that is told, with the sums of all margins, and with counts being whole
/// and not negative, even for who knows that a hidden cell is not empty. That is enough for sets of
/// cells, too: if the count of a set of rows with a protected cell could be worked out, the set
/// would hold a cell that gains and one that loses, which together count more than `k`. A cell that
/// counts nothing is told as such.
///
/// The search takes the move that hides the fewest further rows; it decides what is hidden, and the
/// proof does not rely on it.
final class Suppression {
  private static final int CANDIDATES = 500;

  /// Boxes looked at in all: some seconds.
  private static final long MOST_BOXES = 30_000_000;

  private final Shape shape;
  private final int k;
  private final Facts facts;
  private final BitSet told;
  private final BitSet hidden;
  private final int[][] ranks;
  private final Map<Integer, List<List<List<int[]>>>> patterns = new HashMap<>();
  private final List<Move> moves = new ArrayList<>();
  private long boxes;

  /// @param told cells that have been told before and so cannot be hidden any more
  /// @param hidden cells that have been hidden before and stay so
  Suppression(Shape shape, int k, Facts facts, BitSet told, BitSet hidden) {
    this.shape = shape;
    this.k = k;
    this.facts = facts;
    this.told = (BitSet) told.clone();
    this.hidden = (BitSet) hidden.clone();
    this.ranks = new int[shape.axes().size()][];
    for (int axis = 0; axis < ranks.length; axis++) {
      ranks[axis] = ranked(axis);
    }
  }

  /// Hides what has to be hidden.
  ///
  /// @return why that cannot be, in English; empty where everything is protected
  Optional<String> solve() {
    int[] margins =
        Arrays.stream(shape.margins())
            .boxed()
            .sorted(Comparator.<Integer>comparingInt(Integer::bitCount).thenComparingInt(m -> m))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int margin : margins) {
      for (int i = 0; i < shape.count(margin); i++) {
        int cell = shape.first(margin) + i;
        if (facts.isProtected(cell) && !protect(margin, cell)) {
          return Optional.of(
              boxes > MOST_BOXES
                  ? "too many cells are too small to be protected together"
                  : "what has been told before would tell of fewer than %d rows".formatted(k));
        }
      }
    }
    prove();
    return Optional.empty();
  }

  /// The cells that are not told.
  BitSet hidden() {
    return (BitSet) hidden.clone();
  }

  /// What proves it: one for each protected cell.
  List<Move> moves() {
    return List.copyOf(moves);
  }

  private boolean protect(int margin, int cell) {
    for (List<List<int[]>> alike : patterns.computeIfAbsent(margin, Patterns::of)) {
      Move best = null;
      long bestCost = Long.MAX_VALUE;
      for (List<int[]> blocks : alike) {
        Search search = new Search(margin, cell, blocks, bestCost);
        if (search.best() != null) {
          best = search.best();
          bestCost = search.cost();
        }
      }
      if (best != null) {
        best.gains().keySet().forEach(hidden::set);
        moves.add(best);
        return true;
      }
    }
    return false;
  }

  /// Whether a move leaves the cell enough other values.
  ///
  /// @param gains by place in `cells`: 1 or -1
  private boolean isEnough(int cell, int[] cells, int[] gains) {
    boolean bounded = false;
    boolean byOthers = true;
    for (int i = 0; i < cells.length; i++) {
      bounded |= gains[i] < 0;
      byOthers &= gains[i] > 0 || facts.contributors()[cells[i]] >= k;
    }
    if (!bounded) {
      return true; // it could be any number more
    }
    if (facts.few().get(cell) && !byOthers) {
      return false;
    }
    for (int layer = 0; layer < facts.least().length; layer++) {
      if (facts.small()[layer].get(cell) && width(facts.least()[layer], cells, gains) < k - 1) {
        return false;
      }
    }
    for (int item = 0; item < facts.spread().length; item++) {
      BigDecimal wanted = facts.spread()[item][cell];
      if (wanted.signum() > 0
          && width(facts.leastSums()[item], cells, gains).compareTo(wanted) < 0) {
        return false;
      }
    }
    return true;
  }

  /// By how much counts can be moved, down and up together, so that none falls below 1.
  private static long width(long[] counts, int[] cells, int[] gains) {
    long down = Long.MAX_VALUE / 2;
    long up = Long.MAX_VALUE / 2;
    for (int i = 0; i < cells.length; i++) {
      long room = Math.max(0, counts[cells[i]] - 1);
      if (gains[i] > 0) {
        down = Math.min(down, room);
      } else {
        up = Math.min(up, room);
      }
    }
    return down + up;
  }

  private static BigDecimal width(BigDecimal[] sums, int[] cells, int[] gains) {
    BigDecimal down = sums[cells[0]];
    BigDecimal up = null;
    for (int i = 0; i < cells.length; i++) {
      BigDecimal room = sums[cells[i]];
      if (gains[i] > 0) {
        down = down.min(room);
      } else {
        up = up == null ? room : up.min(room);
      }
    }
    return up == null ? down : down.add(up);
  }

  /// Whether the moves are what they must be, from the equations between cells alone.
  private void prove() {
    int[] at = new int[shape.axes().size()];
    for (Move move : moves) {
      for (int cell : move.gains().keySet()) {
        require(hidden.get(cell) && !told.get(cell), move);
      }
      require(move.gains().getOrDefault(move.cell(), 0) == 1, move);
      int[] cells = move.gains().keySet().stream().mapToInt(Integer::intValue).toArray();
      int[] gains = Arrays.stream(cells).map(cell -> move.gains().getOrDefault(cell, 0)).toArray();
      require(isEnough(move.cell(), cells, gains), move);
      for (int margin : shape.margins()) {
        for (int axis = 0; axis < at.length; axis++) {
          if (Shape.has(margin, axis)) {
            int parent = margin & ~(1 << axis);
            Map<Integer, Integer> sums = new HashMap<>();
            for (int cell : cells) {
              if (shape.isOf(margin, cell)) {
                shape.place(margin, cell, at);
                sums.merge(
                    shape.cell(parent, at), move.gains().getOrDefault(cell, 0), Integer::sum);
              }
            }
            for (int cell : cells) {
              if (shape.isOf(parent, cell)) {
                sums.merge(cell, -move.gains().getOrDefault(cell, 0), Integer::sum);
              }
            }
            require(sums.values().stream().allMatch(sum -> sum == 0), move);
          }
        }
      }
    }
  }

  private static void require(boolean holds, Move move) {
    if (!holds) {
      throw new IllegalStateException("no proof that cell %d is hidden".formatted(move.cell()));
    }
  }

  /// Looks for the cheapest move through a cell that changes some of its axes, in blocks: for each
  /// block other values of all its axes are taken, and the corners of the box between gain and lose
  /// in turn. It changes the margins that have an axis of every block.
  private final class Search {
    private final int cell;
    private final List<int[]> blocks;
    private final int[] own;
    private final int[] tables;
    private final int[][] choices;
    private final int[] cells;
    private final int[] gains;
    private @Nullable Move best;
    private long bestCost;

    /// @param most what is known to be possible for less is wanted
    Search(int margin, int cell, List<int[]> blocks, long most) {
      this.cell = cell;
      this.blocks = blocks;
      this.bestCost = most;
      this.own = new int[shape.axes().size()];
      shape.place(margin, cell, own);
      this.tables =
          Arrays.stream(shape.margins())
              .filter(table -> blocks.stream().allMatch(block -> has(table, block)))
              .toArray();
      this.cells = new int[tables.length << blocks.size()];
      this.gains = new int[cells.length];
      int concerned = 0;
      for (int table : tables) {
        concerned |= table;
      }
      this.choices = new int[own.length][];
      for (int axis = 0; axis < own.length; axis++) {
        int at = own[axis];
        int each = axis;
        if (blocks.stream().anyMatch(block -> has(1 << each, block))) {
          choices[axis] = Arrays.stream(ranks[axis]).filter(value -> value != at).toArray();
        } else if (Shape.has(concerned, axis) && !Shape.has(margin, axis)) {
          choices[axis] = ranks[axis];
        } else {
          choices[axis] = new int[] {at};
        }
      }
      if (Arrays.stream(choices).allMatch(choice -> choice.length > 0)) {
        narrow();
        search();
      }
    }

    @Nullable Move best() {
      return best;
    }

    long cost() {
      return bestCost;
    }

    /// Whether a margin has an axis of a block.
    private static boolean has(int margin, int[] block) {
      return Arrays.stream(block).anyMatch(axis -> Shape.has(margin, axis));
    }

    /// Takes fewer values of the longest axes until there are not too many boxes.
    private void narrow() {
      while (Arrays.stream(choices).mapToDouble(each -> each.length).reduce(1, (a, b) -> a * b)
          > CANDIDATES) {
        int longest = 0;
        for (int axis = 1; axis < choices.length; axis++) {
          longest = choices[axis].length > choices[longest].length ? axis : longest;
        }
        choices[longest] = Arrays.copyOf(choices[longest], choices[longest].length - 1);
      }
    }

    private void search() {
      int[] pick = new int[own.length];
      do {
        long cost = take(pick);
        if (cost < bestCost && isEnough(cell, cells, gains)) {
          bestCost = cost;
          Map<Integer, Integer> all = new HashMap<>();
          for (int i = 0; i < cells.length; i++) {
            all.put(cells[i], gains[i]);
          }
          best = new Move(cell, all);
        }
      } while (bestCost > 0 && boxes++ < MOST_BOXES && next(pick));
    }

    private boolean next(int[] pick) {
      for (int axis = 0; axis < pick.length; axis++) {
        if (++pick[axis] < choices[axis].length) {
          return true;
        }
        pick[axis] = 0;
      }
      return false;
    }

    /// Finds what gains and what loses, and how many rows are hidden besides; the most there are
    /// where a cell can no longer be hidden, or the move costs as much as a known one.
    private long take(int[] pick) {
      int[] at = new int[own.length];
      long cost = 0;
      int place = 0;
      for (int across = 0; across < 1 << blocks.size(); across++) {
        for (int axis = 0; axis < own.length; axis++) {
          at[axis] = choices[axis][pick[axis]];
        }
        for (int block = 0; block < blocks.size(); block++) {
          if ((across >> block & 1) == 0) {
            for (int axis : blocks.get(block)) {
              at[axis] = own[axis];
            }
          }
        }
        for (int table : tables) {
          int each = shape.cell(table, at);
          if (!hidden.get(each)) {
            cost += facts.least()[0][each];
            if (told.get(each) || facts.least()[0][each] == 0 || cost >= bestCost) {
              return Long.MAX_VALUE;
            }
          }
          cells[place] = each;
          gains[place] = Integer.bitCount(across) % 2 == 0 ? 1 : -1;
          place++;
        }
      }
      return cost;
    }
  }

  /// The values of an axis, those of many rows first.
  private int[] ranked(int axis) {
    int[] at = new int[shape.axes().size()];
    return IntStream.range(0, shape.size(axis))
        .boxed()
        .sorted(
            Comparator.<Integer>comparingLong(
                    value -> {
                      at[axis] = value;
                      return -facts.least()[0][shape.cell(1 << axis, at)];
                    })
                .thenComparingInt(value -> value))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
