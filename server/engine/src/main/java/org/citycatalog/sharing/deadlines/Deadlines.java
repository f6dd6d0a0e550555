package org.citycatalog.sharing.deadlines;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// By what deadlines are counted. The day of an event does not count; what is waited for is in time
/// until the end of the last working day.
///
/// A deadline is counted anew whenever it is looked at: a holiday that is announced, or another
/// profile, moves those that run.
public record Deadlines(DeadlineProfile profile, WorkingCalendar calendar) {
  /// The deadline of an event; empty where the profile has none.
  ///
  /// @param from when the event began to be waited for
  public Optional<Deadline> of(DeadlineEvent event, Regime regime, Instant from, Timing timing) {
    return profile
        .rule(event, regime)
        .map(rule -> {
          LocalDate day = from.atZone(calendar.zone()).toLocalDate();
          LocalDate last = calendar.after(day, rule.days() + timing.extendedBy());
          return new Deadline(
              rule, last, calendar.zone(), timing.extendedBy(), !calendar.covers(day, last));
        });
  }
}
