package org.citycatalog.sdk.error;

import org.jspecify.annotations.Nullable;

/// More requests than allowed (429), also after the retries.
public final class TooManyRequestsException extends CatalogException {
  private static final long serialVersionUID = 1L;

  /// @param failure the facts
  /// @param cause what was caught, if anything was
  public TooManyRequestsException(Failure failure, @Nullable Throwable cause) {
    super(failure, cause);
  }
}
