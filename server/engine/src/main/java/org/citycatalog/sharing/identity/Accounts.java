package org.citycatalog.sharing.identity;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Finding;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Role;

/// Makes accounts and says what they may; for security administrators, and auditors for auditors.
///
/// Whoever gives out roles cannot give out that of the auditor, and nobody changes what he himself
/// may. A password that somebody else has made is of use for one thing, to choose another.
public final class Accounts {
  private static final String DISABLED = "disabled";
  private static final String PASSWORD_RESET = "password-reset";

  private final AccountStore store;
  private final CatalogStore catalog;
  private final Passwords passwords;
  private final InstantSource clock;
  private final Supplier<String> ids;

  /// Uses the passwords and the store of the sessions.
  ///
  /// @param ids random, never the same twice
  public Accounts(Sessions sessions, CatalogStore catalog, Supplier<String> ids) {
    this.store = sessions.store();
    this.catalog = catalog;
    this.passwords = sessions.passwords();
    this.clock = sessions.clock();
    this.ids = ids;
  }

  /// Every account, by name; empty for who neither makes nor audits them.
  public Optional<List<Account>> list(Caller caller) {
    return caller.has(Role.SECURITY_ADMINISTRATOR) || caller.has(Role.AUDITOR)
        ? Optional.of(store.all())
        : Optional.empty();
  }

  /// Makes an account, with a password for its first log-in.
  public AccountOutcome make(Caller caller, String name, WantedAccount wanted) {
    if (!caller.has(Role.SECURITY_ADMINISTRATOR) && !caller.has(Role.AUDITOR)) {
      return refused(caller);
    }
    List<Finding> findings = new ArrayList<>();
    WantedAccount.checkName(name, findings);
    Standing standing = wanted.check(catalog, findings);
    if (!findings.isEmpty()) {
      return new AccountOutcome.Invalid(findings);
    }
    if (!mayGive(caller, standing.roles())) {
      return new AccountOutcome.Refused("forbidden");
    }
    Account account =
        new Account(
            ids.get(), name, wanted.label(), standing, false, true, 1, clock.instant(), null);
    String password = passwords.generated();
    return store.add(new AccountStore.Kept(account, passwords.hash(password)), caller.key())
        ? new AccountOutcome.WithPassword(account, password)
        : new AccountOutcome.Refused("account-name-taken");
  }

  /// Changes who somebody is, what he may, and whether he logs in at all.
  ///
  /// @param seenRevision the revision that the caller has looked at
  public AccountOutcome change(
      Caller caller, String id, long seenRevision, WantedAccount wanted, boolean disabled) {
    Optional<AccountOutcome> objection = objection(caller, id);
    if (objection.isPresent()) {
      return objection.get();
    }
    List<Finding> findings = new ArrayList<>();
    Standing standing = wanted.check(catalog, findings);
    if (!findings.isEmpty()) {
      return new AccountOutcome.Invalid(findings);
    }
    if (!mayGive(caller, standing.roles())) {
      return new AccountOutcome.Refused("forbidden");
    }
    Account account = account(id);
    if (account.revision() != seenRevision) {
      return new AccountOutcome.MovedOn(account.revision());
    }
    Account next = account.changed(wanted.label(), standing, disabled);
    AccountOutcome outcome = kept(next, disabled ? DISABLED : "changed", caller);
    if (disabled && outcome instanceof AccountOutcome.Done) {
      // Or they would go on when it is enabled again.
      store.endAll(id, null, DISABLED, clock.instant(), caller.key());
    }
    return outcome;
  }

  /// Gives a new password for one log-in, ends the sessions and takes back a lock.
  public AccountOutcome resetPassword(Caller caller, String id) {
    Optional<AccountOutcome> objection = objection(caller, id);
    if (objection.isPresent()) {
      return objection.get();
    }
    Instant now = clock.instant();
    Account next = account(id).withPassword(true);
    String password = passwords.generated();
    if (!store.change(next, passwords.hash(password), PASSWORD_RESET, now, caller.key())) {
      return new AccountOutcome.MovedOn(account(id).revision());
    }
    store.endAll(id, null, PASSWORD_RESET, now, caller.key());
    return new AccountOutcome.WithPassword(next, password);
  }

  /// Takes back a lock.
  public AccountOutcome unlock(Caller caller, String id) {
    Optional<AccountOutcome> objection = objection(caller, id);
    return objection.isPresent()
        ? objection.get()
        : kept(account(id).unlocked(), "unlocked", caller);
  }

  private AccountOutcome kept(Account next, String step, Caller caller) {
    return store.change(next, null, step, clock.instant(), caller.key())
        ? new AccountOutcome.Done(next)
        : new AccountOutcome.MovedOn(account(next.id()).revision());
  }

  private Account account(String id) {
    return store.byId(id).orElseThrow().account();
  }

  /// Why the caller does not touch an account, if so.
  private Optional<AccountOutcome> objection(Caller caller, String id) {
    if (!caller.has(Role.SECURITY_ADMINISTRATOR) && !caller.has(Role.AUDITOR)) {
      return Optional.of(refused(caller));
    }
    Optional<AccountStore.Kept> found = store.byId(id);
    if (found.isEmpty()) {
      return Optional.of(new AccountOutcome.Absent());
    }
    if (caller.key().equals(id)) {
      return Optional.of(new AccountOutcome.Refused("own-account"));
    }
    return mayGive(caller, found.get().account().standing().roles())
        ? Optional.empty()
        : Optional.of(new AccountOutcome.Refused("forbidden"));
  }

  private static boolean mayGive(Caller caller, Set<Role> roles) {
    return caller.has(roles.contains(Role.AUDITOR) ? Role.AUDITOR : Role.SECURITY_ADMINISTRATOR);
  }

  private static AccountOutcome refused(Caller caller) {
    return new AccountOutcome.Refused(caller.isAnonymous() ? "key-missing" : "forbidden");
  }
}
