package org.citycatalog.rows.cube;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.citycatalog.catalog.Statistics;
import org.jspecify.annotations.Nullable;

/// Which rows the releases of a dataset have counted, for one way of counting them.
///
/// Whoever keeps all releases can add and subtract them. What comes out is a sum over cohorts: the
/// rows of a cell that have been counted by the same releases, each cohort whole or not at all. So
/// nothing can be worked out of fewer than `k` rows, nor of fewer than `k` contributors, as long as
/// no cohort is smaller; and a new release may not make one that is. Rows that are no longer
/// counted stay known, because they may come back.
///
/// Rows are known by the values that are told of them. Of equal ones it does not matter which is
/// which: those that were counted first are taken to stay longest, so that between any two releases
/// as few as possible have come and gone.
///
/// @param cells by base and place in it: its cohorts, where of equal rows those in an earlier
///   cohort have been in all releases of those in a later one
@SuppressWarnings("ArrayRecordComponent") // never compared
record History(Way way, List<Cohort>[][] cells) {
  /// How rows are counted.
  ///
  /// @param items those that are summed
  record Way(
      Shape shape,
      List<String> items,
      @Nullable String contributor,
      Statistics.@Nullable Dominance dominance) {
    Way {
      items = List.copyOf(items);
    }

    boolean isSame(Way other) {
      return shape.axes().equals(other.shape.axes())
          && Arrays.equals(shape.bases(), other.shape.bases())
          && items.equals(other.items)
          && Objects.equals(contributor, other.contributor)
          && Objects.equals(dominance, other.dominance);
    }
  }

  /// Rows of one cell that have been counted by the same releases.
  ///
  /// @param counted whether the last release counts them
  /// @param dominated whether few make up a sum of theirs, so that they may never be told apart
  /// @param prints of each row, in order
  /// @param contributors of each row; none where each row is one of its own
  record Cohort(boolean counted, boolean dominated, long[] prints, long[] contributors) {
    private boolean isEnough(int k) {
      return prints.length >= k
          && (contributors.length == 0 || Arrays.stream(contributors).distinct().count() >= k);
    }
  }

  /// Begins with the first release that counts in this way.
  static History begin(Way way, Tally tally) {
    return History.of(
        way,
        cell -> {
          Rest rows = new Rest(tally.prints(cell));
          boolean dominated = false;
          for (int item = 0; item < way.items().size(); item++) {
            dominated |= tally.spread(item, cell).signum() != 0;
          }
          return rows.count() == 0
              ? List.of()
              : List.of(rows.cohort(tally, way.contributor() != null, dominated));
        });
  }

  /// Goes on with another release.
  ///
  /// @param tally what it would count, in this way
  /// @return empty if it would tell of too few
  Optional<History> next(Tally tally, int k) {
    int[] bases = way.shape().bases();
    List<Cohort>[][] next = cells.clone();
    for (int base = 0; base < bases.length; base++) {
      next[base] = cells[base].clone();
      for (int i = 0; i < next[base].length; i++) {
        Optional<List<Cohort>> cohorts =
            next(cells[base][i], way.shape().first(bases[base]) + i, tally, k);
        if (cohorts.isEmpty()) {
          return Optional.empty();
        }
        next[base][i] = cohorts.get();
      }
    }
    return Optional.of(new History(way, next));
  }

  /// How many rows are known.
  long rows() {
    long rows = 0;
    for (List<Cohort>[] base : cells) {
      for (List<Cohort> cell : base) {
        rows += cell.stream().mapToLong(cohort -> cohort.prints().length).sum();
      }
    }
    return rows;
  }

  private Optional<List<Cohort>> next(List<Cohort> cohorts, int cell, Tally tally, int k) {
    Rest rest = new Rest(tally.prints(cell));
    List<Cohort> next = new ArrayList<>();
    for (Cohort cohort : cohorts) {
      boolean[] stays = rest.take(cohort.prints());
      Cohort in = part(cohort, stays, true);
      Cohort out = part(cohort, stays, false);
      Cohort changed = cohort.counted() ? out : in;
      Cohort same = cohort.counted() ? in : out;
      if (changed.prints().length > 0) {
        boolean parted = same.prints().length > 0;
        // Which part few make up could only be known from values that are not kept.
        if (cohort.dominated()
            || !changed.isEnough(k)
            || parted && (way.dominance() != null || !same.isEnough(k))) {
          return Optional.empty();
        }
      }
      for (Cohort each : new Cohort[] {in, out}) {
        if (each.prints().length > 0) {
          next.add(each);
        }
      }
    }
    if (rest.count() > 0) {
      Cohort won = rest.cohort(tally, way.contributor() != null, false);
      if (!won.isEnough(k) || isDominated(won, tally)) {
        return Optional.empty();
      }
      next.add(won);
    }
    return Optional.of(next);
  }

  private static Cohort part(Cohort cohort, boolean[] stays, boolean staying) {
    long[] prints = new long[stays.length];
    long[] contributors = new long[cohort.contributors().length];
    int count = 0;
    for (int i = 0; i < stays.length; i++) {
      if (stays[i] == staying) {
        prints[count] = cohort.prints()[i];
        if (contributors.length > 0) {
          contributors[count] = cohort.contributors()[i];
        }
        count++;
      }
    }
    return new Cohort(
        staying,
        cohort.dominated(),
        Arrays.copyOf(prints, count),
        Arrays.copyOf(contributors, Math.min(count, contributors.length)));
  }

  private boolean isDominated(Cohort cohort, Tally tally) {
    Statistics.Dominance rule = way.dominance();
    if (rule == null) {
      return false;
    }
    for (int item = 0; item < way.items().size(); item++) {
      Map<Long, BigDecimal> shares = new HashMap<>();
      for (int i = 0; i < cohort.prints().length; i++) {
        // Without contributors each row is one.
        long who = cohort.contributors().length == 0 ? i : cohort.contributors()[i];
        shares.merge(who, tally.value(cohort.prints()[i], item), BigDecimal::add);
      }
      if (isDominated(shares.values(), rule)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDominated(Collection<BigDecimal> shares, Statistics.Dominance rule) {
    List<BigDecimal> sizes =
        shares.stream().map(BigDecimal::abs).sorted((one, other) -> other.compareTo(one)).toList();
    BigDecimal all = sizes.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal top = sizes.stream().limit(rule.n()).reduce(BigDecimal.ZERO, BigDecimal::add);
    return top.compareTo(rule.share().multiply(all)) > 0;
  }

  /// Gives the cohorts of a cell, asked for in the order of the cells.
  @FunctionalInterface
  interface Cells<E extends Exception> {
    List<Cohort> of(int cell) throws E;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of lists
  static <E extends Exception> History of(Way way, Cells<E> cells) throws E {
    int[] bases = way.shape().bases();
    List<Cohort>[][] all = new List[bases.length][];
    for (int base = 0; base < bases.length; base++) {
      all[base] = new List[way.shape().count(bases[base])];
      for (int i = 0; i < all[base].length; i++) {
        all[base][i] = cells.of(way.shape().first(bases[base]) + i);
      }
    }
    return new History(way, all);
  }

  /// Rows of a cell that no cohort has taken yet.
  private static final class Rest {
    /// In order, each once.
    private final long[] prints;

    private final int[] left;

    /// @param sorted in order
    Rest(long[] sorted) {
      long[] different = new long[sorted.length];
      int[] times = new int[sorted.length];
      int count = 0;
      for (long print : sorted) {
        if (count == 0 || different[count - 1] != print) {
          different[count++] = print;
        }
        times[count - 1]++;
      }
      prints = Arrays.copyOf(different, count);
      left = Arrays.copyOf(times, count);
    }

    /// Takes those that are there.
    ///
    /// @return for each whether it was
    boolean[] take(long[] wanted) {
      boolean[] taken = new boolean[wanted.length];
      for (int i = 0; i < wanted.length; i++) {
        int place = Arrays.binarySearch(prints, wanted[i]);
        if (place >= 0 && left[place] > 0) {
          left[place]--;
          taken[i] = true;
        }
      }
      return taken;
    }

    int count() {
      return Arrays.stream(left).sum();
    }

    /// All that are left.
    Cohort cohort(Tally tally, boolean withContributors, boolean dominated) {
      long[] rows = new long[count()];
      int next = 0;
      for (int i = 0; i < prints.length; i++) {
        for (int time = 0; time < left[i]; time++) {
          rows[next++] = prints[i];
        }
      }
      return new Cohort(
          true,
          dominated,
          rows,
          withContributors ? Arrays.stream(rows).map(tally::contributor).toArray() : new long[0]);
    }
  }
}
