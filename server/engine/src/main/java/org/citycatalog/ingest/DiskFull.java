package org.citycatalog.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.citycatalog.catalog.UnavailableException;

/// Tells a disk without room from other failures.
final class DiskFull {
  /// What Linux says of a full disk and of a quota that is used up, in the language of the server.
  private static final List<String> SAYINGS =
      List.of("no space left", "quota exceeded", "没有空间", "超出磁盘限额");

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
      if (message != null
          && SAYINGS.stream().anyMatch(message.toLowerCase(Locale.ROOT)::contains)) {
        return true;
      }
    }
    return false;
  }
}
