package org.citycatalog.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.EntryJson;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.SampleEntries;
import org.citycatalog.catalog.Sequence;
import org.citycatalog.catalog.SourceFile;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.Uscc;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A permit is made once as long as nothing changes, and never outlives a change.
class MadePermitsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
  private static final Purpose PURPOSE = new Purpose("statistics");
  private static final Uscc COMPANY =
      new Uscc("9134100000306220" + "1" + Uscc.checkCharacter("91341000003062201"));
  private static final JsonObject ENTRY =
      SampleEntries.changed(
          SampleEntries.least(),
          "add",
          "/items",
          """
          [{"name": "code", "type": "code"}, {"name": "n", "type": "integer"},
           {"name": "phone", "type": "code", "mask": {"method": "keep-prefix", "length": 3}}]
          """);

  private final Map<String, Grant> grants = new HashMap<>();
  private Instant now = NOW;
  private final Boundary boundary = boundary();

  @Test
  void the_same_question_gets_the_same_permit() {
    Dataset dataset = dataset(ENTRY);
    DatasetVersion version = version(dataset, 1);

    Decision first = boundary.decide(Caller.ANONYMOUS, dataset, version);

    assertThat(first).isInstanceOf(Permit.class);
    assertThat(boundary.decide(Caller.ANONYMOUS, dataset, version)).isSameAs(first);
    // read again from the database, unchanged
    assertThat(boundary.decide(Caller.ANONYMOUS, dataset(ENTRY), version(dataset, 1)))
        .isSameAs(first);
  }

  @Test
  void a_changed_entry_is_seen_by_the_next_decision() {
    Dataset dataset = dataset(ENTRY);
    DatasetVersion version = version(dataset, 1);
    Permit before = (Permit) boundary.decide(Caller.ANONYMOUS, dataset, version);

    Dataset hidden = changed("add", "/items/1/rights", "[]");
    Dataset scoped = changed("add", "/opening/rows", "\"n > 5\"");
    Dataset withheld =
        changed("replace", "/opening", "{\"class\": \"withheld\", \"legalBasis\": \"第九条\"}");

    assertThat(names(before)).containsExactly("code", "n", "phone");
    assertThat(names((Permit) boundary.decide(Caller.ANONYMOUS, hidden, version)))
        .containsExactly("code", "phone");
    Permit some = (Permit) boundary.decide(Caller.ANONYMOUS, scoped, version);
    assertThat(some.rows()).isPresent();
    assertThat(some.scope()).isNotEqualTo(before.scope());
    assertThat(boundary.decide(Caller.ANONYMOUS, withheld, version))
        .isEqualTo(new Decision.Invisible());
    assertThat(boundary.decide(Caller.ANONYMOUS, dataset, version))
        .isInstanceOfSatisfying(
            Permit.class, again -> assertThat(again.scope()).isEqualTo(before.scope()));
  }

  @Test
  void a_changed_grant_is_seen_by_the_next_decision() {
    Dataset dataset = conditional(ENTRY);
    DatasetVersion version = version(dataset, 1);
    Caller caller = company("g1");
    grants.put("g1", grant(dataset, Grant.State.ACTIVE, 1, "n > 5"));
    Permit before = (Permit) boundary.decide(caller, dataset, version);

    grants.put("g1", grant(dataset, Grant.State.ACTIVE, 2, "n > 5"));
    Permit moved = (Permit) boundary.decide(caller, dataset, version);
    grants.put("g1", grant(dataset, Grant.State.ACTIVE, 2, "n > 6"));
    Permit narrowed = (Permit) boundary.decide(caller, dataset, version);
    grants.put("g1", grant(dataset, Grant.State.SUSPENDED, 3, "n > 6"));
    Decision suspended = boundary.decide(caller, dataset, version);
    grants.remove("g1");
    Decision gone = boundary.decide(caller, dataset, version);

    assertThat(moved.scope()).isNotEqualTo(before.scope());
    assertThat(narrowed.scope()).isNotEqualTo(moved.scope());
    assertThat(suspended).isEqualTo(new Decision.Refusal("grant-suspended", "grant g1", null));
    assertThat(gone).isEqualTo(new Decision.Invisible());
  }

  @Test
  void the_clock_and_the_purpose_are_asked_each_time() {
    Dataset dataset = conditional(ENTRY);
    DatasetVersion version = version(dataset, 1);
    Grant grant = grant(dataset, Grant.State.ACTIVE, 1, null);
    grants.put("g1", grant);

    assertThat(boundary.decide(company("g1"), dataset, version)).isInstanceOf(Permit.class);
    assertThat(refusal(company("g1").asking(new Purpose("marketing")), dataset, version))
        .isEqualTo("purpose-not-granted");
    now = grant.notBefore().minusMillis(1);
    assertThat(refusal(company("g1"), dataset, version)).isEqualTo("grant-not-yet");
    now = grant.notAfter();
    assertThat(refusal(company("g1"), dataset, version)).isEqualTo("grant-expired");
    now = grant.notAfter().minusMillis(1);
    assertThat(boundary.decide(company("g1"), dataset, version)).isInstanceOf(Permit.class);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.citycatalog.Seeds#few")
  void a_boundary_that_remembers_decides_as_one_that_was_made_just_now(long seed) {
    Random random = new Random(seed);
    List<Dataset> datasets = new ArrayList<>();
    for (JsonObject entry :
        List.of(
            ENTRY,
            SampleEntries.changed(ENTRY, "add", "/items/1/rights", "[\"visible\"]"),
            SampleEntries.changed(ENTRY, "add", "/items/0/level", "\"G3\""),
            SampleEntries.changed(ENTRY, "remove", "/items/2", "null"),
            SampleEntries.changed(ENTRY, "replace", "/items/2/mask/length", "4"),
            SampleEntries.changed(ENTRY, "add", "/opening/rows", "\"n > 5\""),
            SampleEntries.changed(ENTRY, "add", "/sharing/rows", "\"code = 'x'\""))) {
      datasets.add(dataset(entry));
      datasets.add(conditional(entry));
    }
    Caller keeper =
        new Caller(Caller.Kind.DEPARTMENT, "keeper", SampleEntries.TRANSPORT.namespace(), COMPANY);
    List<Caller> callers =
        List.of(
            Caller.ANONYMOUS,
            keeper,
            new Caller(Caller.Kind.DEPARTMENT, "other", null, COMPANY),
            new Caller(Caller.Kind.RESEARCH, "research", null, COMPANY),
            company("g1"),
            company("g2"),
            company("g2").asking(new Purpose("marketing")));

    for (int i = 0; i < 300; i++) {
      Dataset dataset = datasets.get(random.nextInt(datasets.size()));
      DatasetVersion version =
          version(datasets.get(random.nextInt(datasets.size())), 1 + random.nextInt(2));
      if (random.nextInt(4) == 0) {
        String id = random.nextBoolean() ? "g1" : "g2";
        String rows = random.nextBoolean() ? null : "n > " + random.nextInt(3);
        Grant.State state = Grant.State.values()[random.nextInt(2)];
        grants.put(id, grant(id, dataset, state, 1 + random.nextInt(3), rows, random.nextInt(2)));
      }
      if (random.nextInt(8) == 0) {
        now = NOW.plus(Duration.ofDays(random.nextInt(500) - 300L));
      }
      Caller caller = callers.get(random.nextInt(callers.size()));

      assertThat(told(boundary.decide(caller, dataset, version)))
          .as("step %d, %s", i, caller.key())
          .isEqualTo(told(boundary().decide(caller, dataset, version)));
    }
  }

  private Boundary boundary() {
    return new Boundary(id -> Optional.ofNullable(grants.get(id)), () -> now, new byte[32]);
  }

  /// Everything that a decision says, masks by what they show.
  private static List<Object> told(Decision decision) {
    if (!(decision instanceof Permit permit)) {
      return List.of(decision);
    }
    List<Object> told = new ArrayList<>();
    told.add(permit.basis());
    told.add(permit.scope());
    told.add(permit.rows());
    told.add(permit.columns());
    told.add(permit.view());
    told.add(permit.version());
    told.add(permit.grant());
    permit.columns().forEach(each -> told.add(String.valueOf(permit.masking(each).shown("12345"))));
    return told;
  }

  private String refusal(Caller caller, Dataset dataset, DatasetVersion version) {
    return ((Decision.Refusal) boundary.decide(caller, dataset, version)).code();
  }

  private static List<String> names(Permit permit) {
    return permit.columns().stream().map(column -> column.item().name()).toList();
  }

  private static Caller company(String grant) {
    return new Caller(Caller.Kind.ENTERPRISE, grant, null, COMPANY)
        .under(grant, Level.G2)
        .asking(PURPOSE);
  }

  private static Dataset changed(String operation, String pointer, String value) {
    return dataset(SampleEntries.changed(ENTRY, operation, pointer, value));
  }

  private static Dataset conditional(JsonObject entry) {
    JsonObject opening =
        SampleEntries.changed(entry, "replace", "/opening/class", "\"conditional\"");
    return dataset(SampleEntries.changed(opening, "add", "/opening/condition", "\"按需\""));
  }

  private static Dataset dataset(JsonObject entry) {
    Entry read = EntryJson.read(entry);
    return new Dataset(
        read, SampleEntries.TRANSPORT, DatasetState.PUBLISHED, 1, new Sequence(1), NOW, NOW, null);
  }

  /// A version with the items of an entry.
  private static DatasetVersion version(Dataset dataset, long number) {
    return new DatasetVersion(
        dataset.id(),
        number,
        "load",
        NOW,
        new TableSchema(dataset.entry().schema().items(), List.of(""), List.of()),
        new SourceFile("csv", null, "UTF-8", ',', true, null, "00", 1),
        1,
        0,
        0);
  }

  private static Grant grant(
      Dataset dataset, Grant.State state, long epoch, @Nullable String rows) {
    return grant("g1", dataset, state, epoch, rows, 0);
  }

  private static Grant grant(
      String id, Dataset dataset, Grant.State state, long epoch, @Nullable String rows, int key) {
    Map<String, Mask> columns = new LinkedHashMap<>();
    columns.put("code", new Mask.Pseudonym());
    columns.put("n", Mask.CLEAR);
    byte[] maskKey = new byte[32];
    maskKey[0] = (byte) key;
    return new Grant(
        id,
        "request",
        dataset.id(),
        COMPANY,
        Caller.Kind.ENTERPRISE,
        PURPOSE,
        rows,
        columns,
        Level.G3,
        Instant.parse("2026-06-01T00:00:00Z"),
        Instant.parse("2027-01-01T00:00:00Z"),
        Quota.NONE,
        state,
        epoch,
        new Grant.Secret(maskKey),
        List.of("a"));
  }
}
