package org.citycatalog.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the client's templates: what they make of the small contract of
/// `catalog-schemas/src/test/golden` is kept, and a change of either is seen here.
///
/// After a wanted change, copy `target/golden/src/main/java/golden` over
/// `src/test/resources/golden/expected`, each file with `.txt` at its end.
class ClientTemplatesTest {
  private static final Path MADE = Path.of("target/golden/src/main/java/golden");
  private static final Path EXPECTED = Path.of("src/test/resources/golden/expected");

  @Test
  void the_same_files_are_made() throws IOException {
    assertThat(names(MADE, "")).isNotEmpty().isEqualTo(names(EXPECTED, ".txt"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_file_is_made_as_it_was(String name) throws IOException {
    assertThat(Files.readString(MADE.resolve(name)))
        .isEqualTo(Files.readString(EXPECTED.resolve(name + ".txt")));
  }

  static List<String> files() throws IOException {
    return names(EXPECTED, ".txt");
  }

  private static List<String> names(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .map(name -> name.substring(0, name.length() - ending.length()))
          .sorted()
          .toList();
    }
  }
}
