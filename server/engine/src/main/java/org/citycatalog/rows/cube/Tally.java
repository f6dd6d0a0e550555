package org.citycatalog.rows.cube;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.Statistics;
import org.citycatalog.catalog.Value;
import org.citycatalog.rows.Row;
import org.citycatalog.rows.RowStream;
import org.jspecify.annotations.Nullable;

/// The rows of one version, counted and summed in every cell.
final class Tally {
  private final Shape shape;
  private final int items;
  private final long[] rows;
  private final long[][] known;
  private final BigDecimal[][] sums;
  private final int[] contributors;
  private final BigDecimal[][] spread;

  /// By cell of a base: what identifies the values of its rows, in order; none for other cells.
  private final Prints[] prints;

  /// By print: who the contributor is, where there is one.
  private final Map<Long, Long> contributor = new HashMap<>();

  /// By print: the values that are summed, where few may make them up.
  private final Map<Long, @Nullable BigDecimal[]> values = new HashMap<>();

  private Tally(Shape shape, int items) {
    this.shape = shape;
    this.items = items;
    this.rows = new long[shape.cells()];
    this.known = new long[items][shape.cells()];
    this.sums = new BigDecimal[items][shape.cells()];
    this.spread = new BigDecimal[items][shape.cells()];
    for (int item = 0; item < items; item++) {
      Arrays.fill(sums[item], BigDecimal.ZERO);
      Arrays.fill(spread[item], BigDecimal.ZERO);
    }
    this.contributors = new int[shape.cells()];
    this.prints = new Prints[shape.cells()];
    for (int base : shape.bases()) {
      for (int i = 0; i < shape.count(base); i++) {
        prints[shape.first(base) + i] = new Prints();
      }
    }
  }

  /// Counts.
  ///
  /// @param stream has a column for each axis, item and contributor
  /// @param key 32 secret bytes: what is kept of rows tells nobody what they were
  static Tally of(RowStream stream, History.Way way, byte[] key) throws IOException {
    return new Counting(stream, way, key).count();
  }

  long rows(int cell) {
    return rows[cell];
  }

  /// Rows with a value of an item.
  long known(int item, int cell) {
    return known[item][cell];
  }

  BigDecimal sum(int item, int cell) {
    return sums[item][cell];
  }

  int contributors(int cell) {
    return contributors[cell];
  }

  BigDecimal spread(int item, int cell) {
    return spread[item][cell];
  }

  long[] prints(int cell) {
    return prints[cell].sorted();
  }

  /// Identifies the contributor of rows.
  long contributor(long print) {
    return Objects.requireNonNull(contributor.get(print));
  }

  /// What a row adds to a sum.
  BigDecimal value(long print, int item) {
    BigDecimal value = Objects.requireNonNull(values.get(print))[item];
    return value == null ? BigDecimal.ZERO : value;
  }

  /// See [Facts].
  long layer(int layer, int cell) {
    if (layer == 0) {
      return rows[cell];
    }
    long with = known[(layer - 1) / 2][cell];
    return layer % 2 == 1 ? with : rows[cell] - with;
  }

  Shape shape() {
    return shape;
  }

  int items() {
    return items;
  }

  /// Numbers that grow one after another.
  private static final class Prints {
    private long[] numbers = new long[4];
    private int count;

    void add(long number) {
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
      }
      numbers[count++] = number;
    }

    long[] sorted() {
      long[] all = Arrays.copyOf(numbers, count);
      Arrays.sort(all);
      return all;
    }
  }

  private static final class Counting {
    private final RowStream stream;
    private final Shape shape;
    private final int[] axisColumns;
    private final int[] itemColumns;
    private final int contributorColumn;
    private final Statistics.@Nullable Dominance dominance;
    private final List<Map<String, Integer>> places;
    private final Mac mac;
    private final Tally tally;

    /// By cell: what each contributor adds to each item; null where each row is one of its own.
    private final @Nullable Map<String, BigDecimal[]>[] shares;

    /// By item and cell: the greatest contributions of rows, and what all come to.
    private final BigDecimal[][][] greatest;

    private final BigDecimal[][] weight;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of maps
    Counting(RowStream stream, History.Way way, byte[] key) {
      List<String> items = way.items();
      String contributor = way.contributor();
      this.stream = stream;
      this.shape = way.shape();
      this.dominance = way.dominance();
      this.axisColumns = shape.axes().stream().mapToInt(axis -> column(axis.item())).toArray();
      this.itemColumns = items.stream().mapToInt(this::column).toArray();
      this.contributorColumn = contributor == null ? -1 : column(contributor);
      this.places = shape.axes().stream().map(Counting::places).toList();
      this.tally = new Tally(shape, items.size());
      this.shares = contributor == null ? new Map[0] : new Map[shape.cells()];
      int most = dominance == null ? 0 : dominance.n();
      this.greatest = new BigDecimal[items.size()][shape.cells()][];
      this.weight = new BigDecimal[items.size()][shape.cells()];
      for (int item = 0; item < items.size(); item++) {
        Arrays.fill(weight[item], BigDecimal.ZERO);
        for (int cell = 0; cell < shape.cells(); cell++) {
          greatest[item][cell] = new BigDecimal[most];
          Arrays.fill(greatest[item][cell], BigDecimal.ZERO);
        }
      }
      try {
        mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
      } catch (GeneralSecurityException everyJdkHasIt) {
        throw new IllegalStateException(everyJdkHasIt);
      }
    }

    private int column(String name) {
      List<Item> columns = stream.columns();
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).name().equals(name)) {
          return i;
        }
      }
      throw new IllegalArgumentException("no column '%s' is read".formatted(name));
    }

    private static Map<String, Integer> places(Shape.Axis axis) {
      Map<String, Integer> places = new HashMap<>();
      for (int i = 0; i < axis.values().size(); i++) {
        places.put(axis.values().get(i), i);
      }
      return places;
    }

    Tally count() throws IOException {
      int[] at = new int[axisColumns.length];
      @Nullable BigDecimal[] values = new BigDecimal[itemColumns.length];
      Row row = stream.next();
      while (row != null) {
        for (int axis = 0; axis < at.length; axis++) {
          String text = text(row.value(axisColumns[axis]));
          Integer place = text == null ? null : places.get(axis).get(text);
          at[axis] = place == null ? shape.size(axis) - 1 : place;
        }
        for (int item = 0; item < values.length; item++) {
          values[item] = number(row.value(itemColumns[item]));
        }
        String who =
            contributorColumn < 0 ? null : String.valueOf(text(row.value(contributorColumn)));
        for (int margin : shape.margins()) {
          add(shape.cell(margin, at), values, who);
        }
        if (shape.bases().length > 0) {
          long print = print(values, who);
          if (who != null) {
            tally.contributor.computeIfAbsent(print, same -> hash(who));
          }
          if (dominance != null) {
            tally.values.computeIfAbsent(print, same -> values.clone());
          }
          for (int base : shape.bases()) {
            tally.prints[shape.cell(base, at)].add(print);
          }
        }
        row = stream.next();
      }
      for (int cell = 0; cell < shape.cells(); cell++) {
        finish(cell);
      }
      return tally;
    }

    private void add(int cell, @Nullable BigDecimal[] values, @Nullable String who) {
      tally.rows[cell]++;
      BigDecimal[] share = who == null ? null : share(cell, who);
      for (int item = 0; item < values.length; item++) {
        BigDecimal value = values[item];
        if (value == null) {
          continue;
        }
        tally.known[item][cell]++;
        tally.sums[item][cell] = tally.sums[item][cell].add(value);
        if (share != null) {
          share[item] = share[item].add(value);
        } else {
          weigh(item, cell, value);
        }
      }
    }

    private BigDecimal[] share(int cell, String who) {
      Map<String, BigDecimal[]> known = shares[cell];
      if (known == null) {
        known = new HashMap<>();
        shares[cell] = known;
      }
      return known.computeIfAbsent(
          who,
          same -> {
            BigDecimal[] nothing = new BigDecimal[itemColumns.length];
            Arrays.fill(nothing, BigDecimal.ZERO);
            return nothing;
          });
    }

    private void weigh(int item, int cell, BigDecimal value) {
      BigDecimal size = value.abs();
      weight[item][cell] = weight[item][cell].add(size);
      BigDecimal[] top = greatest[item][cell];
      for (int i = 0; i < top.length; i++) {
        if (size.compareTo(top[i]) > 0) {
          BigDecimal smaller = top[i];
          top[i] = size;
          size = smaller;
        }
      }
    }

    private void finish(int cell) {
      if (contributorColumn < 0) {
        tally.contributors[cell] = (int) Math.min(Integer.MAX_VALUE, tally.rows[cell]);
      } else {
        Map<String, BigDecimal[]> known = shares[cell];
        if (known == null) {
          return;
        }
        tally.contributors[cell] = known.size();
        known
            .values()
            .forEach(share -> {
              for (int item = 0; item < share.length; item++) {
                weigh(item, cell, share[item]);
              }
            });
      }
      Statistics.Dominance rule = dominance;
      if (rule == null) {
        return;
      }
      for (int item = 0; item < itemColumns.length; item++) {
        BigDecimal top = Stream.of(greatest[item][cell]).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (top.compareTo(rule.share().multiply(weight[item][cell])) > 0) {
          // As much must be uncertain as others should at least have added.
          tally.spread[item][cell] =
              BigDecimal.ONE.subtract(rule.share()).multiply(weight[item][cell]);
        }
      }
    }

    /// Equal rows have equal prints.
    private long print(@Nullable BigDecimal[] values, @Nullable String who) {
      StringBuilder text = new StringBuilder();
      for (BigDecimal value : values) {
        text.append(value == null ? "-" : value.stripTrailingZeros().toString()).append(' ');
      }
      if (who != null) {
        text.append(who);
      }
      return hash(text.toString());
    }

    private long hash(String text) {
      return ByteBuffer.wrap(mac.doFinal(text.getBytes(StandardCharsets.UTF_8))).getLong();
    }

    private static @Nullable BigDecimal number(Value value) {
      return switch (value) {
        case Value.Int(long number) -> BigDecimal.valueOf(number);
        case Value.Decimal(BigDecimal number) -> number;
        case Value.Missing missing -> null;
        case Value.Unreadable unreadable -> null;
        default -> throw new IllegalStateException("no number but " + value.getClass());
      };
    }

    /// A value as it is told; null where it has none that can be read.
    private static @Nullable String text(Value value) {
      return switch (value) {
        case Value.Text(String text) -> text;
        case Value.Int(long number) -> Long.toString(number);
        case Value.Decimal(BigDecimal number) -> number.stripTrailingZeros().toPlainString();
        case Value.Bool(boolean truth) -> Boolean.toString(truth);
        case Value.Day(var day) -> day.toString();
        case Value.Moment(var time) -> time.toInstant().toString();
        case Value.Point(double longitude, double latitude) -> longitude + " " + latitude;
        case Value.Missing missing -> null;
        case Value.Unreadable unreadable -> null;
      };
    }
  }
}
