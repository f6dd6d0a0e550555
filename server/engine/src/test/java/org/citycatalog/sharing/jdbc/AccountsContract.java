package org.citycatalog.sharing.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.SampleEntries;
import org.citycatalog.catalog.jdbc.ChangesToRecord;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Grants;
import org.citycatalog.sharing.Purpose;
import org.citycatalog.sharing.Role;
import org.citycatalog.sharing.identity.Account;
import org.citycatalog.sharing.identity.AccountOutcome;
import org.citycatalog.sharing.identity.Accounts;
import org.citycatalog.sharing.identity.ApiKeys;
import org.citycatalog.sharing.identity.Callers;
import org.citycatalog.sharing.identity.Known;
import org.citycatalog.sharing.identity.PasswordCost;
import org.citycatalog.sharing.identity.Sessions;
import org.citycatalog.sharing.identity.Sessions.LogIn;
import org.citycatalog.sharing.identity.Sessions.PasswordChange;
import org.citycatalog.sharing.identity.WantedAccount;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What holds for accounts and sessions on every database.
abstract class AccountsContract {
  private static final Caller ADMINISTRATOR = with(Role.SECURITY_ADMINISTRATOR);
  private static final Caller AUDITOR = with(Role.AUDITOR);
  private static final Caller OPERATOR = new Caller(Caller.Kind.OPERATOR, "op", null, null);
  private static final String OWN = "Vier-Wald-Staetten";
  private static final PasswordCost CHEAP = new PasswordCost(64, 1); // these tests hash hundreds
  private static final Sessions.Rules RULES =
      new Sessions.Rules(
          Duration.ofMinutes(30), Duration.ofHours(12), 2, 3, Duration.ofMinutes(15));

  private Instant now = Instant.parse("2026-11-25T08:30:20Z");
  private Runnable meanwhile = () -> {};
  private final List<Optional<String>> failures = new ArrayList<>();
  private JdbcCatalogStore store;
  private Sessions sessions;
  private Accounts accounts;
  private Callers callers;

  /// Opens the database of this test, empty at first.
  abstract JdbcCatalogStore open() throws Exception;

  @BeforeEach
  void start() throws Exception {
    Iterator<Integer> numbers = Stream.iterate(1, number -> number + 1).iterator();
    store = open();
    store.addProvider(SampleEntries.TRANSPORT);
    sessions =
        new Sessions(
            new JdbcAccounts(store.database()),
            this::askedNow,
            new SecureRandom(),
            RULES,
            CHEAP,
            failures::add);
    accounts = new Accounts(sessions, store, () -> "account" + numbers.next());
    callers =
        new Callers(
            new ApiKeys(
                store,
                new Boundary(Grants.NONE, () -> now, new byte[32]),
                () -> now,
                new SecureRandom()),
            sessions,
            null);
  }

  @AfterEach
  void stop() {
    store.close();
  }

  @Test
  void a_person_logs_in_changes_the_first_password_and_is_known() {
    AccountOutcome.WithPassword made = made("wang", steward());
    String first = logIn("wang", made.password());

    assertThat(callers.authenticate(first)).isInstanceOf(Known.MustChangePassword.class);
    assertThat(sessions.changePassword(first, made.password(), OWN))
        .isEqualTo(new PasswordChange.Done());

    Caller caller = caller(first);
    assertThat(caller.key()).isEqualTo(made.account().id());
    assertThat(caller.kind()).isEqualTo(Caller.Kind.DEPARTMENT);
    assertThat(caller.provider()).isEqualTo(SampleEntries.TRANSPORT.namespace());
    assertThat(caller.roles()).containsExactly(Role.STEWARD);
    assertThat(logIn("wang", OWN)).matches("ccs_[A-Za-z0-9_-]{43}");
    assertThat(failures).isEmpty();
  }

  @Test
  void neither_secret_nor_password_is_kept_or_printed() {
    AccountOutcome.WithPassword made = made("wang", steward());
    LogIn.Begun begun = (LogIn.Begun) sessions.logIn("wang", made.password());

    JdbcAccounts kept = new JdbcAccounts(store.database());
    assertThat(kept.byName("wang").orElseThrow().password())
        .startsWith("$argon2id$v=19$m=64,t=1,p=1$")
        .doesNotContain(made.password());
    assertThat(kept.byName("wang").toString()).doesNotContain("argon2id");
    assertThat(made + " " + begun).doesNotContain(made.password()).doesNotContain(begun.secret());
    assertThat(begun.session().hash()).matches("[0-9a-f]{64}");
  }

  @Test
  void what_fails_says_the_same_whatever_the_reason() {
    String open = made("open", steward()).password();
    String gone = made("gone", steward()).password();
    accounts.change(ADMINISTRATOR, "account2", 1, steward(), true);
    String shut = made("shut", steward()).password();
    for (int i = 0; i < RULES.failures(); i++) {
      sessions.logIn("shut", "wrong");
    }

    for (LogIn failed :
        List.of(
            sessions.logIn("nobody", open),
            sessions.logIn("open", gone),
            sessions.logIn("gone", gone),
            sessions.logIn("shut", shut),
            sessions.logIn("", ""),
            sessions.logIn("OPEN' OR 1=1", "密".repeat(200)))) {
      assertThat(failed).isEqualTo(new LogIn.Failed());
    }
    assertThat(failures).hasSize(RULES.failures() + 6).contains(Optional.of("account1"));
  }

  @Test
  void failures_in_a_row_lock_an_account_for_a_while() {
    String password = made("wang", steward()).password();
    for (int i = 0; i < RULES.failures() - 1; i++) {
      sessions.logIn("wang", "wrong");
    }
    logIn("wang", password);
    for (int i = 0; i < RULES.failures(); i++) {
      sessions.logIn("wang", "wrong");
    }

    assertThat(sessions.logIn("wang", password)).isEqualTo(new LogIn.Failed());
    assertThat(listed("wang").lockedUntil()).isEqualTo(now.plus(RULES.lock()));
    now = now.plus(RULES.lock());
    logIn("wang", password);
    assertThat(steps()).contains("locked");
  }

  @Test
  void a_security_administrator_takes_back_a_lock_and_resets_a_password() {
    String password = made("wang", steward()).password();
    for (int i = 0; i < RULES.failures(); i++) {
      sessions.logIn("wang", "wrong");
    }

    accounts.unlock(ADMINISTRATOR, "account1");
    String session = logIn("wang", password);

    AccountOutcome.WithPassword reset =
        (AccountOutcome.WithPassword) accounts.resetPassword(ADMINISTRATOR, "account1");
    assertThat(callers.authenticate(session)).isEqualTo(new Known.Nobody("session-over"));
    assertThat(sessions.logIn("wang", password)).isEqualTo(new LogIn.Failed());
    assertThat(callers.authenticate(logIn("wang", reset.password())))
        .isInstanceOf(Known.MustChangePassword.class);
  }

  @Test
  void a_session_ends_unused_or_at_its_end_or_when_it_is_left() {
    String password = settled("wang", steward());
    String left = logIn("wang", password);
    assertThat(sessions.logOut(left)).isTrue();
    assertThat(callers.authenticate(left)).isEqualTo(new Known.Nobody("session-over"));
    assertThat(sessions.logOut(left)).isFalse();

    String used = logIn("wang", password);
    for (int i = 0; i < 5; i++) {
      now = now.plus(Duration.ofMinutes(29));
      caller(used);
    }
    now = now.plus(Duration.ofMinutes(29)).plus(Duration.ofMinutes(29));
    assertThat(callers.authenticate(used)).isEqualTo(new Known.Nobody("session-over"));

    String longest = logIn("wang", password);
    Instant end = now.plus(RULES.longest());
    while (now.plus(Duration.ofMinutes(20)).isBefore(end)) {
      now = now.plus(Duration.ofMinutes(20));
      caller(longest);
    }
    now = end;
    assertThat(callers.authenticate(longest)).isEqualTo(new Known.Nobody("session-over"));
  }

  @Test
  void one_session_too_many_ends_the_oldest() {
    String password = settled("wang", steward());
    List<String> secrets = new ArrayList<>();
    for (int i = 0; i < RULES.most() + 1; i++) {
      now = now.plusSeconds(1);
      secrets.add(logIn("wang", password));
    }

    assertThat(callers.authenticate(secrets.getFirst()))
        .isEqualTo(new Known.Nobody("session-over"));
    secrets.subList(1, secrets.size()).forEach(this::caller);
  }

  @Test
  void changing_the_password_ends_the_other_sessions_and_asks_for_the_old_one() {
    String password = settled("wang", steward());
    String here = logIn("wang", password);
    String there = logIn("wang", password);

    assertThat(sessions.changePassword(here, "wrong", OWN + "2"))
        .isEqualTo(new PasswordChange.Wrong());
    assertThat(sessions.changePassword(here, password, OWN + "2"))
        .isEqualTo(new PasswordChange.Done());

    caller(here);
    assertThat(callers.authenticate(there)).isEqualTo(new Known.Nobody("session-over"));
    assertThat(sessions.changePassword("ccs_x", password, OWN))
        .isEqualTo(new PasswordChange.NoAccount());
  }

  @Test
  void a_password_that_is_changed_while_it_is_looked_at_begins_no_session() {
    String password = settled("wang", steward());
    String here = logIn("wang", password);
    meanwhile =
        () ->
            assertThat(sessions.changePassword(here, password, OWN + "2"))
                .isEqualTo(new PasswordChange.Done());

    assertThat(sessions.logIn("wang", password)).isEqualTo(new LogIn.Failed());

    assertThat(failures).containsExactly(Optional.of("account1"));
    caller(here);
    caller(logIn("wang", OWN + "2"));
  }

  @Test
  void an_account_that_is_disabled_while_its_password_is_looked_at_has_no_session_later() {
    String password = settled("wang", steward());
    long revision = listed("wang").revision();
    meanwhile = () -> accounts.change(ADMINISTRATOR, "account1", revision, steward(), true);

    assertThat(sessions.logIn("wang", password)).isEqualTo(new LogIn.Failed());

    accounts.change(ADMINISTRATOR, "account1", revision + 1, steward(), false);
    caller(logIn("wang", password));
    assertThat(steps().stream().filter("logged-in"::equals)).hasSize(2);
  }

  @Test
  void an_account_that_is_locked_while_its_password_is_looked_at_stays_shut() {
    String password = settled("wang", steward());
    meanwhile =
        () -> {
          for (int i = 0; i < RULES.failures(); i++) {
            sessions.logIn("wang", "wrong");
          }
        };

    assertThat(sessions.logIn("wang", password)).isEqualTo(new LogIn.Failed());
    now = now.plus(RULES.lock());
    caller(logIn("wang", password));
  }

  @Test
  void weak_passwords_are_not_taken() {
    String password = settled("wang", steward());
    String session = logIn("wang", password);

    for (String weak :
        List.of(
            "Kurz-1",
            "nurkleinbuchstaben",
            "Aa1Aa1Aa1Aa1Aa1",
            "Herr-wang-Hat-9",
            password,
            "Aa1-".repeat(40))) {
      assertThat(sessions.changePassword(session, password, weak))
          .as(weak)
          .isInstanceOfSatisfying(
              PasswordChange.TooWeak.class,
              answer ->
                  assertThat(answer.findings())
                      .extracting(Finding::code)
                      .containsExactly("password-too-weak"));
    }
  }

  @Test
  void a_change_of_roles_holds_from_the_next_request_on() {
    String session = logIn("wang", settled("wang", steward()));
    assertThat(caller(session).has(Role.STEWARD)).isTrue();

    long revision = listed("wang").revision();
    accounts.change(ADMINISTRATOR, "account1", revision, wanted("department", "transport"), false);
    assertThat(caller(session).roles()).isEmpty();

    assertThat(accounts.change(ADMINISTRATOR, "account1", revision, steward(), false))
        .isEqualTo(new AccountOutcome.MovedOn(revision + 1));
    accounts.change(ADMINISTRATOR, "account1", revision + 1, steward(), true);
    assertThat(callers.authenticate(session)).isEqualTo(new Known.Nobody("session-over"));
    accounts.change(ADMINISTRATOR, "account1", revision + 2, steward(), false);
    assertThat(callers.authenticate(session)).isEqualTo(new Known.Nobody("session-over"));
  }

  @Test
  void nobody_is_auditor_and_something_else() {
    for (Role other : Role.values()) {
      if (other != Role.AUDITOR) {
        assertThat(
                accounts.make(
                    ADMINISTRATOR, "wang", wanted("department", null, "auditor", other.code())))
            .isInstanceOfSatisfying(
                AccountOutcome.Invalid.class,
                invalid ->
                    assertThat(invalid.findings())
                        .extracting(Finding::code)
                        .containsExactly("roles-exclusive"));
      }
    }
  }

  @Test
  void who_gives_out_roles_gives_out_no_auditors_and_auditors_give_out_nothing_else() {
    WantedAccount auditor = wanted("public", null, "auditor");

    assertThat(accounts.make(ADMINISTRATOR, "wang", auditor))
        .isEqualTo(new AccountOutcome.Refused("forbidden"));
    assertThat(accounts.make(AUDITOR, "wang", steward()))
        .isEqualTo(new AccountOutcome.Refused("forbidden"));
    assertThat(accounts.make(OPERATOR, "wang", steward()))
        .isEqualTo(new AccountOutcome.Refused("forbidden"));
    assertThat(accounts.make(Caller.ANONYMOUS, "wang", steward()))
        .isEqualTo(new AccountOutcome.Refused("key-missing"));
    assertThat(accounts.make(AUDITOR, "wang", auditor))
        .isInstanceOf(AccountOutcome.WithPassword.class);
    assertThat(accounts.resetPassword(ADMINISTRATOR, "account1"))
        .isEqualTo(new AccountOutcome.Refused("forbidden"));
    assertThat(accounts.change(ADMINISTRATOR, "account1", 1, steward(), false))
        .isEqualTo(new AccountOutcome.Refused("forbidden"));
    assertThat(accounts.list(OPERATOR)).isEmpty();
  }

  @Test
  void a_steward_does_not_become_an_auditor_by_a_change() {
    made("wang", steward());

    assertThat(
            accounts.change(ADMINISTRATOR, "account1", 1, wanted("public", null, "auditor"), false))
        .isEqualTo(new AccountOutcome.Refused("forbidden"));
    assertThat(accounts.change(AUDITOR, "account1", 1, wanted("public", null, "auditor"), false))
        .isEqualTo(new AccountOutcome.Refused("forbidden"));
  }

  @Test
  void nobody_changes_his_own_account() {
    String password = settled("zhao", wanted("department", null, "security-administrator"));
    Caller zhao = caller(logIn("zhao", password));

    for (AccountOutcome outcome :
        List.of(
            accounts.change(zhao, zhao.key(), 2, wanted("department", null, "operator"), false),
            accounts.resetPassword(zhao, zhao.key()),
            accounts.unlock(zhao, zhao.key()))) {
      assertThat(outcome).isEqualTo(new AccountOutcome.Refused("own-account"));
    }
    assertThat(accounts.unlock(zhao, "nobody")).isEqualTo(new AccountOutcome.Absent());
  }

  @Test
  void every_mistake_in_an_account_is_found() {
    WantedAccount wanted =
        new WantedAccount(" ", "departement", "nobody", "1", "3", "G9", List.of("stewart"));

    assertThat(accounts.make(ADMINISTRATOR, "W!", wanted))
        .isInstanceOfSatisfying(
            AccountOutcome.Invalid.class,
            invalid ->
                assertThat(invalid.findings())
                    .extracting(Finding::pointer)
                    .containsExactly(
                        "/name",
                        "/label",
                        "/roles/0",
                        "/kind",
                        "/clearance",
                        "/provider",
                        "/organisation",
                        "/division"));
    assertThat(accounts.make(ADMINISTRATOR, "wang", wanted("department", null, "steward")))
        .isInstanceOf(AccountOutcome.Invalid.class);
    assertThat(accounts.make(ADMINISTRATOR, "wang", wanted("research", null, "reviewer")))
        .isInstanceOf(AccountOutcome.Invalid.class);
    assertThat(accounts.list(ADMINISTRATOR).orElseThrow()).isEmpty();
  }

  @Test
  void a_name_is_had_by_one() {
    made("wang", steward());

    assertThat(accounts.make(ADMINISTRATOR, "wang", steward()))
        .isEqualTo(new AccountOutcome.Refused("account-name-taken"));
    assertThat(accounts.list(ADMINISTRATOR).orElseThrow()).hasSize(1);
  }

  @Test
  void who_does_what_follows_from_the_roles() {
    Boundary boundary = new Boundary(Grants.NONE, () -> now, new byte[32]);
    var transport = SampleEntries.TRANSPORT.namespace();
    Caller steward = caller(logIn("ste", settled("ste", steward())));
    Caller reviewer =
        caller(logIn("rev", settled("rev", wanted("department", "transport", "reviewer"))));
    Caller bureau = caller(logIn("bur", settled("bur", wanted("department", null, "reviewer"))));
    Caller operator = caller(logIn("ops", settled("ops", wanted("department", null, "operator"))));
    Caller member = caller(logIn("mem", settled("mem", wanted("department", "transport"))));

    assertThat(
            Stream.of(steward, reviewer, bureau, operator, member)
                .map(each -> boundary.mayKeep(each, transport)))
        .containsExactly(true, false, false, false, false);
    assertThat(
            Stream.of(steward, reviewer, bureau, operator, member)
                .map(each -> boundary.mayReview(each, transport)))
        .containsExactly(false, true, false, false, false);
    assertThat(Stream.of(steward, reviewer, bureau, operator, member).map(boundary::mayCheck))
        .containsExactly(false, false, true, false, false);
    assertThat(Stream.of(steward, reviewer, bureau, operator, member).map(boundary::mayOperate))
        .containsExactly(false, false, false, true, false);
    assertThat(Stream.of(steward, reviewer, member).allMatch(each -> each.keeps(transport)))
        .isTrue();
  }

  @Test
  void the_ledger_is_told_of_log_ins_and_of_every_change() {
    String password = settled("wang", steward());
    sessions.logOut(logIn("wang", password));
    accounts.change(ADMINISTRATOR, "account1", 2, steward(), true);

    assertThat(steps()).contains("made", "logged-in", "password-changed", "logged-out", "disabled");
    assertThat(changes().toString()).doesNotContain(password).doesNotContain("argon2id");
  }

  @Test
  void last_uses_of_sessions_outlive_the_memory() {
    String session = logIn("wang", settled("wang", steward()));
    now = now.plus(Duration.ofMinutes(25));
    caller(session);
    sessions.uses().keep();
    now = now.plus(Duration.ofMinutes(25));

    Sessions later =
        new Sessions(
            new JdbcAccounts(store.database()),
            () -> now,
            new SecureRandom(),
            RULES,
            CHEAP,
            failures::add);
    assertThat(later.logOut(session)).as("it is alive").isTrue();
  }

  /// What sessions go by: they ask once a password was found to be right or wrong, and then
  /// something may happen before they go on.
  private Instant askedNow() {
    Runnable next = meanwhile;
    meanwhile = () -> {};
    next.run();
    return now;
  }

  @Test
  void the_ledger_is_told_what_an_account_is_and_may() {
    made("wang", steward());
    accounts.change(ADMINISTRATOR, "account1", 1, wanted("department", null, "reviewer"), false);

    assertThat(changes().stream().filter(each -> each.contains("\"account\"")))
        .satisfiesExactly(
            made ->
                assertThat(made)
                    .contains("\"step\":\"made\"", "\"accountKind\":\"department\"")
                    .contains("\"provider\":\"transport\"", "\"roles\":[\"steward\"]"),
            changed ->
                assertThat(changed)
                    .contains("\"step\":\"changed\"", "\"roles\":[\"reviewer\"]")
                    .doesNotContain("provider"));
  }

  @Test
  void the_ledger_is_told_who_ended_the_sessions_of_another() {
    String password = settled("wang", steward());
    String session = logIn("wang", password);
    accounts.resetPassword(ADMINISTRATOR, "account1");
    assertThat(sessions.logOut(session)).isFalse();

    assertThat(changes())
        .filteredOn(each -> each.contains("\"session\"") && each.contains("password-reset"))
        .isNotEmpty()
        .allMatch(each -> each.contains("\"key\":\"security-administrator\""));
    assertThat(steps())
        .filteredOn("logged-out"::equals)
        .as("of the session in which the password was chosen, by its owner")
        .hasSize(1);
  }

  private List<String> changes() {
    return new ChangesToRecord(store.database())
        .waiting(1000).stream().map(ChangesToRecord.Change::document).toList();
  }

  private List<String> steps() {
    return changes().stream()
        .filter(each -> each.contains("\"account\""))
        .map(each -> each.replaceAll(".*\"step\":\"([^\"]*)\".*", "$1"))
        .toList();
  }

  private static Caller with(Role role) {
    return new Caller(
        role == Role.AUDITOR ? Caller.Kind.AUDITOR : Caller.Kind.PUBLIC,
        role.code(),
        role.code(),
        null,
        null,
        null,
        Caller.Kind.PUBLIC.clearance(),
        Set.of(role),
        Set.of(),
        null,
        Purpose.UNSTATED);
  }

  private static WantedAccount steward() {
    return wanted("department", "transport", "steward");
  }

  private static WantedAccount wanted(String kind, @Nullable String provider, String... roles) {
    return new WantedAccount("王", kind, provider, null, null, null, List.of(roles));
  }

  private AccountOutcome.WithPassword made(String name, WantedAccount wanted) {
    return (AccountOutcome.WithPassword) accounts.make(ADMINISTRATOR, name, wanted);
  }

  /// An account whose owner has chosen the password.
  private String settled(String name, WantedAccount wanted) {
    String first = made(name, wanted).password();
    String session = logIn(name, first);
    assertThat(sessions.changePassword(session, first, OWN)).isEqualTo(new PasswordChange.Done());
    sessions.logOut(session);
    return OWN;
  }

  private String logIn(String name, String password) {
    LogIn answer = sessions.logIn(name, password);
    assertThat(answer).isInstanceOf(LogIn.Begun.class);
    return ((LogIn.Begun) answer).secret();
  }

  private Caller caller(String secret) {
    Known known = callers.authenticate(secret);
    assertThat(known).isInstanceOf(Known.Someone.class);
    return ((Known.Someone) known).caller();
  }

  private Account listed(String name) {
    return accounts.list(ADMINISTRATOR).orElseThrow().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
