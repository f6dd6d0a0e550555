package org.citycatalog.app.wiring;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.citycatalog.disk.DurableFile;

/// The folder that holds everything the server keeps, taken by one server at a time.
///
/// The lock is the operating system's: it ends with the process, however that ends.
final class DataFolder implements AutoCloseable {
  private static final String FORMAT = "citycatalog-data 1\n";
  private static final int SECRET_BYTES = 32;

  private final Path path;
  private final FileChannel lock;

  private DataFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /// Takes the folder, and makes it if it is not there.
  ///
  /// @throws StartException if another server has it, or its format is another one
  static DataFolder take(Path path) {
    try {
      Files.createDirectories(path);
      FileChannel lock =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (!lock(lock)) {
          throw new StartException(
              "home-locked: another server is using the data folder %s; stop it, or set CITYCATALOG_HOME"
                  .formatted(path));
        }
        DataFolder folder = new DataFolder(path, lock);
        folder.checkFormat();
        return folder;
      } catch (RuntimeException | IOException refused) {
        lock.close();
        throw refused;
      }
    } catch (IOException failed) {
      throw new StartException(
          "the data folder %s cannot be used: %s".formatted(path, failed.getMessage()), failed);
    }
  }

  Path path() {
    return path;
  }

  /// What the folder keeps secret, each in a file of its own, and what is lost with it.
  enum Secret {
    CURSOR("cursor-key", "every cursor that was given out ends"),
    LITERAL(
        "literal-key",
        "nobody can tell any more whether the ledger's seals of before and after are of the same"),
    PSEUDONYM(
        "pseudonym-key",
        "whoever is not under a grant is given other pseudonyms for the same values from then on"),
    /// With another one, the statistics that were told cannot be compared with those to be told.
    CUBE("cube-key", "");

    private final String file;
    private final String loss;

    Secret(String file, String loss) {
      this.file = file;
      this.loss = loss;
    }
  }

  /// 32 random bytes that stay the same for the life of the folder; only its owner can read the
  /// file.
  ///
  /// @throws StartException if it is damaged, or cannot be made anew without harm
  byte[] secret(Secret secret) throws IOException {
    Path file = path.resolve(secret.file);
    if (!Files.exists(file)) {
      checkReplaceable(secret, file, "missing");
      byte[] made = new byte[SECRET_BYTES];
      new SecureRandom().nextBytes(made);
      DurableFile.write(file, made);
    }
    byte[] found = Files.readAllBytes(file);
    if (found.length != SECRET_BYTES) {
      checkReplaceable(secret, file, "damaged");
      throw new StartException(
          "%s is damaged; put it back from a backup, or delete it%s"
              .formatted(file, secret.loss.isEmpty() ? "" : ", and " + secret.loss));
    }
    return found;
  }

  /// Rows of the last release are known by prints that this key makes. With another key none of
  /// them would be found again, so that a release that differs by one row, and tells it, would
  /// pass.
  private void checkReplaceable(Secret secret, Path file, String how) throws IOException {
    Path releases = path.resolve("cubes");
    if (secret == Secret.CUBE && holdsReleases(releases)) {
      throw new StartException(
          "%s is %s, and the statistics in %s were made with it; put it back from a backup. To go on without it, delete both: then nobody knows what was told before, and what is told next may give away single rows to who has kept that"
              .formatted(file, how, releases));
    }
  }

  private static boolean holdsReleases(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.anyMatch(each -> !isHalfWritten(each));
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock held = channel.tryLock();
      return held != null;
    } catch (OverlappingFileLockException inThisProcess) {
      return false;
    }
  }

  private void checkFormat() throws IOException {
    Path file = path.resolve("format");
    if (Files.exists(file)) {
      String found = Files.readString(file, StandardCharsets.UTF_8);
      if (!found.equals(FORMAT)) {
        throw new StartException(
            "the data folder %s has the format '%s', which this server does not know"
                .formatted(path, found.strip()));
      }
      return;
    }
    try (Stream<Path> inside = Files.list(path)) {
      if (inside.anyMatch(each -> !isOfAStart(each))) {
        throw new StartException(
            "the folder %s is neither empty nor a data folder of this server; set CITYCATALOG_HOME to another one"
                .formatted(path));
      }
    }
    DurableFile.write(file, FORMAT.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isHalfWritten(Path file) {
    return String.valueOf(file.getFileName()).startsWith(DurableFile.PART);
  }

  /// Whether a start that was killed early may have left it.
  private static boolean isOfAStart(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.equals("lock") || isHalfWritten(file);
  }
}
