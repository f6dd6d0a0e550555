package org.citycatalog.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.StoredKey;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.UnavailableException;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.ingest.World;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Exhausted;
import org.citycatalog.sharing.ExhaustedException;
import org.citycatalog.sharing.Grant;
import org.citycatalog.sharing.Purpose;
import org.citycatalog.sharing.Quota;
import org.citycatalog.sharing.quota.Amount;
import org.citycatalog.sharing.quota.Limiting;
import org.citycatalog.sharing.quota.Limits;
import org.citycatalog.sharing.quota.Subject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a reading uses up, and where it ends.
class CountedRowsTest {
  private static final TableSchema PARKING =
      new TableSchema(
          List.of(Item.of("code", ColumnType.CODE), Item.of("free", ColumnType.INTEGER)),
          List.of(""),
          List.of());
  private static final Purpose STATISTICS = new Purpose("statistics");
  private static final Uscc COMPANY =
      new Uscc("9134100000315320" + "6" + Uscc.checkCharacter("91341000003153206"));
  private static final Caller RESEARCH = new Caller(Caller.Kind.RESEARCH, "research", null, null);
  private static final Caller OPERATOR = new Caller(Caller.Kind.OPERATOR, "operator", null, null);

  @TempDir Path home;
  private World world;
  private DatasetId open;
  private DatasetId conditional;

  @BeforeEach
  void load() {
    world = new World(home);
    open = world.dataset("open", PARKING);
    conditional = world.dataset("conditional", PARKING, AccessClass.CONDITIONAL, true);
    for (DatasetId each : List.of(open, conditional)) {
      world.load(each, "code,free\n1,12\n2,8\n3,9\n4,0\n");
    }
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void pages_and_files_under_a_grant_are_counted_by_what_they_hold() {
    Caller company = company(new Quota(10L, 100L, 10_000L));

    RowAnswer.Page page = page(company, conditional, 3);
    page.disclosure().leaving(70);
    page.disclosure().ended(3, 70, true);
    RowAnswer.Stream stream = stream(company, conditional);
    stream.disclosure().leaving(50);
    stream.disclosure().ended(4, 50, true);

    assertThat(used()).isEqualTo(new Amount(2, 7, 120));
  }

  @Test
  void rows_of_an_export_that_was_cut_off_are_given_back() {
    Caller company = company(new Quota(null, 5L, null));
    RowAnswer.Stream first = stream(company, conditional);
    assertThat(over(world.reader.stream(company, conditional, RowQuery.ALL)).detail())
        .isEqualTo("the grant gets 5 rows in all, 1 are left, and this answer has 4");

    first.disclosure().ended(1, 10, false);

    assertThat(used()).isEqualTo(new Amount(1, 1, 0));
    assertThat(stream(company, conditional).rows().total()).isEqualTo(4);
  }

  @Test
  void an_answer_with_more_rows_than_are_left_is_refused_before_its_first_byte_and_costs_nothing() {
    Caller company = company(new Quota(3L, 3L, null));

    Exhausted bound = over(world.reader.page(company, conditional, RowQuery.ALL, 4, null));

    assertThat(bound.code()).isEqualTo("grant-exhausted");
    assertThat(bound.retrySeconds()).isEmpty();
    assertThat(used()).isEqualTo(Amount.ZERO);
    assertThat(page(company, conditional, 3).rows()).hasSize(3);
  }

  @Test
  void calls_are_bounded_however_many_rows_they_give() {
    Caller company = company(new Quota(2L, null, null));
    RowQuery none = World.query("free > 100");

    page(company, conditional, none);
    page(company, conditional, none);

    assertThat(over(world.reader.page(company, conditional, none, 10, null)).detail())
        .isEqualTo("the grant gets 2 calls in all, 0 are left");
  }

  @Test
  void bytes_that_are_not_left_do_not_leave() {
    RowAnswer.Page page = page(company(new Quota(null, null, 100L)), conditional, 4);
    page.disclosure().leaving(60);

    assertThatThrownBy(() -> page.disclosure().leaving(41))
        .isInstanceOfSatisfying(
            ExhaustedException.class,
            told -> assertThat(told.bound().code()).isEqualTo("grant-exhausted"));
    page.disclosure().leaving(40);
    assertThat(used().bytes()).isEqualTo(100);
  }

  @Test
  void an_answer_that_cannot_be_recorded_uses_up_nothing() throws Exception {
    Caller company = company(new Quota(null, 100L, null));
    world.log.close();

    assertThatThrownBy(() -> page(company, conditional, 4))
        .isInstanceOf(UnavailableException.class);
    assertThatThrownBy(() -> stream(company, conditional)).isInstanceOf(UnavailableException.class);

    assertThat(used()).isEqualTo(Amount.ZERO);
  }

  @Test
  void a_day_of_a_key_ends_at_midnight_in_china_and_jumping_back_gives_nothing_anew() {
    world.now = Instant.parse("2026-01-02T15:59:30Z"); // 23:59:30 there
    limit(Subject.key("research"), new Quota(null, 6L, null));
    page(RESEARCH, open, 4);

    Exhausted bound = over(world.reader.page(RESEARCH, open, RowQuery.ALL, 4, null));
    assertThat(bound.code()).isEqualTo("quota-exhausted");
    assertThat(bound.retrySeconds()).hasValue(31);

    world.now = world.now.plus(Duration.ofSeconds(31));
    page(RESEARCH, open, 4);
    world.now = world.now.minus(Duration.ofMinutes(1));
    assertThat(over(world.reader.page(RESEARCH, open, RowQuery.ALL, 4, null)).code())
        .isEqualTo("quota-exhausted");
    page(RESEARCH, open, 2);
  }

  @Test
  void each_reader_of_a_dataset_uses_up_its_own_day_and_its_keeper_none() {
    limit(Subject.dataset(open), new Quota(null, 5L, null));
    Caller other = new Caller(Caller.Kind.RESEARCH, "other", null, null);

    page(RESEARCH, open, 4);

    over(world.reader.page(RESEARCH, open, RowQuery.ALL, 4, null));
    page(other, open, 4);
    page(Caller.ANONYMOUS, open, 4);
    page(World.STEWARD, open, 4);
    page(World.STEWARD, open, 4);
    assertThat(over(world.reader.page(Caller.ANONYMOUS, open, RowQuery.ALL, 4, null)).detail())
        .doesNotContain("are left, and")
        .doesNotContain("1 ");
    limit(Subject.organisation(COMPANY), new Quota(null, 6L, null));
    for (Uscc organisation : new @Nullable Uscc[] {null, COMPANY}) {
      Caller known = new Caller(Caller.Kind.PUBLIC, "known", null, organisation);
      assertThat(limiting().use(known)).as("what others have read").isEmpty();
    }
    assertThat(limiting().use(other)).hasSize(1);
  }

  @Test
  void keys_of_one_organisation_share_its_day() {
    limit(Subject.organisation(COMPANY), new Quota(null, 6L, null));
    Caller one = new Caller(Caller.Kind.ENTERPRISE, "one", null, COMPANY);
    Caller other = new Caller(Caller.Kind.ENTERPRISE, "other", null, COMPANY);

    page(one, open, 4);

    over(world.reader.page(other, open, RowQuery.ALL, 4, null));
    assertThat(limiting().use(other))
        .singleElement()
        .satisfies(use -> assertThat(use.used()).isEqualTo(new Amount(1, 4, 0)));
  }

  @Test
  void asking_for_what_is_hidden_or_nowhere_uses_up_nothing_and_is_answered_alike() {
    DatasetId hidden = world.dataset("hidden", PARKING, AccessClass.UNCONDITIONAL, false);
    world.load(hidden, "code,free\n1,12\n");
    limit(Subject.dataset(hidden), new Quota(1L, 1L, 1L));
    limit(Subject.key("research"), new Quota(1L, null, null));

    for (int i = 0; i < 3; i++) {
      assertThat(world.reader.page(RESEARCH, hidden, RowQuery.ALL, 4, null))
          .isEqualTo(new RowAnswer.Absent());
      assertThat(world.reader.page(RESEARCH, new DatasetId("transport.no"), RowQuery.ALL, 4, null))
          .isEqualTo(new RowAnswer.Absent());
    }

    assertThat(limiting().use(RESEARCH))
        .extracting(Limiting.DayUse::subject)
        .containsExactly(Subject.key("research"));
    assertThat(page(RESEARCH, open, 4).rows()).hasSize(4);
  }

  @Test
  void limits_are_set_by_the_keeper_and_the_operator_and_seen_by_nobody_else() {
    Limits limits = new Limits(null, new Quota(5L, null, null));
    DatasetId hidden = world.dataset("hidden", PARKING, AccessClass.UNCONDITIONAL, false);

    assertThat(limiting().set(World.STEWARD, Subject.dataset(open), limits))
        .isEqualTo(new Limiting.Outcome.Known(limits));
    assertThat(limiting().of(OPERATOR, Subject.dataset(open)))
        .isEqualTo(new Limiting.Outcome.Known(limits));
    assertThat(limiting().of(RESEARCH, Subject.dataset(open)))
        .isEqualTo(new Limiting.Outcome.Refused());
    assertThat(limiting().of(RESEARCH, Subject.dataset(hidden)))
        .isEqualTo(limiting().of(RESEARCH, Subject.dataset(new DatasetId("transport.no"))))
        .isEqualTo(new Limiting.Outcome.Absent());
    assertThat(limiting().set(World.STEWARD, Subject.organisation(COMPANY), limits))
        .isEqualTo(new Limiting.Outcome.Refused());
    assertThat(limiting().of(OPERATOR, Subject.key("nobody")))
        .isEqualTo(new Limiting.Outcome.Absent());
  }

  @Test
  void the_limits_of_a_key_and_what_was_used_of_them_are_its_successors_too() {
    StoredKey first = new StoredKey("k1", "1", "x", "research", null, null, world.now, null);
    StoredKey next = first.renewed("k2", "2", world.now, null);
    world.catalog.addKey(first, "operator");
    world.catalog.rotateKey("k1", next, world.now.plusSeconds(60), "k1");
    Caller before = new Caller(Caller.Kind.RESEARCH, "k1", null, null);
    Caller after = new Caller(Caller.Kind.RESEARCH, "k2", null, null).heldBy(next.root());
    Limits limits = new Limits(null, new Quota(null, 6L, null));

    assertThat(limiting().set(OPERATOR, Subject.key("k2"), limits))
        .isEqualTo(new Limiting.Outcome.Known(limits));
    page(before, open, 4);

    for (String id : List.of("k1", "k2")) {
      assertThat(limiting().of(OPERATOR, Subject.key(id)))
          .isEqualTo(new Limiting.Outcome.Known(limits));
    }
    over(world.reader.page(after, open, RowQuery.ALL, 4, null));
    assertThat(limiting().use(after))
        .singleElement()
        .satisfies(use -> {
          assertThat(use.used()).isEqualTo(new Amount(1, 4, 0));
          assertThat(use.subject()).isEqualTo(Subject.key("k2"));
        });
  }

  @Test
  void a_rotated_key_is_no_new_reader_of_a_dataset() {
    limit(Subject.dataset(open), new Quota(null, 5L, null));
    page(RESEARCH, open, 4);

    over(
        world.reader.page(
            new Caller(Caller.Kind.RESEARCH, "next", null, null).heldBy(RESEARCH.person()),
            open,
            RowQuery.ALL,
            4,
            null));
  }

  @Test
  void keys_that_operators_do_not_touch_are_not_limited_by_them() {
    for (String kind : List.of("auditor", "security-administrator")) {
      world.catalog.addKey(
          new StoredKey(kind, "hash " + kind, "x", kind, null, null, world.now, null), "x");

      assertThat(limiting().set(OPERATOR, Subject.key(kind), Limits.NONE))
          .isEqualTo(new Limiting.Outcome.Refused());
      assertThat(limiting().of(OPERATOR, Subject.key(kind)))
          .isEqualTo(new Limiting.Outcome.Refused());
    }
  }

  private void limit(Subject subject, Quota day) {
    // Past the one who asks whether there is such a key: those of this world are in no catalog.
    world.limits.set(subject, new Limits(null, day), "operator", world.now);
  }

  private Limiting limiting() {
    return new Limiting(world.catalog, world.boundary, world.limits, world.quotas, () -> world.now);
  }

  private Amount used() {
    return world.quotas.used(Objects.requireNonNull(world.grants.get("g1")));
  }

  private Caller company(Quota quota) {
    Grant grant =
        new Grant(
            "g1",
            "r1",
            conditional,
            COMPANY,
            Caller.Kind.ENTERPRISE,
            STATISTICS,
            null,
            Map.of("code", Mask.CLEAR, "free", Mask.CLEAR),
            Level.G2,
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2027-01-01T00:00:00Z"),
            quota,
            Grant.State.ACTIVE,
            1,
            new Grant.Secret(new byte[32]),
            List.of("a"));
    world.grants.put(grant.id(), grant);
    return new Caller(Caller.Kind.ENTERPRISE, "k", null, COMPANY)
        .under(grant.id(), grant.clearance())
        .asking(STATISTICS);
  }

  private RowAnswer.Page page(Caller caller, DatasetId id, int limit) {
    return (RowAnswer.Page) world.reader.page(caller, id, RowQuery.ALL, limit, null);
  }

  private void page(Caller caller, DatasetId id, RowQuery query) {
    assertThat(world.reader.page(caller, id, query, 10, null)).isInstanceOf(RowAnswer.Page.class);
  }

  private RowAnswer.Stream stream(Caller caller, DatasetId id) {
    return (RowAnswer.Stream) world.reader.stream(caller, id, RowQuery.ALL);
  }

  private static Exhausted over(RowAnswer answer) {
    assertThat(answer).isInstanceOf(RowAnswer.OverQuota.class);
    return ((RowAnswer.OverQuota) answer).bound();
  }
}
