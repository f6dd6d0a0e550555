package org.citycatalog.ingest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.citycatalog.catalog.ColumnType;
import org.jspecify.annotations.Nullable;

/// What was seen in the cells of one column.
final class ColumnEvidence {
  /// Texts that in a column of numbers or dates mean no value, beside up to four blanks.
  static final Set<String> NO_VALUE_TEXTS =
      Set.of("NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "-", "--", "—", "——", "无", "無");

  static final int EXAMPLES = 5;
  private static final int EXAMPLE_CHARS = 200;
  private static final int LONGEST_NO_VALUE = 4;
  private static final int CODE_CHARS = 64;

  private record Example(long line, String text) {}

  /// The cells of one kind.
  private static final class Tally {
    private final List<Example> examples = new ArrayList<>();
    private long count;
  }

  private final CellKinds kinds;
  private final String name;
  private final Map<CellKind, Tally> tallies = new EnumMap<>(CellKind.class);
  private final Map<String, Long> noValues = new LinkedHashMap<>();
  private long cells;
  private long empty;
  private long compactDates;
  private int shortest = Integer.MAX_VALUE;
  private int longest;
  private boolean codeLike = true;
  private @Nullable String last;
  private CellKind lastKind = CellKind.TEXT;
  private Tally lastTally = new Tally();
  // Bounds of the first and second number of pairs.
  private double leastFirst = Double.MAX_VALUE;
  private double mostFirst = -Double.MAX_VALUE;
  private double leastSecond = Double.MAX_VALUE;
  private double mostSecond = -Double.MAX_VALUE;

  ColumnEvidence(String name, CellKinds kinds) {
    this.name = name;
    this.kinds = kinds;
    for (CellKind kind : CellKind.values()) {
      tallies.put(kind, new Tally());
    }
  }

  @SuppressWarnings(
      "ReferenceEquality") // readers give the same string again where a column repeats itself
  void add(@Nullable String cell, long line) {
    cells++;
    if (cell == null || cell.isEmpty()) {
      empty++;
      return;
    }
    if (cell == last) {
      lastTally.count++;
      compactDates += lastKind == CellKind.WHOLE && kinds.isCompactDate(cell) ? 1 : 0;
      return;
    }
    if (cell.length() <= LONGEST_NO_VALUE && (NO_VALUE_TEXTS.contains(cell) || cell.isBlank())) {
      noValues.merge(cell, 1L, Long::sum);
      return;
    }
    CellKind kind = kinds.of(cell);
    last = cell;
    lastKind = kind;
    lastTally = tally(kind);
    lastTally.count++;
    if (lastTally.examples.size() < EXAMPLES) {
      lastTally.examples.add(new Example(line, Excerpt.of(cell, EXAMPLE_CHARS)));
    }
    shortest = Math.min(shortest, cell.length());
    longest = Math.max(longest, cell.length());
    if (kind == CellKind.WHOLE) {
      compactDates += kinds.isCompactDate(cell) ? 1 : 0;
    } else if (kind == CellKind.COORDINATES) {
      bound(kinds.pairOf(cell));
    } else if (codeLike) {
      codeLike = isCodeLike(cell);
    }
  }

  private static boolean isCodeLike(String cell) {
    if (cell.length() > CODE_CHARS) {
      return false;
    }
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (c <= ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  private void bound(double[] pair) {
    leastFirst = Math.min(leastFirst, pair[0]);
    mostFirst = Math.max(mostFirst, pair[0]);
    leastSecond = Math.min(leastSecond, pair[1]);
    mostSecond = Math.max(mostSecond, pair[1]);
  }

  String name() {
    return name;
  }

  long cells() {
    return cells;
  }

  /// Cells without text.
  long empty() {
    return empty;
  }

  /// Texts of the column that may mean no value, and how often they occur.
  Map<String, Long> noValues() {
    return noValues;
  }

  long count(CellKind kind) {
    return tally(kind).count;
  }

  private Tally tally(CellKind kind) {
    return Objects.requireNonNull(tallies.get(kind));
  }

  /// Cells that hold something and do not look like no value.
  long valued() {
    long sum = 0;
    for (Tally each : tallies.values()) {
      sum += each.count;
    }
    return sum;
  }

  /// Whether all valued cells are of these kinds.
  boolean isAll(Predicate<CellKind> wanted) {
    for (CellKind kind : tallies.keySet()) {
      if (count(kind) > 0 && !wanted.test(kind)) {
        return false;
      }
    }
    return true;
  }

  boolean isConstantLength() {
    return shortest == longest;
  }

  int shortest() {
    return shortest;
  }

  /// Whether every valued cell is printable ASCII without a space, and short.
  boolean isCodeLike() {
    return codeLike && longest <= CODE_CHARS;
  }

  /// Whether all whole numbers are dates written as eight digits.
  boolean isCompactDates() {
    return compactDates > 0 && compactDates == count(CellKind.WHOLE);
  }

  /// Whether the pairs can only be longitude and latitude of China, in this order.
  boolean isLonLatOfChina() {
    return leastFirst >= 73 && mostFirst <= 136 && leastSecond >= 3 && mostSecond <= 54;
  }

  boolean isLatLonOfChina() {
    return leastSecond >= 73 && mostSecond <= 136 && leastFirst >= 3 && mostFirst <= 54;
  }

  boolean fitsLonLat() {
    return leastFirst >= -180 && mostFirst <= 180 && leastSecond >= -90 && mostSecond <= 90;
  }

  boolean fitsLatLon() {
    return leastSecond >= -180 && mostSecond <= 180 && leastFirst >= -90 && mostFirst <= 90;
  }

  /// The first cells that speak against a type, in the order of the file.
  List<CounterExample> against(ColumnType type, Predicate<CellKind> speaksFor) {
    List<CounterExample> found = new ArrayList<>();
    for (CellKind kind : tallies.keySet()) {
      if (!speaksFor.test(kind)) {
        for (Example each : tally(kind).examples) {
          found.add(new CounterExample(each.line(), each.text(), type));
        }
      }
    }
    found.sort(Comparator.comparingLong(CounterExample::line));
    return List.copyOf(found.subList(0, Math.min(EXAMPLES, found.size())));
  }
}
