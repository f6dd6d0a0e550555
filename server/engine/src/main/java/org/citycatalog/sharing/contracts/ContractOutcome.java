package org.citycatalog.sharing.contracts;

import java.util.List;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.StoredKey;
import org.citycatalog.sharing.Grant;

/// What became of a step in a contract.
public sealed interface ContractOutcome {
  /// Of a step of a request.
  sealed interface OfRequest extends ContractOutcome {}

  /// Of a step of a grant.
  sealed interface OfGrant extends ContractOutcome {}

  /// Of making a key.
  sealed interface OfKey extends ContractOutcome {}

  /// Nothing has changed, for a reason.
  sealed interface NotDone extends OfRequest, OfGrant, OfKey {}

  /// The request is there, or has moved.
  record Request(AccessRequest request) implements OfRequest {}

  /// The grant has moved.
  record Moved(Grant grant) implements OfGrant {}

  /// A key for a grant.
  ///
  /// @param secret what the recipient sends; nobody can show it again
  record Key(StoredKey key, String secret) implements OfKey {
    /// Leaves the secret out, so that no log has it.
    @Override
    public String toString() {
      return "Key[key=%s]".formatted(key.id());
    }
  }

  /// What was sent has mistakes.
  record Invalid(List<Finding> findings) implements NotDone {
    public Invalid {
      findings = List.copyOf(findings);
    }
  }

  /// What is asked for is more than the dataset may give.
  record NotGrantable(List<Finding> findings) implements NotDone {
    public NotGrantable {
      findings = List.copyOf(findings);
    }
  }

  /// The caller may not do this, or not now.
  ///
  /// @param code stable code from error-codes.yaml
  record Refused(String code) implements NotDone {}

  /// For the caller there is no such request, grant or dataset.
  record Absent() implements NotDone {}

  /// No step leads from one state to the other.
  record NoSuchStep(String from, String to) implements NotDone {}

  /// There is no deadline that can be extended now.
  ///
  /// @param why an English sentence
  record NotExtendable(String why) implements NotDone {}

  /// Somebody was faster.
  ///
  /// @param revision where it is now
  record MovedOn(long revision) implements NotDone {}
}
