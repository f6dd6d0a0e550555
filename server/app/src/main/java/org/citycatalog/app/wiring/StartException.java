package org.citycatalog.app.wiring;

/// The server cannot start, for a reason that its keeper can put right; the message is one sentence
/// for them.
final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartException(String message) {
    super(message);
  }

  StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
