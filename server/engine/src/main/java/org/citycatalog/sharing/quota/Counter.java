package org.citycatalog.sharing.quota;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// What is counted together: the use of one subject, in all or of one day.
///
/// @param subject such as `grant 5h2k…`
/// @param period the day as `2026-11-25`, empty for all time
public record Counter(String subject, String period) {
  /// A day is the city's: China has one clock, and no other time in summer.
  static final ZoneOffset ZONE = ZoneOffset.ofHours(8);

  /// A grant's, from its beginning to its end.
  public static Counter ofGrant(String grant) {
    return new Counter("grant " + grant, "");
  }

  static Counter ofDay(String subject, Instant now) {
    return new Counter(subject, day(now).toString());
  }

  static LocalDate day(Instant now) {
    return now.atOffset(ZONE).toLocalDate();
  }

  /// When the day is over at which a counter of days counts at an instant.
  static Instant dayEnd(Instant now) {
    return day(now).plusDays(1).atStartOfDay().toInstant(ZONE);
  }
}
