package org.citycatalog.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.ProviderNamespace;

/// Receives files: whole, as long as was announced, and not too long.
final class Uploads {
  private static final Logger LOG = Logger.getLogger(Uploads.class.getName());

  private final SourceStore sources;
  private final long maxBytes;

  Uploads(SourceStore sources, long maxBytes) {
    this.sources = sources;
    this.maxBytes = maxBytes;
  }

  /// Puts a file on disk and holds it there; the caller lets it go.
  ///
  /// @param load names the file while it arrives
  /// @throws UnreadableFileException if it is empty, too long or not as long as was announced
  /// @throws IOException if it breaks off or cannot be stored
  SourceStore.Received receive(
      String load, ProviderNamespace provider, LoadRequest request, InputStream file)
      throws IOException {
    SourceStore.Received received = sources.receive(load, provider, file, maxBytes);
    Long declared = request.declaredBytes();
    if (declared != null && declared != received.bytes()) {
      sources.letGo(provider, received.sha256());
      throw new UnreadableFileException(
          "upload-incomplete",
          "%d bytes arrived of %d that were announced".formatted(received.bytes(), declared));
    }
    if (received.bytes() == 0) {
      sources.letGo(provider, received.sha256());
      throw new UnreadableFileException("file-empty", "the file is empty");
    }
    return received;
  }

  /// What the sender of a file is told that was not taken.
  static LoadOutcome.NotReceived notReceived(DatasetId id, IOException why) {
    if (why instanceof UnreadableFileException refused) {
      return new LoadOutcome.NotReceived(refused.code(), String.valueOf(refused.getMessage()));
    }
    LOG.log(Level.INFO, "an upload to " + id + " broke off", why);
    return DiskFull.isBehind(why)
        ? new LoadOutcome.NotReceived("disk-full", "the server has no room to store the file")
        : new LoadOutcome.NotReceived("upload-incomplete", "the file did not arrive whole");
  }
}
