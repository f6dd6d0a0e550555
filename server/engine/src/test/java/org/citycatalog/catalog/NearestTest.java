package org.citycatalog.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearestTest {
  private static final List<String> COLUMNS =
      List.of("统一社会信用代码", "企业名称", "status", "state", "statute", "cityCode");

  @Test
  void a_typing_mistake_finds_the_name_that_was_meant() {
    assertThat(Nearest.of("统一社会信用代玛", COLUMNS)).containsExactly("统一社会信用代码");
  }

  @Test
  void the_best_three_come_best_first() {
    List<String> many = List.of("statuz9", "statusx", "status", "statut", "zzz");

    assertThat(Nearest.of("status", many)).containsExactly("status", "statusx", "statut");
  }

  @Test
  void case_does_not_count() {
    assertThat(Nearest.of("CITYCODE", COLUMNS)).containsExactly("cityCode");
  }

  @Test
  void nothing_is_near_to_something_else_altogether() {
    assertThat(Nearest.of("风向", COLUMNS)).isEmpty();
    assertThat(Nearest.of("", COLUMNS)).isEmpty();
    assertThat(Nearest.of("x".repeat(100_000), COLUMNS)).isEmpty();
  }
}
