package org.citycatalog.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.citycatalog.catalog.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeaningTest {
  private static Truth of(String filter, Map<String, Value> cells) {
    Parsed parsed = Cql2Text.parse(filter, City.SCHEMA);
    assertThat(parsed).isInstanceOf(Parsed.Valid.class);
    return Meaning.evaluate(((Parsed.Valid) parsed).predicate(), City.row(cells));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          free = 5;UNKNOWN;UNKNOWN
          free <> 5;UNKNOWN;UNKNOWN
          NOT free = 5;UNKNOWN;UNKNOWN
          free < 1e30;UNKNOWN;UNKNOWN
          free = 0.5;UNKNOWN;UNKNOWN
          free IN (5);UNKNOWN;UNKNOWN
          free NOT IN (5);UNKNOWN;UNKNOWN
          free BETWEEN 1 AND 5;UNKNOWN;UNKNOWN
          free IS NULL;TRUE;UNKNOWN
          free IS NOT NULL;FALSE;UNKNOWN
          free = 5 OR TRUE;TRUE;TRUE
          free = 5 AND FALSE;FALSE;FALSE
          free = 5 OR free <> 5;UNKNOWN;UNKNOWN
          """)
  void what_is_missing_or_unreadable_is_neither_true_nor_false(
      String filter, Truth missing, Truth unreadable) {
    assertThat(of(filter, Map.of())).isEqualTo(missing);
    assertThat(of(filter, Map.of("free", new Value.Unreadable("五", "not a whole number"))))
        .isEqualTo(unreadable);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "屯溪区,屯溪%,true",
        "屯溪区,%区,true",
        "屯溪区,__,false",
        "屯溪区,___,true",
        "𠀀区,__,true",
        "100%,100\\%,true",
        "1000,100\\%,false",
        "a_b,a\\_b,true",
        "axb,a\\_b,false",
        "``,%,true",
        "``,_,false",
        "abcbc,a%bc,true",
        "a\\b,a\\\\b,true",
        "ABC,abc,false",
      })
  void like_takes_the_whole_text_by_character(String text, String pattern, boolean expected) {
    assertThat(of("name LIKE '%s'".formatted(pattern), Map.of("name", new Value.Text(text))))
        .isEqualTo(Truth.of(expected));
  }

  @Test
  void a_pattern_of_many_runs_takes_no_exponential_time() {
    Map<String, Value> cells = Map.of("name", new Value.Text("a".repeat(20_000)));

    assertThat(of("name LIKE '" + "a%".repeat(200) + "b'", cells)).isEqualTo(Truth.FALSE);
  }

  @Test
  void case_is_ignored_where_asked() {
    Map<String, Value> cells = Map.of("name", new Value.Text("PM2.5 Ä"));

    assertThat(of("CASEI(name) = CASEI('pm2.5 ä')", cells)).isEqualTo(Truth.TRUE);
    assertThat(of("name = 'pm2.5 ä'", cells)).isEqualTo(Truth.FALSE);
  }

  @Test
  void texts_are_ordered_by_code_point_and_times_by_instant() {
    assertThat(of("name > '\uFFFD'", Map.of("name", new Value.Text("𠀀")))).isEqualTo(Truth.TRUE);
    assertThat(
            of(
                "measured_at = '2024-01-01T08:00:00+08:00'",
                Map.of(
                    "measured_at",
                    new Value.Moment(java.time.OffsetDateTime.parse("2024-01-01T00:00:00Z")))))
        .isEqualTo(Truth.TRUE);
  }

  @Test
  void a_box_across_the_date_line_holds_what_lies_on_both_sides() {
    String filter = "S_INTERSECTS(place, BBOX(170, -10, -170, 10))";

    assertThat(of(filter, Map.of("place", new Value.Point(175, 0)))).isEqualTo(Truth.TRUE);
    assertThat(of(filter, Map.of("place", new Value.Point(-175, 0)))).isEqualTo(Truth.TRUE);
    assertThat(of(filter, Map.of("place", new Value.Point(0, 0)))).isEqualTo(Truth.FALSE);
    assertThat(of(filter, Map.of("place", new Value.Point(170, 10)))).isEqualTo(Truth.TRUE);
  }

  @Test
  void distance_is_in_metres_on_the_sphere() {
    // one degree of latitude is 6,371,008.7714 m × π / 180
    Map<String, Value> cells = Map.of("place", new Value.Point(118.3, 30.7));

    assertThat(of("DISTANCE(place, POINT(118.3 29.7)) < 111195.1", cells)).isEqualTo(Truth.TRUE);
    assertThat(of("DISTANCE(place, POINT(118.3 29.7)) < 111195.0", cells)).isEqualTo(Truth.FALSE);
    assertThat(of("DISTANCE(place, POINT(118.3 30.7)) <= 0", cells)).isEqualTo(Truth.TRUE);
    assertThat(of("DISTANCE(place, POINT(118.3 30.7)) < 0", cells)).isEqualTo(Truth.FALSE);
  }
}
