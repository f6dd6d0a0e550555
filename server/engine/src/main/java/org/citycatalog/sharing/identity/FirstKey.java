package org.citycatalog.sharing.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.citycatalog.catalog.StoredKey;
import org.citycatalog.disk.DurableFile;

/// The first key of a kind, that of the operator, the auditor or the security administrator: made
/// at the first start, or when it was lost, and written to a file that only its owner can read.
///
/// The file comes first and the hash second. A kill between the two leaves a secret that opens
/// nothing, and the next start writes another; the other way round the catalog would have a key
/// whose secret nobody has. A secret that the catalog does not know is never made known: it may be
/// that of a key that was purged.
public final class FirstKey {
  private static final System.Logger LOG = System.getLogger(FirstKey.class.getName());

  private final ApiKeys keys;
  private final String kind;
  private final Path file;
  private final Path folder;

  /// Names the file; its folder must be there.
  ///
  /// @param kind `operator`, `auditor` or `security-administrator`
  public FirstKey(ApiKeys keys, String kind, Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("a key needs a file but got '%s'".formatted(file));
    }
    this.keys = keys;
    this.kind = kind;
    this.file = file.toAbsolutePath();
    this.folder = parent;
  }

  /// Makes sure that there is a key of the kind that somebody can use. To be called at every start,
  /// by one process.
  ///
  /// Nothing is done where the catalog has such a key and the file is gone, since its owner has
  /// taken it, or holds a secret that is not known. Who has lost the secret puts an empty file
  /// there and starts the server again.
  ///
  /// @return whether a new secret was written
  /// @throws UncheckedIOException if the file cannot be read or written
  public boolean ensure() {
    try {
      boolean written = Files.exists(file);
      String text = written ? read() : "";
      if (ApiKeys.isSecret(text)) {
        Optional<StoredKey> known = keys.find(text);
        if (known.isPresent() && known.get().revoked() == null) {
          return false;
        }
      }
      boolean asked = written && text.isBlank();
      if (keys.has(kind) && !asked) {
        if (written) {
          LOG.log(
              System.Logger.Level.WARNING,
              "what is in {0} opens nothing; to get another key, empty the file and start again",
              file);
        }
        return false;
      }
      String secret = keys.newSecret();
      write(secret);
      keys.keepFirst(kind, secret, "%s key of the file %s".formatted(kind, file.getFileName()));
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("key file " + file, e);
    }
  }

  private String read() throws IOException {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(1000), StandardCharsets.ISO_8859_1).strip();
    }
  }

  private void write(String secret) throws IOException {
    if (!DurableFile.isKeptToOwner(file)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "this file system has no owner-only permissions; keep {0} to yourself",
          folder);
    }
    // It is on disk before its hash is.
    DurableFile.write(file, (secret + "\n").getBytes(StandardCharsets.US_ASCII));
  }
}
