package org.citycatalog.sharing.quota;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// So many requests at once, and as many again in so much time, little by little.
///
/// @param requests 1 to 1,000,000,000
/// @param window whole seconds, 1 to [#LONGEST_WINDOW]
public record Rate(long requests, Duration window) {
  public static final Duration LONGEST_WINDOW = Duration.ofHours(1);
  private static final long MOST_REQUESTS = 1_000_000_000;
  private static final Pattern TEXT = Pattern.compile("(\\d{1,10})/(\\d{1,4})s");

  public Rate {
    if (requests < 1 || requests > MOST_REQUESTS) {
      throw new IllegalArgumentException(
          "a rate is of 1 to %d requests but was of %d".formatted(MOST_REQUESTS, requests));
    }
    if (window.compareTo(Duration.ofSeconds(1)) < 0
        || window.compareTo(LONGEST_WINDOW) > 0
        || !window.equals(Duration.ofSeconds(window.toSeconds()))) {
      throw new IllegalArgumentException(
          "a rate is for 1 to %d whole seconds but was for %s"
              .formatted(LONGEST_WINDOW.toSeconds(), window));
    }
  }

  /// Reads `500/10s`; empty where that is no rate.
  public static Optional<Rate> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Rate(
              Long.parseLong(parts.group(1)), Duration.ofSeconds(Long.parseLong(parts.group(2)))));
    } catch (IllegalArgumentException outOfRange) {
      return Optional.empty();
    }
  }

  /// As `500/10s`.
  @Override
  public String toString() {
    return requests + "/" + window.toSeconds() + "s";
  }
}
