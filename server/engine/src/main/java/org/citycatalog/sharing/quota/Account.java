package org.citycatalog.sharing.quota;

import org.citycatalog.sharing.Quota;
import org.jspecify.annotations.Nullable;

/// What of one counter is set aside in memory: the database counts it as used already, and it is
/// given out from here without a write for each row.
///
/// So a kill costs at most what was set aside, and never gives anything twice. Accounts of one
/// counter, in this server or in another, cannot exceed the quota together: only the database adds
/// to them.
final class Account {
  private static final Amount AHEAD = new Amount(1_000, 100_000, 64L << 20);
  private static final int PARTS = 64;

  /// What became of taking something.
  sealed interface Taking {
    record Taken() implements Taking {}

    /// There is not enough left.
    ///
    /// @param what `calls`, `rows` or `bytes`
    /// @param left how many of them there are
    record Lacking(String what, long left) implements Taking {}

    /// This account is over; there may be a new one.
    record Closed() implements Taking {}
  }

  private final QuotaStore store;
  private final Counter counter;
  private Amount aside = Amount.ZERO;
  private Quota asideUnder = Quota.NONE;
  private boolean touched = true;
  private boolean closed;

  Account(QuotaStore store, Counter counter) {
    this.store = store;
    this.counter = counter;
  }

  synchronized Taking take(Amount wanted, Quota quota) {
    if (closed) {
      return new Taking.Closed();
    }
    touched = true;
    if (!quota.equals(asideUnder)) {
      // What was set aside under another quota may be more than this one has left.
      giveBack();
      asideUnder = quota;
    }
    Amount lacking = aside.lackingOf(wanted);
    if (!lacking.equals(Amount.ZERO)) {
      switch (store.reserve(counter, lacking, lacking.atLeast(ahead(quota)), quota)) {
        case QuotaStore.Reserved.Aside(Amount more) -> aside = aside.plus(more);
        case QuotaStore.Reserved.Lacking(String what, long left) -> {
          return new Taking.Lacking(what, left + of(aside, what));
        }
      }
    }
    aside = aside.minus(wanted);
    return new Taking.Taken();
  }

  /// Puts back what was taken and did not leave; false where the account is over.
  synchronized boolean put(Amount amount) {
    if (closed) {
      return false;
    }
    aside = aside.plus(amount);
    return true;
  }

  /// What is used: what is set aside here is not.
  synchronized Amount used() {
    return store.used(counter).minus(aside);
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /// Closes the account if nobody has taken anything since it was asked last.
  ///
  /// @return whether it is over
  synchronized boolean closeIfIdle() {
    if (touched) {
      touched = false;
      return closed;
    }
    return close();
  }

  /// Gives back what is set aside.
  synchronized boolean close() {
    if (!closed) {
      giveBack();
    }
    closed = true;
    return true;
  }

  private void giveBack() {
    if (!aside.equals(Amount.ZERO)) {
      store.giveBack(counter, aside);
      aside = Amount.ZERO;
    }
  }

  /// Of small quotas only a small part is set aside, so that a kill does not use them up.
  private static Amount ahead(Quota quota) {
    return new Amount(
        part(AHEAD.calls(), quota.calls()),
        part(AHEAD.rows(), quota.rows()),
        part(AHEAD.bytes(), quota.bytes()));
  }

  private static long part(long most, @Nullable Long bound) {
    return bound == null ? most : Math.max(1, Math.min(most, bound / PARTS));
  }

  private static long of(Amount amount, String what) {
    return switch (what) {
      case "calls" -> amount.calls();
      case "rows" -> amount.rows();
      default -> amount.bytes();
    };
  }
}
