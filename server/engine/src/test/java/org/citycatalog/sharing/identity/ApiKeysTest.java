package org.citycatalog.sharing.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.DivisionCode;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.SampleEntries;
import org.citycatalog.catalog.StoredKey;
import org.citycatalog.catalog.jdbc.ChangesToRecord;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Grants;
import org.citycatalog.sharing.Purpose;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApiKeysTest {
  static final Caller OPERATOR = new Caller(Caller.Kind.OPERATOR, "op", null, null);

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-11-25T08:30:20Z");
  private CatalogStore store;
  private ApiKeys keys;

  @BeforeEach
  void open() {
    store = JdbcCatalogStore.sqlite(folder.resolve("catalog.db"));
    store.addProvider(SampleEntries.TRANSPORT);
    keys =
        new ApiKeys(
            store,
            new Boundary(Grants.NONE, InstantSource.system(), new byte[32]),
            () -> now,
            new Random(1));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void a_secret_makes_its_caller_known() {
    ApiKeys.Answer.Made made = made("department", "transport");

    assertThat(made.secret()).matches("cck_[A-Za-z0-9_-]{43}");
    assertThat(keys.authenticate(made.secret()))
        .contains(
            new Caller(
                Caller.Kind.DEPARTMENT,
                made.key().id(),
                SampleEntries.TRANSPORT.namespace(),
                SampleEntries.TRANSPORT.code()));
  }

  @Test
  void the_secret_is_neither_kept_nor_printed() {
    ApiKeys.Answer.Made made = made("research", null);

    assertThat(store.keys().toString()).doesNotContain(made.secret());
    assertThat(made.toString()).doesNotContain(made.secret());
    assertThat(made.key().hash()).matches("[0-9a-f]{64}");
  }

  @Test
  void no_two_secrets_are_alike() {
    assertThat(made("research", null).secret()).isNotEqualTo(made("research", null).secret());
  }

  @Test
  void a_secret_that_is_wrong_in_one_character_or_form_is_nobodys() {
    String secret = made("operator", null).secret();
    char last = secret.charAt(secret.length() - 1);
    String wrong = secret.substring(0, secret.length() - 1) + (last == 'A' ? 'B' : 'A');

    assertThat(keys.authenticate(wrong)).isEmpty();
    assertThat(keys.authenticate(secret + "A")).isEmpty();
    assertThat(keys.authenticate(secret.substring(4))).isEmpty();
    assertThat(keys.authenticate(" " + secret)).isEmpty();
    assertThat(keys.authenticate("")).isEmpty();
    assertThat(keys.authenticate("cck_" + "密".repeat(43))).isEmpty();
  }

  @Test
  void a_revoked_key_is_nobodys_from_then_on() {
    ApiKeys.Answer.Made made = made("department", "transport");
    keys.authenticate(made.secret());

    assertThat(keys.revoke(OPERATOR, made.key().id())).isEqualTo(ApiKeys.Revocation.REVOKED);

    assertThat(keys.authenticate(made.secret())).isEmpty();
    assertThat(keys.revoke(OPERATOR, made.key().id())).isEqualTo(ApiKeys.Revocation.ABSENT);
    assertThat(keys.revoke(OPERATOR, "nobody")).isEqualTo(ApiKeys.Revocation.ABSENT);
  }

  @Test
  void only_the_operator_makes_lists_and_revokes() {
    ApiKeys.Answer.Made made = made("department", "transport");
    Caller department = keys.authenticate(made.secret()).orElseThrow();

    assertThat(keys.make(department, WantedKey.of("x", "operator", null, null)))
        .isEqualTo(new ApiKeys.Answer.Refused("forbidden"));
    assertThat(keys.make(Caller.ANONYMOUS, WantedKey.of("x", "operator", null, null)))
        .isEqualTo(new ApiKeys.Answer.Refused("key-missing"));
    assertThat(keys.list(department)).isEmpty();
    assertThat(keys.revoke(department, made.key().id())).isEqualTo(ApiKeys.Revocation.REFUSED);
    assertThat(keys.list(OPERATOR).orElseThrow()).hasSize(1);
  }

  @Test
  void every_mistake_in_a_request_is_found() {
    ApiKeys.Answer answer = keys.make(OPERATOR, WantedKey.of(" ", "oprator", "transprt", "123"));

    assertThat(answer)
        .isInstanceOfSatisfying(
            ApiKeys.Answer.Invalid.class,
            invalid -> {
              assertThat(invalid.findings())
                  .extracting(Finding::code)
                  .containsExactly(
                      "blank-text", "unknown-code", "unknown-provider", "bad-social-credit-code");
              assertThat(invalid.findings().get(1).nearest()).startsWith("operator");
              assertThat(invalid.findings().get(2).nearest()).containsExactly("transport");
            });
    assertThat(keys.make(OPERATOR, WantedKey.of(null, null, null, null)))
        .isInstanceOfSatisfying(
            ApiKeys.Answer.Invalid.class, invalid -> assertThat(invalid.findings()).hasSize(2));
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void nobody_gets_a_key_as_the_public() {
    assertThat(keys.make(OPERATOR, WantedKey.of("x", "public", null, null)))
        .isInstanceOf(ApiKeys.Answer.Invalid.class);
  }

  @Test
  void a_key_with_an_end_is_nobodys_from_that_instant_on() {
    ApiKeys.Answer.Made made = wanted("research", List.of(), now.plusSeconds(60));

    assertThat(keys.authenticate(made.secret())).isPresent();
    assertThat(keys.isExpired(made.secret())).isFalse();

    now = now.plusSeconds(60);
    assertThat(keys.authenticate(made.secret())).isEmpty();
    assertThat(keys.isExpired(made.secret())).isTrue();
    keys.revoke(OPERATOR, made.key().id());
    assertThat(keys.isExpired(made.secret())).as("revoked is not over").isFalse();
  }

  @Test
  void a_key_may_state_the_purposes_it_names_and_no_other() {
    Caller scoped =
        keys.authenticate(wanted("research", List.of("statistics", "health"), null).secret())
            .orElseThrow();

    assertThat(scoped.mayState(new Purpose("health"))).isTrue();
    assertThat(scoped.mayState(new Purpose("marketing"))).isFalse();
    assertThat(scoped.mayState(Purpose.UNSTATED)).isFalse();
    assertThat(keys.authenticate(made("research", null).secret()).orElseThrow())
        .satisfies(any -> assertThat(any.mayState(new Purpose("marketing"))).isTrue());
  }

  @Test
  void division_and_clearance_of_a_key_are_its_callers() {
    WantedKey wanted =
        new WantedKey("x", "department", "transport", null, "341002", "G2", List.of(), null);

    Caller caller = keys.authenticate(made(keys.make(OPERATOR, wanted)).secret()).orElseThrow();

    assertThat(caller.division()).isEqualTo(new DivisionCode("341002"));
    assertThat(caller.clearance()).isEqualTo(Level.G2);
  }

  @Test
  void no_key_is_cleared_above_its_kind_or_over_before_it_begins() {
    WantedKey wanted =
        new WantedKey("x", "enterprise", null, null, "3", "G3", List.of("Not One"), now);

    assertThat(keys.make(OPERATOR, wanted))
        .isInstanceOfSatisfying(
            ApiKeys.Answer.Invalid.class,
            invalid ->
                assertThat(invalid.findings())
                    .extracting(Finding::code)
                    .containsExactly(
                        "bad-division-code", "clearance-too-high", "wrong-value", "term-over"));
  }

  @Test
  void a_successor_has_the_rights_and_the_end_of_the_key_before() {
    ApiKeys.Answer.Made first =
        wanted("research", List.of("statistics"), now.plus(Duration.ofDays(9)));
    Caller holder = keys.authenticate(first.secret()).orElseThrow();

    ApiKeys.Rotation.Done rotated = rotated(holder, first.key().id(), Duration.ofHours(2));

    StoredKey successor = rotated.made().key();
    assertThat(successor.scope()).isEqualTo(first.key().scope());
    assertThat(successor.expires()).isEqualTo(first.key().expires());
    assertThat(rotated.ends()).isEqualTo(now.plus(Duration.ofHours(2)));
    assertThat(keys.authenticate(first.secret())).isPresent();
    now = now.plus(Duration.ofHours(2));
    assertThat(keys.authenticate(first.secret())).isEmpty();
    assertThat(keys.authenticate(rotated.made().secret()).orElseThrow().purposes())
        .isEqualTo(holder.purposes());
  }

  @Test
  void the_holder_of_a_key_and_of_all_that_follow_it_is_one_person() {
    ApiKeys.Answer.Made first = made("research", null);
    Caller holder = keys.authenticate(first.secret()).orElseThrow();
    assertThat(holder.person()).isEqualTo(first.key().id());

    ApiKeys.Answer.Made second = rotated(holder, first.key().id(), Duration.ofHours(2)).made();
    ApiKeys.Answer.Made third = rotated(OPERATOR, second.key().id(), Duration.ZERO).made();

    Caller later = keys.authenticate(third.secret()).orElseThrow();
    assertThat(later.key()).isEqualTo(third.key().id());
    assertThat(later.person()).isEqualTo(first.key().id());
    assertThat(store.keys()).extracting(StoredKey::root).containsOnly(first.key().id());
    assertThat(keys.authenticate(made("research", null).secret()).orElseThrow().person())
        .isNotEqualTo(first.key().id());
  }

  @Test
  void the_ledger_is_told_what_a_key_may() {
    WantedKey wanted =
        new WantedKey(
            "x",
            "department",
            "transport",
            SampleEntries.TRANSPORT.code().value(),
            "341002",
            "G2",
            List.of("statistics", "health"),
            now.plusSeconds(60));
    ApiKeys.Answer.Made made = made(keys.make(OPERATOR, wanted));
    String next = rotated(OPERATOR, made.key().id(), Duration.ZERO).made().key().id();

    assertThat(new ChangesToRecord(((JdbcCatalogStore) store).database()).waiting(10))
        .extracting(ChangesToRecord.Change::document)
        .filteredOn(each -> each.contains("\"step\":\"made\""))
        .hasSize(2)
        .allSatisfy(record ->
            assertThat(record)
                .contains("\"root\":\"" + made.key().id() + "\"", "\"keyKind\":\"department\"")
                .contains("\"provider\":\"transport\"", "\"division\":\"341002\"")
                .contains("\"organisation\":\"" + SampleEntries.TRANSPORT.code() + "\"")
                .contains("\"clearance\":\"G2\"", "\"purposes\":[\"statistics\",\"health\"]")
                .contains("\"expires\":\"" + now.plusSeconds(60) + "\""))
        .anySatisfy(record -> assertThat(record).contains("\"apiKey\":\"" + next + "\""));
  }

  @Test
  void the_overlap_never_outlasts_the_key() {
    ApiKeys.Answer.Made first = wanted("research", List.of(), now.plusSeconds(60));

    assertThat(rotated(OPERATOR, first.key().id(), Duration.ofDays(1)).ends())
        .isEqualTo(now.plusSeconds(60));
  }

  @Test
  void a_key_has_one_successor_and_a_dead_one_none() {
    ApiKeys.Answer.Made first = made("research", null);
    ApiKeys.Answer.Made dead = made("research", null);
    keys.revoke(OPERATOR, dead.key().id());
    rotated(OPERATOR, first.key().id(), Duration.ZERO);

    assertThat(keys.rotate(OPERATOR, first.key().id(), Duration.ZERO))
        .isEqualTo(new ApiKeys.Rotation.Refused("already-rotated"));
    assertThat(keys.rotate(OPERATOR, dead.key().id(), Duration.ZERO))
        .isEqualTo(new ApiKeys.Rotation.Refused("key-over"));
    assertThat(keys.rotate(OPERATOR, "nobody", Duration.ZERO))
        .isEqualTo(new ApiKeys.Rotation.Absent());
  }

  @Test
  void nobody_rotates_the_key_of_another() {
    ApiKeys.Answer.Made mine = made("research", null);
    Caller other = keys.authenticate(made("research", null).secret()).orElseThrow();
    Caller auditor = new Caller(Caller.Kind.AUDITOR, "auditor", null, null);
    ApiKeys.Answer.Made auditors =
        made(keys.make(auditor, WantedKey.of("x", "auditor", null, null)));

    for (String id : List.of(mine.key().id(), "nobody")) {
      assertThat(keys.rotate(other, id, Duration.ZERO))
          .isEqualTo(new ApiKeys.Rotation.Refused("forbidden"));
    }
    assertThat(keys.rotate(OPERATOR, auditors.key().id(), Duration.ZERO))
        .isEqualTo(new ApiKeys.Rotation.Refused("forbidden"));
    rotated(auditor, auditors.key().id(), Duration.ZERO);
  }

  @Test
  void the_last_use_is_known_to_the_minute_and_kept_many_at_a_time() {
    ApiKeys.Answer.Made made = made("research", null);
    Caller holder = keys.authenticate(made.secret()).orElseThrow();

    assertThat(keys.own(holder).orElseThrow().lastUsed()).isEqualTo("2026-11-25T08:30:00Z");
    assertThat(store.keys().getFirst().lastUsed()).as("not written by a use").isNull();

    keys.uses().keep();
    assertThat(store.keys().getFirst().lastUsed()).isEqualTo("2026-11-25T08:30:00Z");
    now = now.plusSeconds(60);
    keys.authenticate(made.secret());
    assertThat(keys.list(OPERATOR).orElseThrow().getFirst().lastUsed())
        .isEqualTo("2026-11-25T08:31:00Z");
  }

  @Test
  void who_came_without_a_key_has_none_of_its_own() {
    made("research", null);

    assertThat(keys.own(Caller.ANONYMOUS)).isEmpty();
  }

  private ApiKeys.Rotation.Done rotated(Caller caller, String id, Duration overlap) {
    return (ApiKeys.Rotation.Done) keys.rotate(caller, id, overlap);
  }

  private ApiKeys.Answer.Made wanted(String kind, List<String> purposes, @Nullable Instant end) {
    return made(
        keys.make(OPERATOR, new WantedKey("x", kind, null, null, null, null, purposes, end)));
  }

  private static ApiKeys.Answer.Made made(ApiKeys.Answer answer) {
    return (ApiKeys.Answer.Made) answer;
  }

  private ApiKeys.Answer.Made made(String kind, @Nullable String provider) {
    String code = provider == null ? null : SampleEntries.TRANSPORT.code().value();
    return (ApiKeys.Answer.Made) keys.make(OPERATOR, WantedKey.of("停车应用", kind, provider, code));
  }
}
