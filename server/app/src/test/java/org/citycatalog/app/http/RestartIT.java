package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;
import org.citycatalog.app.testing.StartedServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A server with the demo city is killed while it loads, its indexes and source files are damaged,
/// and it is started again. The new start is watched here; the tests say what has to be so.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("proof")
class RestartIT {
  private static final List<String> DATASETS =
      List.of(
          "civil.divisions",
          "civil.villages",
          "ecology.air-hourly",
          "hotline.tickets",
          "market.enterprises",
          "tourism.scenic-areas",
          "transport.bus-stops",
          "transport.parking");

  /// Among them the draft's, which nobody is told of but the operator.
  private static final String FOUR_DAMAGED = "citycatalog_source_files_damaged 4.0";

  private static final int ACCEPTED_ROWS = 500_000;

  private final StartedServer server;
  private final ContractClient anybody;
  private final ContractClient operator;
  private final String key;
  private final Map<String, String> rowsBefore = new TreeMap<>();
  private final String accepted;
  private final String interrupted;
  private final String cursor;
  private final byte[] villages;
  private final Answer whileRebuilding;
  private final Health healthWhileRebuilding;
  private final Health healthAfter;

  RestartIT() throws Exception {
    Path home = Files.createTempDirectory("citycatalog-restart-");
    StartedServer first =
        StartedServer.start(
            home, Map.of("CITYCATALOG_DEMO", "true", StartedServer.JVM, StartedServer.QUICK));
    try {
      key = first.operatorKey();
      ContractClient before = ContractClient.anonymous(first.url()).withKey(key);
      for (String id : DATASETS) {
        rowsBefore.put(id, source(before, id));
      }
      cursor = before.get("/datasets/transport.parking/rows?limit=2").json().getString("next");
      before.post("/datasets", Entries.minimal("transport.accepted"));
      before.post("/datasets", Entries.minimal("transport.interrupted"));
      before.post("/datasets", Entries.minimal("transport.unseen"));
      before.upload("/datasets/transport.unseen/loads", Delivered.rows(7));
      Path indexes = home.resolve("rows");
      Path blobs = home.resolve("blobs");
      Path enterprises = blob(blobs, before, "market.enterprises");
      Path hotline = blob(blobs, before, "hotline.tickets");
      Path unseen = blob(blobs, before, "transport.unseen");
      Path village = blob(blobs, before, "civil.villages");
      villages = Files.readAllBytes(village);

      Answer load =
          before.upload(
              "/datasets/transport.accepted/loads",
              Delivered.rows(ACCEPTED_ROWS),
              "Prefer",
              "respond-async");
      assertThat(load.status()).as("%s", load).isEqualTo(202);
      accepted = load.header("Location").replace("/api/v1", "");
      interrupted = beginToLoad(before, "/datasets/transport.interrupted/loads");
      first.kill();

      flip(largest(indexes.resolve("transport.parking/1/index")));
      Files.delete(largest(indexes.resolve("tourism.scenic-areas/1/index")));
      cut(largest(indexes.resolve("transport.bus-stops/1/index")));
      delete(indexes.resolve("civil.divisions"));
      flip(largest(indexes.resolve("market.enterprises/1/index")));
      flip(enterprises);
      flip(hotline);
      flip(unseen);
      Files.delete(village);
      flip(largest(home.resolve("search")));

      server = first.again();
    } catch (Exception | AssertionError failed) {
      first.close();
      throw failed;
    }
    anybody = ContractClient.anonymous(server.url());
    operator = anybody.withKey(key);
    // The accepted load is done first, and indexes are rebuilt behind it.
    whileRebuilding = anybody.get("/datasets/transport.parking/rows");
    healthWhileRebuilding = Health.of(server);
    healthAfter = awaitMended();
  }

  @AfterAll
  void close() throws IOException {
    server.close();
  }

  @Test
  void the_server_is_ready_without_a_hand_while_it_mends() {
    assertThat(healthWhileRebuilding.isUp()).as("%s", healthWhileRebuilding).isTrue();
    assertThat(server.isRunning()).isTrue();
  }

  @Test
  void rows_whose_index_is_being_rebuilt_are_said_to_come_later() {
    assertThat(whileRebuilding.code()).as("%s", whileRebuilding).isEqualTo("index-rebuilding");
    assertThat(whileRebuilding.status()).isEqualTo(503);
    assertThat(whileRebuilding.header("Retry-After")).isNotEmpty();
    assertThat(healthWhileRebuilding.named("row-indexes", "rebuilding"))
        .contains("transport.parking@1");
  }

  @Test
  void an_index_with_a_flipped_byte_a_missing_file_a_cut_file_or_none_at_all_is_whole_again()
      throws Exception {
    for (String id :
        List.of(
            "transport.parking",
            "tourism.scenic-areas",
            "transport.bus-stops",
            "civil.divisions")) {
      assertThat(source(anybody, id)).as(id).isEqualTo(rowsBefore.get(id));
      assertThat(server.log())
          .contains("the index of %s version 1 is damaged".formatted(id))
          .contains("the index of %s version 1 is whole again".formatted(id));
    }
  }

  @Test
  void a_cursor_from_before_goes_on_in_the_rebuilt_index() throws Exception {
    List<String> after =
        rows("/datasets/transport.parking/rows?select=park_id&limit=2&cursor=" + cursor);

    assertThat(after).isEmpty(); // another question than it was made for
    assertThat(
            operator
                .get("/datasets/transport.parking/rows?limit=2&cursor=" + cursor)
                .json()
                .getJsonArray("rows")
                .getValuesAs(JsonObject.class))
        .extracting(row -> row.getString("park_id"))
        .isEqualTo(ids(rowsBefore.getOrDefault("transport.parking", "")).subList(2, 4));
  }

  @Test
  void what_is_not_damaged_is_as_it_was() throws Exception {
    for (String id : List.of("ecology.air-hourly", "civil.villages", "hotline.tickets")) {
      assertThat(source(operator, id)).as(id).isEqualTo(rowsBefore.get(id));
    }
  }

  @Test
  void an_index_that_cannot_be_rebuilt_is_said_to_be_lost_and_never_read() throws Exception {
    Answer answer = anybody.get("/datasets/market.enterprises/rows");

    assertThat(answer.code()).as("%s", answer).isEqualTo("index-lost");
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.header("Retry-After")).isEmpty();
    assertThat(healthAfter.named("row-indexes", "lost")).isEqualTo("market.enterprises@1");
    assertThat(server.log())
        .contains("the index of market.enterprises version 1 could not be rebuilt")
        .contains("market.enterprises@1: the source file is damaged");
  }

  @Test
  void a_damaged_source_file_is_said_and_its_rows_are_served() {
    assertThat(healthAfter.isUp()).isTrue();
    assertThat(healthAfter.named("source-files", "damaged"))
        .isEqualTo("civil.villages@1 hotline.tickets@1 market.enterprises@1");
    assertThat(healthAfter.json().toString()).as("the draft").doesNotContain("transport.unseen");
    assertThat(server.log())
        .contains("civil.villages@1: the source file is not there")
        .contains("hotline.tickets@1: the source file is damaged")
        .contains("transport.unseen@1: the source file is damaged");
  }

  @Test
  void loading_the_same_file_again_mends_its_source() throws Exception {
    Answer load = operator.upload("/datasets/civil.villages/loads?format=csv", villages);

    assertThat(load.status()).as("%s", load).isEqualTo(201);
    assertThat(Health.of(server).named("source-files", "damaged")).doesNotContain("villages");
    assertThat(source(anybody, "civil.villages")).isEqualTo(rowsBefore.get("civil.villages"));
  }

  @Test
  void a_damaged_search_index_is_built_anew() throws Exception {
    String parking = URLEncoder.encode("停车", StandardCharsets.UTF_8);

    assertThat(anybody.get("/datasets?q=" + parking).text()).contains("transport.parking");
    assertThat(server.log()).contains("The search index is built anew");
  }

  @Test
  void an_accepted_load_has_finished() throws Exception {
    JsonObject load = operator.get(accepted).json();

    assertThat(load.getString("state")).as("%s", load).isEqualTo("loaded");
    assertThat(load.getInt("rowsKept")).isEqualTo(ACCEPTED_ROWS);
    JsonObject page = operator.get("/datasets/transport.accepted/rows?limit=1").json();
    assertThat(page.getInt("total")).isEqualTo(ACCEPTED_ROWS);
  }

  @Test
  void a_load_that_was_never_acknowledged_is_said_to_be_interrupted_and_left_nothing()
      throws Exception {
    JsonObject load = operator.get(interrupted).json();

    assertThat(load.getString("state")).as("%s", load).isEqualTo("failed");
    assertThat(load.getJsonObject("problem").getString("code")).isEqualTo("interrupted");
    assertThat(operator.get("/datasets/transport.interrupted/rows").code()).isEqualTo("not-loaded");
    assertThat(server.home().resolve("rows/transport.interrupted")).doesNotExist();
  }

  @Test
  void a_key_from_before_is_valid() throws Exception {
    assertThat(server.operatorKey()).isEqualTo(key);
    assertThat(operator.get("/keys").status()).isEqualTo(200);
  }

  private Health awaitMended() throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    while (true) {
      Health health = Health.of(server);
      // Every file has been looked at when the last damaged one is known.
      if (health.named("row-indexes", "rebuilding").isEmpty()
          && health.named("row-indexes", "lost").contains("market.enterprises")
          && health.named("source-files", "damaged").contains("market.enterprises")
          && health.named("source-files", "damaged").contains("civil.villages")
          && health.named("source-files", "damaged").contains("hotline.tickets")
          && operator.get("/metrics").text().contains(FOUR_DAMAGED)) {
        return health;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(health + "\n" + server.log());
      }
      Thread.onSpinWait();
    }
  }

  /// Sends a file without waiting for its end.
  ///
  /// @return the path of the load
  private static String beginToLoad(ContractClient operator, String loads) throws Exception {
    CompletableFuture<Answer> cutOff =
        CompletableFuture.supplyAsync(() -> {
          try {
            return operator.upload(loads, Delivered.rows(1000));
          } catch (IOException | InterruptedException killed) {
            throw new IllegalStateException(killed);
          }
        });
    long end = System.nanoTime() + 30_000_000_000L;
    while (true) {
      var found = operator.get(loads).json().getJsonArray("loads");
      if (!found.isEmpty()) {
        assertThat(cutOff).isNotDone();
        return loads + "/" + found.getJsonObject(0).getString("id");
      }
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static String source(ContractClient client, String id) throws Exception {
    Answer answer = client.get("/datasets/" + id + "/export.csv?form=source");
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer.text();
  }

  private List<String> rows(String target) throws Exception {
    Answer answer = operator.get(target);
    return answer.status() == 200 ? answer.text().lines().toList() : List.of();
  }

  private static List<String> ids(String csv) {
    return csv.lines().skip(1).map(line -> line.split(",", 2)[0]).toList();
  }

  private static Path blob(Path blobs, ContractClient operator, String id) throws Exception {
    String sha256 =
        operator
            .get("/datasets/" + id + "/versions")
            .json()
            .getJsonArray("versions")
            .getJsonObject(0)
            .getJsonObject("source")
            .getString("sha256");
    return blobs
        .resolve(id.substring(0, id.indexOf('.')))
        .resolve(sha256.substring(0, 2))
        .resolve(sha256);
  }

  private static Path largest(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .max(Comparator.comparingLong(each -> each.toFile().length()))
          .orElseThrow();
    }
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Delivered.flipped(bytes, bytes.length / 2));
  }

  private static void cut(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
