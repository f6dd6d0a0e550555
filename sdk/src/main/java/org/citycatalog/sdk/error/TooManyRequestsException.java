package org.citycatalog.sdk.error;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// More requests, or more rows, than allowed (429), also after the retries.
public final class TooManyRequestsException extends CatalogException {
  private static final long serialVersionUID = 1L;

  private final @Nullable Duration retryAfter;

  /// @param failure the facts
  /// @param retryAfter when asking again may help, where the server said so
  /// @param cause what was caught, if anything was
  public TooManyRequestsException(
      Failure failure, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(failure, cause);
    this.retryAfter = retryAfter;
  }

  /// When asking again may help: for a rate some seconds, for what a day allows until midnight. A
  /// wait of a minute at most was kept to before this was thrown, as often as retries are set.
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
