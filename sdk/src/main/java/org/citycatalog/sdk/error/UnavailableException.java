package org.citycatalog.sdk.error;

import org.jspecify.annotations.Nullable;

/// Nobody answered, or the server cannot answer now (502, 503, 504, no connection, time limit).
public final class UnavailableException extends CatalogException {
  private static final long serialVersionUID = 1L;

  /// @param failure the facts
  /// @param cause what was caught, if anything was
  public UnavailableException(Failure failure, @Nullable Throwable cause) {
    super(failure, cause);
  }
}
