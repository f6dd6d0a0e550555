package org.citycatalog.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.Constraints;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.ItemRight;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.LocalText;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.Personal;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.SampleEntries;
import org.citycatalog.catalog.Sequence;
import org.citycatalog.catalog.SourceFile;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.cql.Cql2Text;
import org.citycatalog.cql.Parsed;
import org.citycatalog.cql.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every kind of caller before every kind of dataset, held against a table that was written by
/// hand.
class BoundaryMatrixTest {
  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
  private static final DatasetId ID = new DatasetId("transport.tickets");
  private static final DatasetId OTHER = new DatasetId("ecology.water");
  private static final Uscc COMPANY =
      new Uscc("9134100000306220" + "1" + Uscc.checkCharacter("91341000003062201"));
  private static final Purpose PURPOSE = new Purpose("statistics");
  private static final TableSchema SCHEMA =
      new TableSchema(List.of(Item.of("code", ColumnType.CODE)), List.of(""), List.of());

  /// The sharing class, and under it the opening class: 1 unconditional, 2 conditional, 3 withheld.
  /// What a published dataset answers: `-` is not seen, the others are the basis of a permit or the
  /// code of a refusal. Behind a stroke is what is answered above the level of what is open. Behind
  /// `+` the caller's key was made for a grant of the dataset, behind `~` for one of another.
  private static final String TABLE =
      """
                  1/1         1/2    1/3    2/1      2/2   2/3   3/1           3/2      3/3
      public      open        -      -      open     -     -     open          -        -
      auditor     open        -      -      open     -     -     open          -        -
      enterprise  open        ask    -      open     ask   -     open          ask      -
      research    open        ask    -      open     ask   -     open          ask      -
      department  open/shared shared shared open/ask ask   ask   open/withheld withheld withheld
      keeper      own         own    own    own      own   own   own           own      own
      operator    own         own    own    own      own   own   own           own      own
      enterprise+ grant       grant  withheld grant  grant withheld grant      grant    withheld
      department+ grant       grant  grant  grant    grant grant withheld      withheld withheld
      enterprise~ open        -      -      open     -     -     open          -        -
      department~ open        -      -      open     -     -     open          -        -
      """;

  /// The highest level that is read where nothing else was agreed; a grant here goes to G3, and
  /// important data leaves under none.
  private static final Map<String, Level> CLEARED =
      Map.of(
          "public", Level.G2,
          "auditor", Level.G2,
          "enterprise", Level.G2,
          "research", Level.G2,
          "department", Level.G3,
          "enterprise+", Level.G3,
          "department+", Level.G3,
          "enterprise~", Level.G2,
          "department~", Level.G2);

  private static final Map<String, String> CODES =
      Map.of("ask", "grant-required", "withheld", "rows-withheld");

  private final Map<String, Grant> grants = new LinkedHashMap<>();
  private final Boundary boundary =
      new Boundary(id -> Optional.ofNullable(grants.get(id)), () -> NOW, new byte[32]);

  @Test
  void every_caller_is_answered_as_the_table_says() {
    int cells = 0;
    List<String> lines = TABLE.lines().toList();
    for (String line : lines.subList(1, lines.size())) {
      String[] words = line.strip().split(" +");
      Caller caller = caller(words[0]);
      for (int place = 0; place < 9; place++) {
        AccessClass sharing = AccessClass.values()[place / 3];
        AccessClass opening = AccessClass.values()[place % 3];
        for (Level level : Level.values()) {
          for (DatasetState state : DatasetState.values()) {
            Dataset dataset = dataset(sharing, opening, level, state);
            boolean keeps = words[place + 1].equals("own");
            String expected =
                state != DatasetState.PUBLISHED && !keeps
                    ? "-"
                    : cleared(words[0], words[place + 1], level);
            assertThat(answer(caller, dataset))
                .as("%s, %s/%s, %s, %s", words[0], sharing, opening, level, state)
                .isEqualTo(expected);
            assertThat(boundary.maySee(caller, dataset)).isEqualTo(!expected.equals("-"));
            cells++;
          }
        }
      }
    }
    assertThat(cells).isEqualTo(11 * 9 * 5 * 3);
  }

  /// What may be done with a column, after what its item says: the rights (`v` visible, `f` filter,
  /// `s` sort, `c` facet, `a` aggregate, `u` suggest) for whoever reads it by the classes, and,
  /// behind the stroke, for who reads it in clear under a grant. A grant may show what the item
  /// hides, but only to be looked at; whoever keeps the dataset may do everything.
  private static final Map<String, String> RIGHTS =
      Map.of(
          "vfscau clear", "vfscau/vfscau",
          "v clear", "v/v",
          "vfs clear", "vfs/vfs",
          "va clear", "va/va",
          "vfscau null", "v/vfscau",
          "vfscau pseudonym", "v/vfscau",
          "vfscau keep-prefix", "v/vfscau",
          "vfscau drop", "-/vfscau",
          "vfscau match-only", "-/vfscau",
          "none clear", "-/v");

  /// Kind, sharing, opening, level and operation, each with each: seeing the entry, and the six
  /// rights to the column.
  @Test
  void every_operation_on_a_column_is_allowed_as_the_tables_say() {
    int cells = 0;
    List<String> lines = TABLE.lines().toList();
    for (Map.Entry<String, String> rule : RIGHTS.entrySet()) {
      for (String line : lines.subList(1, lines.size())) {
        String[] words = line.strip().split(" +");
        Caller caller = caller(words[0]);
        for (int place = 0; place < 9; place++) {
          String said = words[place + 1];
          for (Level level : Level.values()) {
            Dataset dataset =
                dataset(
                    AccessClass.values()[place / 3],
                    AccessClass.values()[place % 3],
                    level,
                    DatasetState.PUBLISHED,
                    item(rule.getKey()));
            String expected =
                switch (cleared(words[0], said, level)) {
                  case "own" -> "vfscau";
                  case "open", "shared" -> rule.getValue().split("/")[0];
                  case "grant" -> rule.getValue().split("/")[1];
                  default -> "-";
                };
            String as = "%s, %s, %s, %s".formatted(rule.getKey(), words[0], said, level);
            assertThat(boundary.maySee(caller, dataset)).as(as).isEqualTo(!said.equals("-"));
            for (ItemRight right : ItemRight.values()) {
              assertThat(allows(caller, dataset, right))
                  .as("%s, %s", as, right)
                  .isEqualTo(expected.indexOf(letter(right)) >= 0);
              cells++;
            }
            cells++;
          }
        }
      }
    }
    assertThat(cells).isEqualTo(RIGHTS.size() * 11 * 9 * 5 * 7);
  }

  @Test
  void what_is_open_and_shared_otherwise_is_read_by_departments_as_it_is_shared() {
    Caller department = caller("department");
    for (AccessClass sharing : AccessClass.values()) {
      Dataset dataset =
          rowed(
              dataset(sharing, AccessClass.UNCONDITIONAL, Level.G1, DatasetState.PUBLISHED),
              "code = 'shared'",
              "code = 'open'");

      assertThat(boundary.decide(department, dataset, version()))
          .isInstanceOfSatisfying(
              Permit.class,
              permit ->
                  assertThat(permit.rows())
                      .isEqualTo(
                          Optional.of(
                              valid(
                                  sharing == AccessClass.UNCONDITIONAL
                                      ? "code = 'shared'"
                                      : "code = 'open'"))));
    }
  }

  private static Predicate valid(String cql2) {
    return ((Parsed.Valid) Cql2Text.parse(cql2, SCHEMA)).predicate();
  }

  private static Dataset rowed(Dataset dataset, String shared, String open) {
    Entry entry = dataset.entry();
    Entry.Sharing sharing = entry.sharing();
    Entry.Opening opening = entry.opening();
    Entry rowed =
        new Entry(
            entry.id(),
            entry.title(),
            entry.summary(),
            entry.category(),
            entry.code(),
            entry.identifiers(),
            entry.providerCode(),
            entry.office(),
            entry.formatClass(),
            entry.formats(),
            entry.schema(),
            new Entry.Sharing(sharing.accessClass(), null, null, null, null, shared),
            new Entry.Opening(opening.accessClass(), null, null, open),
            entry.level(),
            entry.updateCycle(),
            entry.issued(),
            entry.related(),
            entry.theme(),
            entry.keywords(),
            entry.divisions(),
            entry.terms(),
            entry.contact(),
            entry.origin(),
            entry.synthetic(),
            entry.distributions(),
            entry.secretReview());
    return new Dataset(
        rowed, dataset.provider(), dataset.state(), 1, new Sequence(1), NOW, NOW, null);
  }

  @Test
  void of_the_levels_of_a_dataset_and_of_its_item_the_higher_one_counts() {
    for (String name : CLEARED.keySet()) {
      Caller caller = caller(name);
      for (Level ofAll : Level.values()) {
        for (Level ofItem : Level.values()) {
          Level higher = ofAll.compareTo(ofItem) > 0 ? ofAll : ofItem;
          assertThat(answer(caller, leveled(ofAll, ofItem)))
              .as("%s, dataset %s, item %s", name, ofAll, ofItem)
              .isEqualTo(answer(caller, leveled(higher, null)));
        }
      }
    }
  }

  private static Dataset leveled(Level ofAll, @Nullable Level ofItem) {
    Item plain = SCHEMA.items().getFirst();
    return dataset(
        AccessClass.UNCONDITIONAL,
        AccessClass.UNCONDITIONAL,
        ofAll,
        DatasetState.PUBLISHED,
        new Item(
            plain.name(),
            plain.title(),
            plain.description(),
            plain.type(),
            plain.format(),
            plain.unit(),
            ofItem,
            plain.constraints()));
  }

  private boolean allows(Caller caller, Dataset dataset, ItemRight right) {
    return boundary.decide(caller, dataset, version()) instanceof Permit permit
        && permit.column("code").filter(column -> column.allows(right)).isPresent();
  }

  private static char letter(ItemRight right) {
    return switch (right) {
      case VISIBLE -> 'v';
      case FILTER -> 'f';
      case SORT -> 's';
      case FACET -> 'c';
      case AGGREGATE -> 'a';
      case SUGGEST -> 'u';
    };
  }

  /// The item of a rule such as `vfs clear`.
  private static Item item(String rule) {
    String[] words = rule.split(" ");
    Set<ItemRight> rights =
        words[0].equals("none")
            ? Set.of()
            : Arrays.stream(ItemRight.values())
                .filter(right -> words[0].indexOf(letter(right)) >= 0)
                .collect(Collectors.toSet());
    Mask mask =
        switch (words[1]) {
          case "null" -> new Mask.Null();
          case "pseudonym" -> new Mask.Pseudonym();
          case "keep-prefix" -> new Mask.KeepPrefix(3);
          case "drop" -> new Mask.Drop();
          case "match-only" -> new Mask.MatchOnly();
          default -> Mask.CLEAR;
        };
    return new Item(
        "code",
        null,
        null,
        ColumnType.CODE,
        null,
        null,
        null,
        Constraints.NONE,
        rights,
        Personal.NONE,
        mask);
  }

  @Test
  void only_keepers_keep_and_only_the_operator_operates() {
    Map<String, List<Boolean>> expected = new LinkedHashMap<>();
    for (String name :
        List.of(
            "public",
            "auditor",
            "enterprise",
            "research",
            "department",
            "enterprise+",
            "department~")) {
      expected.put(name, List.of(false, false));
    }
    expected.put("keeper", List.of(true, false));
    expected.put("operator", List.of(true, true));

    expected.forEach((name, may) -> {
      Caller caller = caller(name);
      assertThat(List.of(boundary.mayKeep(caller, ID.provider()), boundary.mayOperate(caller)))
          .as(name)
          .isEqualTo(may);
      assertThat(boundary.mayKeep(caller, new ProviderNamespace("ecology")))
          .as(name)
          .isEqualTo(name.equals("operator"));
    });
  }

  @Test
  void a_key_of_a_grant_sees_its_dataset_whatever_became_of_the_grant() {
    Caller bound = caller("department+");
    Dataset dataset =
        dataset(AccessClass.CONDITIONAL, AccessClass.WITHHELD, Level.G2, DatasetState.PUBLISHED);
    Grant grant = Objects.requireNonNull(grants.get("department+"));

    grants.put("department+", grant.moved(Grant.State.REVOKED));

    assertThat(boundary.maySee(bound, dataset)).isTrue();
    assertThat(answer(bound, dataset)).isEqualTo("grant-revoked");
  }

  @Test
  void a_key_of_a_grant_finds_what_anybody_finds() {
    for (String name : List.of("enterprise+", "department+", "department~")) {
      Audience audience = boundary.audience(caller(name));

      assertThat(audience.reach()).as(name).isEqualTo(Audience.Reach.OPEN);
      assertThat(audience.own()).as(name).isEmpty();
    }
  }

  @Test
  void a_key_of_a_grant_keeps_and_operates_nothing_whoever_it_belongs_to() {
    Caller keeper = new Caller(Caller.Kind.DEPARTMENT, "k", ID.provider(), null);
    Caller operator = new Caller(Caller.Kind.OPERATOR, "k", null, null);

    for (Caller bound : List.of(keeper.under("g", Level.G4), operator.under("g", Level.G4))) {
      assertThat(boundary.mayKeep(bound, ID.provider())).isFalse();
      assertThat(boundary.mayOperate(bound)).isFalse();
    }
  }

  /// What is said in the table, for data of a level.
  private static String cleared(String caller, String said, Level level) {
    int stroke = said.indexOf('/');
    if (stroke >= 0) {
      return level.compareTo(Level.G2) <= 0
          ? said.substring(0, stroke)
          : cleared(caller, said.substring(stroke + 1), level);
    }
    Level most = CLEARED.get(caller);
    boolean reads = List.of("open", "shared", "grant").contains(said);
    return reads && most != null && (level == Level.IMPORTANT || level.compareTo(most) > 0)
        ? "clearance-too-low"
        : CODES.getOrDefault(said, said);
  }

  private static DatasetVersion version() {
    return new DatasetVersion(
        ID,
        1,
        "load",
        NOW,
        SCHEMA,
        new SourceFile("csv", null, "UTF-8", ',', true, null, "00", 1),
        1,
        0,
        0);
  }

  private String answer(Caller caller, Dataset dataset) {
    return switch (boundary.decide(caller, dataset, version())) {
      case Permit permit -> permit.basis().name().toLowerCase(java.util.Locale.ROOT);
      case Decision.Refusal refusal -> refusal.code();
      case Decision.Invisible invisible -> "-";
    };
  }

  private Caller caller(String name) {
    boolean granted = name.endsWith("+") || name.endsWith("~");
    Caller.Kind kind =
        name.equals("keeper")
            ? Caller.Kind.DEPARTMENT
            : Caller.Kind.valueOf(name.replaceAll("[+~]", "").toUpperCase(java.util.Locale.ROOT));
    Caller caller = new Caller(kind, "key", name.equals("keeper") ? ID.provider() : null, COMPANY);
    if (!granted) {
      return caller;
    }
    grants.put(name, grant(name, kind, name.endsWith("+") ? ID : OTHER));
    return caller.under(name, kind.clearance()).asking(PURPOSE);
  }

  private static Grant grant(String id, Caller.Kind kind, DatasetId dataset) {
    Map<String, Mask> columns = new LinkedHashMap<>();
    columns.put("code", Mask.CLEAR);
    return new Grant(
        id,
        "request",
        dataset,
        COMPANY,
        kind,
        PURPOSE,
        null,
        columns,
        Level.G3,
        Instant.parse("2026-01-01T00:00:00Z"),
        Instant.parse("2027-01-01T00:00:00Z"),
        Quota.NONE,
        Grant.State.ACTIVE,
        1,
        new Grant.Secret(new byte[32]),
        List.of("a"));
  }

  private static Dataset dataset(
      AccessClass sharing, AccessClass opening, Level level, DatasetState state) {
    return dataset(sharing, opening, level, state, SCHEMA.items().getFirst());
  }

  private static Dataset dataset(
      AccessClass sharing, AccessClass opening, Level level, DatasetState state, Item item) {
    Entry entry =
        new Entry(
            ID,
            LocalText.of("热线工单"),
            LocalText.of("热线工单"),
            "201001",
            null,
            Entry.Identifiers.NONE,
            null,
            null,
            "database",
            List.of("csv"),
            new TableSchema(List.of(item), List.of(""), List.of()),
            new Entry.Sharing(sharing, null, null, null, null),
            new Entry.Opening(opening, null, null),
            level,
            "daily",
            LocalDate.of(2026, 1, 1),
            List.of(),
            null,
            List.of(),
            List.of(),
            "CC BY 4.0",
            null,
            null,
            true,
            List.of(),
            null);
    return new Dataset(entry, SampleEntries.TRANSPORT, state, 1, new Sequence(1), NOW, NOW, null);
  }
}
