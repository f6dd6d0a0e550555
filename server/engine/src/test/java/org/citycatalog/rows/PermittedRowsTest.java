package org.citycatalog.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.Constraints;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.ItemRight;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.Personal;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.export.RowForm;
import org.citycatalog.export.RowFormat;
import org.citycatalog.ingest.World;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Grant;
import org.citycatalog.sharing.Permit;
import org.citycatalog.sharing.Purpose;
import org.citycatalog.sharing.Quota;
import org.citycatalog.sharing.Role;
import org.citycatalog.sharing.rules.Viewer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows under a permit that is narrower than the dataset.
class PermittedRowsTest {
  private static final Purpose STATISTICS = new Purpose("statistics");
  private static final Uscc COMPANY =
      new Uscc("9134100000306220" + "1" + Uscc.checkCharacter("91341000003062201"));
  private static final TableSchema TICKETS =
      new TableSchema(
          List.of(
              Item.of("id", ColumnType.CODE),
              Item.of("district", ColumnType.CODE),
              Item.of("text", ColumnType.TEXT),
              masked("phone", ColumnType.CODE, new Mask.KeepPrefix(3)),
              hidden("officer", ColumnType.TEXT),
              limited("cost", ColumnType.DECIMAL, Set.of(ItemRight.VISIBLE))),
          List.of(""),
          List.of());
  private static final String FILE =
      """
      id,district,text,phone,officer,cost
      1,341002,路灯不亮,13900000001,王,10.5
      2,341002,井盖缺失,13900000002,李,20
      3,341021,路灯不亮,13800000003,王,30
      4,341021,噪声,x,赵,
      """;

  @TempDir Path home;
  private World world;
  private DatasetId tickets;

  @BeforeEach
  void load() {
    world = new World(home);
    tickets = world.dataset("tickets", TICKETS);
    world.load(tickets, FILE);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void an_item_without_the_right_to_be_seen_does_not_exist() {
    String rows = csv(Caller.ANONYMOUS, RowQuery.ALL);

    assertThat(rows).startsWith("id,district,text,phone,cost").doesNotContain("王");
    assertThat(mistake(Caller.ANONYMOUS, query("officer = '王'")))
        .isEqualTo(mistake(Caller.ANONYMOUS, query("nobodys = '王'"), "nobodys", "officer"));
    assertThat(mistake(Caller.ANONYMOUS, select("officer")).code()).isEqualTo("unknown-column");
    assertThat(mistake(Caller.ANONYMOUS, sort("officer")).code()).isEqualTo("unknown-column");
  }

  @Test
  void a_narrowed_key_reads_no_more_of_its_own_provider_than_it_is_cleared_for() {
    Item high =
        new Item("cause", null, null, ColumnType.CODE, null, null, Level.G3, Constraints.NONE);
    DatasetId calls =
        world.dataset(
            "calls",
            new TableSchema(List.of(Item.of("id", ColumnType.CODE), high), List.of(""), List.of()));
    world.load(calls, "id,cause\n1,x\n");
    Caller narrowed = narrowed(Level.G2);

    assertThat(csv(narrowed, calls, RowQuery.ALL)).isEqualToNormalizingNewlines("id\n1\n");
    assertThat(mistake(narrowed, calls, query("cause = 'x'")).code()).isEqualTo("unknown-column");
    assertThat(csv(World.STEWARD, calls, RowQuery.ALL))
        .isEqualToNormalizingNewlines("id,cause\n1,x\n");
    assertThat(
            world.reader.page(
                narrowed, new Viewer.Anybody(Caller.Kind.DEPARTMENT), calls, RowQuery.ALL, 9, null))
        .as("with the eyes of who reads more")
        .isEqualTo(new RowAnswer.Refused("clearance-too-low"));
    assertThat(
            world.reader.page(
                narrowed, new Viewer.Anybody(Caller.Kind.ENTERPRISE), calls, RowQuery.ALL, 9, null))
        .isInstanceOf(RowAnswer.Page.class);
    Dataset dataset = world.catalog.dataset(calls).orElseThrow();
    Optional<Permit> all =
        Optional.of(
            (Permit)
                world.boundary.decide(
                    World.STEWARD, dataset, Objects.requireNonNull(dataset.version())));
    assertThat(world.reader.compare(narrowed, all, all)).as("counts of a preview").isEmpty();
    assertThat(world.loads.mayShowCells(narrowed, calls)).as("cells past the schema").isFalse();
    assertThat(world.reader.compare(World.STEWARD, all, all)).isPresent();
    assertThat(world.loads.mayShowCells(World.STEWARD, calls)).isTrue();
    assertThat(world.loads.mayShowCells(narrowed, tickets)).isTrue();
  }

  @Test
  void a_narrowed_key_that_is_cleared_for_nothing_is_refused() {
    Item high =
        new Item("cause", null, null, ColumnType.CODE, null, null, Level.G3, Constraints.NONE);
    DatasetId calls =
        world.dataset("calls", new TableSchema(List.of(high), List.of(""), List.of()));
    world.load(calls, "cause\nx\n");

    assertThat(refusal(narrowed(Level.G2), calls)).isEqualTo("clearance-too-low");
  }

  @Test
  void a_cursor_leads_on_through_its_version_also_where_a_newer_one_shows_nothing() {
    Item high =
        new Item("cause", null, null, ColumnType.CODE, null, null, Level.G3, Constraints.NONE);
    DatasetId calls =
        world.dataset(
            "calls",
            new TableSchema(List.of(Item.of("id", ColumnType.CODE), high), List.of(""), List.of()));
    world.load(calls, "id,cause\n1,x\n2,y\n");
    Caller narrowed = narrowed(Level.G2);
    RowAnswer.Page first =
        (RowAnswer.Page) world.reader.page(narrowed, calls, RowQuery.ALL, 1, null);
    assertThat(first.next()).isNotNull();

    Dataset dataset = world.catalog.dataset(calls).orElseThrow();
    TableSchema without = new TableSchema(List.of(high), List.of(""), List.of());
    world.catalog.edit(
        dataset.entry().withSchema(without), dataset.revision(), "steward", world.now);
    world.load(calls, "cause\nx\n");

    assertThat(refusal(narrowed, calls)).isEqualTo("clearance-too-low");
    assertThat(world.reader.page(narrowed, calls, RowQuery.ALL, 1, first.next()))
        .isInstanceOf(RowAnswer.Page.class);
    assertThat(world.reader.look(narrowed, calls, 99, Map.of()))
        .isEqualTo(new RowLook.Refused("clearance-too-low"));
  }

  private static Caller narrowed(Level clearance) {
    return new Caller(
        Caller.Kind.DEPARTMENT,
        "k-narrowed",
        "k-narrowed",
        World.PROVIDER,
        null,
        null,
        clearance,
        Role.of(Caller.Kind.DEPARTMENT, true),
        Set.of(),
        null,
        Purpose.UNSTATED);
  }

  @Test
  void words_of_hidden_columns_are_not_found() {
    assertThat(total(Caller.ANONYMOUS, words("王"))).isZero();
    assertThat(total(Caller.ANONYMOUS, words("路灯"))).isEqualTo(2);
    assertThat(total(World.STEWARD, words("王"))).isEqualTo(2);
  }

  @Test
  void a_masked_column_shows_its_mask_in_both_forms_and_cannot_be_searched() {
    assertThat(csv(Caller.ANONYMOUS, select("id", "phone")))
        .isEqualToNormalizingNewlines("id,phone\n1,139\n2,139\n3,138\n4,x\n");
    assertThat(mistake(Caller.ANONYMOUS, query("phone = '13900000001'")).code())
        .isEqualTo("column-not-usable");
    assertThat(mistake(Caller.ANONYMOUS, query("NOT (id = '1' AND phone LIKE '1390%')")).code())
        .isEqualTo("column-not-usable");
    assertThat(mistake(Caller.ANONYMOUS, sort("phone")).code()).isEqualTo("column-not-usable");
  }

  @Test
  void a_pseudonym_is_the_same_for_the_same_value_and_another_for_another() {
    DatasetId calls =
        world.dataset(
            "calls",
            new TableSchema(
                List.of(
                    masked("caller", ColumnType.CODE, new Mask.Pseudonym()),
                    masked("district", ColumnType.CODE, new Mask.Pseudonym())),
                List.of(""),
                List.of()));
    StringBuilder file = new StringBuilder("caller,district\n");
    int callers = 6_000;
    for (int i = 0; i < 3 * callers; i++) {
      file.append(i % callers).append(',').append(341_000 + i % 7).append('\n');
    }
    world.load(calls, file.toString());

    List<String> lines = csv(Caller.ANONYMOUS, calls, RowQuery.ALL).lines().skip(1).toList();

    for (int column = 0; column < 2; column++) {
      Map<Integer, String> shown = new LinkedHashMap<>();
      int values = column == 0 ? callers : 7;
      for (int i = 0; i < lines.size(); i++) {
        String pseudonym = lines.get(i).split(",")[column];
        assertThat(pseudonym)
            .hasSize(22)
            .isEqualTo(shown.merge(i % values, pseudonym, (a, b) -> a));
      }
      assertThat(Set.copyOf(shown.values())).hasSize(values);
    }
  }

  @Test
  void rights_to_filter_and_sort_are_given_apart_from_that_to_read() {
    assertThat(csv(Caller.ANONYMOUS, select("cost"))).contains("10.5");
    assertThat(mistake(Caller.ANONYMOUS, query("cost > 10")).code()).isEqualTo("column-not-usable");
    assertThat(mistake(Caller.ANONYMOUS, sort("-cost")).code()).isEqualTo("column-not-usable");
    assertThat(total(World.STEWARD, query("cost > 10"))).isEqualTo(3);
  }

  @Test
  void a_grant_gives_its_rows_and_columns_and_nothing_else() {
    DatasetId secret = conditional();
    Caller company = company(grant(secret, Grant.State.ACTIVE, 1));

    assertThat(csv(company, secret, RowQuery.ALL))
        .isEqualToNormalizingNewlines("id,text,cost\n1,路灯不亮,0\n2,井盖缺失,0\n");
    assertThat(total(company, secret, RowQuery.ALL)).isEqualTo(2);
    assertThat(total(company, secret, query("NOT id = '1'"))).isEqualTo(1);
    assertThat(mistake(company, secret, query("district = '341021'")).code())
        .isEqualTo("unknown-column");
  }

  @Test
  void a_grant_holds_for_its_purpose_and_time_and_no_longer_than_it_is_active() {
    DatasetId secret = conditional();
    Caller company = company(grant(secret, Grant.State.ACTIVE, 1));

    assertThat(refusal(company.asking(new Purpose("marketing")), secret))
        .isEqualTo("purpose-not-granted");
    world.now = Instant.parse("2025-12-31T23:59:59Z");
    assertThat(refusal(company, secret)).isEqualTo("grant-not-yet");
    world.now = Instant.parse("2027-01-01T00:00:00Z");
    assertThat(refusal(company, secret)).isEqualTo("grant-expired");
    world.now = Instant.parse("2026-06-01T00:00:00Z");
    assertThat(total(company, secret, RowQuery.ALL)).isEqualTo(2);
    grant(secret, Grant.State.SUSPENDED, 2);
    assertThat(refusal(company, secret)).isEqualTo("grant-suspended");
    grant(secret, Grant.State.REVOKED, 3);
    assertThat(refusal(company, secret)).isEqualTo("grant-revoked");
  }

  @Test
  void a_cursor_dies_with_the_epoch_of_its_grant() {
    DatasetId secret = conditional();
    Caller company = company(grant(secret, Grant.State.ACTIVE, 1));
    RowAnswer.Page first =
        (RowAnswer.Page) world.reader.page(company, secret, RowQuery.ALL, 1, null);
    assertThat(world.reader.page(company, secret, RowQuery.ALL, 1, first.next()))
        .isInstanceOf(RowAnswer.Page.class);

    grant(secret, Grant.State.ACTIVE, 2);

    assertThat(world.reader.page(company, secret, RowQuery.ALL, 1, first.next()))
        .isInstanceOfSatisfying(
            RowAnswer.Mistake.class,
            mistake -> assertThat(mistake.code()).isEqualTo("cursor-invalid"));
  }

  @Test
  void the_key_of_a_grant_opens_nothing_else() {
    DatasetId secret = conditional();
    DatasetId other = conditional("others");
    Caller company = company(grant(secret, Grant.State.ACTIVE, 1));

    assertThat(world.reader.page(company, other, RowQuery.ALL, 10, null))
        .isEqualTo(new RowAnswer.Absent());
    assertThat(total(company, tickets, RowQuery.ALL)).isEqualTo(4);
  }

  private DatasetId conditional() {
    return conditional("secret");
  }

  private DatasetId conditional(String name) {
    DatasetId id = world.dataset(name, TICKETS, AccessClass.CONDITIONAL, true);
    world.load(id, FILE);
    return id;
  }

  private Grant grant(DatasetId dataset, Grant.State state, long epoch) {
    Map<String, Mask> columns = new LinkedHashMap<>();
    columns.put("id", Mask.CLEAR);
    columns.put("text", Mask.CLEAR);
    columns.put("cost", new Mask.Round(new java.math.BigDecimal("100")));
    Grant grant =
        new Grant(
            "g1",
            "r1",
            dataset,
            COMPANY,
            Caller.Kind.ENTERPRISE,
            STATISTICS,
            "district = '341002'",
            columns,
            Level.G2,
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2027-01-01T00:00:00Z"),
            Quota.NONE,
            state,
            epoch,
            new Grant.Secret(new byte[32]),
            List.of("a", "b"));
    world.grants.put(grant.id(), grant);
    return grant;
  }

  private static Caller company(Grant grant) {
    return new Caller(Caller.Kind.ENTERPRISE, "k", null, COMPANY)
        .under(grant.id(), grant.clearance())
        .asking(STATISTICS);
  }

  private static Item masked(String name, ColumnType type, Mask mask) {
    return item(name, type, ItemRight.ALL, mask);
  }

  private static Item hidden(String name, ColumnType type) {
    return item(name, type, Set.of(), Mask.CLEAR);
  }

  private static Item limited(String name, ColumnType type, Set<ItemRight> rights) {
    return item(name, type, rights, Mask.CLEAR);
  }

  private static Item item(String name, ColumnType type, Set<ItemRight> rights, Mask mask) {
    return new Item(
        name, null, null, type, null, null, null, Constraints.NONE, rights, Personal.NONE, mask);
  }

  private String csv(Caller caller, RowQuery query) {
    return csv(caller, tickets, query);
  }

  private String csv(Caller caller, DatasetId id, RowQuery query) {
    String typed = world.export(caller, id, query, RowFormat.CSV, RowForm.TYPED);
    if (!query.select().contains("cost") && !typed.contains("cost")) {
      assertThat(world.export(caller, id, query, RowFormat.CSV, RowForm.SOURCE)).isEqualTo(typed);
    }
    return typed;
  }

  private long total(Caller caller, RowQuery query) {
    return total(caller, tickets, query);
  }

  private long total(Caller caller, DatasetId id, RowQuery query) {
    return ((RowAnswer.Page) world.reader.page(caller, id, query, 10, null)).total();
  }

  private String refusal(Caller caller, DatasetId id) {
    return ((RowAnswer.Refused) world.reader.page(caller, id, RowQuery.ALL, 10, null)).code();
  }

  private RowAnswer.Mistake mistake(Caller caller, RowQuery query) {
    return mistake(caller, tickets, query);
  }

  private RowAnswer.Mistake mistake(Caller caller, DatasetId id, RowQuery query) {
    return (RowAnswer.Mistake) world.reader.page(caller, id, query, 10, null);
  }

  /// The same mistake with one name written in place of another of the same length.
  private RowAnswer.Mistake mistake(Caller caller, RowQuery query, String name, String written) {
    RowAnswer.Mistake mistake = mistake(caller, query);
    return new RowAnswer.Mistake(
        mistake.code(),
        mistake.parameter(),
        mistake.position(),
        mistake.message().replace(name, written),
        mistake.nearest());
  }

  private static RowQuery query(String filter) {
    return new RowQuery(filter, null, List.of(), List.of());
  }

  private static RowQuery words(String words) {
    return new RowQuery(null, words, List.of(), List.of());
  }

  private static RowQuery select(String... columns) {
    return new RowQuery(null, null, List.of(columns), List.of());
  }

  private static RowQuery sort(String... columns) {
    return new RowQuery(null, null, List.of(), List.of(columns));
  }
}
