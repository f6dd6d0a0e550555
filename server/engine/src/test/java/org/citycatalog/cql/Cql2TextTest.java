package org.citycatalog.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.citycatalog.catalog.Value;
import org.citycatalog.cql.Predicate.And;
import org.citycatalog.cql.Predicate.Comparison;
import org.citycatalog.cql.Predicate.Constant;
import org.citycatalog.cql.Predicate.Like;
import org.citycatalog.cql.Predicate.Not;
import org.citycatalog.cql.Predicate.Operator;
import org.citycatalog.cql.Predicate.Or;
import org.citycatalog.cql.Predicate.WithinDistance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Cql2TextTest {
  private static Predicate valid(String text) {
    Parsed parsed = Cql2Text.parse(text, City.SCHEMA);
    assertThat(parsed).isInstanceOf(Parsed.Valid.class);
    return ((Parsed.Valid) parsed).predicate();
  }

  private static Parsed.Mistake mistake(String text) {
    Parsed parsed = Cql2Text.parse(text, City.SCHEMA);
    assertThat(parsed).as(text).isInstanceOf(Parsed.Mistake.class);
    return (Parsed.Mistake) parsed;
  }

  private static Comparison free(Operator operator, long number) {
    return new Comparison("free", operator, new Value.Int(number));
  }

  @ParameterizedTest(name = "{0} is {1} at {2}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      textBlock =
          """
          ``;filter-syntax;0
          `   `;filter-syntax;0
          free;filter-syntax;4
          free =;filter-syntax;6
          free = = 5;filter-syntax;7
          free != 5;filter-syntax;5
          free == 5;filter-syntax;5
          free = 5 free = 6;filter-syntax;9
          free = 5 &&;filter-syntax;9
          free = 5 OR;filter-syntax;11
          (free = 5;filter-syntax;9
          free = 5);filter-syntax;8
          free = NULL;filter-syntax;7
          free ＝ 5;filter-syntax;5
          free in 5;filter-syntax;8
          free IN ();filter-syntax;9
          free IN (1,);filter-syntax;11
          free BETWEEN 1;filter-syntax;14
          free IS 5;filter-syntax;8
          name = '屯溪;filter-syntax;7
          name = 屯溪;filter-syntax;7
          name = “屯溪”;filter-syntax;7
          2024年 = 5;filter-syntax;0
          "" = 5;filter-syntax;0
          AND free = 5;filter-syntax;0
          NOT;filter-syntax;3
          ;filter-syntax;0
          name = CASEI('a');filter-syntax;7
          CASEI(name) = 'a';filter-syntax;14
          DISTANCE(place, POINT(118, 29)) < 5;filter-syntax;25
          fre = 5;unknown-column;0
          Free = 5;unknown-column;0
          5 < fre;unknown-column;4
          区划 IS NULL;unknown-column;0
          DISTANCE(plaze, POINT(118 29)) < 5;unknown-column;9
          name = free;filter-unsupported;7
          free + 1 = 5;filter-unsupported;5
          free = 5 + 1;filter-unsupported;9
          free = -free;filter-unsupported;7
          1 = 1;filter-unsupported;2
          upper(name) = 'A';filter-unsupported;0
          name = upper('a');filter-unsupported;7
          ACCENTI(name) = 'a';filter-unsupported;0
          S_INTERSECTS(place, POLYGON((0 0)));filter-unsupported;20
          DISTANCE(place, POINT(118 29)) = 5;filter-unsupported;0
          free = '5';filter-type;7
          free = TRUE;filter-type;7
          free LIKE '5%';filter-type;0
          CASEI(free) = CASEI('5');filter-type;6
          price = 'x';filter-type;8
          区划代码 = 341000;filter-type;7
          区划代码 IN ('341000', 341002);filter-type;19
          name > 5;filter-type;7
          open = 1;filter-type;7
          open > FALSE;filter-type;7
          open BETWEEN FALSE AND TRUE;filter-type;13
          place = 'x';filter-type;8
          date = '2024-02-30';filter-type;7
          date = '24-02-03';filter-type;7
          date > TIMESTAMP('2024-01-01T00:00:00Z');filter-type;7
          measured_at > DATE('2024-01-01');filter-type;14
          measured_at > '2024-01-01T00:00:00';filter-type;14
          measured_at > '2024-01-01T00:00:00.0000001Z';filter-type;14
          S_INTERSECTS(name, BBOX(0,0,1,1));filter-type;13
          S_INTERSECTS(place, BBOX(0,0,1,91));filter-type;31
          S_INTERSECTS(place, BBOX(0,1,1,0));filter-type;20
          DISTANCE(place, POINT(29 118)) < 5;filter-type;25
          DISTANCE(place, POINT(118 29)) < -5;filter-type;33
          name LIKE '50\\';filter-type;10
          """)
  void a_mistake_has_a_code_and_a_place(String text, String code, int position) {
    Parsed.Mistake mistake = mistake(text == null ? "" : text);

    assertThat(mistake.code()).isEqualTo(code);
    assertThat(mistake.position()).isEqualTo(position);
    assertThat(mistake.message()).endsWith(".").doesNotContain("null");
  }

  @Test
  void a_mistyped_column_is_answered_with_the_nearest_names() {
    assertThat(mistake("prise > 5").nearest()).containsExactly("price");
  }

  @Test
  void a_number_for_a_code_is_answered_with_the_quoted_text() {
    assertThat(mistake("区划代码 = 341000").message()).contains("'341000'");
  }

  @Test
  void nesting_has_an_end_that_is_no_stack_overflow() {
    for (String deep :
        List.of("(".repeat(500_000), "NOT ".repeat(250_000), "((NOT ".repeat(100_000))) {
      assertThat(mistake(deep + "TRUE").code()).isEqualTo("filter-too-complex");
    }
    assertThat(valid("(".repeat(100) + "TRUE" + ")".repeat(100))).isEqualTo(new Constant(true));
  }

  @Test
  void the_number_of_conditions_and_values_has_an_end() {
    assertThat(mistake("free = 1" + " OR free = 1".repeat(10_000)).code())
        .isEqualTo("filter-too-complex");
    assertThat(mistake("free IN (1" + ",1".repeat(10_000) + ")").code())
        .isEqualTo("filter-too-complex");
    assertThat(valid("free IN (1" + ",1".repeat(9_000) + ")")).isInstanceOf(Predicate.In.class);
  }

  @Test
  void a_pattern_has_an_end_and_so_have_those_that_look_at_every_value() {
    assertThat(mistake("name LIKE '" + "x".repeat(1_001) + "'").code())
        .isEqualTo("filter-too-complex");
    assertThat(valid("name LIKE '" + "x".repeat(1_000) + "'")).isInstanceOf(Predicate.Like.class);
    assertThat(mistake("CASEI(name) IN (CASEI('a')" + ",CASEI('a')".repeat(20) + ")").code())
        .isEqualTo("filter-too-complex");
    assertThat(mistake("name LIKE '%a'" + " OR name LIKE '_a'".repeat(20)).code())
        .isEqualTo("filter-too-complex");
    assertThat(mistake("name LIKE 'a%'" + " OR name LIKE 'a%'".repeat(100)).code())
        .isEqualTo("filter-too-complex");
    assertThat(valid("name LIKE 'a%'" + " OR name LIKE 'a%'".repeat(99)))
        .isInstanceOf(Predicate.Or.class);
  }

  @Test
  void and_binds_closer_than_or_and_not_closest() {
    assertThat(valid("NOT free = 1 and free = 2 Or free = 3"))
        .isEqualTo(
            new Or(
                List.of(
                    new And(List.of(new Not(free(Operator.EQUAL, 1)), free(Operator.EQUAL, 2))),
                    free(Operator.EQUAL, 3))));
  }

  @Test
  void a_value_may_stand_on_the_left() {
    assertThat(valid("5 < free")).isEqualTo(free(Operator.GREATER, 5));
    assertThat(valid("-5 >= free")).isEqualTo(free(Operator.AT_MOST, -5));
    assertThat(valid("TRUE = open"))
        .isEqualTo(new Comparison("open", Operator.EQUAL, new Value.Bool(true)));
    assertThat(valid("800 > DISTANCE(place, POINT(118.3 -29.7))"))
        .isEqualTo(new WithinDistance("place", 118.3, -29.7, 800, false));
  }

  @Test
  void columns_of_any_script_need_no_quotes_and_any_other_name_may_have_them() {
    assertThat(valid("区划代码 = '341002'"))
        .isEqualTo(new Comparison("区划代码", Operator.EQUAL, new Value.Text("341002")));
    assertThat(valid("\"2024年 \"\"新增\"\" (个)\" IS NULL"))
        .isEqualTo(new Predicate.IsNull("2024年 \"新增\" (个)"));
    assertThat(valid("\"in\" = 'x'"))
        .isEqualTo(new Comparison("in", Operator.EQUAL, new Value.Text("x")));
  }

  @Test
  void a_column_named_like_a_function_is_a_column_where_no_bracket_follows() {
    assertThat(valid("date = DATE('2024-02-29')")).isEqualTo(valid("date = '2024-02-29'"));
  }

  @Test
  void texts_keep_every_character_and_a_doubled_quote_is_one() {
    assertThat(valid("name = 'O''Brien　 𠀀'"))
        .isEqualTo(new Comparison("name", Operator.EQUAL, new Value.Text("O'Brien　 𠀀")));
  }

  @Test
  void case_is_ignored_on_both_sides_or_on_none() {
    assertThat(valid("CASEI(name) LIKE CASEI('a%')")).isEqualTo(new Like("name", "a%", true));
    assertThat(valid("casei(name) = casei('100%_\\')"))
        .isEqualTo(new Like("name", "100\\%\\_\\\\", true));
    assertThat(valid("CASEI(name) NOT IN (CASEI('a'), CASEI('b'))"))
        .isEqualTo(
            new Not(new Or(List.of(new Like("name", "a", true), new Like("name", "b", true)))));
  }

  @Test
  void distance_beyond_is_the_opposite_of_within() {
    assertThat(valid("distance(place, POINT(118.3 29.7)) > 8e2"))
        .isEqualTo(new Not(new WithinDistance("place", 118.3, 29.7, 800, true)));
    assertThat(valid("S_DWITHIN(place, POINT(118.3 29.7), 800, 'm')"))
        .isEqualTo(new WithinDistance("place", 118.3, 29.7, 800, true));
  }

  @Test
  void times_may_be_compared_by_function() {
    assertThat(valid("T_DURING(date, INTERVAL('2024-01-01', '2024-02-01'))"))
        .isEqualTo(valid("date > '2024-01-01' AND date < '2024-02-01'"));
    assertThat(valid("T_INTERSECTS(date, INTERVAL(DATE('2024-01-01'), '..'))"))
        .isEqualTo(valid("date >= '2024-01-01'"));
    assertThat(valid("T_AFTER(measured_at, TIMESTAMP('2024-01-01T00:00:00Z'))"))
        .isEqualTo(valid("measured_at > '2024-01-01T00:00:00Z'"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "free > 10.5 / free >= 11",
        "free >= -10.5 / free >= -10",
        "free < 1e1 / free < 10",
        "free = 10.5 / free > 10 AND free < 11",
        "free <> 10.5 / free <= 10 OR free >= 11",
        "free < 1e30 / free <= 9223372036854775807",
        "free > 9223372036854775808 / NOT free <= 9223372036854775807",
        "free IN (1, 1.5, 1e999999999) / free IN (1)",
        "free IN (1.5) / NOT free <= 9223372036854775807",
        "free BETWEEN 0.5 AND 1e30 / free BETWEEN 1 AND 9223372036854775807",
        "free < 1e-999999999 / free <= 0",
        "price > 1e-19 / price >= 0.000000000000000001",
        "price = 2.50 / price = 2.5",
        "price = 1e2 / price = 100",
      })
  void a_number_that_no_cell_can_hold_is_compared_exactly(String pair) {
    String[] texts = pair.split(" / ");

    assertThat(Cql2Text.print(valid(texts[0]))).isEqualTo(texts[1]);
  }

  @Test
  void a_number_without_an_end_is_refused() {
    assertThat(mistake("free < 1e9999999999").code()).isEqualTo("filter-type");
    assertThat(mistake("free < " + "9".repeat(100_000)).code()).isEqualTo("filter-type");
    assertThat(mistake("free < NaN").code()).isEqualTo("filter-syntax");
    assertThat(mistake("DISTANCE(place, POINT(118 29)) < 1e999").code()).isEqualTo("filter-type");
  }
}
