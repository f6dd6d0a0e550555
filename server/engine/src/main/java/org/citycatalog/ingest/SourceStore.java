package org.citycatalog.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.disk.Folders;

/// Keeps source files as they came, under their checksum, each provider's apart:
/// `<home>/blobs/<provider>/<2>/<sha256>`.
///
/// A file is held while a load works on it; one that no version needs when the last hold ends is
/// deleted.
final class SourceStore {
  private static final int BUFFER = 1 << 16;

  private final CatalogStore catalog;
  private final Path incoming;
  private final Path blobs;
  private final Map<Path, Integer> holds = new HashMap<>();
  private final Set<Path> damaged = ConcurrentHashMap.newKeySet();

  /// A file that has arrived whole and is on disk.
  record Received(String sha256, long bytes) {}

  /// @param catalog says which files versions and open loads need
  SourceStore(Path home, CatalogStore catalog) throws IOException {
    this.catalog = catalog;
    incoming = Files.createDirectories(home.resolve("incoming"));
    blobs = Files.createDirectories(home.resolve("blobs"));
  }

  /// Deletes what a kill left of uploads.
  void sweepIncoming() throws IOException {
    for (Path each : filesBelow(incoming)) {
      Files.delete(each);
    }
  }

  /// Writes a stream to disk, whole and durable, and holds it.
  Received receive(String load, ProviderNamespace provider, InputStream in, long maxBytes)
      throws IOException {
    Path arriving = incoming.resolve(load);
    try {
      MessageDigest sha256 = sha256();
      long bytes = 0;
      try (FileChannel out =
          FileChannel.open(arriving, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        byte[] buffer = new byte[BUFFER];
        int read;
        while ((read = in.read(buffer)) >= 0) {
          sha256.update(buffer, 0, read);
          ByteBuffer rest = ByteBuffer.wrap(buffer, 0, read);
          while (rest.hasRemaining()) {
            out.write(rest);
          }
          bytes += read;
          if (bytes > maxBytes) {
            throw new UnreadableFileException(
                "file-too-large",
                "the file is larger than the %d bytes that are allowed".formatted(maxBytes));
          }
        }
        out.force(true);
      }
      Received received = new Received(HexFormat.of().formatHex(sha256.digest()), bytes);
      keep(arriving, file(provider, received.sha256()));
      return received;
    } finally {
      Files.deleteIfExists(arriving);
    }
  }

  Path file(ProviderNamespace provider, String sha256) {
    return blobs.resolve(provider.value()).resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  /// Reads a kept file to its end and holds it against its checksum.
  ///
  /// @return what is wrong with it; empty if it is as it came
  Optional<String> flaw(ProviderNamespace provider, String sha256) throws IOException {
    Path file = file(provider, sha256);
    String flaw = null;
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = sha256();
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
        flaw = "the source file is damaged: its checksum is no longer " + sha256;
      }
    } catch (NoSuchFileException absent) {
      flaw = "the source file is not there";
    }
    if (flaw != null) {
      damaged.add(file);
    }
    return Optional.ofNullable(flaw);
  }

  /// Whether a file was found damaged or absent, and has not come again since.
  boolean isDamaged(ProviderNamespace provider, String sha256) {
    return damaged.contains(file(provider, sha256));
  }

  /// Holds a file that is there.
  void hold(ProviderNamespace provider, String sha256) {
    synchronized (holds) {
      holds.merge(file(provider, sha256), 1, Integer::sum);
    }
  }

  /// Ends a hold; the file goes if nobody holds it any more and no version is of it.
  void letGo(ProviderNamespace provider, String sha256) throws IOException {
    Path file = file(provider, sha256);
    synchronized (holds) {
      Integer left = holds.merge(file, -1, Integer::sum);
      if (left != null && left <= 0) {
        holds.remove(file);
        if (!needed(provider).contains(sha256)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /// Deletes every file of a provider that is neither needed nor held, durably.
  void sweep(ProviderNamespace provider) throws IOException {
    synchronized (holds) {
      Set<String> needed = needed(provider);
      for (Path each : filesBelow(blobs.resolve(provider.value()))) {
        if (!needed.contains(String.valueOf(each.getFileName())) && !holds.containsKey(each)) {
          Files.delete(each);
          damaged.remove(each);
          Folders.sync(each.resolveSibling(".").normalize());
        }
      }
    }
  }

  /// Checksums of the files that a provider's versions and open loads are of.
  private Set<String> needed(ProviderNamespace provider) {
    Set<String> needed = new HashSet<>();
    catalog.datasets().stream()
        .filter(dataset -> dataset.id().provider().equals(provider))
        .flatMap(dataset -> catalog.versions(dataset.id()).stream())
        .forEach(version -> needed.add(version.source().sha256()));
    catalog.openLoads().stream()
        .filter(load -> load.dataset().provider().equals(provider))
        .forEach(load -> {
          if (load.source() != null) {
            needed.add(load.source().sha256());
          }
        });
    return needed;
  }

  private void keep(Path arrived, Path kept) throws IOException {
    Path folder = kept.resolveSibling(".").normalize();
    synchronized (holds) {
      Files.createDirectories(folder);
      Folders.sync(folder.resolveSibling(".").normalize());
      Folders.sync(blobs);
      // Also where a file of this checksum is: what arrives is whole, what lies there may not be.
      Folders.move(arrived, kept);
      damaged.remove(kept);
      holds.merge(kept, 1, Integer::sum);
    }
  }

  private static List<Path> filesBelow(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      walk.filter(Files::isRegularFile).forEach(files::add);
    }
    return files;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
  }
}
