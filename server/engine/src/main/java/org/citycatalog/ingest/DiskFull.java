package org.citycatalog.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.citycatalog.catalog.UnavailableException;

/// Tells a disk without room from other failures.
final class DiskFull {
  private DiskFull() {}

  /// Whether a failure, or what is behind it, is for want of room.
  static boolean isBehind(Throwable failed) {
    for (Throwable each = failed; each != null; each = each.getCause()) {
      if (each instanceof UnavailableException unavailable
          && unavailable.code().equals("disk-full")) {
        return true;
      }
      String message =
          each instanceof IOException || each instanceof UncheckedIOException
              ? each.getMessage()
              : null;
      if (message != null && message.toLowerCase(Locale.ROOT).contains("no space left")) {
        return true;
      }
    }
    return false;
  }
}
