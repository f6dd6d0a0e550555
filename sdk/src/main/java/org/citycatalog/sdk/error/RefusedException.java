package org.citycatalog.sdk.error;

import org.jspecify.annotations.Nullable;

/// The key is missing, wrong or not enough (401, 403).
public final class RefusedException extends CatalogException {
  private static final long serialVersionUID = 1L;

  /// @param failure the facts
  /// @param cause what was caught, if anything was
  public RefusedException(Failure failure, @Nullable Throwable cause) {
    super(failure, cause);
  }
}
