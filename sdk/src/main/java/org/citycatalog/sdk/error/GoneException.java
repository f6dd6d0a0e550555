package org.citycatalog.sdk.error;

import org.jspecify.annotations.Nullable;

/// It was there and will not come back, for example the cursor of a version no longer kept (410):
/// start anew.
public final class GoneException extends CatalogException {
  private static final long serialVersionUID = 1L;

  /// @param failure the facts
  /// @param cause what was caught, if anything was
  public GoneException(Failure failure, @Nullable Throwable cause) {
    super(failure, cause);
  }
}
