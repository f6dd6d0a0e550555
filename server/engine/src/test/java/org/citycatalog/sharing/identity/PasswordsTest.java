package org.citycatalog.sharing.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private final Passwords passwords = new Passwords(new SecureRandom(), PasswordCost.DEFAULT);

  @Test
  void a_hash_says_how_it_was_made_and_holds_for_its_password_alone() {
    String hash = passwords.hash("Vier-Wald-Staetten");

    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(passwords.matches("Vier-Wald-Staetten", Optional.of(hash))).isTrue();
    assertThat(passwords.matches("Vier-Wald-Staette", Optional.of(hash))).isFalse();
    assertThat(passwords.hash("Vier-Wald-Staetten")).isNotEqualTo(hash);
  }

  @Test
  void a_hash_that_was_made_with_other_work_holds_still() {
    String older =
        new Passwords(new SecureRandom(), new PasswordCost(64, 1)).hash("Rigi-Kulm-1797");

    assertThat(passwords.matches("Rigi-Kulm-1797", Optional.of(older))).isTrue();
    assertThat(passwords.matches("Rigi-Kulm-1798", Optional.of(older))).isFalse();
  }

  @Test
  void the_same_characters_are_the_same_password_however_they_are_composed() {
    String hash = passwords.hash("Z\u00fcrich-See-88");

    assertThat(passwords.matches("Zu\u0308rich-See-88", Optional.of(hash))).isTrue();
  }

  @Test
  void nothing_is_the_password_of_nobody() {
    assertThat(passwords.matches("Vier-Wald-Staetten", Optional.empty())).isFalse();
  }
}
