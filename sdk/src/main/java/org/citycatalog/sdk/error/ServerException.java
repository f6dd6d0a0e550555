package org.citycatalog.sdk.error;

import org.jspecify.annotations.Nullable;

/// The server failed (500), or the answer is not one of a CityCatalog server.
public final class ServerException extends CatalogException {
  private static final long serialVersionUID = 1L;

  /// @param failure the facts
  /// @param cause what was caught, if anything was
  public ServerException(Failure failure, @Nullable Throwable cause) {
    super(failure, cause);
  }
}
