package org.citycatalog.sharing.identity;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Accounts and sessions as they are kept. Each method that changes something does it whole or not
/// at all, and notes it for the ledger in the same step.
///
/// Every method throws [org.citycatalog.catalog.UnavailableException] when the store does not
/// answer or has no room.
public interface AccountStore {
  /// The step by which somebody ends a session of his own.
  String LOGGED_OUT = "logged-out";

  /// An account with the hash of its password.
  record Kept(Account account, String password) {
    /// Leaves the hash out, so that no log has it.
    @Override
    public String toString() {
      return "Kept[account=%s]".formatted(account.id());
    }
  }

  /// Adds an account.
  ///
  /// @param by what the maker is known by
  /// @return false if the name is taken; then nothing happened
  boolean add(Kept account, String by);

  Optional<Kept> byName(String name);

  Optional<Kept> byId(String id);

  /// Every account, by name.
  List<Account> all();

  /// Replaces an account by its next revision.
  ///
  /// @param password the new hash; null to leave it
  /// @param step what is done, for the ledger
  /// @return false if somebody else was first; then nothing happened
  boolean change(Account next, @Nullable String password, String step, Instant at, String by);

  /// Locks an account, without another revision.
  void lock(String account, Instant until, Instant at);

  /// Begins a session, and ends those of the account that were not used for longest where there are
  /// more than `most`.
  ///
  /// @param seenRevision of the account when its password was checked
  /// @return false if it was changed or locked since; then nothing happened
  boolean begin(Session session, long seenRevision, int most);

  Optional<Session> sessionByHash(String hash);

  /// Ends a session that has not ended, by who began it.
  void end(String session, String account, Instant at);

  /// Ends the sessions of an account.
  ///
  /// @param but id of one that goes on
  /// @param step why, for the ledger
  /// @param by what who ends them is known by
  void endAll(String account, @Nullable String but, String step, Instant at, String by);

  /// Keeps when sessions were last used, by their ids.
  void sessionsUsed(Map<String, Instant> minutes);
}
