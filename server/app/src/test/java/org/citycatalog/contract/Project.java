package org.citycatalog.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The files of this repository, read from the working copy that is being tested.
final class Project {
  /// Tests run in their module's folder, `server/app`.
  static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

  static final Path META_INF = ROOT.resolve("catalog-schemas/src/main/resources/META-INF");

  private Project() {}

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + file, failed);
    }
  }

  static List<String> lines(Path file) {
    return text(file).lines().toList();
  }

  /// Every Java file below a folder, sorted; none where there is no such folder.
  static List<Path> javaFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot list " + folder, failed);
    }
  }

  /// The pages people read: those at the top and all below `docs`.
  static List<Path> pages() {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(top, docs)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot list the pages", failed);
    }
  }
}
