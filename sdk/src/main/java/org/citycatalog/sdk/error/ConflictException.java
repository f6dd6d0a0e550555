package org.citycatalog.sdk.error;

import org.jspecify.annotations.Nullable;

/// Somebody else changed the entry first, it is in a state that does not allow this, or it has to
/// be read before (409, 412, 428): read it again.
public final class ConflictException extends CatalogException {
  private static final long serialVersionUID = 1L;

  /// @param failure the facts
  /// @param cause what was caught, if anything was
  public ConflictException(Failure failure, @Nullable Throwable cause) {
    super(failure, cause);
  }
}
