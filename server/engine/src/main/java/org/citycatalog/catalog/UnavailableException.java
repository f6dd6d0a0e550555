package org.citycatalog.catalog;

/// Something the server depends on does not answer or has no room; the same call may succeed later.
///
/// Its message is for the log. A client gets [#code()] alone.
public final class UnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  /// Tells of a failure.
  ///
  /// @param code stable code from error-codes.yaml
  public UnavailableException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
