package org.citycatalog.sharing.contracts;

import java.util.List;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.StoredKey;
import org.citycatalog.sharing.Grant;

/// What became of a step in a contract.
public sealed interface ContractOutcome {
  /// The request is there, or has moved.
  record Request(AccessRequest request) implements ContractOutcome {}

  /// The grant has moved.
  record Moved(Grant grant) implements ContractOutcome {}

  /// A key for a grant.
  ///
  /// @param secret what the recipient sends; nobody can show it again
  record Key(StoredKey key, String secret) implements ContractOutcome {
    /// Leaves the secret out, so that no log has it.
    @Override
    public String toString() {
      return "Key[key=%s]".formatted(key.id());
    }
  }

  /// What was sent has mistakes, and nothing has changed.
  record Invalid(List<Finding> findings) implements ContractOutcome {
    public Invalid {
      findings = List.copyOf(findings);
    }
  }

  /// What is asked for is more than the dataset may give, and nothing has changed.
  record NotGrantable(List<Finding> findings) implements ContractOutcome {
    public NotGrantable {
      findings = List.copyOf(findings);
    }
  }

  /// The caller may not do this, or not now.
  ///
  /// @param code stable code from error-codes.yaml
  record Refused(String code) implements ContractOutcome {}

  /// For the caller there is no such request, grant or dataset.
  record Absent() implements ContractOutcome {}

  /// No step leads from one state to the other.
  record NoSuchStep(String from, String to) implements ContractOutcome {}

  /// There is no deadline that can be extended now.
  ///
  /// @param why an English sentence
  record NotExtendable(String why) implements ContractOutcome {}

  /// Somebody was faster.
  ///
  /// @param revision where it is now
  record MovedOn(long revision) implements ContractOutcome {}
}
