package org.citycatalog.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file, read as records front to back, once.
public interface SourceReader extends Closeable {
  /// The columns of the file, in its order. Known when the reader is open.
  List<String> columns();

  /// The next record, null at the end.
  ///
  /// @throws UnreadableFileException if the file is not what it says it is, or breaks a limit
  @Nullable SourceRecord next() throws IOException;

  /// Bytes of the stored file read so far.
  long bytesRead();
}
