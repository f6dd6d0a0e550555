package org.citycatalog.sharing.quota;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.citycatalog.sharing.Quota;

/// Counts of record, and the limits that were set. Every method that writes is one transaction, and
/// is on disk when it returns.
public interface QuotaStore {
  /// What became of asking to set something aside.
  sealed interface Reserved {
    /// Set aside, and counted as used from now on.
    record Aside(Amount amount) implements Reserved {}

    /// There is not enough left, and nothing has happened.
    ///
    /// @param what `calls`, `rows` or `bytes`
    /// @param left how many of them there are
    record Lacking(String what, long left) implements Reserved {}
  }

  /// Sets something aside.
  ///
  /// @param least what is needed
  /// @param wanted what is taken if there is so much, at least as much as is needed
  Reserved reserve(Counter counter, Amount least, Amount wanted, Quota quota);

  /// Takes back what was set aside and not used.
  void giveBack(Counter counter, Amount amount);

  /// What is used or set aside.
  Amount used(Counter counter);

  /// Forgets the counts of days before one.
  void forgetBefore(LocalDate day);

  /// Every limit that is set.
  Map<Subject, Limits> limits();

  /// Sets the limits of a subject in place of those before.
  ///
  /// @param by id of the key that does it
  void limit(Subject subject, Limits limits, String by, Instant at);
}
