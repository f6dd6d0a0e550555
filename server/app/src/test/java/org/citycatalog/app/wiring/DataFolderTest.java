package org.citycatalog.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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
      secret = folder.secret(DataFolder.Secret.CURSOR);
    }

    try (DataFolder again = DataFolder.take(parent)) {
      assertThat(again.secret(DataFolder.Secret.CURSOR)).hasSize(32).isEqualTo(secret);
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(parent.resolve("cursor-key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void a_damaged_secret_is_said_to_be_that_and_what_is_lost_with_it() throws Exception {
    for (DataFolder.Secret secret : DataFolder.Secret.values()) {
      try (DataFolder folder = DataFolder.take(parent)) {
        folder.secret(secret);
      }
    }
    for (String file : List.of("cursor-key", "literal-key", "pseudonym-key", "cube-key")) {
      Files.writeString(parent.resolve(file), "x");
    }

    try (DataFolder folder = DataFolder.take(parent)) {
      assertThatThrownBy(() -> folder.secret(DataFolder.Secret.CURSOR))
          .isInstanceOf(StartException.class)
          .hasMessageEndingWith(
              "cursor-key is damaged; put it back from a backup, or delete it, and every cursor"
                  + " that was given out ends");
      assertThatThrownBy(() -> folder.secret(DataFolder.Secret.LITERAL))
          .hasMessageContaining("literal-key")
          .hasMessageContaining("the ledger's seals");
      assertThatThrownBy(() -> folder.secret(DataFolder.Secret.PSEUDONYM))
          .hasMessageContaining("pseudonym-key")
          .hasMessageContaining("other pseudonyms");
      assertThatThrownBy(() -> folder.secret(DataFolder.Secret.CUBE))
          .hasMessageContaining("cube-key")
          .hasMessageEndingWith("or delete it");
    }
  }

  @Test
  void what_statistics_were_made_with_is_not_made_anew_as_long_as_they_are_there()
      throws Exception {
    Path home = parent.resolve("home");
    DataFolder.take(home).close();
    Path releases = Files.createDirectories(home.resolve("cubes"));
    Files.writeString(releases.resolve(".part-transport.parking"), "a kill left it");
    byte[] key;
    try (DataFolder folder = DataFolder.take(home)) {
      key = folder.secret(DataFolder.Secret.CUBE);
    }
    Files.writeString(releases.resolve("transport.parking"), "a release");

    try (DataFolder folder = DataFolder.take(home)) {
      assertThat(folder.secret(DataFolder.Secret.CUBE)).isEqualTo(key);
      Files.write(home.resolve("cube-key"), new byte[7]);
      assertRefused(folder, "damaged");
      Files.delete(home.resolve("cube-key"));
      assertRefused(folder, "missing");
      assertThat(home.resolve("cube-key")).doesNotExist();
      Files.write(home.resolve("cube-key"), key);
      assertThat(folder.secret(DataFolder.Secret.CUBE)).isEqualTo(key);
    }
  }

  private static void assertRefused(DataFolder folder, String how) {
    assertThatThrownBy(() -> folder.secret(DataFolder.Secret.CUBE))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("cube-key is " + how + ", and the statistics in ")
        .hasMessageContaining("put it back from a backup");
  }
}
