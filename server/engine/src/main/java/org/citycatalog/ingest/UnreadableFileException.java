package org.citycatalog.ingest;

import java.io.IOException;

/// A file that cannot be read as a whole: not what it says it is, cut off, or beyond a limit.
///
/// Its message is one English sentence for the person who sent the file.
public final class UnreadableFileException extends IOException {
  private static final long serialVersionUID = 1L;
  private final String code;

  /// @param code stable code from error-codes.yaml
  public UnreadableFileException(String code, String message) {
    super(message);
    this.code = code;
  }

  public UnreadableFileException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
