package org.citycatalog.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SafePatternTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a+)+b",
        "(a*)*",
        "(a|b)*",
        "(?:a|aa)+$",
        "((ab)?)*",
        "(\\d{1,3},)+",
        "(a)\\1",
        "(?<x>a)\\k<x>",
        "a{100000}",
        "((a{50}){50}){50}",
        "(){2000000000}",
        "(?x)(a+#)\n)+",
        "([^)]+)+",
        "(\\Qx)\\E+){5,}"
      })
  void a_pattern_that_can_take_for_ever_is_refused(String regex) {
    assertThat(SafePattern.objection(regex)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "P\\d{4}",
        "[0-9A-HJ-NP-RTUWXY]{18}",
        "\\d+(\\.\\d+)?",
        "皖[A-Z][A-Z0-9]{5,6}",
        "(路内|路外)",
        "(?i)abc+",
        "(\\d{3}-){2}\\d+",
        "[\\u4e00-\\u9fa5]+(省|市)",
        "^[(+*]+$",
        "\\(a+\\)+",
        "\\Q(a+)+\\E"
      })
  void the_patterns_that_people_write_are_taken(String regex) {
    assertThat(SafePattern.objection(regex)).isEmpty();
  }

  @Test
  void matching_stops_when_it_takes_too_many_steps() {
    Pattern slow = Pattern.compile("a*a*a*a*a*a*a*b");

    assertThatThrownBy(() -> SafePattern.matches(slow, "a".repeat(200)))
        .isInstanceOf(SafePattern.TooManySteps.class);
  }

  @Test
  void a_cell_that_matches_only_after_too_many_steps_is_unreadable() {
    Constraints constraints =
        new Constraints(
            false, null, null, null, null, Pattern.compile("(x+x+)+y"), java.util.List.of());
    Item item = new Item("号", null, null, ColumnType.CODE, null, null, null, constraints);

    Value value = CellReader.of(item, java.util.List.of()).read("x".repeat(5000));

    assertThat(value).isInstanceOf(Value.Unreadable.class);
  }

  @Test
  void ordinary_cells_match_as_ever() {
    assertThat(SafePattern.matches(Pattern.compile("P\\d{4}"), "P0001")).isTrue();
    assertThat(SafePattern.matches(Pattern.compile("P\\d{4}"), "P00012")).isFalse();
  }
}
