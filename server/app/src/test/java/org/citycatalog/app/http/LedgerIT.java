package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.citycatalog.app.http.Contracted.ok;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;
import org.citycatalog.sharing.ledger.Verification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Who read what, over HTTP.
@ExtendWith(SharedServer.class)
class LedgerIT {
  private final SharedServer.Running city;
  private final ContractClient auditor;

  LedgerIT(SharedServer.Running city) throws Exception {
    this.city = city;
    this.auditor = city.anybody.withKey(city.server.auditorKey());
  }

  @Test
  void what_is_read_under_a_grant_is_announced_and_its_outcome_follows() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.ledger-recorded");
    ContractClient bound = parking.keyOf(parking.granted());
    Answer page = ok(parking.rows(bound, "?filter=" + url("places = 40")));

    List<JsonObject> seen = use(parking.applicant(), "transport.ledger-recorded");

    assertThat(seen).hasSize(2);
    JsonObject read = seen.get(0);
    assertThat(read.getString("kind")).isEqualTo("read");
    assertThat(read.getString("purpose")).isEqualTo(Contracted.PURPOSE);
    assertThat(read.getString("basis")).isEqualTo("grant");
    assertThat(read.getJsonArray("columns").toString()).isEqualTo("[\"places\"]");
    assertThat(read.getString("filter")).matches("places = '~[A-Za-z0-9_-]{22}'");
    JsonObject outcome = seen.get(1);
    assertThat(outcome.getString("reading")).isEqualTo(read.getString("reading"));
    assertThat(read).doesNotContainKey("number");
    assertThat(outcome.getInt("rows")).isEqualTo(1);
    assertThat(outcome.getInt("bytes")).isEqualTo(page.body().length);
    assertThat(outcome.getString("end")).isEqualTo("whole");
  }

  @Test
  void the_provider_sees_who_used_its_data_but_not_with_which_key() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.ledger-watched");
    ContractClient bound = parking.keyOf(parking.granted());
    ok(parking.rows(bound, ""));

    List<JsonObject> seen = use(parking.provider(), "transport.ledger-watched");

    assertThat(seen)
        .hasSize(2)
        .allSatisfy(each -> {
          assertThat(each.getString("organisation")).isEqualTo(Contracted.ORGANISATION);
          assertThat(each).doesNotContainKey("key");
        });
  }

  @Test
  void whom_it_does_not_concern_sees_nothing_of_it() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.ledger-unseen");
    ContractClient bound = parking.keyOf(parking.granted());
    ok(parking.rows(bound, ""));
    ContractClient stranger = Contracted.key(city, "\"kind\": \"research\"");

    assertThat(use(stranger, "transport.ledger-unseen")).isEmpty();
    assertThat(city.operator.get("/ledger").code()).isEqualTo("forbidden");
    assertThat(bound.get("/ledger").code()).isEqualTo("forbidden");
    assertThat(city.anybody.get("/ledger").code()).isEqualTo("key-missing");
    assertThat(parking.applicant().get("/ledger/checkpoint").code()).isEqualTo("forbidden");
  }

  @Test
  void refusals_and_changes_are_recorded() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.ledger-changed");
    String grant = parking.granted();
    assertThat(parking.rows(parking.applicant(), "").code()).isEqualTo("grant-required");

    JsonObject refused = awaited("transport.ledger-changed", "refused", "grant-required");
    JsonObject published = awaited("transport.ledger-changed", "change", "published");
    JsonObject begun = awaited(grant.substring(8), "change", "active");

    assertThat(refused.getString("caller")).isEqualTo("enterprise");
    assertThat(published.getString("entry")).hasSize(64);
    assertThat(begun.getString("grant")).isEqualTo(grant.substring(8));
  }

  @Test
  void a_search_is_one_record_and_what_was_looked_for_is_sealed() throws Exception {
    ContractClient seeker = Contracted.key(city, "\"kind\": \"research\"");
    ok(seeker.get("/datasets?q=" + url("停车")));

    JsonObject search = awaited("research", "search", "~");

    assertThat(search.toString()).doesNotContain("停车");
    assertThat(search.getInt("hits")).isPositive();
  }

  @Test
  void an_export_of_which_nothing_was_asked_but_its_length_gives_nothing() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.ledger-headed");
    ContractClient bound = parking.keyOf(parking.granted());
    ok(
        bound.send(
            "HEAD",
            "/api/v1/datasets/transport.ledger-headed/export.csv",
            null,
            "CityCatalog-Purpose",
            Contracted.PURPOSE));

    JsonObject outcome = use(parking.applicant(), "transport.ledger-headed").get(1);

    assertThat(outcome.getInt("rows")).isZero();
    assertThat(outcome.getString("door", "")).isEmpty();
  }

  @Test
  void nobody_operates_and_audits() throws Exception {
    String wanted = "{\"label\": \"审计\", \"kind\": \"auditor\"}";
    Answer made = ok(auditor.post("/keys", wanted));
    String id = made.json().getJsonObject("key").getString("id");

    assertThat(city.operator.post("/keys", wanted).code()).isEqualTo("forbidden");
    assertThat(city.operator.delete("/keys/" + id).code()).isEqualTo("forbidden");
    assertThat(auditor.post("/keys", "{\"label\": \"x\", \"kind\": \"operator\"}").code())
        .isEqualTo("forbidden");
    assertThat(auditor.get("/keys").code()).isEqualTo("forbidden");
    assertThat(auditor.get("/datasets/hotline.tickets/rows").code()).isEqualTo("grant-required");
    Answer providing =
        auditor.post(
            "/keys", "{\"label\": \"x\", \"kind\": \"auditor\", \"provider\": \"transport\"}");
    assertThat(providing.text()).contains("not-for-auditors");
    assertThat(auditor.delete("/keys/" + id).status()).isEqualTo(204);
  }

  @Test
  void an_auditor_holds_the_ledger_against_a_checkpoint_without_the_server() throws Exception {
    JsonObject taken = ok(auditor.get("/ledger/checkpoint")).json();
    ok(city.operator.get("/datasets/transport.parking/rows"));
    Path ledger = city.server.home().resolve("ledger");

    Verification found =
        Verification.of(
            ledger,
            List.of(taken.getJsonNumber("number") + " " + taken.getString("hash")),
            Set.of(taken.getString("key")));

    assertThat(found.breaks()).isEmpty();
    assertThat(found.last()).isGreaterThan(taken.getInt("number"));
  }

  @Test
  void the_command_of_the_guide_verifies_it() throws Exception {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("docs/guide/ledger.md"))) {
      root = Objects.requireNonNull(root.getParent(), "no guide above the working directory");
    }
    String command =
        Files.readAllLines(root.resolve("docs/guide/ledger.md")).stream()
            .filter(line -> line.startsWith("java -cp "))
            .findFirst()
            .orElseThrow();
    String[] words = command.replace("'", "").split(" ");
    words[0] = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    words[words.length - 1] = city.server.home().resolve("ledger").toString();

    Process process =
        new ProcessBuilder(words).directory(root.toFile()).redirectErrorStream(true).start();

    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("the chain holds");
  }

  @Test
  void pages_follow_each_other_without_gap_and_times_narrow() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.ledger-paged");
    ContractClient bound = parking.keyOf(parking.granted());
    for (int i = 0; i < 5; i++) {
      ok(parking.rows(bound, ""));
    }
    List<JsonObject> all = use(parking.applicant(), "transport.ledger-paged");

    JsonObject first =
        ok(parking.applicant().get("/ledger?dataset=transport.ledger-paged&limit=3")).json();
    JsonObject second =
        ok(parking
                .applicant()
                .get(
                    "/ledger?dataset=transport.ledger-paged&limit=1000&cursor="
                        + first.getString("next")))
            .json();

    assertThat(all).hasSize(10);
    assertThat(
            Stream.of(first, second)
                .flatMap(page -> records(page).stream())
                .filter(LedgerIT::isUse))
        .containsExactlyElementsOf(all);
    assertThat(second).doesNotContainKey("next");
    assertThat(parking.provider().get("/ledger?cursor=" + first.getString("next")).code())
        .isEqualTo("cursor-invalid");
    String later = Instant.now().plusSeconds(60).toString();
    assertThat(
            records(
                ok(parking.applicant().get("/ledger?dataset=transport.ledger-paged&from=" + later))
                    .json()))
        .isEmpty();
    assertThat(
            records(
                ok(parking.applicant().get("/ledger?dataset=transport.ledger-paged&until=" + later))
                    .json()))
        .hasSize(10);
    assertThat(auditor.get("/ledger?from=yesterday").code()).isEqualTo("invalid-parameter");
  }

  /// Readings and outcomes, when the last of them has an outcome.
  private static List<JsonObject> use(ContractClient caller, String dataset) throws Exception {
    long end = System.nanoTime() + 10_000_000_000L;
    while (true) {
      List<JsonObject> seen =
          records(ok(caller.get("/ledger?limit=1000&dataset=" + dataset)).json()).stream()
              .filter(LedgerIT::isUse)
              .toList();
      if (seen.size() % 2 == 0 && (!seen.isEmpty() || System.nanoTime() > end - 8_000_000_000L)) {
        return seen;
      }
      assertThat(System.nanoTime()).as("%s", seen).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static boolean isUse(JsonObject record) {
    return List.of("read", "outcome").contains(record.getString("kind"));
  }

  /// The first record of a kind that holds two words; what nobody waited for is there soon.
  private JsonObject awaited(String word, String kind, String other) throws Exception {
    long end = System.nanoTime() + 20_000_000_000L;
    String cursor = "";
    while (true) {
      JsonObject page = ok(auditor.get("/ledger?limit=1000" + cursor)).json();
      cursor = page.containsKey("next") ? "&cursor=" + page.getString("next") : cursor;
      for (JsonObject each : records(page)) {
        if (each.getString("kind").equals(kind)
            && each.toString().contains(word)
            && each.toString().contains(other)) {
          return each;
        }
      }
      assertThat(System.nanoTime()).as("%s %s %s", kind, word, other).isLessThan(end);
    }
  }

  private static List<JsonObject> records(JsonObject page) {
    return page.getJsonArray("records").getValuesAs(JsonValue::asJsonObject);
  }

  private static String url(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
