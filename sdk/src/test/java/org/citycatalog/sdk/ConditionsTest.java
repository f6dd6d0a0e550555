package org.citycatalog.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.citycatalog.sdk.Conditions.allOf;
import static org.citycatalog.sdk.Conditions.anyOf;
import static org.citycatalog.sdk.Conditions.between;
import static org.citycatalog.sdk.Conditions.contains;
import static org.citycatalog.sdk.Conditions.eq;
import static org.citycatalog.sdk.Conditions.ge;
import static org.citycatalog.sdk.Conditions.gt;
import static org.citycatalog.sdk.Conditions.in;
import static org.citycatalog.sdk.Conditions.isNotNull;
import static org.citycatalog.sdk.Conditions.isNull;
import static org.citycatalog.sdk.Conditions.le;
import static org.citycatalog.sdk.Conditions.like;
import static org.citycatalog.sdk.Conditions.likeAnyCase;
import static org.citycatalog.sdk.Conditions.lt;
import static org.citycatalog.sdk.Conditions.ne;
import static org.citycatalog.sdk.Conditions.not;
import static org.citycatalog.sdk.Conditions.startsWith;
import static org.citycatalog.sdk.Conditions.withinBox;
import static org.citycatalog.sdk.Conditions.withinDistance;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  @Test
  void codes_are_texts_and_numbers_are_not() {
    assertThat(eq("district", "341002").and(gt("free", 10)).text())
        .isEqualTo("district = '341002' AND free > 10");
  }

  @Test
  void a_quote_in_a_text_does_not_end_it() {
    assertThat(eq("name", "O'Hara' OR 1=1").text()).isEqualTo("name = 'O''Hara'' OR 1=1'");
  }

  @Test
  void odd_column_names_are_quoted() {
    assertThat(eq("名称", 1).text()).isEqualTo("\"名称\" = 1");
    assertThat(eq("free places", 1).text()).isEqualTo("\"free places\" = 1");
    assertThat(eq("a\"b", 1).text()).isEqualTo("\"a\"\"b\" = 1");
    assertThat(eq("Date", 1).text()).isEqualTo("\"Date\" = 1");
    assertThat(eq("1st", 1).text()).isEqualTo("\"1st\" = 1");
  }

  @Test
  void every_operator_has_its_sign() {
    assertThat(ne("a", true).text()).isEqualTo("a <> TRUE");
    assertThat(lt("a", 1.5).text()).isEqualTo("a < 1.5");
    assertThat(le("a", new BigDecimal("1E+3")).text()).isEqualTo("a <= 1000");
    assertThat(ge("a", -7L).text()).isEqualTo("a >= -7");
    assertThat(isNull("a").text()).isEqualTo("a IS NULL");
    assertThat(isNotNull("a").text()).isEqualTo("a IS NOT NULL");
    assertThat(in("status", "开放", "已满").text()).isEqualTo("status IN ('开放', '已满')");
  }

  @Test
  void days_and_instants_are_written_as_cql2_asks() {
    assertThat(eq("day", LocalDate.of(2026, 11, 23)).text()).isEqualTo("day = DATE('2026-11-23')");
    assertThat(ge("time", OffsetDateTime.parse("2026-11-23T08:00:00+08:00")).text())
        .isEqualTo("time >= TIMESTAMP('2026-11-23T00:00:00Z')");
  }

  @Test
  void or_inside_and_is_bracketed() {
    assertThat(eq("a", 1).or(eq("b", 2)).and(eq("c", 3)).text())
        .isEqualTo("(a = 1 OR b = 2) AND c = 3");
    assertThat(anyOf(eq("a", 1), allOf(eq("b", 2), eq("c", 3))).text())
        .isEqualTo("a = 1 OR b = 2 AND c = 3");
    assertThat(not(eq("a", 1).and(eq("b", 2))).text()).isEqualTo("NOT (a = 1 AND b = 2)");
    assertThat(not(not(eq("a", 1))).text()).isEqualTo("NOT (NOT a = 1)");
    assertThat(between("a", 1, 2).and(eq("b", 3)).text())
        .isEqualTo("(a BETWEEN 1 AND 2) AND b = 3");
  }

  @Test
  void text_of_the_callers_own_is_bracketed_when_something_is_added() {
    assertThat(Condition.of("a = 1 OR b = 2").and(eq("c", 3)).text())
        .isEqualTo("(a = 1 OR b = 2) AND c = 3");
  }

  @Test
  void what_is_looked_for_is_never_a_pattern() {
    assertThat(like("name", "%公园%").text()).isEqualTo("name LIKE '%公园%'");
    assertThat(likeAnyCase("name", "p%").text()).isEqualTo("CASEI(name) LIKE CASEI('p%')");
    assertThat(contains("name", "50%_\\").text()).isEqualTo("name LIKE '%50\\%\\_\\\\%'");
    assertThat(startsWith("name", "屯溪").text()).isEqualTo("name LIKE '屯溪%'");
  }

  @Test
  void places_are_longitude_first() {
    assertThat(withinBox("location", 118.2, 29.6, 118.4, 29.8).text())
        .isEqualTo("S_INTERSECTS(location, BBOX(118.2, 29.6, 118.4, 29.8))");
    assertThat(withinDistance("location", new Point(118.31, 29.71), 800).text())
        .isEqualTo("distance(location, POINT(118.31 29.71)) <= 800.0");
  }

  @Test
  void what_cannot_be_compared_is_refused_at_once() {
    assertThatNullPointerException()
        .isThrownBy(() -> eq("a", nothing()))
        .withMessageContaining("isNull");
    assertThatIllegalArgumentException().isThrownBy(() -> eq("a", Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> eq("a", new Object()));
    assertThatIllegalArgumentException().isThrownBy(() -> in("a", List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> eq("", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Condition.of("  "));
    assertThatIllegalArgumentException().isThrownBy(() -> withinBox("p", 0, 2, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> withinBox("p", 0, 0, 1, 91));
    assertThatIllegalArgumentException().isThrownBy(() -> new Point(29.7, 118.3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> withinDistance("p", new Point(118, 29), Double.NaN));
  }

  @SuppressWarnings("NullAway") // what a caller without a checker may do
  private static Object nothing() {
    return null;
  }
}
