package org.citycatalog.sharing.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A person who logs in here.
///
/// @param id random; what decisions and the ledger call the person
/// @param name what the person logs in with: 3 to 64 characters `a-z 0-9 . _ -`
/// @param label who that is
/// @param disabled whether nobody logs in with it any more
/// @param mustChange whether the password was given by somebody else and is of use for one thing:
///   to choose another
/// @param revision counts its changes
/// @param lockedUntil the first instant at which a log-in is possible again
public record Account(
    String id,
    String name,
    String label,
    Standing standing,
    boolean disabled,
    boolean mustChange,
    long revision,
    Instant made,
    @Nullable Instant lockedUntil) {
  boolean isLockedAt(Instant now) {
    return lockedUntil != null && now.isBefore(lockedUntil);
  }

  /// The account as its next revision.
  Account changed(String newLabel, Standing newStanding, boolean newDisabled) {
    return new Account(
        id, name, newLabel, newStanding, newDisabled, mustChange, revision + 1, made, lockedUntil);
  }

  /// The account with another password, as its next revision; a lock is over.
  Account withPassword(boolean newMustChange) {
    return new Account(
        id, name, label, standing, disabled, newMustChange, revision + 1, made, null);
  }

  /// The account without a lock, as its next revision.
  Account unlocked() {
    return new Account(id, name, label, standing, disabled, mustChange, revision + 1, made, null);
  }
}
