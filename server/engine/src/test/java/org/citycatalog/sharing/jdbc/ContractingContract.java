package org.citycatalog.sharing.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import jakarta.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.EntryDocument;
import org.citycatalog.catalog.EntryJson;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.JsonText;
import org.citycatalog.catalog.Load;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.Provider;
import org.citycatalog.catalog.SampleEntries;
import org.citycatalog.catalog.SourceFile;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.catalog.jdbc.ChangesToRecord;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Grant;
import org.citycatalog.sharing.Purpose;
import org.citycatalog.sharing.Quota;
import org.citycatalog.sharing.contracts.AccessRequest;
import org.citycatalog.sharing.contracts.AccessRequest.State;
import org.citycatalog.sharing.contracts.ContractEvent;
import org.citycatalog.sharing.contracts.ContractOutcome;
import org.citycatalog.sharing.contracts.Contracting;
import org.citycatalog.sharing.contracts.Contracts;
import org.citycatalog.sharing.contracts.RequestDeadlines;
import org.citycatalog.sharing.deadlines.Deadline;
import org.citycatalog.sharing.deadlines.DeadlineEvent;
import org.citycatalog.sharing.deadlines.Deadlines;
import org.citycatalog.sharing.deadlines.ShippedDeadlines;
import org.citycatalog.sharing.deadlines.Timing;
import org.citycatalog.sharing.identity.ApiKeys;
import org.citycatalog.sharing.identity.WantedKey;
import org.citycatalog.sharing.ledger.LiteralKeys;
import org.citycatalog.sharing.purge.Purge;
import org.citycatalog.sharing.purge.Purges;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The life of a contract, over a real database.
abstract class ContractingContract {
  private static final Instant NOON = Instant.parse("2026-11-23T04:00:00.5Z");
  private static final Instant LATE = Instant.parse("2026-12-07T16:00:00Z");
  private static final Duration TERM = Duration.ofDays(90);
  private static final DatasetId PARKING = new DatasetId("transport.parking");
  private static final Uscc HOTEL = SampleEntries.uscc("91341000003153206");
  private static final Caller TRANSPORT = department("k-transport", SampleEntries.TRANSPORT);
  private static final Caller TRANSPORT_TOO = department("k-second", SampleEntries.TRANSPORT);
  private static final Caller ECOLOGY = department("k-ecology", SampleEntries.ECOLOGY);
  private static final Caller ENTERPRISE =
      new Caller(Caller.Kind.ENTERPRISE, "k-hotel", null, HOTEL);
  private static final Caller OPERATOR = new Caller(Caller.Kind.OPERATOR, "k-operator", null, null);

  private Instant now = NOON;
  private JdbcCatalogStore store;
  private Contracts contracts;
  private ApiKeys keys;
  private Contracting contracting;
  private RequestDeadlines deadlines;

  /// Opens the database of this test, empty at first.
  abstract JdbcCatalogStore open() throws Exception;

  @BeforeEach
  void start() throws Exception {
    use(open());
    store.addProvider(SampleEntries.TRANSPORT);
    store.addProvider(SampleEntries.ECOLOGY);
    JsonObject entry = SampleEntries.full();
    store.register(EntryJson.read(entry), "k-transport", NOON);
    store.moveTo(DatasetState.PUBLISHED, PARKING, 1, "k-transport", null, NOON);
  }

  private void use(JdbcCatalogStore opened) {
    Iterator<Integer> numbers = Stream.iterate(1, number -> number + 1).iterator();
    store = opened;
    contracts = new JdbcContracts(store.database());
    Boundary boundary = new Boundary(contracts, () -> now, new byte[32]);
    keys = new ApiKeys(store, boundary, () -> now, new SecureRandom());
    contracting =
        new Contracting(
            store,
            contracts,
            boundary,
            keys,
            () -> now,
            () -> "id" + numbers.next(),
            new SecureRandom());
    deadlines = counted(ShippedDeadlines.of("decree-809"));
  }

  private RequestDeadlines counted(Deadlines by) {
    return new RequestDeadlines(contracting, contracts, store, by, () -> now);
  }

  @AfterEach
  void stop() {
    store.close();
  }

  @Test
  void a_request_becomes_a_grant_by_the_providers_approval() {
    AccessRequest request = inReview(terms());

    AccessRequest approved = done(decide(TRANSPORT, request, State.APPROVED));

    Grant grant = contracting.grant(ECOLOGY, grantOf(approved)).orElseThrow();
    assertThat(approved.state()).isEqualTo(State.APPROVED);
    assertThat(grant.organisation()).isEqualTo(SampleEntries.ECOLOGY.code());
    assertThat(grant.columns()).isEqualTo(terms().columns());
    assertThat(grant.rows()).isEqualTo("剩余 > 10");
    assertThat(grant.quota()).isEqualTo(new Quota(null, 1_000L, null));
    assertThat(grant.approvedBy()).containsExactly("k-transport");
    assertThat(contracting.events(approved))
        .extracting(ContractEvent::to, ContractEvent::by)
        .containsExactly(
            tuple("submitted", "k-ecology"),
            tuple("compliance-check", "k-operator"),
            tuple("provider-review", "k-operator"),
            tuple("approved", "k-transport"));
    assertThat(contracting.events(grant)).extracting(ContractEvent::to).containsExactly("active");
  }

  @Test
  void of_a_pseudonym_key_that_was_replaced_nothing_stays_and_all_else_does() {
    AccessRequest approved = done(decide(TRANSPORT, inReview(terms()), State.APPROVED));
    Grant before = contracts.grant(grantOf(approved)).orElseThrow();
    Grant.Secret other = new Grant.Secret(new byte[] {1, 2, 3});

    contracts.replaceMaskKey(before.id(), other);

    Grant after = contracts.grant(before.id()).orElseThrow();
    assertThat(after.maskKey()).isEqualTo(other).isNotEqualTo(before.maskKey());
    assertThat(after)
        .usingRecursiveComparison()
        .ignoringFields("maskKey", "epoch")
        .isEqualTo(before);
    assertThat(after.epoch()).isEqualTo(before.epoch() + 1);
    ContractEvent late =
        new ContractEvent(before.id(), 2, "active", "revoked", now, "k-transport", "x", null);
    assertThat(contracts.move(before.moved(Grant.State.REVOKED), late))
        .as("what was read with the old key is not written back")
        .isFalse();
    assertThat(new JdbcContracts(store.database()).grant(before.id())).contains(after);
  }

  @Test
  void a_datasets_seal_key_is_its_own_and_destroyed_alone() {
    DatasetId other = new DatasetId("transport.other");
    LiteralKeys keys = new JdbcLiteralKeys(store.database(), new byte[32], new SecureRandom());
    byte[] before = keys.of(PARKING);
    byte[] ofOther = keys.of(other);
    LiteralKeys again = new JdbcLiteralKeys(store.database(), new byte[32], new SecureRandom());
    assertThat(again.of(PARKING)).isEqualTo(before).isNotEqualTo(ofOther);

    keys.destroy(PARKING);

    assertThat(keys.of(PARKING)).isNotEqualTo(before);
    assertThat(keys.of(other)).isEqualTo(ofOther);
  }

  @Test
  void a_purge_is_kept_step_by_step_and_moves_from_where_it_was_seen() {
    Purges purges = new JdbcPurges(store.database());
    ContractEvent asked =
        new ContractEvent("p1", 1, null, "requested", NOON, "k-transport", "误传", "《办法》");
    Purge purge =
        new Purge(
            "p1",
            new Purge.Subject.Versions(PARKING, List.of(1L)),
            "k-transport-first",
            List.of(asked));
    purges.add(purge);
    Purge approved =
        new Purge(
            "p1",
            purge.subject(),
            purge.requester(),
            List.of(
                asked,
                new ContractEvent(
                    "p1", 2, "requested", "approved", NOON, "k-operator", null, null)));

    assertThat(purges.purge("p1")).contains(purge);
    assertThat(purges.approved()).isEmpty();
    assertThat(purges.move(approved)).isTrue();
    assertThat(purges.move(approved)).isFalse();

    assertThat(purges.approved()).containsExactly(approved);
    assertThat(purges.purges(new Contracts.Concern(false, null, PARKING.provider())))
        .containsExactly(approved);
    assertThat(purges.purges(new Contracts.Concern(false, null, null))).isEmpty();
    assertThat(new ChangesToRecord(store.database()).waiting(100))
        .extracting(ChangesToRecord.Change::id)
        .contains("purge p1 1", "purge p1 2");
  }

  @Test
  void what_was_agreed_outlives_a_restart() {
    AccessRequest approved = done(decide(TRANSPORT, inReview(terms()), State.APPROVED));
    Grant grant = contracts.grant(grantOf(approved)).orElseThrow();

    Contracts again = new JdbcContracts(store.database());

    assertThat(again.request(approved.id())).contains(approved);
    assertThat(again.grant(grant.id())).contains(grant);
    assertThat(again.events(grant.id())).isEqualTo(contracts.events(grant.id()));
  }

  @Test
  void a_key_of_a_grant_knows_its_grant_and_ends_with_it() {
    Grant grant = granted();

    String secret = key(ECOLOGY, grant).secret();

    assertThat(keys.authenticate(secret).orElseThrow().grant()).isEqualTo(grant.id());
    now = grant.notAfter();
    assertThat(keys.authenticate(secret)).isEmpty();
    assertThat(contracting.state(grant)).isEqualTo(Grant.State.EXPIRED);
    assertThat(contracting.makeKey(ECOLOGY, grant.id()))
        .isEqualTo(new ContractOutcome.Refused("grant-expired"));
  }

  @Test
  void keys_of_a_grant_are_made_and_revoked_by_its_recipient_alone() {
    Grant grant = granted();
    ContractOutcome.Key first = key(ECOLOGY, grant);

    assertThat(contracting.makeKey(TRANSPORT, grant.id()))
        .isEqualTo(new ContractOutcome.Refused("forbidden"));
    assertThat(contracting.makeKey(ENTERPRISE, grant.id())).isEqualTo(new ContractOutcome.Absent());
    for (int more = 2; more <= 5; more++) {
      key(ECOLOGY, grant);
    }
    assertThat(contracting.makeKey(ECOLOGY, grant.id()))
        .isEqualTo(new ContractOutcome.Refused("too-many-keys"));

    assertThat(keys.revoke(ENTERPRISE, first.key().id())).isEqualTo(ApiKeys.Revocation.REFUSED);
    assertThat(keys.revoke(ECOLOGY, first.key().id())).isEqualTo(ApiKeys.Revocation.REVOKED);
    assertThat(keys.authenticate(first.secret())).isEmpty();
    key(ECOLOGY, grant);
  }

  @Test
  void a_key_that_may_not_state_the_purpose_of_a_grant_makes_none_for_it() {
    Grant grant = granted();

    assertThat(contracting.makeKey(narrowed(List.of("statistics"), null), grant.id()))
        .isEqualTo(new ContractOutcome.Refused("purpose-outside-key"));
    key(narrowed(List.of("statistics", "parking-guidance"), null), grant);
  }

  @Test
  void a_key_that_ends_makes_none_that_outlasts_it() {
    Grant grant = granted();
    Instant soon = now.plus(Duration.ofDays(1));

    assertThat(key(narrowed(List.of(), soon), grant).key().expires()).isEqualTo(soon);
    assertThat(key(narrowed(List.of(), grant.notAfter().plusSeconds(9)), grant).key().expires())
        .isEqualTo(grant.notAfter());
  }

  private Caller narrowed(List<String> purposes, @Nullable Instant end) {
    return narrowed(null, purposes, end);
  }

  private Caller narrowed(
      @Nullable String clearance, List<String> purposes, @Nullable Instant end) {
    String code = SampleEntries.ECOLOGY.code().value();
    return caller(
        (ApiKeys.Answer.Made)
            keys.make(
                OPERATOR,
                new WantedKey("x", "department", "ecology", code, null, clearance, purposes, end)));
  }

  @Test
  void a_key_that_reads_less_than_a_grant_gives_makes_none_for_it() {
    Grant grant = granted();

    assertThat(contracting.makeKey(narrowed("G1", List.of(), null), grant.id()))
        .isEqualTo(new ContractOutcome.Refused("clearance-too-low"));
    key(narrowed("G2", List.of(), null), grant);
  }

  @Test
  void who_is_of_another_kind_than_the_grant_has_no_say_for_its_organisation() {
    Grant grant = granted();
    String id = key(ECOLOGY, grant).key().id();
    for (Caller.Kind kind : List.of(Caller.Kind.PUBLIC, Caller.Kind.AUDITOR)) {
      Caller named = new Caller(kind, "k-named", null, SampleEntries.ECOLOGY.code());

      assertThat(contracting.grants(named)).isEmpty();
      assertThat(contracting.requests(named)).isEmpty();
      assertThat(contracting.makeKey(named, grant.id())).isEqualTo(new ContractOutcome.Absent());
      assertThat(contracting.decide(named, grant.id(), 1, Grant.State.CLOSED, "done"))
          .isEqualTo(new ContractOutcome.Absent());
      assertThat(keys.revoke(named, id)).isEqualTo(ApiKeys.Revocation.REFUSED);
      assertThat(keys.rotate(named, id, Duration.ZERO))
          .isInstanceOf(ApiKeys.Rotation.Refused.class);
    }
    Caller enterprise =
        new Caller(Caller.Kind.ENTERPRISE, "k-firm", null, SampleEntries.ECOLOGY.code());
    assertThat(contracting.makeKey(enterprise, grant.id()))
        .isEqualTo(new ContractOutcome.Refused("forbidden"));
    assertThat(keys.rotate(enterprise, id, Duration.ZERO))
        .isEqualTo(new ApiKeys.Rotation.Refused("forbidden"));
  }

  @Test
  void whoever_rotates_the_key_of_a_grant_for_others_gets_no_more_than_the_own_key_gives() {
    Grant grant = granted();
    String id = key(ECOLOGY, grant).key().id();
    Instant soon = now.plus(Duration.ofDays(1));

    assertThat(keys.rotate(narrowed(List.of("statistics"), null), id, Duration.ZERO))
        .isEqualTo(new ApiKeys.Rotation.Refused("purpose-outside-key"));
    assertThat(keys.rotate(narrowed("G1", List.of(), null), id, Duration.ZERO))
        .isEqualTo(new ApiKeys.Rotation.Refused("clearance-too-low"));
    assertThat(keys.rotate(narrowed(List.of(), soon), id, Duration.ZERO))
        .isInstanceOfSatisfying(
            ApiKeys.Rotation.Done.class,
            done -> assertThat(done.made().key().expires()).isEqualTo(soon));
  }

  @Test
  void a_key_of_a_grant_asks_for_nothing_and_decides_nothing() {
    Grant grant = granted();
    Caller bound = keys.authenticate(key(ECOLOGY, grant).secret()).orElseThrow();

    assertThat(contracting.grant(bound, grant.id())).contains(grant);
    assertThat(contracting.submit(bound, terms()))
        .isEqualTo(new ContractOutcome.Refused("forbidden"));
    assertThat(contracting.makeKey(bound, grant.id()))
        .isEqualTo(new ContractOutcome.Refused("forbidden"));
    assertThat(contracting.requests(bound)).isEmpty();
  }

  @Test
  void nothing_is_asked_for_by_the_public_or_an_auditor_whatever_their_organisation() {
    for (Caller.Kind kind : List.of(Caller.Kind.PUBLIC, Caller.Kind.AUDITOR)) {
      Caller caller = new Caller(kind, "k-" + kind, null, HOTEL);

      assertThat(contracting.submit(caller, terms()))
          .isEqualTo(new ContractOutcome.Refused("forbidden"));
    }
    assertThat(contracting.requests(OPERATOR)).isEmpty();
  }

  @Test
  void more_than_everybody_sees_needs_a_second_person() {
    change("/items/1/level", "\"G3\"");
    AccessRequest request = inReview(terms());

    AccessRequest once = done(decide(TRANSPORT, request, State.APPROVED));

    assertThat(once.state()).isEqualTo(State.PROVIDER_REVIEW);
    assertThat(once.grant()).isNull();
    assertThat(decide(TRANSPORT, once, State.APPROVED))
        .isEqualTo(new ContractOutcome.Refused("second-person-needed"));
    assertThat(done(decide(TRANSPORT_TOO, once, State.APPROVED)).grant()).isNotNull();
  }

  @Test
  void who_approves_again_with_a_successor_of_the_key_is_no_second_person() {
    change("/items/1/level", "\"G3\"");
    Caller first = holder("transport", SampleEntries.TRANSPORT.code().value());
    AccessRequest once = done(decide(first, inReview(terms()), State.APPROVED));

    Caller successor = rotated(first);
    Caller second = rotated(successor);

    assertThat(decide(successor, once, State.APPROVED))
        .isEqualTo(new ContractOutcome.Refused("second-person-needed"));
    assertThat(decide(second, once, State.APPROVED))
        .isEqualTo(new ContractOutcome.Refused("second-person-needed"));
    assertThat(done(decide(TRANSPORT_TOO, once, State.APPROVED)).grant()).isNotNull();
  }

  private Caller holder(@Nullable String provider, @Nullable String organisation) {
    return caller(
        (ApiKeys.Answer.Made)
            keys.make(OPERATOR, WantedKey.of("轮换", "department", provider, organisation)));
  }

  private Caller rotated(Caller holder) {
    return caller(
        ((ApiKeys.Rotation.Done) keys.rotate(holder, holder.key(), Duration.ofHours(1))).made());
  }

  private Caller caller(ApiKeys.Answer.Made made) {
    return keys.authenticate(made.secret()).orElseThrow();
  }

  @Test
  void the_second_person_may_be_the_operator_but_not_the_first() {
    change("/items/1/level", "\"G3\"");
    AccessRequest request = inReview(terms());

    assertThat(decide(OPERATOR, request, State.APPROVED))
        .isEqualTo(new ContractOutcome.Refused("forbidden"));
    AccessRequest once = done(decide(TRANSPORT, request, State.APPROVED));

    assertThat(done(decide(OPERATOR, once, State.APPROVED)).state()).isEqualTo(State.APPROVED);
  }

  @Test
  void nobody_approves_for_the_own_organisation() {
    AccessRequest request = inReview(terms());
    Caller turncoat =
        new Caller(
            Caller.Kind.DEPARTMENT,
            "k-both",
            SampleEntries.TRANSPORT.namespace(),
            SampleEntries.ECOLOGY.code());

    assertThat(decide(turncoat, request, State.APPROVED))
        .isEqualTo(new ContractOutcome.Refused("own-request"));
    assertThat(decide(ECOLOGY, request, State.APPROVED))
        .isEqualTo(new ContractOutcome.Refused("forbidden"));
  }

  @Test
  void a_step_is_taken_only_from_where_it_begins_by_whom_it_is_given_to() {
    AccessRequest request = submitted(terms());

    assertThat(decide(TRANSPORT, request, State.APPROVED))
        .isEqualTo(new ContractOutcome.NoSuchStep("submitted", "approved"));
    assertThat(decide(TRANSPORT, request, State.COMPLIANCE_CHECK))
        .isEqualTo(new ContractOutcome.Refused("forbidden"));
    assertThat(decide(ENTERPRISE, request, State.COMPLIANCE_CHECK))
        .isEqualTo(new ContractOutcome.Absent());
    assertThat(contracting.request(ENTERPRISE, request.id())).isEmpty();
    assertThat(contracting.requests(ENTERPRISE)).isEmpty();
    assertThat(contracting.requests(OPERATOR)).containsExactly(request);
  }

  @Test
  void a_refusal_needs_a_reason_and_can_be_disputed() {
    AccessRequest request = inReview(terms());

    assertThat(contracting.decide(TRANSPORT, request.id(), 3, State.REFUSED, " ", null))
        .isInstanceOf(ContractOutcome.Invalid.class);
    AccessRequest refused =
        done(contracting.decide(TRANSPORT, request.id(), 3, State.REFUSED, "目的不明", "第十二条"));
    AccessRequest disputed =
        done(contracting.decide(ECOLOGY, request.id(), 4, State.DISPUTED, "目的已写明", null));

    assertThat(refused.state()).isEqualTo(State.REFUSED);
    assertThat(disputed.state()).isEqualTo(State.DISPUTED);
    assertThat(contracting.events(disputed))
        .contains(
            new ContractEvent(
                request.id(),
                4,
                "provider-review",
                "refused",
                NOON,
                "k-transport",
                "目的不明",
                "第十二条"));
  }

  @Test
  void of_two_who_decide_the_later_is_told() {
    AccessRequest request = inReview(terms());
    decide(TRANSPORT, request, State.APPROVED);

    assertThat(decide(TRANSPORT_TOO, request, State.APPROVED))
        .isEqualTo(new ContractOutcome.MovedOn(4));
    assertThat(contracts.move(request, contracts.events(request.id()).getFirst(), null)).isFalse();
  }

  @RepeatedTest(10)
  void of_many_who_decide_at_once_one_has_decided() throws Exception {
    AccessRequest request = inReview(terms());
    int before = contracts.grants(Contracts.Concern.ALL).size();
    CyclicBarrier together = new CyclicBarrier(4);
    List<Callable<ContractOutcome>> deciding = new ArrayList<>();
    for (Caller reviewer : List.of(TRANSPORT, TRANSPORT_TOO)) {
      for (State to : List.of(State.APPROVED, State.REFUSED)) {
        deciding.add(() -> {
          together.await();
          return contracting.decide(
              reviewer, request.id(), request.revision(), to, "经审核", "《条例》第九条");
        });
      }
    }
    List<ContractOutcome> outcomes = new ArrayList<>();
    try (ExecutorService reviewers = Executors.newFixedThreadPool(deciding.size())) {
      for (Future<ContractOutcome> each : reviewers.invokeAll(deciding)) {
        outcomes.add(each.get());
      }
    }

    AccessRequest decided = contracts.request(request.id()).orElseThrow();
    assertThat(outcomes)
        .containsOnlyOnce(new ContractOutcome.Request(decided))
        .filteredOn(each -> !(each instanceof ContractOutcome.Request))
        .hasSize(3)
        .allMatch(new ContractOutcome.MovedOn(decided.revision())::equals);
    assertThat(contracts.grants(Contracts.Concern.ALL))
        .hasSize(before + (decided.state() == State.REFUSED ? 0 : 1));
    assertThat(contracts.events(request.id()))
        .filteredOn(event -> event.number() > request.revision())
        .hasSize(1);
  }

  @Test
  void a_revoked_grant_is_of_no_use_from_then_on_until_the_recipient_closes_it() {
    Grant grant = granted();

    assertThat(contracting.decide(ECOLOGY, grant.id(), 1, Grant.State.REVOKED, "x"))
        .isEqualTo(new ContractOutcome.Refused("forbidden"));
    assertThat(contracting.decide(TRANSPORT, grant.id(), 1, Grant.State.REVOKED, null))
        .isInstanceOf(ContractOutcome.Invalid.class);
    contracting.decide(TRANSPORT, grant.id(), 1, Grant.State.REVOKED, "用途不符");

    Grant revoked = contracts.grant(grant.id()).orElseThrow();
    assertThat(revoked.objection(grant.purpose(), now)).contains("grant-revoked");
    assertThat(revoked.epoch()).isEqualTo(2);
    assertThat(contracting.decide(TRANSPORT, grant.id(), 2, Grant.State.CLOSED, "x"))
        .isEqualTo(new ContractOutcome.Refused("forbidden"));
    assertThat(contracting.decide(TRANSPORT, grant.id(), 1, Grant.State.SUSPENDED, "x"))
        .isEqualTo(new ContractOutcome.MovedOn(2));
    assertThat(contracting.decide(ECOLOGY, grant.id(), 2, Grant.State.CLOSED, "已全部销毁"))
        .isInstanceOf(ContractOutcome.Moved.class);
    assertThat(contracting.decide(TRANSPORT, grant.id(), 3, Grant.State.ACTIVE, null))
        .isEqualTo(new ContractOutcome.NoSuchStep("closed", "active"));
  }

  @Test
  void a_suspended_grant_is_resumed_under_a_new_epoch() {
    Grant grant = granted();

    contracting.decide(OPERATOR, grant.id(), 1, Grant.State.SUSPENDED, "核查");
    assertThat(contracts.grant(grant.id()).orElseThrow().objection(grant.purpose(), now))
        .contains("grant-suspended");
    contracting.decide(TRANSPORT, grant.id(), 2, Grant.State.ACTIVE, null);

    Grant resumed = contracts.grant(grant.id()).orElseThrow();
    assertThat(resumed.objection(grant.purpose(), now)).isEmpty();
    assertThat(resumed.epoch()).isEqualTo(3);
    assertThat(resumed.maskKey()).isEqualTo(grant.maskKey());
  }

  @Test
  void an_organisation_has_a_thousand_open_requests_and_no_more() {
    AccessRequest first = inReview(terms());
    for (int i = 1; i < Contracting.MOST_OPEN; i++) {
      submitted(terms());
    }

    assertThat(contracting.submit(ECOLOGY, terms()))
        .isEqualTo(new ContractOutcome.Refused("too-many-access-requests"));
    done(decide(TRANSPORT, first, State.APPROVED));
    assertThat(IntStream.range(0, 8).parallel().filter(i -> isAdded(first, "late" + i)).count())
        .as("sent at once, where one may be sent")
        .isEqualTo(1);
    assertThat(contracting.submit(ECOLOGY, terms()))
        .isEqualTo(new ContractOutcome.Refused("too-many-access-requests"));
    assertThat(contracting.requests(ECOLOGY)).hasSize(Contracting.MOST_OPEN + 1);
  }

  private boolean isAdded(AccessRequest like, String id) {
    return contracts.add(
        new AccessRequest(
            id,
            like.terms(),
            like.applicant(),
            State.SUBMITTED,
            1,
            NOON,
            NOON,
            Timing.NONE,
            List.of(),
            null),
        new ContractEvent(id, 1, null, State.SUBMITTED.code(), NOON, "k-ecology", null, null),
        Contracting.MOST_OPEN);
  }

  @Test
  void who_has_no_organisation_or_keeps_the_dataset_does_not_ask() {
    Caller nobody = new Caller(Caller.Kind.RESEARCH, "k-nobody", null, null);

    assertThat(contracting.submit(nobody, terms()))
        .isEqualTo(new ContractOutcome.Refused("organisation-missing"));
    assertThat(contracting.submit(TRANSPORT, terms()))
        .isEqualTo(new ContractOutcome.Refused("forbidden"));
    // Its opening is withheld, so enterprises do not know of it.
    assertThat(contracting.submit(ENTERPRISE, terms())).isEqualTo(new ContractOutcome.Absent());
  }

  static Stream<Arguments> tooMuch() {
    Map<String, Mask> none = new LinkedHashMap<>();
    return Stream.of(
        Arguments.of("unknown-column", Map.of("名字", Mask.CLEAR), null, TERM),
        Arguments.of("too-few-elements", none, null, TERM),
        Arguments.of("mask-unsuitable", Map.of("名称", new Mask.Year()), null, TERM),
        Arguments.of("mask-shows-nothing", Map.of("名称", new Mask.Drop()), null, TERM),
        Arguments.of("filter-syntax", Map.of("名称", Mask.CLEAR), "剩余 >", TERM),
        Arguments.of("unknown-column", Map.of("名称", Mask.CLEAR), "电话 = '1'", TERM),
        Arguments.of("term-over", Map.of("名称", Mask.CLEAR), null, Duration.ZERO),
        Arguments.of("term-too-long", Map.of("名称", Mask.CLEAR), null, Duration.ofDays(1097)));
  }

  @ParameterizedTest
  @MethodSource("tooMuch")
  void no_more_is_asked_for_than_the_dataset_may_give(
      String code, Map<String, Mask> columns, @Nullable String rows, Duration term) {
    assertThat(contracting.submit(ECOLOGY, terms(columns, rows, term)))
        .isInstanceOfSatisfying(
            ContractOutcome.NotGrantable.class,
            refused ->
                assertThat(refused.findings()).extracting(Finding::code).containsExactly(code));
    assertThat(contracting.requests(ECOLOGY)).isEmpty();
  }

  @Test
  void what_the_provider_has_tightened_since_is_not_approved() {
    AccessRequest request = inReview(terms());
    change("/items/1/level", "\"IMPORTANT\"");

    assertThat(decide(TRANSPORT, request, State.APPROVED))
        .isInstanceOfSatisfying(
            ContractOutcome.NotGrantable.class,
            refused ->
                assertThat(refused.findings())
                    .extracting(Finding::code)
                    .containsExactly("important-granted"));
  }

  @Test
  void what_names_persons_leaves_the_government_only_without_the_name() {
    change("/items/1/personal", "\"direct\"");
    change("/opening", "{\"class\": \"conditional\", \"condition\": \"限研究\"}");

    assertThat(contracting.submit(ENTERPRISE, terms()))
        .isInstanceOfSatisfying(
            ContractOutcome.NotGrantable.class,
            refused ->
                assertThat(refused.findings())
                    .extracting(Finding::code)
                    .containsExactly("direct-identifier-granted"));
    assertThat(
            contracting.submit(ENTERPRISE, terms(Map.of("名称", new Mask.Pseudonym()), null, TERM)))
        .isInstanceOf(ContractOutcome.Request.class);
    assertThat(submitted(terms()).state()).isEqualTo(State.SUBMITTED);
  }

  @Test
  void a_number_that_its_name_alone_says_to_name_persons_leaves_like_one_that_is_marked() {
    change("/synthetic", "false");
    change("/items/1/title", "{\"zh\": \"负责人身份证号\"}");
    change("/opening", "{\"class\": \"conditional\", \"condition\": \"限研究\"}");

    for (Mask mask : List.of(Mask.CLEAR, new Mask.KeepPrefix(14))) {
      assertThat(contracting.submit(ENTERPRISE, terms(Map.of("名称", mask), null, TERM)))
          .as("%s", mask)
          .isInstanceOfSatisfying(
              ContractOutcome.NotGrantable.class,
              refused ->
                  assertThat(refused.findings())
                      .extracting(Finding::code)
                      .containsExactly("direct-identifier-granted"));
    }
    assertThat(
            contracting.submit(ENTERPRISE, terms(Map.of("名称", new Mask.Pseudonym()), null, TERM)))
        .isInstanceOf(ContractOutcome.Request.class);
    AccessRequest ofDepartment = inReview(terms());
    assertThat(done(decide(TRANSPORT, ofDepartment, State.APPROVED)).grant()).isNull();
  }

  @Test
  void what_is_hidden_from_everybody_is_not_given_by_one_person() {
    AccessRequest request = inReview(terms());
    change("/items/1/rights", "[]");

    AccessRequest once = done(decide(TRANSPORT, request, State.APPROVED));

    assertThat(once.grant()).isNull();
    assertThat(done(decide(TRANSPORT_TOO, once, State.APPROVED)).grant()).isNotNull();
  }

  @Test
  void what_can_only_be_matched_is_given_by_one_person_to_be_matched() {
    change("/items/0/mask", "{\"method\": \"match-only\"}");
    change("/items/1/mask", "{\"method\": \"match-only\"}");
    Map<String, Mask> matched = Map.of("编号", new Mask.MatchOnly(), "名称", new Mask.MatchOnly());

    AccessRequest request = inReview(terms(matched, null, TERM));

    assertThat(done(decide(TRANSPORT, request, State.APPROVED)).grant()).isNotNull();
  }

  @Test
  void the_provider_has_ten_working_days_from_when_the_request_is_handed_over() {
    AccessRequest sent = submitted(terms());
    now = NOON.plus(Duration.ofDays(1));
    AccessRequest checked = done(decide(OPERATOR, sent, State.COMPLIANCE_CHECK));
    AccessRequest inReview = done(decide(OPERATOR, checked, State.PROVIDER_REVIEW));

    // The decree says nothing about the check before.
    assertThat(deadlines.of(sent).deadline()).isNull();
    assertThat(deadlines.of(inReview).deadline())
        .extracting(deadline -> deadline.due().toString(), Deadline::workingDays)
        .containsExactly("2026-12-08T23:59:59+08:00", 10);
  }

  @Test
  void the_check_is_counted_from_the_sending_whoever_takes_it_up_when() {
    deadlines = counted(ShippedDeadlines.of("city-341000"));
    AccessRequest sent = submitted(terms());
    now = Instant.parse("2026-11-25T16:00:00Z");

    AccessRequest late = done(decide(OPERATOR, sent, State.COMPLIANCE_CHECK));

    assertThat(deadlines.of(late).overdue()).isTrue();
    assertThat(deadlines.escalate()).isEqualTo(1);
  }

  @Test
  void an_escalated_check_is_not_escalated_anew_when_it_is_taken_up() {
    deadlines = counted(ShippedDeadlines.of("city-341000"));
    AccessRequest sent = submitted(terms());
    now = LATE;
    deadlines.escalate();

    decide(
        OPERATOR, contracting.request(OPERATOR, sent.id()).orElseThrow(), State.COMPLIANCE_CHECK);

    assertThat(deadlines.escalate()).isZero();
  }

  @Test
  void silence_grants_nothing_however_long_it_lasts() {
    AccessRequest request = inReview(terms());

    for (int year = 1; year <= 5; year++) {
      now = NOON.plus(Duration.ofDays(365L * year));
      deadlines.escalate();
    }

    AccessRequest waiting = contracting.request(ECOLOGY, request.id()).orElseThrow();
    assertThat(waiting.state()).isEqualTo(State.PROVIDER_REVIEW);
    assertThat(waiting.approvals()).isEmpty();
    assertThat(waiting.grant()).isNull();
    assertThat(contracting.grants(OPERATOR)).isEmpty();
    assertThat(deadlines.of(waiting).overdue()).isTrue();
  }

  @Test
  void what_is_overdue_is_escalated_once_for_both_sides_and_the_ledger() {
    AccessRequest request = inReview(terms());
    now = LATE.minusMillis(1);
    assertThat(deadlines.escalate()).isZero();
    now = LATE;

    assertThat(deadlines.escalate()).isEqualTo(1);
    assertThat(deadlines.escalate()).isZero();

    AccessRequest escalated = contracting.request(TRANSPORT, request.id()).orElseThrow();
    assertThat(escalated.revision()).isEqualTo(request.revision() + 1);
    assertThat(contracting.events(escalated).getLast())
        .isEqualTo(
            new ContractEvent(
                request.id(),
                4,
                "provider-review",
                "provider-review",
                ContractEvent.Act.ESCALATED,
                LATE,
                "clock",
                null,
                null));
    assertThat(new ChangesToRecord(store.database()).waiting(100))
        .extracting(ChangesToRecord.Change::document)
        .filteredOn(record -> record.contains("escalated"))
        .singleElement()
        .asString()
        .contains("\"request\":\"" + request.id() + "\"", "\"key\":\"clock\"");
  }

  @Test
  void a_clock_that_jumps_neither_doubles_nor_loses_an_escalation() {
    AccessRequest request = inReview(terms());

    now = NOON.minus(Duration.ofDays(400));
    assertThat(deadlines.escalate()).isZero();
    now = LATE.plus(Duration.ofDays(4000));
    assertThat(deadlines.escalate()).isEqualTo(1);
    now = NOON;
    assertThat(deadlines.escalate()).isZero();
    assertThat(deadlines.of(contracting.request(ECOLOGY, request.id()).orElseThrow()).overdue())
        .isFalse();
    now = LATE;
    assertThat(deadlines.escalate()).isZero();

    assertThat(acts(request)).containsExactly(ContractEvent.Act.ESCALATED);
  }

  @Test
  void of_many_who_escalate_at_once_each_request_has_one_event() throws Exception {
    List<AccessRequest> requests = Stream.generate(() -> inReview(terms())).limit(10).toList();
    now = LATE;

    int noted = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Integer> each :
          threads.invokeAll(Collections.nCopies(4, (Callable<Integer>) deadlines::escalate))) {
        noted += each.get();
      }
    }

    assertThat(noted).isEqualTo(10);
    assertThat(requests)
        .allSatisfy(each -> assertThat(acts(each)).containsExactly(ContractEvent.Act.ESCALATED));
  }

  @Test
  void who_decides_on_what_was_escalated_meanwhile_is_told() {
    AccessRequest request = inReview(terms());
    now = LATE;
    deadlines.escalate();

    assertThat(decide(TRANSPORT, request, State.REFUSED)).isEqualTo(new ContractOutcome.MovedOn(4));
    AccessRequest seen = contracting.request(TRANSPORT, request.id()).orElseThrow();
    assertThat(done(decide(TRANSPORT, seen, State.APPROVED)).state()).isEqualTo(State.APPROVED);
  }

  @Test
  void the_provider_extends_its_review_once_with_a_reason() {
    AccessRequest request = inReview(terms());

    assertThat(deadlines.extend(ECOLOGY, request.id(), 3, "还需要时间"))
        .isEqualTo(new ContractOutcome.Refused("forbidden"));
    assertThat(deadlines.extend(OPERATOR, request.id(), 3, "还需要时间"))
        .isEqualTo(new ContractOutcome.Refused("forbidden"));
    assertThat(deadlines.extend(ENTERPRISE, request.id(), 3, "还需要时间"))
        .isEqualTo(new ContractOutcome.Absent());
    assertThat(deadlines.extend(TRANSPORT, request.id(), 2, "还需要时间"))
        .isEqualTo(new ContractOutcome.MovedOn(3));
    assertThat(deadlines.extend(TRANSPORT, request.id(), 3, " "))
        .isInstanceOf(ContractOutcome.Invalid.class);
    AccessRequest extended = done(deadlines.extend(TRANSPORT, request.id(), 3, "需现场核实"));

    assertThat(deadlines.of(extended).deadline())
        .extracting(deadline -> deadline.lastDay().toString(), Deadline::extendedBy)
        .containsExactly("2026-12-21", 10);
    assertThat(contracting.events(extended).getLast())
        .extracting(ContractEvent::act, ContractEvent::by, ContractEvent::reason)
        .containsExactly(ContractEvent.Act.EXTENDED, "k-transport", "需现场核实");
    assertThat(deadlines.extend(TRANSPORT, request.id(), 4, "再延"))
        .isInstanceOf(ContractOutcome.NotExtendable.class);
    now = LATE;
    assertThat(deadlines.escalate()).isZero();
    now = Instant.parse("2026-12-21T16:00:00Z");
    assertThat(deadlines.escalate()).isEqualTo(1);
  }

  @Test
  void what_is_over_is_not_extended() {
    AccessRequest request = inReview(terms());
    now = LATE;

    assertThat(deadlines.extend(TRANSPORT, request.id(), 3, "需现场核实"))
        .isInstanceOf(ContractOutcome.NotExtendable.class);
  }

  @Test
  void an_extension_ends_with_the_state_it_was_for() {
    AccessRequest request = inReview(terms());
    AccessRequest extended = done(deadlines.extend(TRANSPORT, request.id(), 3, "需现场核实"));

    AccessRequest approved = done(decide(TRANSPORT, extended, State.APPROVED));

    assertThat(deadlines.of(approved).deadline())
        .extracting(
            deadline -> deadline.rule().event(), Deadline::workingDays, Deadline::extendedBy)
        .containsExactly(DeadlineEvent.PROVISION, 20, 0);
  }

  @Test
  void provision_is_waited_for_until_there_are_rows_or_the_grant_is_over() {
    AccessRequest approved = done(decide(TRANSPORT, inReview(terms()), State.APPROVED));
    Grant grant = contracts.grant(grantOf(approved)).orElseThrow();
    AccessRequest other = done(decide(TRANSPORT, inReview(terms()), State.APPROVED));
    assertThat(deadlines.of(approved).deadline()).isNotNull();

    contracting.decide(TRANSPORT, grant.id(), 1, Grant.State.REVOKED, "用途不符");

    assertThat(deadlines.of(approved).deadline()).isNull();
    assertThat(deadlines.of(other).deadline()).isNotNull();
    load();
    assertThat(deadlines.of(other).deadline()).isNull();
    now = LATE.plus(Duration.ofDays(60));
    assertThat(deadlines.escalate()).isZero();
  }

  @Test
  void nothing_is_to_be_provided_of_what_was_withdrawn() {
    AccessRequest approved = done(decide(TRANSPORT, inReview(terms()), State.APPROVED));
    long revision = store.dataset(PARKING).orElseThrow().revision();

    store.moveTo(DatasetState.WITHDRAWN, PARKING, revision, "k-transport", "停用", NOON);

    assertThat(deadlines.of(approved).deadline()).isNull();
  }

  @Test
  void overdue_requests_that_were_escalated_come_first_and_can_be_asked_for_alone() {
    AccessRequest late = inReview(terms());
    now = LATE;
    AccessRequest young = inReview(terms());
    assertThat(listed(OPERATOR, null)).containsExactly(young.id(), late.id());
    deadlines.escalate();

    assertThat(listed(OPERATOR, null)).containsExactly(late.id(), young.id());
    assertThat(listed(ECOLOGY, true)).containsExactly(late.id());
    assertThat(listed(TRANSPORT, false)).containsExactly(young.id());
    assertThat(listed(ENTERPRISE, null)).isEmpty();
  }

  @Test
  void what_became_of_a_deadline_outlives_a_restart() {
    AccessRequest request = inReview(terms());
    AccessRequest extended = done(deadlines.extend(TRANSPORT, request.id(), 3, "需现场核实"));
    now = Instant.parse("2026-12-21T16:00:00Z");
    deadlines.escalate();

    AccessRequest kept = new JdbcContracts(store.database()).request(extended.id()).orElseThrow();

    assertThat(kept.timing()).isEqualTo(new Timing(10, now));
    assertThat(TimingJson.read(JsonText.builder().build())).isEqualTo(Timing.NONE);
  }

  private List<String> listed(Caller caller, @Nullable Boolean overdue) {
    return deadlines.requests(caller, overdue).stream().map(each -> each.request().id()).toList();
  }

  private List<ContractEvent.Act> acts(AccessRequest request) {
    return contracting.events(request).stream()
        .map(ContractEvent::act)
        .filter(Objects::nonNull)
        .toList();
  }

  private void load() {
    TableSchema schema = store.dataset(PARKING).orElseThrow().entry().schema();
    SourceFile source = new SourceFile("csv", null, "UTF-8", ',', true, null, "ab".repeat(32), 9);
    Load load =
        Load.waiting("load", PARKING, NOON, "k-transport", true, "{}", source).running(source);
    store.addLoad(load);
    store.commitVersion(
        new DatasetVersion(PARKING, 1, "load", NOON, schema, source, 1, 0, 0),
        load.withReport(new Load.Report(9, 1, 1, 0, 0)).loaded(1, NOON),
        null);
  }

  private static Caller department(String key, Provider provider) {
    return new Caller(Caller.Kind.DEPARTMENT, key, provider.namespace(), provider.code());
  }

  private static AccessRequest.Terms terms() {
    Map<String, Mask> columns = new LinkedHashMap<>();
    columns.put("名称", Mask.CLEAR);
    columns.put("编号", Mask.CLEAR);
    return terms(columns, "剩余 > 10", TERM);
  }

  private static AccessRequest.Terms terms(
      Map<String, Mask> columns, @Nullable String rows, Duration term) {
    return new AccessRequest.Terms(
        PARKING,
        "《政务数据共享条例》第十一条",
        new Purpose("parking-guidance"),
        "诱导屏显示剩余泊位",
        rows,
        columns,
        "接口",
        NOON,
        NOON.plus(term),
        "信息科 0559-0000000",
        new Quota(null, 1_000L, null));
  }

  private void change(String pointer, String value) {
    Dataset dataset = store.dataset(PARKING).orElseThrow();
    JsonObject entry = EntryDocument.write(dataset.entry());
    store.edit(
        EntryJson.read(SampleEntries.changed(entry, "add", pointer, value)),
        dataset.revision(),
        "k-transport",
        NOON);
  }

  private AccessRequest submitted(AccessRequest.Terms terms) {
    return done(contracting.submit(ECOLOGY, terms));
  }

  private AccessRequest inReview(AccessRequest.Terms terms) {
    AccessRequest checked = done(decide(OPERATOR, submitted(terms), State.COMPLIANCE_CHECK));
    return done(decide(OPERATOR, checked, State.PROVIDER_REVIEW));
  }

  private Grant granted() {
    AccessRequest approved = done(decide(TRANSPORT, inReview(terms()), State.APPROVED));
    return contracts.grant(grantOf(approved)).orElseThrow();
  }

  private static String grantOf(AccessRequest approved) {
    return Objects.requireNonNull(approved.grant());
  }

  private ContractOutcome decide(Caller caller, AccessRequest request, State to) {
    return contracting.decide(caller, request.id(), request.revision(), to, null, null);
  }

  private ContractOutcome.Key key(Caller caller, Grant grant) {
    ContractOutcome outcome = contracting.makeKey(caller, grant.id());
    assertThat(outcome).isInstanceOf(ContractOutcome.Key.class);
    return (ContractOutcome.Key) outcome;
  }

  private static AccessRequest done(ContractOutcome outcome) {
    assertThat(outcome).isInstanceOf(ContractOutcome.Request.class);
    return ((ContractOutcome.Request) outcome).request();
  }
}
