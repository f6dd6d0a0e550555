package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;
import org.citycatalog.app.testing.StartedServer;
import org.citycatalog.sharing.ledger.Verification;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A disk that is really full.
@Tag("proof")
class FullDiskIT {
  private static final int MEBI = 1 << 20;
  private static final byte[] FILE = Delivered.rows(300_000); // 4 MB, and more as an index

  @Test
  void nothing_is_lost_the_server_goes_on_and_when_there_is_room_it_works_again() throws Exception {
    try (SmallDisk disk = SmallDisk.of(256);
        StartedServer server = start(disk)) {
      ContractClient operator = ContractClient.anonymous(server.url()).withKey(key(disk));
      assertThat(operator.post("/providers", Entries.TRANSPORT).status()).isEqualTo(201);
      operator.post("/datasets", Entries.minimal("transport.full"));
      Answer small = operator.upload("/datasets/transport.full/loads", Delivered.rows(1000));
      assertThat(small.status()).as("%s", small).isEqualTo(201);
      String tag = operator.get("/datasets/transport.full").header("ETag");
      Answer published =
          operator.send(
              "POST", "/api/v1/datasets/transport.full/publication", new byte[0], "If-Match", tag);
      assertThat(published.status()).as("%s", published).isEqualTo(200);
      ContractClient anybody = ContractClient.anonymous(server.url());
      final String rows = operator.get("/datasets/transport.full/export.csv").text();

      fileDoesNotFit(disk, operator);
      indexDoesNotFit(disk, operator);
      List<String> acknowledged = catalogDoesNotFit(disk, operator);
      openDataStays(operator, anybody, rows);
      assertThat(Health.of(server).check("disk").getString("status")).isEqualTo("DOWN");

      disk.makeRoom();
      Answer load = operator.upload("/datasets/transport.full/loads", FILE);
      assertThat(load.status()).as("%s", load).isEqualTo(201);
      assertThat(operator.get("/datasets/transport.full/rows?limit=1").json().getInt("total"))
          .isEqualTo(300_000);
      assertThat(Verification.of(disk.outside().resolve("ledger"), List.of(), Set.of()).breaks())
          .isEmpty();
      Answer next = operator.post("/datasets", Entries.minimal("transport.next"));
      assertThat(next.status()).as("%s", next).isEqualTo(201);
      for (String id : acknowledged) {
        assertThat(operator.get("/datasets/" + id).status()).as(id).isEqualTo(200);
      }
      assertThat(strangers(disk)).isEmpty();

      server.kill();
      try (StartedServer again = server.again()) {
        ContractClient later = ContractClient.anonymous(again.url()).withKey(key(disk));
        for (String id : acknowledged) {
          assertThat(later.get("/datasets/" + id).status()).as(id).isEqualTo(200);
        }
        assertThat(later.get("/datasets/transport.full/rows?limit=1").json().getInt("total"))
            .isEqualTo(300_000);
      }
    }
  }

  private static void fileDoesNotFit(SmallDisk disk, ContractClient operator) throws Exception {
    disk.fillUpTo(FILE.length / 2);

    Answer refused = operator.upload("/datasets/transport.full/loads", FILE);

    assertThat(refused.code()).as("%s", refused).isEqualTo("disk-full");
    assertThat(refused.status()).isEqualTo(507);
    assertThat(strangers(disk)).isEmpty();
    assertThat(disk.free()).as("what arrived is gone").isGreaterThan(FILE.length / 2 - 64 * 1024);
  }

  private static void indexDoesNotFit(SmallDisk disk, ContractClient operator) throws Exception {
    disk.fillUpTo(FILE.length + MEBI);

    Answer waited = operator.upload("/datasets/transport.full/loads", FILE);
    Answer accepted =
        operator.upload("/datasets/transport.full/loads", FILE, "Prefer", "respond-async");

    assertThat(waited.code()).as("%s", waited).isEqualTo("disk-full");
    assertThat(waited.status()).isEqualTo(507);
    assertThat(accepted.status()).as("%s", accepted).isEqualTo(202);
    JsonObject load = ended(operator, accepted.header("Location").replace("/api/v1", ""));
    assertThat(load.getString("state")).as("%s", load).isEqualTo("failed");
    assertThat(load.getJsonObject("problem").getString("code")).isEqualTo("disk-full");
    assertThat(strangers(disk)).isEmpty();
    assertThat(disk.free()).as("what was built is gone").isGreaterThan(FILE.length);
  }

  /// Registers until nothing more fits.
  ///
  /// @return what was acknowledged
  private static List<String> catalogDoesNotFit(SmallDisk disk, ContractClient operator)
      throws Exception {
    disk.fillUpTo(0);
    List<String> acknowledged = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      String id = "transport.entry-" + i;
      Answer answer = operator.post("/datasets", Entries.minimal(id));
      if (answer.status() == 201) {
        acknowledged.add(id);
        continue;
      }
      assertThat(answer.code()).as("%s", answer).isEqualTo("disk-full");
      assertThat(answer.status()).isEqualTo(507);
      assertThat(operator.get("/datasets/" + id).status()).isEqualTo(404);
      assertThat(operator.get("/datasets").status()).isEqualTo(200);
      return acknowledged;
    }
    throw new AssertionError("the catalog never needed room");
  }

  /// What cannot be recorded is not given out, but what is open to all is.
  private static void openDataStays(ContractClient operator, ContractClient anybody, String rows)
      throws Exception {
    for (int i = 0; i < 100_000; i++) {
      Answer own = operator.get("/datasets/transport.full/rows?limit=1");
      assertThat(anybody.get("/datasets/transport.full/rows?limit=1").status()).isEqualTo(200);
      if (own.status() != 200) {
        assertThat(own.code()).as("%s", own).isEqualTo("ledger-unavailable");
        assertThat(own.status()).isEqualTo(503);
        assertThat(own.header("Retry-After")).isNotEmpty();
        assertThat(anybody.get("/datasets/transport.full/export.csv").text()).isEqualTo(rows);
        return;
      }
    }
    throw new AssertionError("the ledger never needed room");
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
  private static List<Path> strangers(SmallDisk disk) throws Exception {
    List<Path> strangers = new ArrayList<>();
    try (Stream<Path> incoming = Files.list(disk.outside().resolve("incoming"));
        Stream<Path> rows = Files.walk(disk.outside().resolve("rows"), 2)) {
      incoming.forEach(strangers::add);
      rows.filter(each -> String.valueOf(each.getFileName()).startsWith("building"))
          .forEach(strangers::add);
    }
    return strangers;
  }

  private static StartedServer start(SmallDisk disk) throws Exception {
    return StartedServer.start(
        disk.inside(),
        Map.of(StartedServer.JVM, StartedServer.QUICK, StartedServer.LAUNCHER, disk.launcher()));
  }

  private static String key(SmallDisk disk) throws Exception {
    return Files.readString(disk.outside().resolve("operator-key"), StandardCharsets.UTF_8).strip();
  }
}
