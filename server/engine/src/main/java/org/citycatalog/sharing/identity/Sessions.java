package org.citycatalog.sharing.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.UnavailableException;
import org.citycatalog.sharing.Caller;

/// Logs people in and out, and knows them by their sessions.
///
/// A log-in that fails says the same for a name that nobody has, a wrong password, a locked and a
/// disabled account, after the same work. Some failures in a row lock an account for a while; they
/// are counted in memory, the lock is kept. Passwords are hashed by few at a time, so that a flood
/// of log-ins takes neither all memory nor all processors.
public final class Sessions {
  private static final Pattern SECRET = Pattern.compile("ccs_[A-Za-z0-9_-]{43}");
  private static final int AT_ONCE = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final AccountStore store;
  private final InstantSource clock;
  private final Secrets secrets;
  private final Passwords passwords;
  private final Rules rules;
  private final Consumer<Optional<String>> onFailure;
  private final LastUses uses;
  private final Semaphore hashing = new Semaphore(AT_ONCE);
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();

  /// What holds for sessions.
  ///
  /// @param idle after which one ends that is not used
  /// @param longest after which one ends in any case
  /// @param most of one account at a time
  /// @param failures in a row that lock an account
  /// @param lock for how long
  public record Rules(Duration idle, Duration longest, int most, int failures, Duration lock) {}

  /// Logs in to the accounts of a store.
  ///
  /// @param random a `SecureRandom` wherever the sessions protect anything
  /// @param cost of hashing what is a password from now on; older hashes keep theirs
  /// @param onFailure is told of every log-in that fails, with the account where there is one
  public Sessions(
      AccountStore store,
      InstantSource clock,
      RandomGenerator random,
      Rules rules,
      PasswordCost cost,
      Consumer<Optional<String>> onFailure) {
    this.store = store;
    this.clock = clock;
    this.secrets = new Secrets(random);
    this.passwords = new Passwords(random, cost);
    this.rules = rules;
    this.onFailure = onFailure;
    this.uses = new LastUses(store::sessionsUsed);
  }

  /// What became of a log-in.
  public sealed interface LogIn {
    /// There is a session.
    ///
    /// @param secret what is sent; nobody can show it again
    record Begun(Session session, Account account, String secret) implements LogIn {
      /// Leaves the secret out, so that no log has it.
      @Override
      public String toString() {
        return "Begun[session=%s]".formatted(session.id());
      }
    }

    /// There is none, and nothing says why.
    record Failed() implements LogIn {}
  }

  /// What became of changing a password.
  public sealed interface PasswordChange {
    /// It is changed, and the other sessions are over.
    record Done() implements PasswordChange {}

    /// The old one was another, or the account is locked.
    record Wrong() implements PasswordChange {}

    /// The new one is too weak.
    record TooWeak(List<Finding> findings) implements PasswordChange {
      public TooWeak {
        findings = List.copyOf(findings);
      }
    }

    /// The caller has no password here.
    record NoAccount() implements PasswordChange {}
  }

  /// When sessions were last used, to be kept now and then.
  public LastUses uses() {
    return uses;
  }

  /// Logs somebody in.
  ///
  /// @throws UnavailableException if too many log in at once
  public LogIn logIn(String name, String password) {
    return oneOfFew(() -> {
      Optional<AccountStore.Kept> found = store.byName(name);
      if (!isRight(found, password)) {
        return new LogIn.Failed();
      }
      Account account = found.orElseThrow().account();
      Instant now = clock.instant();
      String secret = secrets.secret("ccs_");
      Session session =
          new Session(
              secrets.id(),
              Secrets.hash(secret),
              account.id(),
              now,
              now.plus(rules.longest()),
              now.truncatedTo(ChronoUnit.MINUTES),
              null);
      if (!store.begin(session, account.revision(), rules.most())) {
        // The password, or whether it opens anything, was changed while it was looked at.
        onFailure.accept(Optional.of(account.id()));
        return new LogIn.Failed();
      }
      return new LogIn.Begun(session, account, secret);
    });
  }

  /// Whoever is behind a session's secret.
  Known authenticate(String secret) {
    Optional<Session> session = live(secret);
    if (session.isEmpty()) {
      return new Known.Nobody("session-over");
    }
    Optional<AccountStore.Kept> kept = store.byId(session.get().account());
    if (kept.isEmpty() || kept.get().account().disabled()) {
      return new Known.Nobody("session-over");
    }
    uses.used(session.get().id(), clock.instant());
    Account account = kept.get().account();
    Caller caller = account.standing().caller(account.id());
    return account.mustChange() ? new Known.MustChangePassword(caller) : new Known.Someone(caller);
  }

  /// Ends the session of a secret.
  ///
  /// @return whether it was one
  public boolean logOut(String secret) {
    Optional<Session> session = live(secret);
    session.ifPresent(each -> store.end(each.id(), each.account(), clock.instant()));
    return session.isPresent();
  }

  /// Changes the password of whoever is behind a session's secret.
  ///
  /// @throws UnavailableException if too many passwords are looked at at once
  public PasswordChange changePassword(String secret, String old, String chosen) {
    Optional<Session> session = live(secret);
    if (session.isEmpty()) {
      return new PasswordChange.NoAccount();
    }
    return oneOfFew(() -> {
      Optional<AccountStore.Kept> found = store.byId(session.get().account());
      if (!isRight(found, old)) {
        return new PasswordChange.Wrong();
      }
      Account account = found.orElseThrow().account();
      Optional<String> weakness =
          old.equals(chosen)
              ? Optional.of("the new password is the old one")
              : Passwords.weakness(chosen, account.name());
      if (weakness.isPresent()) {
        return new PasswordChange.TooWeak(
            List.of(new Finding("password-too-weak", "/password", weakness.get())));
      }
      Instant now = clock.instant();
      Account next = account.withPassword(false);
      if (!store.change(next, passwords.hash(chosen), "password-changed", now, account.id())) {
        return new PasswordChange.Wrong(); // it was changed or reset this moment
      }
      store.endAll(account.id(), session.get().id(), AccountStore.LOGGED_OUT, now, account.id());
      return new PasswordChange.Done();
    });
  }

  AccountStore store() {
    return store;
  }

  Passwords passwords() {
    return passwords;
  }

  InstantSource clock() {
    return clock;
  }

  static boolean isSecret(String text) {
    return text.startsWith("ccs_");
  }

  /// Whether a password opens an account now. Counts what fails.
  private boolean isRight(Optional<AccountStore.Kept> found, String password) {
    boolean right = passwords.matches(password, found.map(AccountStore.Kept::password));
    Instant now = clock.instant();
    if (found.isPresent()) {
      Account account = found.get().account();
      if (right && !account.disabled() && !account.isLockedAt(now)) {
        failures.remove(account.id());
        return true;
      }
      if (!right && !account.isLockedAt(now)) {
        countFailure(account.id(), now);
      }
    }
    onFailure.accept(found.map(each -> each.account().id()));
    return false;
  }

  private void countFailure(String account, Instant now) {
    int count = failures.merge(account, 1, Integer::sum);
    if (count >= rules.failures()) {
      store.lock(account, now.plus(rules.lock()), now);
      failures.remove(account);
    }
  }

  private Optional<Session> live(String secret) {
    if (!SECRET.matcher(secret).matches()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    return store
        .sessionByHash(Secrets.hash(secret))
        .filter(session -> {
          Instant used = uses.of(session.id(), session.lastUsed());
          return session.ended() == null
              && now.isBefore(session.ends())
              && used != null
              && now.isBefore(used.plus(rules.idle()));
        });
  }

  /// Work with a password, of which little is done at once.
  private interface Work<T> {
    T done();
  }

  private <T> T oneOfFew(Work<T> work) {
    try {
      if (!hashing.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new UnavailableException(
            "unavailable", "too many log in at once", new TimeoutException(PATIENCE.toString()));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("unavailable", "the server is stopping", stopped);
    }
    try {
      return work.done();
    } finally {
      hashing.release();
    }
  }
}
