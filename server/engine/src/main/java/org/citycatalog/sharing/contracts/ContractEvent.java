package org.citycatalog.sharing.contracts;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One step in the life of a request, a grant or a correction. Never changed.
///
/// @param subject id of the request, the grant or the correction
/// @param number counts the steps of the subject, from 1
/// @param from code of the state before; null at the beginning
/// @param to code of the state after; the same where something else happened, such as the first of
///   two approvals
/// @param act what happened where the state stayed the same; null for a step or an approval
/// @param by id of the key, or `clock`
/// @param basis the law or decision relied on
public record ContractEvent(
    String subject,
    long number,
    @Nullable String from,
    String to,
    @Nullable Act act,
    Instant at,
    String by,
    @Nullable String reason,
    @Nullable String basis) {
  /// By whom it is what nobody did.
  public static final String CLOCK = "clock";

  /// A step from one state to another, or an approval.
  public ContractEvent(
      String subject,
      long number,
      @Nullable String from,
      String to,
      Instant at,
      String by,
      @Nullable String reason,
      @Nullable String basis) {
    this(subject, number, from, to, null, at, by, reason, basis);
  }

  /// What can happen without a step.
  public enum Act {
    /// The deadline was extended.
    EXTENDED,
    /// The deadline was over.
    ESCALATED;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
