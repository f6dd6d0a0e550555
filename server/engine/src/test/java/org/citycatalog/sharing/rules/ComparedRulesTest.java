package org.citycatalog.sharing.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.Constraints;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.EntryJson;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.ItemRight;
import org.citycatalog.catalog.JsonText;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.Personal;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;
import org.citycatalog.ingest.World;
import org.citycatalog.rows.RowAnswer;
import org.citycatalog.rows.RowQuery;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.jdbc.JdbcContracts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What rules open and shut, over rows that are there.
class ComparedRulesTest {
  private static final String FILE =
      """
      id,district,cost,phone
      1,341002,10,13900000001
      2,341002,,13900000002
      3,341021,30,13800000003
      4,341021,4,13800000004
      5,,5,13800000005
      """;

  @TempDir Path home;
  private World world;
  private DatasetId tickets;
  private ComparedRules rules;

  @BeforeEach
  void load() {
    world = new World(home);
    tickets =
        world.dataset(
            "tickets",
            new TableSchema(
                List.of(
                    Item.of("id", ColumnType.CODE),
                    Item.of("district", ColumnType.CODE),
                    Item.of("cost", ColumnType.DECIMAL),
                    phone(Level.G3, Set.of(), Mask.CLEAR)),
                List.of(""),
                List.of()));
    world.load(tickets, FILE);
    rules =
        new ComparedRules(
            world.boundary,
            new JdbcContracts(((JdbcCatalogStore) world.catalog).database()),
            world.reader,
            () -> world.now);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void an_entry_that_stays_as_it_is_changes_nothing_for_anybody() {
    Preview preview = compare(entry -> entry);

    assertThat(preview.viewers())
        .hasSize(4)
        .allSatisfy(change -> {
          assertThat(change.before()).isEqualTo(change.after());
          assertThat(change.columns()).isEmpty();
          assertThat(change.rows().orElseThrow()).isEqualTo(new AccessChange.Rows(5, 5, 0, 0));
        });
    assertThat(preview.warnings()).isEmpty();
  }

  @Test
  void rows_are_counted_exactly_and_those_of_which_nothing_is_known_are_in_neither() {
    Dataset scoped = changed(now(), entry -> scoped(entry, "district = '341002'"));

    AccessChange change =
        of(Caller.Kind.PUBLIC, rules.compare(World.STEWARD, scoped, with("NOT cost > 5")));

    // Readable before: 1 and 2; after: 4 and 5. The cost of 2 and the district of 5 are not known.
    assertThat(change.rows().orElseThrow()).isEqualTo(new AccessChange.Rows(2, 2, 2, 2));
  }

  @Test
  void what_is_counted_is_what_is_read_before_and_after_whatever_the_rules() {
    long seed = 20261125;
    Random random = new Random(seed);
    List<String> parts =
        List.of(
            "district = '341002'",
            "cost > 5",
            "cost IS NULL",
            "district IN ('341021')",
            "id < '3'");
    for (int i = 0; i < 60; i++) {
      String one = rule(parts, random);
      String other = rule(parts, random);
      Dataset before = changed(now(), entry -> scoped(entry, one));

      AccessChange.Rows rows =
          of(Caller.Kind.PUBLIC, rules.compare(World.STEWARD, before, with(other)))
              .rows()
              .orElseThrow();

      List<String> then = read(one);
      List<String> next = read(other);
      assertThat(rows)
          .as("seed %d: %s, then %s", seed, one, other)
          .isEqualTo(
              new AccessChange.Rows(
                  then.size(), next.size(), without(next, then), without(then, next)));
    }
  }

  @Test
  void a_shown_column_is_opened_to_whoever_is_cleared_for_it_and_warned_of() {
    Dataset before = changed(now(), ComparedRulesTest::shared);
    Preview preview =
        rules.compare(
            World.STEWARD,
            before,
            changed(before, entry -> phoned(entry, phone(Level.G3, ItemRight.ALL, Mask.CLEAR))));

    assertThat(of(Caller.Kind.PUBLIC, preview).columns()).isEmpty();
    assertThat(of(Caller.Kind.DEPARTMENT, preview).columns())
        .singleElement()
        .satisfies(column -> {
          assertThat(column.name()).isEqualTo("phone");
          assertThat(column.before()).isNull();
          assertThat(column.tellsMore()).isTrue();
        });
    assertThat(preview.warnings())
        .extracting(Finding::code, Finding::message)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple(
                "high-level-opened",
                "more of column 'phone', of level G3, would be read by departments"),
            org.assertj.core.api.Assertions.tuple(
                "personal-opened",
                "more of column 'phone', which is said to be direct, would be read by"
                    + " departments"));
  }

  @Test
  void lowering_a_level_is_warned_of_by_the_level_that_it_was() {
    Preview preview = compare(entry -> phoned(entry, phone(Level.G1, ItemRight.ALL, Mask.CLEAR)));

    assertThat(of(Caller.Kind.PUBLIC, preview).columns()).hasSize(1);
    assertThat(preview.warnings().getFirst().message())
        .isEqualTo(
            "more of column 'phone', of level G3, would be read by departments, enterprises,"
                + " research, the public");
  }

  @Test
  void a_mask_in_the_place_of_values_tells_less_and_its_end_more() {
    Dataset clear =
        changed(now(), entry -> phoned(entry, phone(Level.G1, ItemRight.ALL, Mask.CLEAR)));
    Dataset masked =
        changed(
            now(), entry -> phoned(entry, phone(Level.G1, ItemRight.ALL, new Mask.KeepPrefix(3))));

    AccessChange less = of(Caller.Kind.PUBLIC, rules.compare(World.STEWARD, clear, masked));
    AccessChange more = of(Caller.Kind.PUBLIC, rules.compare(World.STEWARD, masked, clear));

    assertThat(less.columns()).hasSize(1).noneMatch(AccessChange.ColumnChange::tellsMore);
    assertThat(more.columns()).hasSize(1).allMatch(AccessChange.ColumnChange::tellsMore);
    assertThat(rules.compare(World.STEWARD, clear, masked).warnings()).isEmpty();
  }

  @Test
  void what_names_nobody_by_itself_is_warned_of_where_it_does_together() {
    Preview preview =
        compare(entry ->
            entry.withSchema(
                new TableSchema(
                    List.of(
                        said("id", ColumnType.CODE, Personal.QUASI),
                        said("district", ColumnType.CODE, Personal.QUASI),
                        said("cost", ColumnType.DECIMAL, Personal.SENSITIVE),
                        said("phone", ColumnType.CODE, Personal.NONE)),
                    List.of(""),
                    List.of())));

    assertThat(preview.warnings()).extracting(Finding::code).contains("linkable-columns");
  }

  @Test
  void a_class_that_is_tightened_takes_everything_and_is_warned_of() {
    Preview preview =
        compare(entry -> opened(entry, new Entry.Opening(AccessClass.WITHHELD, null, "依法")));

    AccessChange everybody = of(Caller.Kind.PUBLIC, preview);
    assertThat(everybody.before().seen()).isTrue();
    assertThat(everybody.after()).isEqualTo(new AccessChange.Access(false, false, null));
    assertThat(everybody.columns()).hasSize(3).allMatch(column -> column.after() == null);
    assertThat(everybody.rows().orElseThrow()).isEqualTo(new AccessChange.Rows(5, 0, 0, 5));
    assertThat(of(Caller.Kind.DEPARTMENT, preview).after().refusal()).isEqualTo("grant-required");
    assertThat(preview.warnings()).extracting(Finding::code).containsExactly("class-tightened");
  }

  @Test
  void of_a_draft_without_rows_the_columns_are_told_that_its_items_would_bring() {
    DatasetId id = world.dataset("draft", now().entry().schema(), AccessClass.UNCONDITIONAL, false);
    Dataset draft = world.catalog.dataset(id).orElseThrow();

    AccessChange everybody =
        of(Caller.Kind.PUBLIC, rules.compare(World.STEWARD, draft, published(draft)));

    assertThat(everybody.before().seen()).isFalse();
    assertThat(everybody.columns())
        .extracting(AccessChange.ColumnChange::name)
        .containsExactly("id", "district", "cost");
    assertThat(everybody.rows()).isEmpty();
  }

  private Preview compare(UnaryOperator<Entry> change) {
    return rules.compare(World.STEWARD, now(), changed(now(), change));
  }

  private Dataset with(String rule) {
    return changed(now(), entry -> scoped(entry, rule));
  }

  private Dataset now() {
    return world.catalog.dataset(tickets).orElseThrow();
  }

  private static AccessChange of(Caller.Kind kind, Preview preview) {
    return preview.viewers().stream()
        .filter(change -> change.viewer().equals(new Viewer.Anybody(kind)))
        .findFirst()
        .orElseThrow();
  }

  /// The ids that the public reads under a rule, by asking for them.
  private List<String> read(String rule) {
    Dataset dataset = now();
    world.catalog.edit(scoped(dataset.entry(), rule), dataset.revision(), "steward", world.now);
    try {
      var page =
          (RowAnswer.Page) world.reader.page(Caller.ANONYMOUS, tickets, RowQuery.ALL, 100, null);
      List<String> ids = new ArrayList<>();
      page.rows().forEach(row -> ids.add(String.valueOf(row.text(0))));
      return ids;
    } finally {
      world.catalog.edit(dataset.entry(), dataset.revision() + 1, "steward", world.now);
    }
  }

  private static long without(List<String> of, List<String> other) {
    return of.stream().filter(each -> !other.contains(each)).count();
  }

  private static String rule(List<String> parts, Random random) {
    String one = parts.get(random.nextInt(parts.size()));
    String other = parts.get(random.nextInt(parts.size()));
    return switch (random.nextInt(4)) {
      case 0 -> one;
      case 1 -> "NOT (" + one + ")";
      case 2 -> one + " OR NOT (" + other + ")";
      default -> "NOT (" + one + " AND " + other + ")";
    };
  }

  private static Entry scoped(Entry entry, String rule) {
    return opened(entry, new Entry.Opening(AccessClass.UNCONDITIONAL, null, null, rule));
  }

  /// Through its document, so that a field that entries come to have is kept.
  private static Entry opened(Entry entry, Entry.Opening opening) {
    var document = JsonText.builder(EntryJson.write(entry));
    var written = JsonText.builder().add("class", opening.accessClass().code());
    JsonText.put(written, "legalBasis", opening.legalBasis());
    JsonText.put(written, "rows", opening.rows());
    return EntryJson.read(document.add("opening", written).build());
  }

  private static Entry shared(Entry entry) {
    var sharing = JsonText.builder().add("class", AccessClass.UNCONDITIONAL.code()).build();
    return EntryJson.read(JsonText.builder(EntryJson.write(entry)).add("sharing", sharing).build());
  }

  private static Entry phoned(Entry entry, Item phone) {
    List<Item> items = new ArrayList<>(entry.schema().items());
    items.set(3, phone);
    return entry.withSchema(
        new TableSchema(items, entry.schema().missingValues(), entry.schema().primaryKey()));
  }

  private static Dataset changed(Dataset dataset, UnaryOperator<Entry> change) {
    return as(dataset, change.apply(dataset.entry()));
  }

  private static Dataset published(Dataset dataset) {
    return as(dataset, dataset.entry());
  }

  private static Dataset as(Dataset dataset, Entry entry) {
    return new Dataset(
        entry,
        dataset.provider(),
        DatasetState.PUBLISHED,
        dataset.revision(),
        dataset.sequence(),
        dataset.registered(),
        dataset.modified(),
        dataset.version());
  }

  private static Item phone(Level level, Set<ItemRight> rights, Mask mask) {
    return new Item(
        "phone",
        null,
        null,
        ColumnType.CODE,
        null,
        null,
        level,
        Constraints.NONE,
        rights,
        Personal.DIRECT,
        mask);
  }

  private static Item said(String name, ColumnType type, Personal personal) {
    return new Item(
        name,
        null,
        null,
        type,
        null,
        null,
        null,
        Constraints.NONE,
        ItemRight.ALL,
        personal,
        Mask.CLEAR);
  }
}
