package org.citycatalog.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import golden.model.Bench;
import golden.model.Round;
import golden.model.Straight;
import golden.model.Wood;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What the templates make, at work: the records of the small contract that `ClientTemplatesTest`
/// holds.
class GeneratedRecordsTest {
  private final Jsonb jsonb = JsonbBuilder.create();

  private static Bench bench() {
    return Bench.builder()
        .accessClass("长椅")
        .wood(Wood.OAK_OLD)
        .size(new Straight(1.5))
        .seats(3L)
        .set(LocalDate.of(2026, 1, 2))
        .seen(OffsetDateTime.parse("2026-11-23T08:00:00+08:00"))
        .notes(Map.of("zh", "江边"))
        .build();
  }

  @Test
  void a_record_comes_back_as_it_was_sent() {
    String json = jsonb.toJson(bench());

    assertThat(jsonb.fromJson(json, Bench.class)).isEqualTo(bench());
  }

  @Test
  void names_on_the_wire_are_the_contracts_own_and_absent_parts_are_left_out() {
    String json = jsonb.toJson(bench());

    assertThat(json)
        .contains("\"class\":\"长椅\"", "\"wood\":\"oak-old\"", "\"shape\":\"long\"", "+08:00")
        .doesNotContain("enum", "colour", "null");
  }

  @Test
  void an_unknown_value_and_an_unknown_property_are_survived() {
    Bench bench =
        jsonb.fromJson(
            """
            {"class":"a","wood":"bamboo","size":{"shape":"round","weight":3},"newer":{"x":[1]}}\
            """,
            Bench.class);

    assertThat(bench.wood()).isEqualTo(Wood.UNKNOWN);
    assertThat(bench.size()).isEqualTo(new Round(null));
  }

  @Test
  void an_unknown_value_is_never_sent_back() {
    Bench bench = bench().toBuilder().wood(Wood.UNKNOWN).build();

    assertThatThrownBy(() -> jsonb.toJson(bench)).hasStackTraceContaining("cannot be sent");
  }

  @Test
  void a_required_part_that_is_missing_is_named() {
    assertThatNullPointerException()
        .isThrownBy(() -> Bench.builder().accessClass("a").build())
        .withMessage("Bench.wood");
    assertThatThrownBy(() -> jsonb.fromJson("{\"class\":\"a\"}", Bench.class))
        .isInstanceOf(JsonbException.class)
        .hasStackTraceContaining("Bench.wood");
  }

  @Test
  void lists_cannot_be_changed_afterwards() {
    Bench bench = bench().toBuilder().names(List.of("东")).build();

    List<String> names = Objects.requireNonNull(bench.names());

    assertThatThrownBy(() -> names.add("西")).isInstanceOf(UnsupportedOperationException.class);
  }
}
