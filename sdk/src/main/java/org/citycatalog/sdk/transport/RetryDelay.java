package org.citycatalog.sdk.transport;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Says how long to wait before the next attempt.
///
/// Twice as long each time, from 200 ms to 10 s, of which a random half: many clients that failed
/// together do not come back together. A server's `Retry-After` is kept to, unless it asks for more
/// than a minute: then the caller had better know.
final class RetryDelay {
  private static final long FIRST_MILLIS = 200;
  private static final long LONGEST_MILLIS = 10_000;
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final RandomGenerator random;

  RetryDelay(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /// Decides the wait after a failed attempt.
  ///
  /// @param attempt number of the attempt that failed, from 1
  /// @param retryAfter the answer's header, seconds or an HTTP date
  /// @return the wait; empty if the server asks for more than is sensible
  Optional<Duration> after(int attempt, Optional<String> retryAfter) {
    Optional<Duration> asked = retryAfter.flatMap(this::parsed);
    if (asked.isPresent()) {
      return asked.filter(time -> time.compareTo(LONGEST_ASKED) <= 0);
    }
    long whole = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(attempt - 1, 10));
    return Optional.of(Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1)));
  }

  /// Reads a `Retry-After`.
  ///
  /// @param header seconds or an HTTP date
  /// @return the time from now; empty if it cannot be read
  Optional<Duration> parsed(String header) {
    String text = header.strip();
    if (text.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration time = Duration.between(clock.instant(), until);
      return Optional.of(time.isNegative() ? Duration.ZERO : time);
    } catch (DateTimeException e) {
      return Optional.empty(); // a header that cannot be read asks for nothing
    }
  }
}
