package org.citycatalog.sdk.error;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Chooses the exception of a failure by its status.
public final class Failures {
  private Failures() {}

  /// Makes the exception for an answer with an error status.
  ///
  /// @param failure the facts; its status is 400 or more
  /// @param cause what was caught, if anything was
  /// @return the exception to throw
  public static CatalogException exception(Failure failure, @Nullable Throwable cause) {
    return exception(failure, null, cause);
  }

  /// Makes the exception for an answer with an error status.
  ///
  /// @param failure the facts; its status is 400 or more
  /// @param retryAfter when asking again may help, where the server said so
  /// @param cause what was caught, if anything was
  /// @return the exception to throw
  public static CatalogException exception(
      Failure failure, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    return switch (failure.status()) {
      case 401, 403, 407 -> new RefusedException(failure, cause);
      case 404 -> new NotFoundException(failure, cause);
      case 409, 412, 428 -> new ConflictException(failure, cause);
      case 410 -> new GoneException(failure, cause);
      case 429 -> new TooManyRequestsException(failure, retryAfter, cause);
      case 502, 503, 504 -> new UnavailableException(failure, cause);
      default ->
          failure.status() < 500
              ? new InvalidRequestException(failure, cause)
              : new ServerException(failure, cause);
    };
  }
}
