package org.citycatalog.app.wiring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import java.util.stream.Stream;

/// The folder that holds everything the server keeps, taken by one server at a time.
///
/// The lock is the operating system's: it ends with the process, however that ends.
final class DataFolder implements AutoCloseable {
  private static final String FORMAT = "citycatalog-data 1\n";
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

  /// 32 random bytes that stay the same for the life of the folder; only its owner can read the
  /// file.
  byte[] secret(String name) throws IOException {
    Path file = path.resolve(name);
    if (!Files.exists(file)) {
      byte[] secret = new byte[32];
      new SecureRandom().nextBytes(secret);
      writeWhole(file, secret);
    }
    byte[] secret = Files.readAllBytes(file);
    if (secret.length != 32) {
      throw new StartException("%s is damaged; delete it and every cursor ends".formatted(file));
    }
    return secret;
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
    writeWhole(file, FORMAT.getBytes(StandardCharsets.UTF_8));
  }

  /// Whether a start that was killed early may have left it.
  private static boolean isOfAStart(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.equals("lock") || name.startsWith(".part-");
  }

  /// The file is there with all of its bytes, or it is not there.
  private void writeWhole(Path file, byte[] bytes) throws IOException {
    Path part = Files.createTempFile(path, ".part-", "", ownerOnly());
    try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      out.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private java.nio.file.attribute.FileAttribute<?>[] ownerOnly() {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new java.nio.file.attribute.FileAttribute<?>[0];
    }
    return new java.nio.file.attribute.FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(Set.copyOf(PosixFilePermissions.fromString("rw-------")))
    };
  }
}
