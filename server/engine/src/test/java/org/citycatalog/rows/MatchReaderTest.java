package org.citycatalog.rows;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.ingest.World;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Exhausted;
import org.citycatalog.sharing.Grant;
import org.citycatalog.sharing.Purpose;
import org.citycatalog.sharing.Quota;
import org.citycatalog.sharing.Seal;
import org.citycatalog.sharing.ledger.LedgerReader;
import org.citycatalog.sharing.ledger.LedgerView;
import org.citycatalog.sharing.ledger.RecordLog.Durable;
import org.citycatalog.sharing.quota.Amount;
import org.citycatalog.sharing.quota.Limits;
import org.citycatalog.sharing.quota.MatchBudget;
import org.citycatalog.sharing.quota.Subject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How often somebody may ask whether a tuple is there, and what is known of it.
class MatchReaderTest {
  private static final TableSchema PARKING =
      new TableSchema(
          List.of(Item.of("code", ColumnType.CODE), Item.of("free", ColumnType.INTEGER)),
          List.of(""),
          List.of());
  private static final Purpose CHECK = new Purpose("check");
  private static final Uscc COMPANY =
      new Uscc("91341000003153206" + Uscc.checkCharacter("91341000003153206"));
  private static final Map<String, String> THERE = Map.of("code", "00017", "free", "12");
  private static final Map<String, String> NOT_THERE = Map.of("code", "00017", "free", "13");

  @TempDir Path home;
  private World world;
  private DatasetId id;

  @BeforeEach
  void load() {
    world = new World(home);
    id = world.dataset("matched", PARKING, AccessClass.CONDITIONAL, true);
    world.load(id, "code,free\n00017,12\n");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void every_answer_is_a_call_of_the_grant_and_has_no_rows() {
    Caller company = company(new Quota(2L, null, null));
    MatchReader reader = reader(60);

    assertThat(found(reader.match(company, id, THERE))).isTrue();
    assertThat(found(reader.match(company, id, NOT_THERE))).isFalse();

    assertThat(over(reader.match(company, id, THERE)).code()).isEqualTo("grant-exhausted");
    assertThat(used()).isEqualTo(new Amount(2, 0, 0));
  }

  @Test
  void the_day_of_an_organisation_bounds_them_too() {
    world.limits.set(
        Subject.organisation(COMPANY),
        new Limits(null, new Quota(1L, null, null)),
        "operator",
        world.now);
    Caller company = company(new Quota(null, null, null));
    MatchReader reader = reader(60);
    reader.match(company, id, NOT_THERE);

    assertThat(over(reader.match(company, id, THERE)).code()).isEqualTo("quota-exhausted");
  }

  @Test
  void what_is_no_tuple_or_comes_too_often_uses_up_nothing() {
    Caller company = company(new Quota(9L, null, null));
    MatchReader reader = reader(1);
    reader.match(company, id, THERE);

    assertThat(reader.match(company, id, Map.of("code", "00017")))
        .isInstanceOf(MatchAnswer.NoTuple.class);
    assertThat(reader.match(company, id, THERE)).isInstanceOf(MatchAnswer.TooOften.class);

    assertThat(used()).isEqualTo(new Amount(1, 0, 0));
  }

  @Test
  void the_ledger_knows_who_asked_too_often_or_beyond_the_grant() {
    Caller company = company(new Quota(2L, null, null));
    MatchReader reader = reader(1);
    for (int i = 0; i < 3; i++) {
      reader.match(company, id, THERE);
    }
    world.now = world.now.plus(Duration.ofHours(1));
    reader.match(company, id, THERE);
    reader.match(company, id, THERE);
    world.now = world.now.plus(Duration.ofMinutes(1));
    world.ledger.close();
    world.log.append("{\"kind\":\"mark\"}", Durable.NOW).join();

    List<String> records =
        new LedgerReader(world.log, new Seal(new byte[32]))
                .page(
                    LedgerView.of(new Caller(Caller.Kind.AUDITOR, "auditor", null, null))
                        .orElseThrow(),
                    new LedgerReader.Question(null, null, null, null, 1000, null))
                .orElseThrow()
                .records()
                .stream()
                .map(each -> each.record().toString())
                .toList();

    assertThat(records)
        .anyMatch(each -> each.contains("\"key\":\"k\"") && each.contains("\"throttled\":2"))
        .anyMatch(
            each -> each.contains("\"kind\":\"refused\"") && each.contains("grant-exhausted"));
  }

  private MatchReader reader(int anHour) {
    return new MatchReader(
        world.catalog,
        world.boundary,
        world.rows,
        world.ledger,
        world.quotas,
        new MatchBudget(anHour, () -> world.now));
  }

  private Amount used() {
    return world.quotas.used(Objects.requireNonNull(world.grants.get("g1")));
  }

  private Caller company(Quota quota) {
    Grant grant =
        new Grant(
            "g1",
            "r1",
            id,
            COMPANY,
            Caller.Kind.ENTERPRISE,
            CHECK,
            null,
            Map.of("code", new Mask.MatchOnly(), "free", new Mask.MatchOnly()),
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
        .asking(CHECK);
  }

  private static boolean found(MatchAnswer answer) {
    assertThat(answer).isInstanceOf(MatchAnswer.Answered.class);
    return ((MatchAnswer.Answered) answer).found();
  }

  private static Exhausted over(MatchAnswer answer) {
    assertThat(answer).isInstanceOf(MatchAnswer.OverQuota.class);
    return ((MatchAnswer.OverQuota) answer).bound();
  }
}
