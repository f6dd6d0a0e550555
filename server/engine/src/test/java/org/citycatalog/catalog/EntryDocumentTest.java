package org.citycatalog.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EntryDocumentTest {
  private final EntryDocument document =
      new EntryDocument(
          SampleEntries.vocabularies(), InstantSource.fixed(Instant.parse("2026-11-23T08:00:00Z")));

  @Test
  void an_entry_is_written_as_it_was_read() {
    JsonObject written = SampleEntries.full();

    Entry entry = valid(written);

    assertThat(EntryDocument.write(entry)).isEqualTo(written);
    assertThat(EntryJson.read(EntryDocument.write(entry))).isEqualTo(entry);
  }

  @Test
  void the_least_entry_is_written_as_it_was_read() {
    assertThat(EntryDocument.write(valid(SampleEntries.least()))).isEqualTo(SampleEntries.least());
  }

  @Test
  void every_mistake_is_found_at_once() {
    JsonObject wrong =
        SampleEntries.json(
            """
            {"id": "Transport.Parking", "title": {"en": "x"}, "summary": 7, "sharing": {"class": "conditional"},
             "level": "G9", "updateCycle": "", "issued": "2026-02-30", "tems": "CC0",
             "items": [{"name": "甲", "type": "integr"}, {"name": "甲", "type": "text", "format": "x"}, 5]}
            """);

    assertThat(findings(wrong).stream().map(each -> each.code() + " " + each.pointer()))
        .containsExactlyInAnyOrder(
            "unknown-field /tems",
            "missing-field /category",
            "missing-field /formatClass",
            "missing-field /opening",
            "missing-field /terms",
            "bad-dataset-id /id",
            "missing-field /title/zh",
            "wrong-type /summary",
            "unknown-code /items/0/type",
            "duplicate-item /items/1/name",
            "wrong-type /items/2",
            "condition-required /sharing/condition",
            "unknown-code /level",
            "blank-text /updateCycle",
            "bad-date /issued");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/id | \"transport\" | bad-dataset-id",
        "/id | \"nobody.parking\" | unknown-provider",
        "/title/zh | \"   \" | blank-text",
        "/title/zh | \"字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字\" | text-too-long",
        "/title/zh | \"a\\u0000b\" | bad-character",
        "/title/zh | \"a\\ud800b\" | bad-character",
        "/title | null | wrong-type",
        "/category | \"4060\" | bad-category",
        "/code | \"306002\" | bad-resource-code",
        "/code | \"306003/1\" | category-mismatch",
        "/providerCode | \"113410000031532060\" | bad-social-credit-code",
        "/formatClass | \"8\" | unknown-code",
        "/formats/1 | \"csv\" | duplicate-element",
        "/formats/1 | \"cvs\" | unknown-code",
        "/formats | \"csv\" | wrong-type",
        "/sharing/class | \"open\" | unknown-code",
        "/sharing/methodClass | \"fax\" | unknown-code",
        "/opening | {\"class\": \"withheld\"} | legal-basis-required",
        "/opening | {\"class\": \"conditional\"} | condition-required",
        "/issued | \"1911-10-10\" | date-out-of-range",
        "/issued | \"2999-01-01\" | date-out-of-range",
        "/issued | 20261101 | wrong-type",
        "/related/0 | \"停车\" | bad-resource-code",
        "/theme | \"transprt\" | unknown-code",
        "/divisions/0 | \"3410\u0662\" | bad-division-code",
        "/divisions/0 | \"341099\" | unknown-division",
        "/synthetic | \"true\" | wrong-type",
        "/origin/url | \"javascript:alert(1)\" | bad-url",
        "/origin/url | \"https://u:p@example.org/\" | bad-url",
        "/distributions/0/url | \"ftp://example.org/a\" | bad-url",
        "/distributions/0/format | \"exe\" | unknown-code",
        "/secretReview/on | \"2027-01-01\" | date-out-of-range",
        "/primaryKey/0 | \"编码\" | unknown-item",
        "/items/0/constraints/pattern | \"(\" | bad-pattern",
        "/items/0/constraints/pattern | \"(a+)+\" | dangerous-pattern",
        "/items/0/constraints/required | \"yes\" | wrong-type",
        "/items/1/level | \"G5\" | unknown-code",
        "/items/1/constraints/minLength | -1 | wrong-type",
        "/items/1/constraints/minLength | 1.5 | wrong-type",
        "/items/1/constraints/minLength | 1e999999999 | wrong-type",
        "/items/1/constraints/minLength | 81 | bad-bound",
        "/items/2/constraints/minimum | \"无\" | bad-bound",
        "/items/2/constraints/minimum | \"10000\" | bad-bound",
        "/items/2/format | \"%Y\" | bad-format",
        "/items/3/format | \"是\" | bad-format",
        "/items/4/constraints/enum | [] | too-few-elements",
        "/items/4/constraints/enumm | [\"a\"] | unknown-field",
        "/items/5/format | \"%Y-%m-%d %H:%M:%S+99:99\" | bad-format",
        "/items/5/format | \"%Y-%m-%d %H:%M\" | bad-format",
        "/items/6/constraints | {\"minimum\": \"29.7 118.3\"} | bad-bound",
        "/items/2/constraints | {\"enum\": [\"1\", \"二\"]} | bad-enum-value",
      })
  void a_mistake_is_named_by_its_rule(String pointer, String value, String code) {
    boolean replaces = pointer.matches(".*/\\d+") && !code.equals("duplicate-element");
    JsonObject wrong =
        SampleEntries.changed(SampleEntries.full(), replaces ? "replace" : "add", pointer, value);

    assertThat(findings(wrong)).extracting(Finding::code).contains(code);
    assertThat(findings(wrong)).allSatisfy(each -> assertThat(each.message()).isNotBlank());
  }

  @Test
  void a_code_that_is_not_there_comes_with_the_nearest_that_is() {
    JsonObject wrong =
        SampleEntries.changed(SampleEntries.full(), "replace", "/theme", "\"transprt\"");

    assertThat(findings(wrong))
        .singleElement()
        .satisfies(each -> assertThat(each.nearest()).containsExactly("transport"));
  }

  @Test
  void an_unknown_field_comes_with_the_nearest_known_one_and_an_escaped_pointer() {
    JsonObject wrong = SampleEntries.changed(SampleEntries.full(), "add", "/key~1wörds", "[]");
    JsonObject typo = SampleEntries.changed(SampleEntries.full(), "add", "/keyword", "[]");

    assertThat(findings(wrong)).extracting(Finding::pointer).containsExactly("/key~1wörds");
    assertThat(findings(typo))
        .singleElement()
        .satisfies(each -> assertThat(each.nearest()).startsWith("keywords"));
  }

  @Test
  void the_code_of_another_provider_is_refused() {
    JsonObject wrong =
        SampleEntries.changed(
            SampleEntries.full(),
            "replace",
            "/providerCode",
            "\"" + SampleEntries.ECOLOGY.code() + "\"");

    assertThat(findings(wrong)).extracting(Finding::code).containsExactly("provider-code-mismatch");
  }

  @Test
  void a_division_of_another_city_is_taken_as_it_is() {
    JsonObject other =
        SampleEntries.changed(SampleEntries.full(), "replace", "/divisions/0", "\"330106\"");

    assertThat(valid(other).divisions()).contains(new DivisionCode("330106"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "7", "null", "\"text\"", "true"})
  void what_is_no_object_is_one_finding_at_the_top(String text) {
    JsonValue value =
        SampleEntries.json("{\"value\": [" + text + "]}").getJsonArray("value").getFirst();

    assertThat(mistakes(document.read(value, EntryDocumentTest::provider)))
        .extracting(Finding::code)
        .containsExactly("wrong-type");
  }

  @Test
  void ten_thousand_mistakes_are_listed_up_to_a_stated_number() {
    JsonObjectBuilder wrong = Json.createObjectBuilder(SampleEntries.full());
    for (int i = 0; i < 10_000; i++) {
      wrong.add("错" + i, i);
    }

    List<Finding> findings = findings(wrong.build());

    assertThat(findings).hasSize(1001);
    assertThat(findings.getLast().code()).isEqualTo("too-many-findings");
  }

  @Test
  void a_schema_alone_is_read_and_written() {
    JsonObject schema =
        SampleEntries.json(
            """
            {"fields": [{"name": "编号", "type": "code"}], "missingValues": [""], "primaryKey": ["编号"]}
            """);

    assertThat(document.readSchema(schema))
        .isEqualTo(new Checked.Valid<>(TableSchemaJson.read(schema)));
    assertThat(TableSchemaJson.write(TableSchemaJson.read(schema))).isEqualTo(schema);
  }

  @Test
  void a_schema_alone_has_fields_and_not_items() {
    JsonObject schema = SampleEntries.json("{\"items\": [{\"name\": \"编号\", \"type\": \"code\"}]}");

    assertThat(mistakes(document.readSchema(schema)))
        .extracting(Finding::code)
        .containsExactly("unknown-field", "missing-field");
  }

  private Entry valid(JsonObject json) {
    return switch (document.read(json, EntryDocumentTest::provider)) {
      case Checked.Valid<Entry>(Entry entry) -> entry;
      case Checked.Invalid<Entry>(List<Finding> wrong) ->
          throw new AssertionError(wrong.toString());
    };
  }

  private List<Finding> findings(JsonObject json) {
    return mistakes(document.read(json, EntryDocumentTest::provider));
  }

  private static <T> List<Finding> mistakes(Checked<T> checked) {
    return switch (checked) {
      case Checked.Valid<T>(T value) -> List.of();
      case Checked.Invalid<T>(List<Finding> wrong) -> wrong;
    };
  }

  private static Optional<Provider> provider(ProviderNamespace namespace) {
    return namespace.equals(SampleEntries.TRANSPORT.namespace())
        ? Optional.of(SampleEntries.TRANSPORT)
        : Optional.empty();
  }
}
