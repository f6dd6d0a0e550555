package org.citycatalog.rows;

/// The rows of a version cannot be read: their index is being rebuilt from the source file, or
/// could not be, or it was destroyed on purpose.
public final class IndexUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final RowStore.Trouble trouble;

  IndexUnavailableException(RowStore.Trouble trouble) {
    super(
        switch (trouble) {
          case REBUILDING -> "its index is damaged and is being rebuilt from the source file";
          case LOST -> "its index is damaged and could not be rebuilt";
          case DESTROYED -> "it was destroyed";
        });
    this.trouble = trouble;
  }

  /// Whether waiting helps.
  public RowStore.Trouble trouble() {
    return trouble;
  }
}
