package org.citycatalog.sharing.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MatchBudgetTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final MatchBudget budget = new MatchBudget(2, now::get);

  @Test
  void a_grant_has_so_many_questions_in_any_hour_and_others_are_not_concerned() {
    assertThat(budget.take("one")).isEmpty();
    pass(Duration.ofMinutes(20));
    assertThat(budget.take("one")).isEmpty();
    pass(Duration.ofMinutes(39));
    assertThat(budget.take("one")).contains(Duration.ofMinutes(1));
    assertThat(budget.take("other")).isEmpty();
    pass(Duration.ofMinutes(1));
    assertThat(budget.take("one")).isEmpty();
    assertThat(budget.take("one")).contains(Duration.ofMinutes(20));
  }

  private void pass(Duration time) {
    now.set(Objects.requireNonNull(now.get()).plus(time));
  }
}
