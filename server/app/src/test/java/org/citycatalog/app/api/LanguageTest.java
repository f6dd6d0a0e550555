package org.citycatalog.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          zh                              | CHINESE
          zh-CN,zh;q=0.9,en;q=0.8         | CHINESE
          ZH-hant-TW                      | CHINESE
          en-GB,zh;q=0.5                  | ENGLISH
          fr,zh;q=0.3,en;q=0.2            | CHINESE
          fr                              | ENGLISH
          *                               | ENGLISH
          zh;q=0, en                      | ENGLISH
          ][                              | ENGLISH
          zhx                             | ENGLISH
          """)
  void the_language_liked_best_is_spoken(String header, Language language) {
    assertThat(Language.of(header)).isEqualTo(language);
  }

  @Test
  void who_says_nothing_is_spoken_to_in_english() {
    assertThat(Language.of(null)).isEqualTo(Language.ENGLISH);
    assertThat(Language.of("")).isEqualTo(Language.ENGLISH);
    assertThat(Language.of("zh,".repeat(10_000))).isEqualTo(Language.ENGLISH);
  }
}
