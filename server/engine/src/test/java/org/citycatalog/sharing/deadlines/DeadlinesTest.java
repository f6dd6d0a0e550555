package org.citycatalog.sharing.deadlines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.citycatalog.catalog.LocalText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlinesTest {
  private static final Instant MONDAY_NOON = Instant.parse("2026-11-23T04:00:00Z");
  private static final Deadlines DECREE = ShippedDeadlines.of("decree-809");

  @Test
  void what_is_due_is_in_time_until_the_end_of_the_day_where_the_city_is() {
    Deadline review = review(DECREE, MONDAY_NOON, Timing.NONE);

    assertThat(review.due()).isEqualTo(OffsetDateTime.parse("2026-12-07T23:59:59+08:00"));
    assertThat(review.due().toString()).endsWith("+08:00");
    assertThat(review.isOver(Instant.parse("2026-12-07T15:59:59.999Z"))).isFalse();
    assertThat(review.isOver(Instant.parse("2026-12-07T16:00:00Z"))).isTrue();
    assertThat(review.workingDays()).isEqualTo(10);
    assertThat(review.provisional()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T15:59:59.999Z, 2026-12-07T23:59:59+08:00",
    "2026-11-23T16:00:00Z, 2026-12-08T23:59:59+08:00"
  })
  void the_day_of_the_event_is_that_of_the_city_and_does_not_count(
      Instant since, OffsetDateTime due) {
    assertThat(review(DECREE, since, Timing.NONE).due()).isEqualTo(due);
  }

  @Test
  void an_extension_adds_working_days_behind_the_first_ones() {
    Deadline extended = review(DECREE, MONDAY_NOON, Timing.NONE.extended(10));

    assertThat(extended.due()).isEqualTo(OffsetDateTime.parse("2026-12-21T23:59:59+08:00"));
    assertThat(extended.workingDays()).isEqualTo(20);
  }

  @Test
  void a_deadline_is_extended_once_and_in_time() {
    Deadline first = review(DECREE, MONDAY_NOON, Timing.NONE);
    Deadline second = review(DECREE, MONDAY_NOON, Timing.NONE.extended(10));
    Deadline fixed = review(ShippedDeadlines.of("guofa-2016-51"), MONDAY_NOON, Timing.NONE);
    Instant late = Instant.parse("2026-12-07T16:00:00Z");

    assertThat(Extension.of(first, MONDAY_NOON)).isEqualTo(new Extension.By(10));
    assertThat(Extension.of(first, late))
        .isEqualTo(new Extension.No("the deadline of 'provider-review' was over with 2026-12-07"));
    assertThat(Extension.of(second, MONDAY_NOON))
        .isEqualTo(new Extension.No("the deadline of 'provider-review' was extended before"));
    assertThat(Extension.of(fixed, MONDAY_NOON))
        .isEqualTo(new Extension.No("the rule for 'provider-review' allows no extension"));
    assertThat(Extension.of(null, MONDAY_NOON)).isInstanceOf(Extension.No.class);
  }

  @Test
  void a_decree_on_sharing_says_nothing_about_opening() {
    Deadlines city = ShippedDeadlines.of("city-341000");

    assertThat(DECREE.of(DeadlineEvent.PROVIDER_REVIEW, Regime.OPENING, MONDAY_NOON, Timing.NONE))
        .isEmpty();
    assertThat(days(city, Regime.SHARING)).isEqualTo(10);
    assertThat(days(city, Regime.OPENING)).isEqualTo(15);
    assertThat(city.of(DeadlineEvent.PROVISION, Regime.OPENING, MONDAY_NOON, Timing.NONE))
        .isPresent();
  }

  private static int days(Deadlines deadlines, Regime regime) {
    return deadlines
        .of(DeadlineEvent.PROVIDER_REVIEW, regime, MONDAY_NOON, Timing.NONE)
        .orElseThrow()
        .workingDays();
  }

  @ParameterizedTest
  @ValueSource(strings = {"decree-809", "guofa-2016-51", "city-341000"})
  void no_shipped_number_is_said_to_be_confirmed_that_was_not_read(String name) {
    DeadlineProfile profile = ShippedDeadlines.of(name).profile();

    assertThat(profile.name()).isEqualTo(name);
    assertThat(profile.rules()).isNotEmpty().noneMatch(DeadlineProfile.Rule::confirmed);
    assertThat(profile.rules()).extracting(DeadlineProfile.Rule::source).doesNotContain("");
  }

  @Test
  void a_profile_that_contradicts_itself_is_refused() {
    DeadlineProfile.Rule rule =
        new DeadlineProfile.Rule(DeadlineEvent.PROVISION, null, 5, null, "本市", true);

    assertThatThrownBy(() -> new DeadlineProfile("x", LocalText.of("测试"), List.of(rule, rule)))
        .hasMessageContaining("two rules are about 'provision'");
    assertThatThrownBy(
            () -> new DeadlineProfile.Rule(DeadlineEvent.PROVISION, null, 0, null, "本市", true))
        .hasMessageContaining("1 to 1000 working days but was 0");
  }

  private static Deadline review(Deadlines deadlines, Instant since, Timing timing) {
    return deadlines.of(DeadlineEvent.PROVIDER_REVIEW, Regime.SHARING, since, timing).orElseThrow();
  }
}
