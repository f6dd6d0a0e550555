package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;
import org.citycatalog.app.testing.StartedServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/// Kills the whole server with SIGKILL at random moments while stewards register, edit and load,
/// and looks at what the next start finds.
@Tag("proof")
class KillIT {
  private static final int KILLS = 6;
  private static final String WAITED = "transport.waited";
  private static final String ACCEPTED = "transport.accepted";

  @TempDir private Path home;

  /// Titles that an entry may have: the last one that was acknowledged, and one that was sent but
  /// never answered.
  private record Titles(String acknowledged, String sent) {}

  /// A file that was sent.
  private record Sent(String mark, int rows) {
    byte[] file() {
      StringBuilder file = new StringBuilder("code,places\n");
      for (int row = 0; row < rows; row++) {
        file.append(mark).append(',').append(row).append('\n');
      }
      return file.toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  private final Map<String, Titles> entries = new ConcurrentHashMap<>();
  private final List<String> sentEntries = new CopyOnWriteArrayList<>();
  private final Map<String, Sent> files = new ConcurrentHashMap<>();
  private final Map<Integer, Sent> versions = new ConcurrentHashMap<>();
  private final Map<String, Sent> acceptedLoads = new ConcurrentHashMap<>();
  private final List<String> trouble = new CopyOnWriteArrayList<>();

  @Test
  void every_acknowledged_write_is_there_and_nothing_else_is_half_there(TestReporter reporter)
      throws Exception {
    long seed = Long.getLong("citycatalog.seed", System.nanoTime());
    reporter.publishEntry("seed", Long.toString(seed));
    Random random = new Random(seed);
    StartedServer server =
        StartedServer.start(home, Map.of(StartedServer.JVM, StartedServer.QUICK));
    try {
      ContractClient first = operator(server);
      first.post("/providers", Entries.TRANSPORT);
      first.post("/datasets", Entries.minimal(WAITED));
      first.post("/datasets", Entries.minimal(ACCEPTED));
      for (int kill = 0; kill < KILLS; kill++) {
        workUntilKilled(server, kill, random);

        server = server.again();

        String place = "kill %d, seed %d".formatted(kill, seed);
        assertThat(trouble).as(place).isEmpty();
        assertThat(Health.of(server).isUp()).as(place).isTrue();
        entriesAreThere(operator(server), place);
        acceptedLoadsFinish(operator(server), place);
        versionsAreThere(operator(server), place);
        assertThat(strangers()).as(place).isEmpty();
      }
    } finally {
      server.close();
    }
    assertThat(entries).isNotEmpty();
    assertThat(versions).isNotEmpty();
    assertThat(acceptedLoads).isNotEmpty();
  }

  private void workUntilKilled(StartedServer server, int kill, Random random) throws Exception {
    long moment = 300L + random.nextInt(5000);
    long files = random.nextLong();
    ContractClient operator = operator(server);
    try (ExecutorService stewards = Executors.newVirtualThreadPerTaskExecutor()) {
      stewards.execute(
          () -> untilKilled(server, i -> register(operator, "k%d-%d".formatted(kill, i))));
      Random sizes = new Random(files);
      stewards.execute(() ->
          untilKilled(
              server,
              i ->
                  loadWaiting(operator, sent("w%dx%d".formatted(kill, i), sizes.nextInt(20_000)))));
      Random others = new Random(files + 1);
      stewards.execute(() ->
          untilKilled(
              server,
              i ->
                  loadAccepted(
                      operator, sent("a%dx%d".formatted(kill, i), others.nextInt(20_000)))));
      java.util.concurrent.locks.LockSupport.parkNanos(moment * 1_000_000);
      server.kill();
    }
  }

  private interface Work {
    void once(int number) throws IOException, InterruptedException;
  }

  /// Repeats some work until the server is gone; what else goes wrong is trouble.
  private void untilKilled(StartedServer server, Work work) {
    for (int i = 0; ; i++) {
      try {
        work.once(i);
      } catch (IOException cutOff) {
        if (server.isRunning()) {
          // The connection breaks a moment before the process is seen to be gone.
          java.util.concurrent.locks.LockSupport.parkNanos(2_000_000_000L);
          if (server.isRunning()) {
            trouble.add("cut off by a server that lives: " + cutOff);
          }
        }
        return;
      } catch (InterruptedException | RuntimeException | AssertionError other) {
        trouble.add(other.toString());
        return;
      }
    }
  }

  private void register(ContractClient operator, String name)
      throws IOException, InterruptedException {
    String id = "transport." + name;
    sentEntries.add(id);
    Answer registered = operator.post("/datasets", Entries.minimal(id));
    note(registered, 201);
    entries.put(id, new Titles("测试数据集", "测试数据集"));
    String title = "第" + name + "次修改";
    entries.put(id, new Titles("测试数据集", title));
    Answer edited =
        operator.put(
            "/datasets/" + id,
            Entries.minimal(id).replace("测试数据集", title),
            "If-Match",
            registered.header("ETag"));
    note(edited, 200);
    entries.put(id, new Titles(title, title));
  }

  private Sent sent(String mark, int rows) {
    Sent sent = new Sent(mark, rows + 1);
    files.put(mark, sent);
    return sent;
  }

  private void loadWaiting(ContractClient operator, Sent sent)
      throws IOException, InterruptedException {
    Answer loaded = operator.upload("/datasets/" + WAITED + "/loads", sent.file());
    note(loaded, 201);
    versions.put(loaded.json().getInt("version"), sent);
  }

  private void loadAccepted(ContractClient operator, Sent sent)
      throws IOException, InterruptedException {
    Answer accepted =
        operator.upload("/datasets/" + ACCEPTED + "/loads", sent.file(), "Prefer", "respond-async");
    if (accepted.status() != 409) { // the one before is still on its way
      note(accepted, 202);
      acceptedLoads.put(accepted.header("Location").replace("/api/v1", ""), sent);
    }
  }

  private static void note(Answer answer, int expected) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(expected);
  }

  private void entriesAreThere(ContractClient operator, String place) throws Exception {
    for (String id : List.copyOf(sentEntries)) {
      Answer answer = operator.get("/datasets/" + id);
      Titles titles = entries.get(id);
      if (titles == null) {
        assertThat(answer.status()).as("%s: %s", place, id).isIn(200, 404);
      } else {
        assertThat(answer.status()).as("%s: %s", place, id).isEqualTo(200);
        assertThat(title(answer))
            .as("%s: %s", place, id)
            .isIn(titles.acknowledged(), titles.sent());
      }
      if (answer.status() == 200) {
        JsonObject entry = answer.json().getJsonObject("entry");
        assertThat(entry.getJsonArray("items")).as("%s: %s", place, id).hasSize(2);
        entries.put(id, new Titles(title(answer), title(answer)));
      } else {
        sentEntries.remove(id); // never there, and not to come
        assertThat(operator.post("/datasets", Entries.minimal(id)).status()).isEqualTo(201);
      }
    }
  }

  private static String title(Answer answer) {
    return answer.json().getJsonObject("entry").getJsonObject("title").getString("zh");
  }

  private void acceptedLoadsFinish(ContractClient operator, String place) throws Exception {
    for (Map.Entry<String, Sent> each : acceptedLoads.entrySet()) {
      JsonObject load = ended(operator, each.getKey());
      assertThat(load.getString("state")).as("%s: %s", place, load).isEqualTo("loaded");
      assertThat(load.getInt("rowsKept")).as(place).isEqualTo(each.getValue().rows());
    }
    for (String dataset : List.of(WAITED, ACCEPTED)) {
      String loads = "/datasets/" + dataset + "/loads";
      for (JsonObject load :
          operator
              .get(loads + "?limit=1000")
              .json()
              .getJsonArray("loads")
              .getValuesAs(JsonObject.class)) {
        ended(operator, loads + "/" + load.getString("id"));
      }
    }
  }

  private void versionsAreThere(ContractClient operator, String place) throws Exception {
    Map<Integer, Integer> rows = new LinkedHashMap<>();
    operator
        .get("/datasets/" + WAITED + "/versions?limit=1000")
        .json()
        .getJsonArray("versions")
        .getValuesAs(JsonObject.class)
        .forEach(each -> rows.put(each.getInt("version"), each.getInt("rows")));
    versions.forEach(
        (version, sent) -> assertThat(rows).as(place).containsEntry(version, sent.rows()));
    for (String dataset : List.of(WAITED, ACCEPTED)) {
      Answer export = operator.get("/datasets/" + dataset + "/export.csv?form=source");
      if (export.status() == 200) {
        String text = export.text().replace("\r\n", "\n");
        String mark = text.split("[\n,]", 4)[2];
        assertThat(files).as(place).containsKey(mark);
        assertThat(text)
            .as("%s: %s", place, dataset)
            .isEqualTo(
                new String(
                    files.getOrDefault(mark, new Sent("", 0)).file(), StandardCharsets.UTF_8));
      } else {
        assertThat(export.code()).as(place).isEqualTo("not-loaded");
      }
    }
  }

  private static JsonObject ended(ContractClient operator, String load) throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    while (true) {
      JsonObject now = operator.get(load).json();
      if (!List.of("waiting", "running").contains(now.getString("state"))) {
        return now;
      }
      assertThat(System.nanoTime()).as("%s", now).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /// What lies in the folder and belongs to no version.
  private List<Path> strangers() throws IOException {
    List<Path> strangers = new ArrayList<>();
    try (Stream<Path> incoming = Files.list(home.resolve("incoming"));
        Stream<Path> rows = Files.walk(home.resolve("rows"), 2)) {
      incoming.forEach(strangers::add);
      rows.filter(each -> String.valueOf(each.getFileName()).startsWith("building"))
          .forEach(strangers::add);
    }
    return strangers;
  }

  private static ContractClient operator(StartedServer server) throws IOException {
    return ContractClient.anonymous(server.url()).withKey(server.operatorKey());
  }
}
