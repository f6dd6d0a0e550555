package org.citycatalog.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir private Path parent;

  @Test
  void a_folder_is_taken_once_at_a_time() throws Exception {
    Path home = parent.resolve("数据");
    try (DataFolder first = DataFolder.take(home)) {
      assertThat(first.path()).isEqualTo(home);
      assertThatThrownBy(() -> DataFolder.take(home))
          .isInstanceOf(StartException.class)
          .hasMessageStartingWith("home-locked");
    }

    try (DataFolder second = DataFolder.take(home)) {
      assertThat(second.path()).isEqualTo(home);
    }
  }

  @Test
  void a_folder_of_another_format_is_refused_and_stays_as_it_is() throws Exception {
    Files.writeString(parent.resolve("format"), "citycatalog-data 99\n");

    assertThatThrownBy(() -> DataFolder.take(parent))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("citycatalog-data 99");
    assertThat(parent.resolve("format")).hasContent("citycatalog-data 99\n");
  }

  @Test
  void what_is_no_folder_is_refused() throws Exception {
    Path file = Files.writeString(parent.resolve("file"), "");

    assertThatThrownBy(() -> DataFolder.take(file)).isInstanceOf(StartException.class);
  }

  @Test
  void a_start_that_was_killed_before_its_format_was_written_can_be_repeated() throws Exception {
    Files.writeString(parent.resolve("lock"), "");
    Files.writeString(parent.resolve(".part-1234"), "cityc");

    try (DataFolder folder = DataFolder.take(parent)) {
      assertThat(folder.path().resolve("format")).exists();
    }
  }

  @Test
  void a_secret_stays_the_same_and_is_its_owners() throws Exception {
    byte[] secret;
    try (DataFolder folder = DataFolder.take(parent)) {
      secret = folder.secret("cursor-key");
    }

    try (DataFolder again = DataFolder.take(parent)) {
      assertThat(again.secret("cursor-key")).hasSize(32).isEqualTo(secret);
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(parent.resolve("cursor-key"))))
        .isEqualTo("rw-------");
  }
}
