package org.citycatalog.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.citycatalog.sharing.Seal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListPagesTest {
  private static final List<String> LETTERS = List.of("e", "a", "d", "b", "c");
  private final ListPages pages = new ListPages(new Seal(new byte[32]));

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, Integer.MAX_VALUE})
  void pages_of_any_size_together_are_the_list_in_its_order(int limit) {
    List<String> walked = new ArrayList<>();
    String cursor = null;
    do {
      ListPages.Page<String> page = letters(LETTERS, limit, cursor);
      assertThat(page.elements()).hasSizeBetween(1, Math.min(limit, LETTERS.size()));
      walked.addAll(page.elements());
      cursor = page.next();
    } while (cursor != null);

    assertThat(walked).isEqualTo(LETTERS);
  }

  @Test
  void a_page_that_ends_with_the_list_has_no_next_one() {
    assertThat(letters(LETTERS, 5, null).next()).isNull();
    assertThat(letters(LETTERS, 4, null).next()).isNotNull();
    assertThat(letters(List.of(), 1, null)).isEqualTo(new ListPages.Page<>(List.of(), null));
  }

  @Test
  void what_comes_before_the_place_meanwhile_does_not_shift_the_next_page() {
    String cursor = letters(LETTERS, 2, null).next();

    List<String> grown = List.of("new", "e", "newer", "a", "d", "b", "c");

    assertThat(letters(grown, 2, cursor).elements()).containsExactly("d", "b");
  }

  @Test
  void a_list_that_ended_meanwhile_where_the_page_did_is_an_empty_last_page() {
    String cursor = letters(LETTERS, 2, null).next();

    assertThat(letters(List.of("e", "a"), 2, cursor))
        .isEqualTo(new ListPages.Page<>(List.of(), null));
  }

  @Test
  void a_cursor_whose_element_has_left_the_list_is_expired() {
    String cursor = letters(LETTERS, 2, null).next();

    assertThatThrownBy(() -> letters(List.of("e", "d", "b", "c"), 2, cursor))
        .hasMessage("cursor-expired");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "rubbish", "YQ", "游标"})
  void what_is_no_cursor_is_refused(String rubbish) {
    assertThatThrownBy(() -> letters(LETTERS, 2, rubbish)).hasMessage("cursor-invalid");
  }

  @Test
  void a_cursor_is_of_no_use_for_another_question_or_server() {
    String cursor = Objects.requireNonNull(letters(LETTERS, 2, null).next());
    byte[] otherKey = new byte[32];
    otherKey[0] = 1;
    ListPages elsewhere = new ListPages(new Seal(otherKey));

    assertThatThrownBy(() -> pages.cut(LETTERS, each -> each, "listOthers", 2, cursor))
        .hasMessage("cursor-invalid");
    assertThatThrownBy(() -> elsewhere.cut(LETTERS, each -> each, "listLetters", 2, cursor))
        .hasMessage("cursor-invalid");
  }

  @Test
  void a_cursor_is_the_same_whatever_else_is_in_the_list() {
    List<String> many = IntStream.range(0, 9_000).mapToObj(Integer::toString).toList();
    List<String> few = List.of("7", "8");

    assertThat(letters(many.subList(0, 8), 8, null).next()).isNull();
    assertThat(letters(many, 8, null).next()).isEqualTo(letters(few, 1, null).next());
  }

  private ListPages.Page<String> letters(List<String> all, int limit, @Nullable String cursor) {
    return pages.cut(all, each -> each, "listLetters", limit, cursor);
  }
}
