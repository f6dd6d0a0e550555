package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.citycatalog.app.http.Contracted.ok;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;
import org.citycatalog.app.testing.StartedServer;
import org.citycatalog.sharing.ledger.Verification;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/// Kills the whole server with SIGKILL at random moments after a purge was approved, and looks at
/// what the next start leaves of what was to be destroyed.
@Tag("proof")
class KilledPurgeIT {
  private static final int KILLS = 4;
  private static final int LATEST_MILLIS = 250;
  private static final int ROWS = 20_000;
  private static final String DATASET = "transport.killed-purge";
  private static final String LASTING = "code,places\n00017,12\n00018,8\n";
  private static final String ADDRESS = "/datasets/" + DATASET;

  @TempDir private Path home;

  @Test
  void what_was_approved_is_destroyed_whenever_the_server_is_killed(TestReporter reporter)
      throws Exception {
    long seed = Long.getLong("citycatalog.seed", System.nanoTime());
    reporter.publishEntry("seed", Long.toString(seed));
    Random random = new Random(seed);
    StartedServer server =
        StartedServer.start(home, Map.of(StartedServer.JVM, StartedServer.QUICK));
    try {
      ContractClient operator = operator(server);
      ok(operator.post("/providers", Entries.TRANSPORT));
      ok(operator.post("/datasets", Entries.minimal(DATASET)));
      ok(operator.upload(ADDRESS + "/loads", utf8(LASTING)));
      String key =
          ok(operator.post(
                  "/keys",
                  "{\"label\": \"清除\", \"kind\": \"department\", \"provider\": \"transport\"}"))
              .json()
              .getString("secret");
      for (int kill = 0; kill < KILLS; kill++) {
        String place = "kill %d, seed %d".formatted(kill, seed);
        String secret = "GEHEIM%dQX7F3J".formatted(kill);
        ContractClient steward = ContractClient.anonymous(server.url()).withKey(key);
        int version = loaded(steward, secret);
        String cursor = ok(steward.get(ADDRESS + "/rows?limit=1")).json().getString("next");
        ok(steward.get(ADDRESS + "/rows?filter=code%3D%27" + secret + "%27"));
        assertThat(places(secret)).as("it is found where it is").isNotEmpty();
        String purge = asked(steward, version);

        approvedAndKilled(server, purge, random.nextInt(LATEST_MILLIS));
        server = server.again();

        steward = ContractClient.anonymous(server.url()).withKey(key);
        assertThat(steward.get(ADDRESS + "/versions/" + version).code())
            .as("%s: from the start on", place)
            .isEqualTo("purged");
        awaitDone(steward, purge, place);
        assertThat(steward.get(ADDRESS + "/rows?limit=1&cursor=" + cursor).code())
            .as(place)
            .isEqualTo("purged");
        assertThat(places(secret)).as(place).isEmpty();
        assertThat(ok(steward.get(ADDRESS + "/versions/1")).json().getInt("rows")).isEqualTo(2);
        assertThat(ok(steward.get(ADDRESS + "/export.csv?form=source")).text())
            .as(place)
            .isEqualToNormalizingNewlines(LASTING);
      }
      server.stop();
      assertThat(Verification.of(home.resolve("ledger"), List.of(), Set.of()).breaks()).isEmpty();
    } finally {
      server.close();
    }
  }

  /// A version with the secret in every row, and in what could not be read.
  private static int loaded(ContractClient steward, String secret) throws Exception {
    StringBuilder csv = new StringBuilder("code,places\n");
    csv.append(secret).append(",x").append(secret).append('\n');
    csv.append(secret).append(",1\n");
    for (int row = 0; row < ROWS; row++) {
      csv.append(secret).append(row).append(',').append(row).append('\n');
    }
    Answer loaded = ok(steward.upload(ADDRESS + "/loads?maxRejected=1", utf8(csv.toString())));
    return loaded.json().getInt("version");
  }

  private static String asked(ContractClient steward, int version) throws Exception {
    String subject = "{\"dataset\": \"%s\", \"versions\": [%d]}".formatted(DATASET, version);
    return "/purges/"
        + ok(steward.post(
                "/purges",
                "{\"subject\": %s, \"reason\": \"误传个人信息\", \"basis\": \"《个人信息保护法》第四十七条\"}"
                    .formatted(subject)))
            .json()
            .getString("id");
  }

  /// Approves a purge, and kills the server so many milliseconds after it was seen to be approved.
  private static void approvedAndKilled(StartedServer server, String purge, int millis)
      throws Exception {
    ContractClient operator = operator(server);
    try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> approval =
          other.submit(() -> {
            try {
              ok(Contracted.decide(operator, purge, "approved"));
            } catch (IOException killed) {
              // As it may be: it is answered when all is gone.
            }
            return null;
          });
      while (state(operator, purge).equals("requested")) {
        assertThat(server.isRunning()).isTrue();
      }
      LockSupport.parkNanos(millis * 1_000_000L);
      server.kill();
      approval.get();
    }
  }

  private static String state(ContractClient client, String purge) throws Exception {
    return ok(client.get(purge)).json().getString("state");
  }

  private static void awaitDone(ContractClient steward, String purge, String place)
      throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    while (true) {
      JsonObject now = ok(steward.get(purge)).json();
      if (now.getString("state").equals("done")) {
        return;
      }
      assertThat(System.nanoTime()).as("%s: %s", place, now).isLessThan(end);
    }
  }

  /// Files of the data folder that hold a text. What was looked for is in the ledger under a seal
  /// alone.
  private List<Path> places(String text) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(home)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    List<Path> places = new ArrayList<>();
    for (Path file : files) {
      try {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        for (String charset : List.of("UTF-8", "UTF-16LE", "UTF-16BE")) {
          byte[] form = text.getBytes(Charset.forName(charset));
          if (bytes.contains(new String(form, StandardCharsets.ISO_8859_1))) {
            places.add(home.relativize(file));
          }
        }
      } catch (NoSuchFileException deletedMeanwhile) {
        // It holds nothing any more.
      }
    }
    return places;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ContractClient operator(StartedServer server) throws IOException {
    return ContractClient.anonymous(server.url()).withKey(server.operatorKey());
  }
}
