package org.citycatalog.sharing.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LastUsesTest {
  private static final Instant MINUTE = Instant.parse("2026-11-25T08:30:00Z");

  private final Map<String, Instant> stored = new HashMap<>();
  private boolean down;
  private final LastUses uses = new LastUses(this::store);

  @Test
  void a_use_is_known_to_the_minute_before_and_after_it_is_kept() {
    uses.used("a", MINUTE.plusSeconds(59));

    assertThat(uses.of("a", null)).isEqualTo(MINUTE);
    assertThat(uses.of("a", MINUTE.plusSeconds(60))).isEqualTo(MINUTE.plusSeconds(60));
    uses.keep();
    assertThat(stored).containsExactly(Map.entry("a", MINUTE));
    assertThat(uses.of("a", null)).as("who has asked the store before").isEqualTo(MINUTE);
  }

  @Test
  void what_was_kept_is_forgotten_here() {
    for (int i = 0; i < 1000; i++) {
      uses.used("a" + i, MINUTE);
    }
    uses.keep();
    uses.used("b", MINUTE);
    uses.keep();

    assertThat(stored).hasSize(1001);
    for (int i = 0; i < 1000; i++) {
      assertThat(uses.of("a" + i, null)).isNull();
    }
  }

  @Test
  void what_could_not_be_kept_is_kept_the_next_time() {
    uses.used("a", MINUTE);
    down = true;

    assertThatThrownBy(uses::keep).isInstanceOf(IllegalStateException.class);

    assertThat(uses.of("a", null)).isEqualTo(MINUTE);
    down = false;
    uses.keep();
    assertThat(stored).containsExactly(Map.entry("a", MINUTE));
  }

  private void store(Map<String, Instant> minutes) {
    if (down) {
      throw new IllegalStateException("no");
    }
    stored.putAll(minutes);
  }
}
