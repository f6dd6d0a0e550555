package org.citycatalog.rows;

import java.time.Duration;

/// A question takes longer than the server gives to one.
public final class QueryTooSlowException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Duration limit;

  QueryTooSlowException(Duration limit) {
    super("the question takes longer than %d s".formatted(limit.toSeconds()));
    this.limit = limit;
  }

  /// How long it might have taken.
  public Duration limit() {
    return limit;
  }
}
