package org.citycatalog.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterRuleTest {
  private static final ParameterRule LIMIT =
      rule("{\"type\": \"integer\", \"format\": \"int32\", \"minimum\": 1, \"maximum\": 1000}");

  @ParameterizedTest
  @ValueSource(strings = {"1", "1000", "+7", "007"})
  void a_number_in_range_is_taken(String value) {
    assertThat(LIMIT.check(List.of(value))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 1",
        "0",
        "1001",
        "-1",
        "1.0",
        "1e3",
        "0x10",
        "１２",
        "999999999999999999999999"
      })
  void anything_else_is_refused_with_the_rule(String value) {
    assertThat(LIMIT.check(List.of(value)).orElseThrow().detail())
        .isEqualTo("'it' must be a whole number from 1 to 1000 but was '%s'".formatted(value));
  }

  @Test
  void a_whole_number_without_bounds_is_of_its_size() {
    ParameterRule large = rule("{\"type\": \"integer\", \"format\": \"int64\"}");

    assertThat(large.check(List.of("9223372036854775807"))).isEmpty();
    assertThat(large.check(List.of("9223372036854775808"))).isPresent();
  }

  @Test
  void one_value_is_one_value() {
    assertThat(LIMIT.check(List.of("1", "1")).orElseThrow().code()).isEqualTo("invalid-parameter");
  }

  @Test
  void an_array_takes_many_and_checks_each() {
    ParameterRule classes =
        rule(
            "{\"type\": \"array\", \"items\": {\"type\": \"string\", \"enum\": [\"open\","
                + " \"shut\"]}}");

    assertThat(classes.check(List.of("open", "shut"))).isEmpty();
    Complaint complaint = classes.check(List.of("open", "shit")).orElseThrow();
    assertThat(complaint.nearest()).containsExactly("shut");
    assertThat(classes.check(java.util.Collections.nCopies(101, "open"))).isPresent();
  }

  @Test
  void a_long_value_is_quoted_in_part() {
    ParameterRule text = rule("{\"type\": \"boolean\"}");

    assertThat(text.check(List.of("停".repeat(5000))).orElseThrow().detail()).hasSizeLessThan(200);
  }

  @Test
  void characters_are_counted_as_people_count_them() {
    ParameterRule text = rule("{\"type\": \"string\", \"maxLength\": 2}");

    assertThat(text.check(List.of("𠮷𠮷"))).isEmpty();
    assertThat(text.check(List.of("𠮷𠮷𠮷"))).isPresent();
  }

  @Test
  void a_rule_that_nobody_would_check_stops_the_start() {
    assertThatThrownBy(() -> rule("{\"type\": \"string\", \"pattern\": \"x\"}"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("pattern");
  }

  @Test
  void a_required_one_that_is_missing_is_said_to_be() {
    ParameterRule required =
        parsed(
            "{\"name\": \"it\", \"in\": \"query\", \"required\": true, \"schema\": {\"type\":"
                + " \"string\"}}");

    assertThat(required.check(List.of()).orElseThrow().code()).isEqualTo("missing-parameter");
  }

  private static ParameterRule rule(String schema) {
    return parsed("{\"name\": \"it\", \"in\": \"query\", \"schema\": %s}".formatted(schema));
  }

  private static ParameterRule parsed(String parameter) {
    try (JsonReader reader = Json.createReader(new StringReader(parameter))) {
      return ParameterRule.of(reader.readObject());
    }
  }
}
