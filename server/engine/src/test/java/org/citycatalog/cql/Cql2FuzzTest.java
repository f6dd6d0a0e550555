package org.citycatalog.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.citycatalog.Seeds;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.Value;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Cql2FuzzTest {
  private static final String[] SOUP = {
    "AND",
    "or",
    "NOT",
    "(",
    ")",
    ",",
    "=",
    "<>",
    "<",
    "<=",
    ">",
    ">=",
    "!=",
    "IN",
    "LIKE",
    "BETWEEN",
    "IS",
    "NULL",
    "TRUE",
    "FALSE",
    "free",
    "name",
    "place",
    "区划代码",
    "date",
    "measured_at",
    "open",
    "price",
    "\"in\"",
    "'屯溪'",
    "''",
    "'",
    "\"",
    "5",
    "-",
    "1.5e3",
    ".5",
    "1e",
    "CASEI",
    "CASEI(",
    "DATE(",
    "DATE('2024-01-01')",
    "TIMESTAMP",
    "'2024-01-01T00:00:00Z'",
    "S_INTERSECTS(",
    "BBOX(",
    "DISTANCE(place,",
    "POINT(118 29)",
    "T_DURING(",
    "INTERVAL(",
    "'..'",
    "+",
    "*",
    "\0",
    "\uD800",
    "，",
    "𠀀",
    "S_DWITHIN("
  };

  static LongStream seeds() {
    return Seeds.few();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatever_is_printed_is_read_as_the_same_filter(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 500; i++) {
      Predicate filter = City.filter(random, 5);
      String text = Cql2Text.print(filter);

      Parsed read = Cql2Text.parse(text, City.SCHEMA);

      assertThat(read).as(text).isEqualTo(new Parsed.Valid(filter));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void no_text_makes_the_parser_throw_and_every_mistake_lies_inside_the_text(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 1500; i++) {
      String text =
          switch (i % 3) {
            case 0 -> bytes(random);
            case 1 -> soup(random);
            default -> mutated(Cql2Text.print(City.filter(random, 4)), random);
          };

      Parsed read = Cql2Text.parse(text, City.SCHEMA);

      switch (read) {
        case Parsed.Valid(Predicate filter) -> {
          Truth truth = Meaning.evaluate(filter, City.row(random));
          Truth again =
              Meaning.evaluate(
                  ((Parsed.Valid) Cql2Text.parse(Cql2Text.print(filter), City.SCHEMA)).predicate(),
                  City.row(random));
          assertThat(truth).isNotNull();
          assertThat(again).isNotNull();
        }
        case Parsed.Mistake mistake ->
            assertThat(mistake.position()).as(text).isBetween(0, text.length());
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void a_filter_and_its_opposite_are_never_both_true_nor_both_false(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 500; i++) {
      Predicate filter = City.filter(random, 4);
      var row = City.row(random);

      Truth straight = Meaning.evaluate(filter, row);
      Truth opposite = Meaning.evaluate(new Predicate.Not(filter), row);

      assertThat(opposite).isEqualTo(straight.not());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void a_comparison_with_any_number_says_what_arithmetic_says(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String[] numbers = {
      "0",
      "-0.0",
      "1",
      "1.5",
      "-1.5",
      "0.3",
      "9223372036854775807",
      "9223372036854775807.5",
      "9223372036854775808",
      "-9223372036854775808",
      "-9223372036854775808.0000000000000000001",
      "1e40",
      "-1e999999999",
      "1e-18",
      "1e-19",
      "-1e-19",
      "3.0000000000000000000000001",
      "-1e-999999999"
    };
    String[] operators = {"=", "<>", "<", "<=", ">", ">="};
    for (int i = 0; i < 500; i++) {
      String number = numbers[random.nextInt(numbers.length)];
      String operator = operators[random.nextInt(operators.length)];
      boolean whole = random.nextBoolean();
      Value cell = City.value(whole ? ColumnType.INTEGER : ColumnType.DECIMAL, random);
      String column = whole ? "free" : "price";
      BigDecimal amount =
          cell instanceof Value.Int(long n)
              ? BigDecimal.valueOf(n)
              : ((Value.Decimal) cell).number();
      int order = amount.compareTo(new BigDecimal(number));
      boolean expected =
          switch (operator) {
            case "=" -> order == 0;
            case "<>" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
          };
      String text = column + " " + operator + " " + number;

      Parsed read = Cql2Text.parse(text, City.SCHEMA);

      Truth truth =
          Meaning.evaluate(((Parsed.Valid) read).predicate(), City.row(Map.of(column, cell)));
      assertThat(truth).as(text + " for " + amount).isEqualTo(Truth.of(expected));
    }
  }

  private static String bytes(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(60)];
    random.nextBytes(bytes);
    return new String(
        bytes, random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.UTF_16BE);
  }

  private static String soup(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(25); i > 0; i--) {
      text.append(SOUP[random.nextInt(SOUP.length)]).append(random.nextInt(4) == 0 ? "" : " ");
    }
    return text.toString();
  }

  private static String mutated(String text, SplittableRandom random) {
    StringBuilder changed = new StringBuilder(text);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(changed.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> changed.insert(at, SOUP[random.nextInt(SOUP.length)]);
        case 1 -> changed.setLength(at);
        case 2 -> changed.delete(at, Math.min(changed.length(), at + 1 + random.nextInt(3)));
        default -> changed.insert(at, (char) random.nextInt(0x10000));
      }
    }
    return changed.toString();
  }
}
