package org.citycatalog.stewardship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.catalog.EntryDocument;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.ProposedChange;
import org.citycatalog.catalog.ProviderJson;
import org.citycatalog.catalog.SampleEntries;
import org.citycatalog.catalog.Sequence;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Grants;
import org.citycatalog.sharing.Purpose;
import org.citycatalog.sharing.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StewardshipTest {
  private static final Caller OPERATOR = new Caller(Caller.Kind.OPERATOR, "op", null, null);
  private static final Caller TRANSPORT =
      new Caller(Caller.Kind.DEPARTMENT, "t", SampleEntries.TRANSPORT.namespace(), null);
  private static final Caller ECOLOGY =
      new Caller(Caller.Kind.DEPARTMENT, "e", SampleEntries.ECOLOGY.namespace(), null);
  private static final Caller COLLEAGUE =
      new Caller(Caller.Kind.DEPARTMENT, "t2", SampleEntries.TRANSPORT.namespace(), null);
  private static final DatasetId BUS = new DatasetId("transport.bus");

  @TempDir Path folder;
  private CatalogStore store;
  private RegisterDataset register;
  private EditDataset edit;
  private PublishDataset publish;
  private WithdrawDataset withdraw;
  private DecideChange decide;
  private AddProvider addProvider;

  @BeforeEach
  void open() {
    store = JdbcCatalogStore.sqlite(folder.resolve("catalog.db"));
    store.addProvider(SampleEntries.TRANSPORT);
    store.addProvider(SampleEntries.ECOLOGY);
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-23T08:00:00Z"));
    Boundary boundary = new Boundary(Grants.NONE, InstantSource.system(), new byte[32]);
    EntryDocument document = new EntryDocument(SampleEntries.vocabularies(), clock);
    register = new RegisterDataset(store, boundary, document, clock);
    edit = new EditDataset(store, boundary, document, clock);
    publish = new PublishDataset(store, boundary, clock);
    withdraw = new WithdrawDataset(store, boundary, clock);
    decide = new DecideChange(store, boundary, clock);
    addProvider = new AddProvider(store, boundary, document);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void a_department_registers_its_own_dataset_as_a_draft() {
    Outcome.OfRegistering outcome = register.register(TRANSPORT, SampleEntries.full());

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Registered.class,
            done -> {
              assertThat(done.dataset().state()).isEqualTo(DatasetState.DRAFT);
              assertThat(EntryDocument.write(done.dataset().entry()))
                  .isEqualTo(SampleEntries.full());
            });
  }

  @Test
  void nobody_registers_for_another_provider_nor_learns_whether_an_id_is_taken() {
    registered();

    assertThat(register.register(ECOLOGY, SampleEntries.least()))
        .isEqualTo(new Outcome.Refused("forbidden"));
    assertThat(register.register(ECOLOGY, SampleEntries.json("{\"id\": \"transport.free\"}")))
        .isEqualTo(new Outcome.Refused("forbidden"));
    assertThat(register.register(Caller.ANONYMOUS, SampleEntries.least()))
        .isEqualTo(new Outcome.Refused("key-missing"));
  }

  @Test
  void a_wrong_document_changes_nothing() {
    assertThat(register.register(TRANSPORT, SampleEntries.json("{}")))
        .isInstanceOf(Outcome.Invalid.class);
    assertThat(register.register(TRANSPORT, JsonValue.NULL)).isInstanceOf(Outcome.Invalid.class);
    assertThat(store.changesAfter(Sequence.START, 1)).isEmpty();
  }

  @Test
  void an_id_is_registered_once() {
    registered();

    assertThat(register.register(TRANSPORT, SampleEntries.least())).isEqualTo(new Outcome.Taken());
  }

  @Test
  void the_operator_registers_for_every_provider_that_there_is() {
    JsonObject nobody =
        SampleEntries.changed(SampleEntries.least(), "replace", "/id", "\"nobody.bus\"");

    assertThat(register.register(OPERATOR, SampleEntries.least()))
        .isInstanceOf(Outcome.Registered.class);
    assertThat(register.register(OPERATOR, nobody))
        .isInstanceOfSatisfying(
            Outcome.Invalid.class,
            invalid ->
                assertThat(invalid.findings())
                    .extracting(Finding::code)
                    .containsExactly("unknown-provider"));
  }

  @Test
  void a_draft_of_another_is_answered_like_no_dataset_at_all() {
    registered();
    DatasetId nothing = new DatasetId("transport.nothing");

    for (Caller stranger : List.of(ECOLOGY, Caller.ANONYMOUS)) {
      assertThat(edit.edit(stranger, BUS, 1, SampleEntries.least(), null))
          .isEqualTo(edit.edit(stranger, nothing, 1, SampleEntries.least(), null))
          .isEqualTo(new Outcome.Absent());
      assertThat(edit.editSchema(stranger, BUS, 1, SampleEntries.json("{}"), null))
          .isEqualTo(new Outcome.Absent());
      assertThat(publish.publish(stranger, BUS, 7)).isEqualTo(new Outcome.Absent());
      assertThat(withdraw.withdraw(stranger, BUS, 7, "")).isEqualTo(new Outcome.Absent());
    }
  }

  @Test
  void a_published_dataset_of_another_is_seen_but_not_changed() {
    published();

    assertThat(edit.edit(ECOLOGY, BUS, 2, SampleEntries.json("{}"), null))
        .isEqualTo(new Outcome.Refused("forbidden"));
    assertThat(withdraw.withdraw(ECOLOGY, BUS, 2, "不要了"))
        .isEqualTo(new Outcome.Refused("forbidden"));
    assertThat(publish.publish(Caller.ANONYMOUS, BUS, 2))
        .isEqualTo(new Outcome.Refused("key-missing"));
  }

  @Test
  void an_edit_needs_the_newest_revision() {
    registered();
    edit.edit(TRANSPORT, BUS, 1, SampleEntries.publishable(), null);

    assertThat(edit.edit(TRANSPORT, BUS, 1, SampleEntries.least(), null))
        .isEqualTo(new Outcome.Stale(2));
    assertThat(publish.publish(TRANSPORT, BUS, 1)).isEqualTo(new Outcome.Stale(2));
  }

  @Test
  void an_id_never_changes() {
    registered();
    JsonObject other =
        SampleEntries.changed(SampleEntries.least(), "replace", "/id", "\"transport.tram\"");

    assertThat(edit.edit(TRANSPORT, BUS, 1, other, null))
        .isInstanceOfSatisfying(
            Outcome.Invalid.class,
            invalid ->
                assertThat(invalid.findings())
                    .extracting(Finding::code)
                    .containsExactly("id-fixed"));
  }

  @Test
  void an_edit_that_does_not_mention_items_keeps_them() {
    Dataset dataset = registered();
    TableSchema loaded =
        new TableSchema(List.of(Item.of("站名", ColumnType.TEXT)), List.of("", "无"), List.of("站名"));
    store.edit(dataset.entry().withSchema(loaded), 1, "t", Instant.EPOCH);

    edit.edit(TRANSPORT, BUS, 2, SampleEntries.least(), null);

    assertThat(store.dataset(BUS).orElseThrow().entry().schema()).isEqualTo(loaded);
  }

  @Test
  void an_edit_with_no_items_takes_them_away() {
    registered();
    edit.edit(TRANSPORT, BUS, 1, SampleEntries.publishable(), null);

    edit.edit(
        TRANSPORT,
        BUS,
        2,
        SampleEntries.changed(SampleEntries.least(), "add", "/items", "[]"),
        null);

    assertThat(store.dataset(BUS).orElseThrow().entry().schema().items()).isEmpty();
  }

  @Test
  void the_items_alone_are_set_by_a_schema() {
    registered();

    Outcome.OfEditing outcome =
        edit.editSchema(
            TRANSPORT,
            BUS,
            1,
            SampleEntries.json("{\"fields\": [{\"name\": \"站名\", \"type\": \"text\"}]}"),
            null);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Edited.class,
            done ->
                assertThat(done.dataset().entry().schema().items())
                    .containsExactly(Item.of("站名", ColumnType.TEXT)));
    assertThat(edit.editSchema(TRANSPORT, BUS, 2, SampleEntries.json("{\"fields\": [{}]}"), null))
        .isInstanceOf(Outcome.Invalid.class);
  }

  @Test
  void publishing_withdrawing_and_publishing_again() {
    published();

    assertThat(withdraw.withdraw(TRANSPORT, BUS, 2, "停运"))
        .isInstanceOfSatisfying(
            Outcome.Withdrawn.class,
            done -> assertThat(done.dataset().state()).isEqualTo(DatasetState.WITHDRAWN));
    assertThat(withdraw.withdraw(TRANSPORT, BUS, 3, "停运")).isEqualTo(new Outcome.NotPublished());
    assertThat(publish.publish(TRANSPORT, BUS, 3))
        .isInstanceOfSatisfying(
            Outcome.Published.class, done -> assertThat(done.dataset().revision()).isEqualTo(4));
    assertThat(store.revisions(BUS).get(2).note()).isEqualTo("停运");
  }

  @Test
  void publishing_what_is_published_makes_no_revision() {
    published();

    assertThat(publish.publish(TRANSPORT, BUS, 2))
        .isInstanceOfSatisfying(
            Outcome.Published.class, done -> assertThat(done.dataset().revision()).isEqualTo(2));
  }

  @Test
  void a_withdrawal_needs_a_reason() {
    published();

    assertThat(withdraw.withdraw(TRANSPORT, BUS, 2, " \n")).isInstanceOf(Outcome.Invalid.class);
    assertThat(withdraw.withdraw(TRANSPORT, BUS, 2, "长".repeat(1001)))
        .isInstanceOf(Outcome.Invalid.class);
    assertThat(withdraw.withdraw(TRANSPORT, BUS, 2, "a\u0000")).isInstanceOf(Outcome.Invalid.class);
  }

  @Test
  void an_entry_that_says_nothing_of_its_data_is_not_ready() {
    registered();

    assertThat(publish.publish(TRANSPORT, BUS, 1))
        .isEqualTo(notReady("nothing-to-share", "/items"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/level | \"IMPORTANT\" | important-opened",
        "/items/0/level | \"IMPORTANT\" | important-opened",
        "/items/0/name | \"居民身份证号\" | direct-identifier-opened",
        "/items/0/name | \"ID_CARD_NO\" | direct-identifier-opened",
        "/items/0/title | {\"zh\": \"手机号码\"} | direct-identifier-opened",
        "/items/0/personal | \"direct\" | direct-identifier-opened",
      })
  void what_must_not_be_opened_is_not_published_nor_made_so_by_an_edit(
      String pointer, String value, String code) {
    JsonObject wrong = SampleEntries.changed(SampleEntries.publishable(), "add", pointer, value);
    published();

    assertThat(edit.edit(TRANSPORT, BUS, 2, wrong, null))
        .isInstanceOfSatisfying(
            Outcome.NotReady.class,
            refused ->
                assertThat(refused.findings()).extracting(Finding::code).containsExactly(code));
    assertThat(store.dataset(BUS).orElseThrow().revision()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "mask   | {'method': 'keep-prefix', 'length': 3} | false",
        "mask   | {'method': 'keep-region', 'digits': 6} | false",
        "mask   | {'method': 'null'}                     | true",
        "mask   | {'method': 'drop'}                     | true",
        "mask   | {'method': 'pseudonym'}                | true",
        "rights | ['visible']                            | false",
        "rights | []                                     | true",
      })
  void an_identifier_is_opened_only_if_nothing_of_it_is_read(
      String field, String value, boolean isFit) {
    JsonObject masked =
        SampleEntries.changed(
            SampleEntries.changed(
                SampleEntries.publishable(), "add", "/items/0/personal", "\"direct\""),
            "add",
            "/items/0/" + field,
            value.replace('\'', '"'));
    assertThat(register.register(TRANSPORT, masked)).isInstanceOf(Outcome.Registered.class);

    Outcome.OfPublishing outcome = publish.publish(TRANSPORT, BUS, 1);

    if (isFit) {
      assertThat(outcome).isInstanceOf(Outcome.Published.class);
    } else {
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.NotReady.class,
              refused ->
                  assertThat(refused.findings())
                      .extracting(Finding::code)
                      .containsExactly("direct-identifier-opened"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/sharing/rows | 站名 = | filter-syntax",
        "/opening/rows | 站点 = '屯溪' | unknown-column",
        "/opening/rows | 站名 > 5 | filter-type",
      })
  void a_rule_about_rows_that_does_not_fit_the_items_is_not_kept(
      String pointer, String rule, String code) {
    JsonObject wrong =
        SampleEntries.changed(SampleEntries.publishable(), "add", pointer, "\"" + rule + "\"");

    assertThat(register.register(TRANSPORT, wrong))
        .isInstanceOfSatisfying(
            Outcome.Invalid.class, invalid -> assertRule(invalid, code, pointer));
    assertThat(store.dataset(BUS)).isEmpty();

    registered();
    assertThat(edit.edit(TRANSPORT, BUS, 1, wrong, null))
        .isInstanceOfSatisfying(
            Outcome.Invalid.class, invalid -> assertRule(invalid, code, pointer));
    assertThat(store.dataset(BUS).orElseThrow().revision()).isEqualTo(1);
  }

  @Test
  void a_rule_about_rows_may_come_before_the_items_but_is_not_published_without_them() {
    JsonObject early =
        SampleEntries.changed(SampleEntries.least(), "add", "/opening/rows", "\"站名 = '屯溪'\"");
    assertThat(register.register(TRANSPORT, early)).isInstanceOf(Outcome.Registered.class);

    assertThat(publish.publish(TRANSPORT, BUS, 1))
        .isInstanceOfSatisfying(
            Outcome.NotReady.class,
            refused ->
                assertThat(refused.findings())
                    .extracting(Finding::code)
                    .containsExactly("nothing-to-share", "unknown-column"));
    assertThat(
            edit.editSchema(
                TRANSPORT,
                BUS,
                1,
                SampleEntries.json("{\"fields\": [{\"name\": \"路\", \"type\": \"text\"}]}"),
                null))
        .isInstanceOfSatisfying(
            Outcome.Invalid.class,
            invalid -> assertRule(invalid, "unknown-column", "/opening/rows"));
  }

  private static void assertRule(Outcome.Invalid invalid, String code, String pointer) {
    assertThat(invalid.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(code);
          assertThat(finding.pointer()).isEqualTo(pointer);
        });
  }

  @Test
  void identifiers_of_made_up_persons_may_be_opened() {
    JsonObject synthetic =
        SampleEntries.changed(
            SampleEntries.changed(SampleEntries.publishable(), "add", "/items/0/name", "\"身份证号\""),
            "add",
            "/synthetic",
            "true");
    register.register(TRANSPORT, synthetic);

    assertThat(publish.publish(TRANSPORT, BUS, 1)).isInstanceOf(Outcome.Published.class);
  }

  @Test
  void sensitive_personal_data_needs_level_g3_or_a_mask_and_a_basis_for_each_way_out() {
    register.register(TRANSPORT, sensitive());

    assertThat(publish.publish(TRANSPORT, BUS, 1))
        .isInstanceOfSatisfying(
            Outcome.NotReady.class,
            wrong ->
                assertThat(wrong.findings())
                    .extracting(Finding::code, Finding::pointer)
                    .containsExactly(
                        tuple("sensitive-unprotected", "/items/0"),
                        tuple("personal-basis-required", "/sharing/legalBasis"),
                        tuple("personal-basis-required", "/opening/legalBasis")));
  }

  @Test
  void sensitive_personal_data_that_only_departments_reach_needs_a_basis_for_them_alone() {
    JsonObject entry = SampleEntries.changed(sensitive(), "add", "/items/0/level", "\"G3\"");
    register.register(
        TRANSPORT, SampleEntries.changed(entry, "add", "/sharing/legalBasis", "\"《传染病防治法》第三十八条\""));

    // No finding; of level G3 a second person looks at it.
    assertThat(publish.publish(TRANSPORT, BUS, 1)).isInstanceOf(Outcome.Proposed.class);
  }

  @Test
  void a_name_of_sensitive_data_that_is_not_said_to_be_such_is_looked_at() {
    register.register(
        TRANSPORT,
        SampleEntries.changed(
            SampleEntries.publishable(), "add", "/items/0/title", "{\"zh\": \"宗教信仰\"}"));

    assertThat(PublicationRules.warnings(store.dataset(BUS).orElseThrow()))
        .extracting(Finding::code, Finding::pointer)
        .contains(tuple("sensitive-unmarked", "/items/0/personal"));
  }

  @Test
  void a_name_of_a_number_of_persons_that_is_not_said_to_be_such_is_looked_at() {
    JsonObject entry =
        SampleEntries.changed(
            SampleEntries.changed(
                SampleEntries.publishable(), "add", "/items/0/title", "{\"zh\": \"公民身份号码\"}"),
            "add",
            "/opening",
            "{\"class\": \"withheld\", \"legalBasis\": \"依法\"}");
    register.register(TRANSPORT, entry);
    Dataset unmarked = store.dataset(BUS).orElseThrow();
    edit.edit(
        TRANSPORT,
        BUS,
        1,
        SampleEntries.changed(entry, "add", "/items/0/personal", "\"direct\""),
        null);

    assertThat(PublicationRules.warnings(unmarked))
        .extracting(Finding::code, Finding::pointer)
        .contains(tuple("identifier-unmarked", "/items/0/personal"));
    assertThat(PublicationRules.warnings(store.dataset(BUS).orElseThrow()))
        .extracting(Finding::code)
        .doesNotContain("identifier-unmarked");
  }

  private static JsonObject sensitive() {
    return SampleEntries.changed(
        SampleEntries.publishable(), "add", "/items/0/personal", "\"sensitive\"");
  }

  @Test
  void a_steward_is_told_what_to_look_at() {
    assertThat(PublicationRules.warnings(registered()))
        .extracting(Finding::code)
        .containsExactly("nothing-to-share", "no-secret-review", "no-rows");
  }

  @Test
  void a_steward_is_told_at_registration_what_publication_would_find() {
    register.register(
        TRANSPORT,
        SampleEntries.changed(sensitive(), "add", "/items/0/title", "{\"zh\": \"身份证号\"}"));

    List<Finding> told = PublicationRules.warnings(store.dataset(BUS).orElseThrow());

    assertThat(told)
        .extracting(Finding::code, Finding::pointer)
        .contains(
            tuple("direct-identifier-opened", "/items/0"),
            tuple("sensitive-unprotected", "/items/0"),
            tuple("personal-basis-required", "/opening/legalBasis"));
    assertThat(publish.publish(TRANSPORT, BUS, 1))
        .isInstanceOfSatisfying(
            Outcome.NotReady.class, refused -> assertThat(told).containsAll(refused.findings()));
  }

  @Test
  void a_steward_is_told_of_an_item_above_the_level_of_its_entry() {
    register.register(
        TRANSPORT,
        SampleEntries.changed(SampleEntries.publishable(), "add", "/items/0/level", "\"G4\""));

    assertThat(PublicationRules.warnings(store.dataset(BUS).orElseThrow()))
        .filteredOn(warning -> warning.code().equals("level-below-item"))
        .singleElement()
        .satisfies(warning ->
            assertThat(warning.message())
                .isEqualTo(
                    "the entry says G1, but one of its items is of level G4; the highest counts"));
  }

  @Test
  void only_the_operator_adds_providers_each_once_and_only_whole() {
    JsonObject transport = ProviderJson.write(SampleEntries.TRANSPORT);
    JsonObject fire =
        SampleEntries.json(
            "{\"namespace\": \"fire\", \"code\": \"%s\", \"name\": {\"zh\": \"消防\"}}"
                .formatted(SampleEntries.uscc("11341000003153299")));

    assertThat(addProvider.add(TRANSPORT, fire)).isEqualTo(new Outcome.Refused("forbidden"));
    assertThat(addProvider.add(Caller.ANONYMOUS, fire))
        .isEqualTo(new Outcome.Refused("key-missing"));
    assertThat(addProvider.add(OPERATOR, transport)).isEqualTo(new Outcome.Taken());
    assertThat(addProvider.add(OPERATOR, fire)).isInstanceOf(Outcome.ProviderAdded.class);
    assertThat(addProvider.add(OPERATOR, SampleEntries.json("{\"namespace\": \"F\", \"cod\": 1}")))
        .isInstanceOfSatisfying(
            Outcome.Invalid.class,
            wrong ->
                assertThat(wrong.findings())
                    .extracting(Finding::code)
                    .containsExactly(
                        "unknown-field", "missing-field", "missing-field", "bad-namespace"));
  }

  @Test
  void of_high_levels_a_change_of_who_reads_what_waits_for_another_key() {
    publishedHigh();
    JsonObject opened = SampleEntries.changed(high(), "add", "/items/0/rights", "[\"visible\"]");

    Outcome.OfEditing outcome = edit.edit(TRANSPORT, BUS, 2, opened, "按月核对");

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Proposed.class,
            proposed -> {
              assertThat(proposed.dataset().revision()).isEqualTo(2);
              assertThat(proposed.change().reason()).isEqualTo("按月核对");
            });
    assertThat(decide.decide(TRANSPORT, BUS, 2, ProposedChange.Outcome.APPROVED, null))
        .isEqualTo(new Outcome.Refused("second-person-needed"));
    assertThat(decide.decide(TRANSPORT, BUS, 2, ProposedChange.Outcome.REFUSED, "不"))
        .isEqualTo(new Outcome.Refused("second-person-needed"));
    assertThat(decide.decide(ECOLOGY, BUS, 2, ProposedChange.Outcome.APPROVED, null))
        .isEqualTo(new Outcome.Refused("forbidden"));
    assertThat(decide.decide(OPERATOR, BUS, 2, ProposedChange.Outcome.REFUSED, " "))
        .isInstanceOf(Outcome.Invalid.class);
    assertThat(decide.decide(OPERATOR, BUS, 2, ProposedChange.Outcome.TAKEN_BACK, null))
        .isEqualTo(new Outcome.Refused("forbidden"));
    assertThat(store.dataset(BUS).orElseThrow().revision()).isEqualTo(2);

    assertThat(decide.decide(COLLEAGUE, BUS, 2, ProposedChange.Outcome.APPROVED, null))
        .isInstanceOf(Outcome.ChangeDecided.class);
    assertThat(EntryDocument.write(store.dataset(BUS).orElseThrow().entry())).isEqualTo(opened);
    assertThat(decide.decide(OPERATOR, BUS, 2, ProposedChange.Outcome.REFUSED, "晚了"))
        .isEqualTo(new Outcome.DecidedBefore(ProposedChange.Outcome.APPROVED));
  }

  @Test
  void a_change_of_words_or_of_low_levels_or_of_what_nobody_sees_waits_for_nobody() {
    publishedHigh();
    JsonObject renamed = SampleEntries.changed(high(), "replace", "/title/zh", "\"新的标题\"");
    assertThat(edit.edit(TRANSPORT, BUS, 2, renamed, null)).isInstanceOf(Outcome.Edited.class);

    withdraw.withdraw(TRANSPORT, BUS, 3, "停运");
    assertThat(edit.edit(TRANSPORT, BUS, 4, SampleEntries.publishable(), null))
        .isInstanceOf(Outcome.Edited.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "replace; /level; \"G2\"",
        "add; /items/0/level; \"G4\"",
        "add; /items/0/mask; {\"method\": \"null\"}",
        "add; /items/0/personal; \"quasi\"",
        "add; /items/0/rights; []",
        "add; /items/-; {\"name\": \"电话\", \"type\": \"code\"}",
        "add; /opening/rows; \"站名 = '1'\"",
        "add; /sharing/rows; \"站名 = '1'\"",
        "add; /opening; {\"class\": \"conditional\", \"condition\": \"按需\"}",
        "add; /sharing; {\"class\": \"withheld\", \"legalBasis\": \"依法\"}",
        "add; /synthetic; true"
      })
  void widening_and_tightening_both_pass_a_second_person(
      String operation, String pointer, String value) {
    publishedHigh();

    assertThat(
            edit.edit(
                TRANSPORT, BUS, 2, SampleEntries.changed(high(), operation, pointer, value), null))
        .isInstanceOf(Outcome.Proposed.class);
    assertThat(EntryDocument.write(store.dataset(BUS).orElseThrow().entry())).isEqualTo(high());
  }

  @Test
  void which_values_a_group_of_statistics_has_passes_a_second_person() {
    JsonObject counted = counted("[\"东站\", \"西站\"]");
    register.register(TRANSPORT, counted);
    publish.publish(TRANSPORT, BUS, 1);
    decide.decide(COLLEAGUE, BUS, 1, ProposedChange.Outcome.APPROVED, null);

    assertThat(edit.edit(TRANSPORT, BUS, 2, counted("[\"东站\", \"西站\", \"北站\"]"), null))
        .isInstanceOf(Outcome.Proposed.class);
    assertThat(EntryDocument.write(store.dataset(BUS).orElseThrow().entry())).isEqualTo(counted);
  }

  @Test
  void which_values_an_item_has_by_which_nothing_is_grouped_waits_for_nobody() {
    publishedHigh();
    JsonObject narrowed =
        SampleEntries.changed(high(), "add", "/items/0/constraints", "{\"enum\": [\"东站\"]}");

    assertThat(edit.edit(TRANSPORT, BUS, 2, narrowed, null)).isInstanceOf(Outcome.Edited.class);
  }

  /// Of a high level, on request, with statistics by the values that an item may have.
  private static JsonObject counted(String values) {
    JsonObject entry =
        SampleEntries.changed(
            high(), "add", "/items/0/constraints", "{\"enum\": %s}".formatted(values));
    String onRequest = "{\"class\": \"conditional\", \"condition\": \"按需\"}";
    for (String axis : List.of("/sharing", "/opening")) {
      entry = SampleEntries.changed(entry, "add", axis, onRequest);
    }
    return SampleEntries.changed(
        entry,
        "add",
        "/statistics",
        """
        {"audience": "departments", "k": 10, "groups": [{"item": "站名"}],
         "cubes": [{"name": "by-name", "title": {"zh": "站名"}, "groups": ["站名"], "measures": []}]}
        """);
  }

  @Test
  void raising_to_a_high_level_passes_a_second_person_too() {
    published();

    assertThat(
            edit.edit(
                TRANSPORT,
                BUS,
                2,
                SampleEntries.changed(SampleEntries.publishable(), "replace", "/level", "\"G3\""),
                null))
        .isInstanceOf(Outcome.Proposed.class);
  }

  @Test
  void a_first_publication_of_high_levels_waits_where_it_opens_rows_and_only_there() {
    register.register(TRANSPORT, high());
    Outcome.OfPublishing opening = publish.publish(TRANSPORT, BUS, 1);
    JsonObject onRequest =
        SampleEntries.changed(
            SampleEntries.changed(
                high(),
                "replace",
                "/sharing",
                "{\"class\": \"conditional\", \"condition\": \"按需\"}"),
            "replace",
            "/opening",
            "{\"class\": \"withheld\", \"legalBasis\": \"依法\"}");

    assertThat(opening).isInstanceOf(Outcome.Proposed.class);
    edit.edit(TRANSPORT, BUS, 1, onRequest, null);
    assertThat(publish.publish(TRANSPORT, BUS, 2)).isInstanceOf(Outcome.Published.class);
    assertThat(decide.decide(COLLEAGUE, BUS, 1, ProposedChange.Outcome.APPROVED, null))
        .isEqualTo(new Outcome.Stale(3));
  }

  @Test
  void a_withdrawal_holds_at_once_and_is_confirmed_after() {
    publishedHigh();

    assertThat(withdraw.withdraw(TRANSPORT, BUS, 2, "数据有误"))
        .isInstanceOfSatisfying(
            Outcome.Proposed.class,
            proposed -> {
              assertThat(proposed.dataset().state()).isEqualTo(DatasetState.WITHDRAWN);
              assertThat(proposed.change().inEffect()).isTrue();
            });
    assertThat(decide.decide(TRANSPORT, BUS, 2, ProposedChange.Outcome.TAKEN_BACK, null))
        .isEqualTo(new Outcome.Refused("forbidden"));
    assertThat(decide.decide(COLLEAGUE, BUS, 2, ProposedChange.Outcome.APPROVED, null))
        .isInstanceOf(Outcome.ChangeDecided.class);
  }

  @Test
  void nobody_gets_around_the_second_person_by_withdrawing_and_lowering_the_level() {
    publishedHigh();
    withdraw.withdraw(TRANSPORT, BUS, 2, "停运");
    edit.edit(TRANSPORT, BUS, 3, SampleEntries.publishable(), null);

    assertThat(publish.publish(TRANSPORT, BUS, 4)).isInstanceOf(Outcome.Proposed.class);
    assertThat(store.dataset(BUS).orElseThrow().state()).isEqualTo(DatasetState.WITHDRAWN);
  }

  @Test
  void a_reviewer_who_writes_nothing_is_a_second_person_too() {
    publishedHigh();
    edit.edit(
        TRANSPORT,
        BUS,
        2,
        SampleEntries.changed(high(), "add", "/items/0/rights", "[\"visible\"]"),
        null);
    Caller reviewer =
        new Caller(
            Caller.Kind.DEPARTMENT,
            "r",
            "r",
            SampleEntries.TRANSPORT.namespace(),
            null,
            null,
            Caller.Kind.DEPARTMENT.clearance(),
            Set.of(Role.REVIEWER),
            Set.of(),
            null,
            Purpose.UNSTATED);

    assertThat(edit.edit(reviewer, BUS, 2, high(), null))
        .isEqualTo(new Outcome.Refused("forbidden"));
    assertThat(decide.decide(reviewer, BUS, 2, ProposedChange.Outcome.APPROVED, null))
        .isInstanceOf(Outcome.ChangeDecided.class);
  }

  @Test
  void who_has_rotated_the_key_is_no_second_person_and_takes_back_what_was_proposed() {
    publishedHigh();
    edit.edit(
        TRANSPORT,
        BUS,
        2,
        SampleEntries.changed(high(), "add", "/items/0/rights", "[\"visible\"]"),
        null);
    Caller successor =
        new Caller(Caller.Kind.DEPARTMENT, "t-next", SampleEntries.TRANSPORT.namespace(), null)
            .heldBy(TRANSPORT.person());

    for (ProposedChange.Outcome outcome :
        List.of(ProposedChange.Outcome.APPROVED, ProposedChange.Outcome.REFUSED)) {
      assertThat(decide.decide(successor, BUS, 2, outcome, "不同意"))
          .isEqualTo(new Outcome.Refused("second-person-needed"));
    }
    assertThat(decide.decide(successor, BUS, 2, ProposedChange.Outcome.TAKEN_BACK, null))
        .isInstanceOf(Outcome.ChangeDecided.class);
  }

  @Test
  void what_is_proposed_is_told_to_keepers_alone() {
    publishedHigh();

    assertThat(decide.list(OPERATOR, BUS)).isInstanceOf(Outcome.Changes.class);
    assertThat(decide.list(ECOLOGY, BUS)).isEqualTo(new Outcome.Refused("forbidden"));
    assertThat(decide.list(Caller.ANONYMOUS, BUS)).isEqualTo(new Outcome.Refused("key-missing"));
    assertThat(decide.list(ECOLOGY, new DatasetId("transport.nothing")))
        .isEqualTo(new Outcome.Absent());
  }

  private static JsonObject high() {
    return SampleEntries.changed(SampleEntries.publishable(), "replace", "/level", "\"G3\"");
  }

  private void publishedHigh() {
    register.register(TRANSPORT, high());
    publish.publish(TRANSPORT, BUS, 1);
    assertThat(decide.decide(COLLEAGUE, BUS, 1, ProposedChange.Outcome.APPROVED, null))
        .isInstanceOf(Outcome.ChangeDecided.class);
  }

  private Dataset registered() {
    return switch (register.register(TRANSPORT, SampleEntries.least())) {
      case Outcome.Registered(Dataset dataset) -> dataset;
      case Outcome.OfRegistering other -> throw new AssertionError(other.toString());
    };
  }

  private void published() {
    register.register(TRANSPORT, SampleEntries.publishable());
    assertThat(publish.publish(TRANSPORT, BUS, 1)).isInstanceOf(Outcome.Published.class);
  }

  private static Outcome.NotReady notReady(String code, String pointer) {
    return new Outcome.NotReady(
        List.of(
            new Finding(
                code,
                pointer,
                "a published entry describes its items, or says where the data is in"
                    + " distributions")));
  }
}
