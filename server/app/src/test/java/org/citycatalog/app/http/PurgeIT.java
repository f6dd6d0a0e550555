package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.citycatalog.app.http.Contracted.decide;
import static org.citycatalog.app.http.Contracted.ok;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// From the request to the tombstone, over HTTP.
@ExtendWith(SharedServer.class)
class PurgeIT {
  private static final String SECRET = "SECRETQX7F3J";

  private final SharedServer.Running city;
  private final ContractClient operator;
  private final ContractClient steward;

  PurgeIT(SharedServer.Running city) throws Exception {
    this.city = city;
    this.operator = city.operator;
    this.steward = Contracted.key(city, "\"kind\": \"department\", \"provider\": \"transport\"");
  }

  @Test
  void a_destroyed_version_answers_410_to_who_could_read_it_and_as_before_to_the_others()
      throws Exception {
    String id = "transport.purged-doors";
    ok(operator.post("/datasets", Entries.minimal(id)));
    String load =
        ok(operator.upload(
                "/datasets/" + id + "/loads?maxRejected=5",
                utf8("code,places\n" + SECRET + ",x" + SECRET + "\n2,2\n")))
            .header("Location")
            .replace("/api/v1", "");
    String version = "/datasets/" + id + "/versions/1";
    String next = ok(steward.get("/datasets/" + id + "/rows?limit=1")).json().getString("next");
    String before = withoutId(city.anybody.get(version));
    assertThat(ok(steward.get(load + "/quarantine")).text()).contains(SECRET);

    String purge = asked(steward, "{\"dataset\": \"%s\", \"versionsUpTo\": 1}".formatted(id));
    assertThat(decide(steward, purge, "approved").code()).isEqualTo("second-person-needed");
    JsonObject done = ok(decide(operator, purge, "approved")).json();

    assertThat(done.getString("state")).isEqualTo("done");
    assertThat(done.getJsonObject("subject").getJsonArray("versions")).hasToString("[1]");
    assertThat(steward.get(version).status()).isEqualTo(410);
    assertThat(steward.get("/datasets/" + id + "/rows?limit=1&cursor=" + next).code())
        .isEqualTo("purged");
    assertThat(steward.get(load + "/quarantine").code()).isEqualTo("purged");
    assertThat(withoutId(city.anybody.get(version))).isEqualTo(before);
    assertThat(steward.get("/datasets/" + id + "/rows").code()).isEqualTo("not-loaded");
    assertThat(ok(steward.get(load)).text()).doesNotContain(SECRET).doesNotContain("sha256");
    assertThat(ok(steward.get("/changes?limit=1000")).text()).contains("\"kind\":\"purged\"");
    assertThat(places()).isEmpty();
  }

  @Test
  void what_is_left_says_who_when_and_why_and_the_ledger_knows_it() throws Exception {
    String id = "transport.purged-told";
    ok(operator.post("/datasets", Entries.minimal(id)));
    ok(operator.upload("/datasets/" + id + "/loads", Delivered.rows(3)));
    String purge = asked(steward, "{\"dataset\": \"%s\", \"versions\": [1]}".formatted(id));
    ok(decide(operator, purge, "approved"));

    JsonObject tombstone = ok(steward.get(purge)).json();

    assertThat(tombstone.getJsonArray("events").getValuesAs(JsonObject.class))
        .extracting(event -> event.getString("to"))
        .containsExactly("requested", "approved", "done");
    assertThat(tombstone.toString()).contains("误传个人信息").doesNotContain("sha256");
    assertThat(ok(steward.get("/purges?limit=1000")).text()).contains(purge.substring(8));
    ContractClient stranger = Contracted.key(city, "\"kind\": \"research\"");
    assertThat(withoutId(stranger.get(purge))).isEqualTo(withoutId(stranger.get("/purges/no")));
    assertThat(ok(stranger.get("/purges")).json().getJsonArray("purges")).isEmpty();
    long end = System.nanoTime() + 30_000_000_000L;
    String ledger = "";
    while (!ledger.contains("\"step\":\"done\"")) { // the recorder comes once a second
      assertThat(System.nanoTime()).as(ledger).isLessThan(end);
      ledger = ok(steward.get("/ledger?limit=1000&dataset=" + id)).text();
    }
    assertThat(ledger)
        .contains("\"purge\":\"" + purge.substring(8), "\"step\":\"requested\"")
        .contains("\"step\":\"approved\"", "\"versions\":[1]");
  }

  @Test
  void an_export_that_is_running_is_cut_off() throws Exception {
    String id = "transport.purged-midway";
    ok(operator.post("/datasets", Entries.minimal(id)));
    ok(operator.upload("/datasets/" + id + "/loads", Delivered.gzip(Delivered.rows(600_000))));
    try (SlowExport export =
        SlowExport.begun(
            city.server,
            "/datasets/" + id + "/export.jsonl",
            "Authorization: Bearer " + city.server.operatorKey())) {
      String purge = asked(steward, "{\"dataset\": \"%s\", \"versions\": [1]}".formatted(id));

      assertThat(ok(decide(operator, purge, "approved")).json().getString("state"))
          .isEqualTo("done");

      assertThat(SlowExport.isWhole(export.rest())).isFalse();
    }
  }

  @Test
  void a_destroyed_key_is_gone_for_the_operator_and_no_key_for_its_holder() throws Exception {
    JsonObject made =
        ok(operator.post("/keys", "{\"label\": \"张三的钥匙\", \"kind\": \"research\"}")).json();
    String key = made.getJsonObject("key").getString("id");
    ContractClient second = Contracted.key(city, "\"kind\": \"operator\"");
    assertThat(steward.post("/purges", body("{\"key\": \"%s\"}".formatted(key))).code())
        .isEqualTo("forbidden");

    String purge = asked(operator, "{\"key\": \"%s\"}".formatted(key));
    assertThat(ok(decide(second, purge, "approved")).json().getString("state")).isEqualTo("done");

    assertThat(city.anybody.withKey(made.getString("secret")).get("/datasets").code())
        .isEqualTo("key-invalid");
    assertThat(operator.delete("/keys/" + key).status()).isEqualTo(410);
    assertThat(steward.delete("/keys/" + key).code()).isEqualTo("forbidden");
    assertThat(ok(operator.get("/keys?limit=1000")).text()).doesNotContain("张三的钥匙");
  }

  @Test
  void the_pseudonyms_of_a_grant_that_is_over_are_never_computed_again() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.purged-pseudonyms");
    String grant = parking.granted();
    String subject = "{\"grant\": \"%s\"}".formatted(grant.substring(8));
    assertThat(steward.post("/purges", body(subject)).code()).isEqualTo("grant-in-force");
    ok(decide(steward, grant, "revoked"));

    String purge = asked(steward, subject);
    assertThat(ok(decide(operator, purge, "approved")).json().getString("state")).isEqualTo("done");

    assertThat(ok(steward.get(grant)).json().getString("state")).isEqualTo("revoked");
    assertThat(ok(steward.get(purge)).json().getJsonObject("subject").toString())
        .isEqualTo(subject.replace(": ", ":"));
  }

  private static String asked(ContractClient by, String subject) throws Exception {
    Answer asked = ok(by.post("/purges", body(subject)));
    assertThat(asked.status()).isEqualTo(201);
    return "/purges/" + asked.json().getString("id");
  }

  private static String body(String subject) {
    return """
    {"subject": %s, "reason": "误传个人信息", "basis": "《个人信息保护法》第四十七条"}\
    """
        .formatted(subject);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String withoutId(Answer answer) {
    return answer.status() + answer.text().replaceAll("\"requestId\":\"[^\"]*\"", "");
  }

  /// Files of the data folder that hold the secret.
  private List<Path> places() throws Exception {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(city.server.home())) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    return files.stream().filter(PurgeIT::holds).toList();
  }

  private static boolean holds(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(SECRET);
    } catch (NoSuchFileException deletedMeanwhile) {
      return false;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
