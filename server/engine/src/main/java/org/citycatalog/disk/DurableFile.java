package org.citycatalog.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A small file that only its owner reads: it is there with all of its bytes, or as it was before.
public final class DurableFile {
  /// What the names of files begin with that a kill left half written.
  public static final String PART = ".part-";

  private DurableFile() {}

  /// Writes a file in place of the one that is there, if one is; bytes and name are on disk when it
  /// returns. For one writer at a time.
  public static void write(Path file, byte[] content) throws IOException {
    Path part = file.resolveSibling(PART + file.getFileName());
    Files.deleteIfExists(part); // of a start that was killed
    try (FileChannel out =
        FileChannel.open(
            part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner(file))) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      out.force(true);
    }
    Folders.move(part, file);
  }

  /// Whether the file system knows permissions, so that others cannot open what is written.
  public static boolean isKeptToOwner(Path file) {
    return Folders.isPosix(file);
  }

  /// The permissions are part of making the file: there is no moment in which others could open it.
  private static FileAttribute<?>[] owner(Path file) {
    return isKeptToOwner(file)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
