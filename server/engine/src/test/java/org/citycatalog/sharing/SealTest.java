package org.citycatalog.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SealTest {
  private final byte[] plain = "屯溪".getBytes(StandardCharsets.UTF_8);
  private final Seal seal = sealOf(1);

  private static Seal sealOf(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return new Seal(key);
  }

  @Test
  void what_was_sealed_is_opened_in_the_same_context_alone() {
    String sealed = seal.seal(plain, "search|open");

    assertThat(seal.open(sealed, "search|open")).hasValue(plain);
    assertThat(seal.open(sealed, "search|government")).isEmpty();
    assertThat(sealOf(2).open(sealed, "search|open")).isEmpty();
  }

  @Test
  void any_changed_character_makes_it_worthless() {
    String sealed = seal.seal(plain, "");

    // the last character carries bits that mean nothing, so it may stay readable
    for (int i = 0; i < sealed.length() - 1; i++) {
      char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
      String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
      assertThat(seal.open(changed, "")).isEmpty();
    }
  }

  @Test
  void what_was_never_sealed_is_not_opened() {
    for (String text : new String[] {"", "=", "屯溪", "AAAA", "A".repeat(10_000), "a b", "\0"}) {
      assertThat(seal.open(text, "")).isEmpty();
    }
  }

  @Test
  void the_same_content_is_sealed_alike_and_another_context_differently() {
    assertThat(seal.seal(plain, "a")).isEqualTo(seal.seal(plain, "a"));
    assertThat(seal.seal(plain, "a")).isNotEqualTo(seal.seal(plain, "b"));
  }

  @Test
  void a_key_of_another_length_is_refused() {
    assertThatThrownBy(() -> new Seal(new byte[16]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32");
  }
}
