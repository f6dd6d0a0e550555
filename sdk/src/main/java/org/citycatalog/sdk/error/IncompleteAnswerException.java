package org.citycatalog.sdk.error;

import org.jspecify.annotations.Nullable;

/// The answer ended before all of it had come, or does not add up; nothing of it may be taken for
/// the whole.
public final class IncompleteAnswerException extends CatalogException {
  private static final long serialVersionUID = 1L;

  /// @param failure the facts
  /// @param cause what was caught, if anything was
  public IncompleteAnswerException(Failure failure, @Nullable Throwable cause) {
    super(failure, cause);
  }
}
