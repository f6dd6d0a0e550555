package org.citycatalog.sdk;

import java.util.List;
import org.citycatalog.sdk.api.AccountsApi;
import org.citycatalog.sdk.model.Account;
import org.citycatalog.sdk.model.AccountChange;
import org.citycatalog.sdk.model.AccountList;
import org.citycatalog.sdk.model.AccountRequest;
import org.citycatalog.sdk.model.NewAccount;

/// Accounts of people; for security administrators, and for auditors where they are auditors'.
public final class Accounts {
  private final AccountsApi api;

  Accounts(AccountsApi api) {
    this.api = api;
  }

  /// Lists the accounts.
  ///
  /// @return the accounts, by name
  public List<Account> list() {
    return Cursors.all(
        (limit, cursor) -> api.listAccounts(limit, cursor).body(),
        AccountList::accounts,
        AccountList::next);
  }

  /// Makes an account.
  ///
  /// @param request whose it is, and which roles it has
  /// @return the account and the password of its first log-in, which is never shown again
  public NewAccount add(AccountRequest request) {
    return api.addAccount(request).body();
  }

  /// Says who somebody is and which roles he has, from the next request on; what is not said is
  /// taken away.
  ///
  /// @param seen the account as it was read
  /// @param change what it is to be
  /// @return the account as it is now
  /// @throws org.citycatalog.sdk.error.ConflictException if somebody else was first
  public Account change(Account seen, AccountChange change) {
    return api.changeAccount("\"" + seen.revision() + "\"", seen.id(), change).body();
  }

  /// Gives a new password for one log-in; ends the sessions and a lock.
  ///
  /// @param id the account's id
  /// @return the account and the password, which is never shown again
  public NewAccount resetPassword(String id) {
    return api.resetPassword(id).body();
  }

  /// Takes back a lock that failed log-ins have made.
  ///
  /// @param id the account's id
  /// @return the account as it is now
  public Account unlock(String id) {
    return api.unlockAccount(id).body();
  }
}
