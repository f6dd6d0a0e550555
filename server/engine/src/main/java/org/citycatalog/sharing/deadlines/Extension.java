package org.citycatalog.sharing.deadlines;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Whether a deadline can be extended: once, where its rule allows it, before it is over.
public sealed interface Extension {
  /// It can.
  ///
  /// @param days working days
  record By(int days) implements Extension {}

  /// It cannot.
  ///
  /// @param why an English sentence
  record No(String why) implements Extension {}

  /// Whether a deadline can be extended now.
  ///
  /// @param deadline null where none runs
  static Extension of(@Nullable Deadline deadline, Instant now) {
    if (deadline == null) {
      return new No("no deadline runs now");
    }
    String event = deadline.rule().event().code();
    Integer days = deadline.rule().extendable();
    if (days == null) {
      return new No("the rule for '%s' allows no extension".formatted(event));
    }
    if (deadline.extendedBy() > 0) {
      return new No("the deadline of '%s' was extended before".formatted(event));
    }
    return deadline.isOver(now)
        ? new No("the deadline of '%s' was over with %s".formatted(event, deadline.lastDay()))
        : new By(days);
  }
}
