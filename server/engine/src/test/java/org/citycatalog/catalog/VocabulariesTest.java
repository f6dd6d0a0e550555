package org.citycatalog.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VocabulariesTest {
  private final Vocabularies shipped = Vocabularies.fromClassPath();

  @Test
  void every_code_list_of_the_index_is_there_with_its_terms() {
    assertThat(shipped.all())
        .extracting(Vocabulary::name)
        .contains(
            "themes",
            "update-cycles",
            "format-classes",
            "formats",
            "levels",
            "sharing-methods",
            "access-classes",
            "divisions");
    assertThat(shipped.all()).allSatisfy(each -> assertThat(each.terms()).isNotEmpty());
    assertThat(shipped.vocabulary("colours")).isEmpty();
  }

  @Test
  void they_serve_the_reader_of_entries() {
    assertThat(new EntryDocument(shipped, InstantSource.system())).isNotNull();
  }

  @Test
  void levels_and_classes_are_those_of_the_program() {
    assertThat(shipped.codes("levels"))
        .containsExactlyElementsOf(Arrays.stream(Level.values()).map(Level::name).toList());
    assertThat(shipped.codes("access-classes"))
        .containsExactlyElementsOf(
            Arrays.stream(AccessClass.values()).map(AccessClass::code).toList());
  }

  @Test
  void a_division_of_the_city_is_found_under_its_code() {
    assertThat(
            shipped.vocabulary("divisions").orElseThrow().term("341002").orElseThrow().label().zh())
        .isEqualTo("屯溪区");
  }

  @Test
  void a_term_keeps_the_notation_of_the_national_guide() {
    Vocabulary classes = shipped.vocabulary("access-classes").orElseThrow();

    assertThat(classes.terms())
        .extracting(Vocabulary.Term::notation)
        .containsExactly("1", "2", "3");
    assertThat(shipped.vocabulary("themes").orElseThrow().terms())
        .allSatisfy(term -> assertThat(term.notation()).isNull());
  }

  @Test
  void a_code_twice_is_no_code_list() {
    Vocabulary.Term term = new Vocabulary.Term("1", LocalText.of("一"), null, null);

    assertThatThrownBy(() -> new Vocabulary("twice", LocalText.of("重"), null, List.of(term, term)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void parents_are_terms_of_the_same_code_list() {
    assertThat(shipped.all())
        .allSatisfy(each ->
            assertThat(each.terms())
                .allSatisfy(term -> {
                  String parent = term.parent();
                  assertThat(parent == null || each.codes().contains(parent)).isTrue();
                }));
  }
}
