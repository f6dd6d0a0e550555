package org.citycatalog.rows;

/// The rows of a version cannot be read just now: their index is being rebuilt from the source
/// file, or could not be.
public final class IndexUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public IndexUnavailableException(String message) {
    super(message);
  }
}
