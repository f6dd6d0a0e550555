package org.citycatalog.sharing.deadlines;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What is waited for.
public enum DeadlineEvent {
  /// The bureau checks a request, from when it was sent.
  COMPLIANCE_CHECK,
  /// The provider answers, from when it was handed the request.
  PROVIDER_REVIEW,
  /// There are rows to read, from the approval.
  PROVISION,
  /// The bureau coordinates, from the dispute.
  DISPUTE_COORDINATION,
  /// The provider verifies and corrects an error, or rejects the report, from the report.
  CORRECTION;

  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<DeadlineEvent> ofCode(String code) {
    return Arrays.stream(values()).filter(each -> each.code().equals(code)).findFirst();
  }
}
