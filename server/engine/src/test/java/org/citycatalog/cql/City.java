package org.citycatalog.cql;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.Value;

/// A table with a column of every type, random filters over it and random rows of it.
final class City {
  static final TableSchema SCHEMA =
      new TableSchema(
          List.of(
              Item.of("name", ColumnType.TEXT),
              Item.of("区划代码", ColumnType.CODE),
              Item.of("free", ColumnType.INTEGER),
              Item.of("price", ColumnType.DECIMAL),
              Item.of("open", ColumnType.BOOLEAN),
              Item.of("date", ColumnType.DATE),
              Item.of("measured_at", ColumnType.DATETIME),
              Item.of("place", ColumnType.POINT),
              Item.of("2024年 \"新增\" (个)", ColumnType.INTEGER),
              Item.of("in", ColumnType.CODE)),
          List.of(""),
          List.of());

  private static final String[] TEXTS = {
    "", "屯溪", "屯溪区老街", "O'Brien", "a%b_c\\d", "ABC", "abc", "ǅ", "𠀀", "é", "--", "\n"
  };

  private City() {}

  static Function<String, Value> row(Map<String, Value> cells) {
    return column -> cells.getOrDefault(column, Value.MISSING);
  }

  static Function<String, Value> row(RandomGenerator random) {
    Map<String, Value> cells = new HashMap<>();
    for (Item item : SCHEMA.items()) {
      cells.put(
          item.name(),
          switch (random.nextInt(6)) {
            case 0 -> Value.MISSING;
            case 1 -> new Value.Unreadable("?", "no value of the type");
            default -> value(item.type(), random);
          });
    }
    return row(cells);
  }

  static Value value(ColumnType type, RandomGenerator random) {
    return switch (type) {
      case TEXT, CODE -> new Value.Text(TEXTS[random.nextInt(TEXTS.length)]);
      case INTEGER ->
          new Value.Int(
              switch (random.nextInt(8)) {
                case 0 -> Long.MIN_VALUE;
                case 1 -> Long.MAX_VALUE;
                default -> random.nextInt(-3, 4);
              });
      case DECIMAL -> {
        BigDecimal number =
            switch (random.nextInt(8)) {
              case 0 -> BigDecimal.valueOf(Long.MIN_VALUE);
              case 1 -> BigDecimal.valueOf(Long.MAX_VALUE);
              case 2 -> BigDecimal.valueOf(1, 18);
              default -> BigDecimal.valueOf(random.nextInt(-30, 31), 1);
            };
        yield NumberRange.DECIMAL.value(number);
      }
      case BOOLEAN -> new Value.Bool(random.nextBoolean());
      case DATE -> new Value.Day(LocalDate.of(2024, 2, 27).plusDays(random.nextInt(4)));
      case DATETIME ->
          new Value.Moment(
              OffsetDateTime.of(
                  2024,
                  1,
                  1,
                  random.nextInt(3),
                  0,
                  0,
                  1000,
                  ZoneOffset.ofHours(random.nextInt(3))));
      case POINT ->
          new Value.Point(118 + random.nextInt(5) / 10.0, 29.5 + random.nextInt(5) / 10.0);
    };
  }

  /// A filter such as the parser makes.
  static Predicate filter(RandomGenerator random, int levels) {
    if (levels > 0 && random.nextInt(3) > 0) {
      return switch (random.nextInt(3)) {
        case 0 -> new Predicate.Not(filter(random, levels - 1));
        case 1 -> new Predicate.And(parts(random, levels - 1));
        default -> new Predicate.Or(parts(random, levels - 1));
      };
    }
    Item item = SCHEMA.items().get(random.nextInt(SCHEMA.items().size()));
    return switch (random.nextInt(8)) {
      case 0 -> new Predicate.Constant(random.nextBoolean());
      case 1, 2 -> new Predicate.IsNull(item.name());
      default -> onColumn(item, random);
    };
  }

  private static Predicate onColumn(Item item, RandomGenerator random) {
    String name = item.name();
    ColumnType type = item.type();
    if (type == ColumnType.POINT) {
      return random.nextBoolean()
          ? new Predicate.WithinBox(
              name, random.nextInt(-180, 181), 29.5, random.nextInt(-180, 181), 30)
          : new Predicate.WithinDistance(
              name, 118.1, 29.6, random.nextDouble() * 30_000, random.nextBoolean());
    }
    if (type == ColumnType.BOOLEAN) {
      Predicate.Operator operator =
          random.nextBoolean() ? Predicate.Operator.EQUAL : Predicate.Operator.NOT_EQUAL;
      return new Predicate.Comparison(name, operator, value(type, random));
    }
    if ((type == ColumnType.TEXT || type == ColumnType.CODE) && random.nextInt(3) == 0) {
      String pattern = new String[] {"屯%", "%\\_c\\\\d", "_", "%", "a%C", "O'%"}[random.nextInt(6)];
      return new Predicate.Like(name, pattern, random.nextBoolean());
    }
    return switch (random.nextInt(3)) {
      case 0 -> new Predicate.Between(name, value(type, random), value(type, random));
      case 1 -> new Predicate.In(name, List.of(value(type, random), value(type, random)));
      default -> {
        Predicate.Operator[] all = Predicate.Operator.values();
        yield new Predicate.Comparison(name, all[random.nextInt(all.length)], value(type, random));
      }
    };
  }

  private static List<Predicate> parts(RandomGenerator random, int levels) {
    return List.of(filter(random, levels), filter(random, levels), filter(random, levels))
        .subList(0, 2 + random.nextInt(2));
  }
}
