package org.citycatalog.app.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A file system of a few hundred MiB, to be filled to the last byte.
///
/// Linux lets a process of a user and mount namespace of its own mount one, whoever started it; a
/// server that joins these namespaces has its folder there. Where that is forbidden, as in some
/// containers, `/dev/shm` serves if it is small: `docker run --shm-size=256m`.
final class SmallDisk implements AutoCloseable {
  // A server is ready with 100 MiB; what is larger than it takes would take long to fill.
  private static final long LEAST_SHARED_MEMORY = 160L << 20;
  private static final long LARGEST_SHARED_MEMORY = 512L << 20;
  private final Process holder;
  private final Path inside;
  private final Path outside;
  private final String launcher;

  private SmallDisk(Process holder, Path inside, Path outside, String launcher) {
    this.holder = holder;
    this.inside = inside;
    this.outside = outside;
    this.launcher = launcher;
  }

  /// @throws IllegalStateException where no small file system is to be had
  static SmallDisk of(int mebibytes) throws IOException {
    Path folder = Files.createTempDirectory("citycatalog-disk-");
    Process holder =
        new ProcessBuilder(
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o size=%dm citycatalog '%s' && echo mounted && exec cat"
                    .formatted(mebibytes, folder))
            .redirectErrorStream(true)
            .start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
    String line = said.readLine();
    if ("mounted".equals(line)) {
      return new SmallDisk(
          holder,
          folder,
          Path.of("/proc", Long.toString(holder.pid()), "root", folder.toString()),
          "nsenter --user --mount --preserve-credentials --target %d --".formatted(holder.pid()));
    }
    holder.destroyForcibly();
    Files.delete(folder);
    Path shared = Path.of("/dev/shm");
    long size = Files.isWritable(shared) ? Files.getFileStore(shared).getTotalSpace() : 0;
    if (size >= LEAST_SHARED_MEMORY && size <= LARGEST_SHARED_MEMORY) {
      Path home = Files.createTempDirectory(shared, "citycatalog-disk-");
      return new SmallDisk(holder, home, home, "env --");
    }
    throw new IllegalStateException(
        "no small file system: namespaces are forbidden (%s), and /dev/shm has %d MiB, not 160 to 512"
            .formatted(line, size >> 20));
  }

  /// The folder as the server sees it.
  Path inside() {
    return inside;
  }

  /// What a server has to be started with to see the folder.
  String launcher() {
    return launcher;
  }

  /// The same folder as everybody else sees it.
  Path outside() {
    return outside;
  }

  long free() throws IOException {
    return Files.getFileStore(outside).getUsableSpace();
  }

  /// Takes room until that much is left.
  void fillUpTo(long bytesLeft) throws IOException {
    makeRoom();
    try (RandomAccessFile filler = new RandomAccessFile(outside.resolve("filler").toFile(), "rw")) {
      byte[] block = new byte[4096];
      try {
        while (free() > bytesLeft) {
          filler.write(block, 0, (int) Math.min(block.length, free() - bytesLeft));
        }
      } catch (IOException full) {
        if (free() > bytesLeft) {
          throw full;
        }
      }
    }
  }

  void makeRoom() throws IOException {
    Files.deleteIfExists(outside.resolve("filler"));
  }

  @Override
  public void close() throws IOException {
    holder.destroy();
    try {
      holder.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    // Of a mount of its own namespace nothing is left but the empty folder.
    List<Path> files;
    try (Stream<Path> walk = Files.walk(inside)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : files) {
      Files.delete(each);
    }
  }
}
