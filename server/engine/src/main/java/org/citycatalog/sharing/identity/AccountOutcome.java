package org.citycatalog.sharing.identity;

import java.util.List;
import org.citycatalog.catalog.Finding;

/// What became of something that was to be done with an account.
public sealed interface AccountOutcome {
  /// It is done.
  record Done(Account account) implements AccountOutcome {}

  /// It is done, and there is a password for the next log-in.
  ///
  /// @param password nobody can show it again
  record WithPassword(Account account, String password) implements AccountOutcome {
    /// Leaves the password out, so that no log has it.
    @Override
    public String toString() {
      return "WithPassword[account=%s]".formatted(account.id());
    }
  }

  /// It has mistakes.
  record Invalid(List<Finding> findings) implements AccountOutcome {
    public Invalid {
      findings = List.copyOf(findings);
    }
  }

  /// Somebody else was first.
  record MovedOn(long revision) implements AccountOutcome {}

  /// There is no such account.
  record Absent() implements AccountOutcome {}

  /// The caller may not.
  ///
  /// @param code stable code from error-codes.yaml
  record Refused(String code) implements AccountOutcome {}
}
