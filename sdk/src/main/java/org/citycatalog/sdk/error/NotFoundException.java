package org.citycatalog.sdk.error;

import org.jspecify.annotations.Nullable;

/// What was asked for is not there, or not for this caller: the two are the same from outside.
public final class NotFoundException extends CatalogException {
  private static final long serialVersionUID = 1L;

  /// @param failure the facts
  /// @param cause what was caught, if anything was
  public NotFoundException(Failure failure, @Nullable Throwable cause) {
    super(failure, cause);
  }
}
