package org.citycatalog.sharing.deadlines;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/// By when something has to happen. That it is over grants nothing and refuses nothing.
///
/// @param lastDay the last day on which it is in time
/// @param zone where that day ends
/// @param extendedBy working days by which it was extended, 0 for none
/// @param provisional whether a year that is not announced may move it: it was counted by weekends
///   alone, or is the next
public record Deadline(
    DeadlineProfile.Rule rule,
    LocalDate lastDay,
    ZoneId zone,
    int extendedBy,
    boolean provisional) {
  /// The last second in which it is in time.
  public OffsetDateTime due() {
    return lastDay.plusDays(1).atStartOfDay(zone).minusSeconds(1).toOffsetDateTime();
  }

  public boolean isOver(Instant now) {
    return !now.isBefore(lastDay.plusDays(1).atStartOfDay(zone).toInstant());
  }

  /// How many working days it has in all.
  public int workingDays() {
    return rule.days() + extendedBy;
  }
}
