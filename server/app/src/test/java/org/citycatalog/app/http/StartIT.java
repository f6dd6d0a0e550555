package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.citycatalog.app.testing.StartedServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Starts that are refused. They wait for one another's processors only, so they run side by side.
@ExtendWith(SharedServer.class)
@Execution(ExecutionMode.CONCURRENT)
@Tag("proof")
class StartIT {
  @TempDir private Path folder;

  @Test
  void a_second_server_on_the_same_folder_does_not_start(SharedServer.Running city) {
    assertThatThrownBy(() -> start(city.server.home(), Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("home-locked")
        .hasMessageContaining("CITYCATALOG_HOME");
    assertThat(city.server.isRunning()).isTrue();
  }

  @Test
  void a_start_does_not_speak_of_the_migrations_that_went_well(SharedServer.Running city) {
    // TRAS0018I is Liberty's own line, which says what is logged.
    assertThat(city.server.log().lines().filter(line -> !line.contains("TRAS0018I")))
        .isNotEmpty()
        .noneMatch(line -> line.contains("flyway"));
  }

  @Test
  void a_wrong_setting_stops_the_start_in_one_sentence() {
    assertThatThrownBy(() -> start(folder, Map.of("CITYCATALOG_DEMO", "ja")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("CITYCATALOG_DEMO must be true or false but was 'ja'");
  }

  @Test
  void a_folder_of_somebody_elses_is_left_alone() throws Exception {
    Files.writeString(folder.resolve("letter.txt"), "亲爱的");

    assertThatThrownBy(() -> start(folder, Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("neither empty nor a data folder");
    assertThat(folder.resolve("letter.txt")).hasContent("亲爱的");
  }

  private static void start(Path home, Map<String, String> settings)
      throws IOException, InterruptedException {
    Map<String, String> all = new HashMap<>(settings);
    all.put(StartedServer.JVM, StartedServer.QUICK);
    StartedServer.start(home, all).close();
  }
}
