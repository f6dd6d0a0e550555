package org.citycatalog.sdk.transport;

import java.io.FileNotFoundException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.function.Supplier;

/// The bytes of a file to send.
public final class Upload {
  private final BodyPublisher publisher;

  private Upload(BodyPublisher publisher) {
    this.publisher = publisher;
  }

  /// Sends a file. Its length goes ahead, so a cut-off upload is noticed by the server.
  ///
  /// @param file the file
  /// @return the upload
  /// @throws FileNotFoundException if it is not there
  public static Upload of(Path file) throws FileNotFoundException {
    return new Upload(BodyPublishers.ofFile(file));
  }

  /// Sends a stream of unknown length.
  ///
  /// @param opener opens the stream; it is closed at its end
  /// @return the upload
  public static Upload of(Supplier<? extends InputStream> opener) {
    return new Upload(BodyPublishers.ofInputStream(opener));
  }

  /// Sends bytes.
  ///
  /// @param bytes the bytes
  /// @return the upload
  public static Upload of(byte[] bytes) {
    return new Upload(BodyPublishers.ofByteArray(bytes));
  }

  BodyPublisher publisher() {
    return publisher;
  }
}
