package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.citycatalog.app.testing.ContractClient;
import org.citycatalog.app.testing.StartedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What starting, killing and starting again does.
@ExtendWith(SharedServer.class)
class StartIT {
  @TempDir private Path folder;

  @Test
  void a_second_server_on_the_same_folder_does_not_start(SharedServer.Running city) {
    assertThatThrownBy(() -> StartedServer.start(city.server.home()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("home-locked")
        .hasMessageContaining("CITYCATALOG_HOME");
    assertThat(city.server.isRunning()).isTrue();
  }

  @Test
  void a_start_does_not_speak_of_the_migrations_that_went_well(SharedServer.Running city) {
    assertThat(city.server.log().lines().filter(line -> line.contains("flywaydb.core"))).isEmpty();
  }

  @Test
  void a_wrong_setting_stops_the_start_in_one_sentence() {
    assertThatThrownBy(() -> StartedServer.start(folder, Map.of("CITYCATALOG_DEMO", "ja")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("CITYCATALOG_DEMO must be true or false but was 'ja'");
  }

  @Test
  void a_folder_of_somebody_elses_is_left_alone() throws Exception {
    Files.writeString(folder.resolve("letter.txt"), "亲爱的");

    assertThatThrownBy(() -> StartedServer.start(folder, Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("neither empty nor a data folder");
    assertThat(folder.resolve("letter.txt")).hasContent("亲爱的");
  }

  @Test
  void what_was_acknowledged_is_there_after_a_kill_and_a_key_stays_valid() throws Exception {
    String key;
    try (StartedServer server = StartedServer.start(folder, Map.of())) {
      key = server.operatorKey();
      ContractClient operator = ContractClient.anonymous(server.url()).withKey(key);
      assertThat(
              operator
                  .post(
                      "/providers",
                      "{\"namespace\": \"transport\", \"code\": \"11341000YY0000029D\", \"name\":"
                          + " {\"zh\": \"交通运输局\"}}")
                  .status())
          .isEqualTo(201);
      operator.post("/datasets", Entries.minimal("transport.kill"));

      server.kill();
    }

    try (StartedServer server = StartedServer.start(folder, Map.of())) {
      ContractClient operator = ContractClient.anonymous(server.url()).withKey(key);
      assertThat(operator.get("/datasets/transport.kill").status()).isEqualTo(200);
      assertThat(server.operatorKey()).isEqualTo(key);
      server.stop();
    }
  }
}
