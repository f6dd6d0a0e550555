package org.citycatalog.sdk.error;

import org.jspecify.annotations.Nullable;

/// The request is wrong and stays wrong when repeated (400, 422 and the other 4xx).
public final class InvalidRequestException extends CatalogException {
  private static final long serialVersionUID = 1L;

  /// @param failure the facts
  /// @param cause what was caught, if anything was
  public InvalidRequestException(Failure failure, @Nullable Throwable cause) {
    super(failure, cause);
  }
}
