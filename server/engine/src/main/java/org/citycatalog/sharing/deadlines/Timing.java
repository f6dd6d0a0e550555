package org.citycatalog.sharing.deadlines;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What became of the deadline of something that waits.
///
/// @param extendedBy working days, 0 where it was not extended
/// @param escalated when it was noted that it is over; null where it was not
public record Timing(int extendedBy, @Nullable Instant escalated) {
  /// Of a deadline that has just begun.
  public static final Timing NONE = new Timing(0, null);

  public Timing {
    if (extendedBy < 0 || extendedBy > DeadlineProfile.MOST_DAYS) {
      throw new IllegalArgumentException("nothing is extended by %d days".formatted(extendedBy));
    }
  }

  /// A deadline that was moved can be missed anew.
  public Timing extended(int days) {
    return new Timing(days, null);
  }

  public Timing escalatedAt(Instant now) {
    return new Timing(extendedBy, now);
  }
}
