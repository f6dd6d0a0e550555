package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.citycatalog.app.http.Contracted.decide;
import static org.citycatalog.app.http.Contracted.ok;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.Contract;
import org.citycatalog.app.testing.ContractClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What was given under a grant is asked for again, with every cursor, tag and key, after the grant
/// or its dataset has moved on.
///
/// The doors are read from the contract. What rests on the grant is found by asking as others who
/// have none of the dataset: somebody of the same kind, the key of a grant of another dataset, and
/// a department, which sees every entry. What none of them is told does.
@ExtendWith(SharedServer.class)
@Tag("proof")
class RevocationIT {
  private static final long SEED = 20261126;
  private static final int REQUESTS_A_DOOR = 4;
  private static final int SECONDS_OF_A_SHORT_TERM = 15;
  private static final List<Contract.Door> DOORS = Contract.read().doors();

  /// Doors of a dataset that no grant opens: those of its keeper, and those of statistics.
  private static final Set<String> SHUT =
      Set.of(
          "listRevisions",
          "getRevision",
          "listLoads",
          "getLoad",
          "getQuarantine",
          "listProposedChanges",
          "getProposedChange",
          "getDatasetLimits",
          "listCubes",
          "readCube");

  /// Doors that tell the recipient of the grant, its key and its reports, whatever became of it.
  private static final Set<String> OF_THE_GRANT =
      Set.of(
          "getGrant",
          "getGrantOdrl",
          "listGrants",
          "getCaller",
          "getCurrentKey",
          "getUsage",
          "listCorrections",
          "getCorrection");

  /// What would change who asks while it is asked.
  private static final Set<String> NOT_ASKED = Set.of("rotateKey");

  private final SharedServer.Running city;

  RevocationIT(SharedServer.Running city) {
    this.city = city;
  }

  /// After which nothing is given under the grant.
  enum End {
    SUSPENDED,
    REVOKED,
    EXPIRED,
    KEY_REVOKED,
    CLASS_WITHHELD,
    WITHDRAWN
  }

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("SystemOut") // what was asked
  void nothing_that_a_grant_gave_is_given_after_its_end(End end) throws Exception {
    String over = Instant.now().plusSeconds(SECONDS_OF_A_SHORT_TERM).toString();
    Replay replay =
        end == End.EXPIRED
            ? new Replay("end-expired", "/notAfter", "\"" + over + "\"")
            : new Replay("end-" + end.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    replay.askEverything();

    replay.endBy(end, Instant.parse(over));

    for (Exchange each : replay.exchanges) {
      Answer again = replay.again(each, replay.bound);
      assertPrivate(each, again);
      if (each.restsOnTheGrant() && !OF_THE_GRANT.contains(each.asked.operation())) {
        String what = "%s, then %s".formatted(each, again);
        if (again.status() < 400) {
          assertThat(comparable(again)).as(what).isNotEqualTo(comparable(each.given));
        }
        if (again.status() < 400 && !each.asked.operation().equals("explainAccess")) {
          assertThat(replay.toOthers(each.asked, again)).as(what).contains(comparable(again));
        }
      }
    }
    System.out.printf(
        "seed %d, %s: %d requests, %d rested on the grant%n",
        SEED,
        end,
        replay.exchanges.size(),
        replay.exchanges.stream().filter(Exchange::restsOnTheGrant).count());
  }

  @Test
  void a_resumption_gives_rows_again_but_brings_no_cursor_back() throws Exception {
    Replay replay = new Replay("resumed");
    replay.askEverything();

    ok(decide(replay.parking.provider(), replay.grant, "suspended"));
    ok(decide(replay.parking.provider(), replay.grant, "active"));

    replay.assertOnlyCursorsAreDead();
  }

  @Test
  void a_narrower_rule_of_the_class_kills_the_cursors_and_is_kept_by_the_next_page()
      throws Exception {
    Replay replay = new Replay("narrowed");
    replay.askEverything();

    replay.edit(
        "/opening",
        "{\"class\": \"conditional\", \"condition\": \"限停车诱导\", \"rows\": \"places < 30\"}");

    replay.assertOnlyCursorsAreDead();
    assertThat(replay.parking.rows(replay.bound, "").json().getInt("total")).isEqualTo(1);
  }

  @Test
  void the_rotation_of_a_key_ends_neither_a_running_export_nor_a_cursor() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.rotated-midway");
    ok(
        city.operator.upload(
            "/datasets/" + parking.id() + "/loads", Delivered.gzip(Delivered.rows(600_000))));
    String grant = parking.granted();
    JsonObject old = ok(parking.makeKey(grant)).json();
    ContractClient before = city.anybody.withKey(old.getString("secret"));
    String cursor = ok(parking.rows(before, "?limit=1")).json().getString("next");
    try (SlowExport export =
        SlowExport.begun(
            city.server,
            "/datasets/" + parking.id() + "/export.jsonl",
            "Authorization: Bearer " + old.getString("secret"),
            "CityCatalog-Purpose: " + Contracted.PURPOSE)) {
      ContractClient after = parking.keyOf(grant);

      ok(parking.applicant().delete("/keys/" + old.getJsonObject("key").getString("id")));

      assertThat(parking.rows(before, "").code()).isEqualTo("key-invalid");
      ok(parking.rows(after, "?limit=1&cursor=" + cursor));
      String all = export.rest();
      assertThat(SlowExport.isWhole(all)).isTrue();
      assertThat(SlowExport.body(all).split("\"places\"", -1).length - 1)
          .isEqualTo(Integer.parseInt(SlowExport.header(all, "CityCatalog-Rows")));
    }
  }

  @Test
  void an_answer_is_kept_by_no_shared_cache_for_another_caller() throws Exception {
    Replay replay = new Replay("cached");
    for (Contract.Door door : DOORS) {
      DoorRequests.Asked asked = replay.doors.to(door.id());
      Answer keyed = replay.send(replay.bound, asked);
      Answer anonymous = replay.send(city.anybody, asked);

      assertPrivate(new Exchange(asked, keyed, List.of()), keyed);
      assertThat(anonymous.header("Cache-Control")).as(door.id()).isEqualTo("no-cache");
      assertThat(anonymous.header("Vary")).as(door.id()).contains("Authorization");
    }
  }

  /// What was asked, and what it was answered while the grant was in force.
  ///
  /// @param given to the recipient
  /// @param otherwise to others, as [Replay#toOthers] says
  private record Exchange(DoorRequests.Asked asked, Answer given, List<String> otherwise) {
    boolean restsOnTheGrant() {
      return given.status() < 300 && !otherwise.contains(comparable(given));
    }

    boolean goesOnFromACursor() {
      return asked.target().contains("cursor=")
          || asked.body() != null
              && new String(asked.body(), StandardCharsets.UTF_8).contains("\"cursor\"");
    }

    @Override
    public String toString() {
      return "%s %s %s: %s"
          .formatted(asked.operation(), asked.method(), asked.target(), given.text());
    }
  }

  /// One grant, and all that was asked under it.
  private final class Replay {
    final Contracted parking;
    final String grant;
    final String key;
    final ContractClient bound;
    final List<ContractClient> others;
    final DoorRequests doors;
    final List<Exchange> exchanges = new ArrayList<>();

    Replay(String name, String... terms) throws Exception {
      parking = Contracted.dataset(city, "transport.replayed-" + name);
      grant = parking.granted(terms);
      JsonObject made = ok(parking.makeKey(grant)).json();
      key = made.getJsonObject("key").getString("id");
      bound = city.anybody.withKey(made.getString("secret"));
      Contracted elsewhere = Contracted.dataset(city, "transport.elsewhere-" + name);
      others =
          List.of(
              Contracted.key(city, "\"kind\": \"enterprise\""),
              elsewhere.keyOf(elsewhere.granted()),
              Contracted.key(city, "\"kind\": \"department\""));
      String request = ok(parking.applicant().get(grant)).json().getString("request");
      String nobody = "nobodysnobodysnobody";
      doors =
          new DoorRequests(
              new Random(SEED),
              List.of(parking.id()),
              Map.of("load", nobody, "request", request, "grant", grant.substring(8), "key", key),
              Instant.now().minusSeconds(60).toString());
    }

    /// Asks at every door, and goes on with every cursor and tag that is given.
    void askEverything() throws Exception {
      List<DoorRequests.Asked> all = new ArrayList<>(certain());
      for (Contract.Door door : DOORS) {
        for (int i = 0; i < REQUESTS_A_DOOR && !NOT_ASKED.contains(door.id()); i++) {
          all.add(doors.to(door.id()));
        }
      }
      for (DoorRequests.Asked asked : all) {
        Exchange first = ask(asked);
        if (first.given.status() >= 300) {
          continue;
        }
        if (first.given.text().startsWith("{") && first.given.json().containsKey("next")) {
          Exchange next = ask(goingOn(asked, first.given.json().get("next").toString()));
          assertThat(next.given.status()).as("%s", next).isLessThan(300);
        }
        if (!first.given.header("ETag").isEmpty() && asked.body() == null) {
          List<String> headers = new ArrayList<>(asked.headers());
          headers.addAll(List.of("If-None-Match", first.given.header("ETag")));
          ask(
              new DoorRequests.Asked(
                  asked.operation(), asked.method(), asked.target(), null, headers));
        }
      }
      assertThatNoDoorIsLeftOut();
    }

    /// What was not answered under the grant would prove nothing when it is not answered after.
    private void assertThatNoDoorIsLeftOut() {
      Set<String> answered = new TreeSet<>(SHUT);
      Set<String> resting = new TreeSet<>();
      for (Exchange each : exchanges) {
        if (each.given.status() < 300) {
          answered.add(each.asked.operation());
        }
        if (each.restsOnTheGrant()) {
          resting.add(each.asked.operation());
        }
      }
      for (Contract.Door door : DOORS) {
        if (door.path().startsWith("/datasets/{id}") && door.method().equals("GET")) {
          assertThat(answered).contains(door.id());
        }
      }
      assertThat(resting)
          .contains("readRows", "queryRows", "exportRows", "listVersions", "getVersion");
      assertThat(exchanges.stream().filter(Exchange::goesOnFromACursor))
          .filteredOn(Exchange::restsOnTheGrant)
          .hasSizeGreaterThan(1);
    }

    /// What is answered for sure under the grant.
    private List<DoorRequests.Asked> certain() {
      String at = "/api/v1/datasets/" + parking.id();
      List<DoorRequests.Asked> asked = new ArrayList<>();
      asked.add(get("readRows", at + "/rows?limit=1"));
      asked.add(get("readRows", at + "/rows?limit=1&sort=-places"));
      asked.add(
          new DoorRequests.Asked(
              "queryRows",
              "POST",
              at + "/rows/query",
              "{\"limit\": 1}".getBytes(StandardCharsets.UTF_8),
              List.of("Content-Type", "application/json")));
      asked.add(get("exportRows", at + "/export.csv"));
      asked.add(get("exportRows", at + "/export.jsonl"));
      asked.add(get("listVersions", at + "/versions"));
      asked.add(get("getVersion", at + "/versions/1"));
      asked.add(get("getDataset", at));
      asked.add(get("getSchema", at + "/schema"));
      asked.add(get("explainAccess", at + "/explanation"));
      asked.add(get("getGrant", "/api/v1" + grant));
      asked.add(get("searchDatasets", "/api/v1/datasets?limit=1"));
      return asked;
    }

    private DoorRequests.Asked get(String operation, String target) {
      return new DoorRequests.Asked(operation, "GET", target, null, List.of());
    }

    private Exchange ask(DoorRequests.Asked asked) throws Exception {
      Answer given = send(bound, asked);
      Exchange exchange = new Exchange(asked, given, toOthers(asked, given));
      assertPrivate(exchange, exchange.given);
      exchanges.add(exchange);
      return exchange;
    }

    /// What others are told, until one is told the same.
    List<String> toOthers(DoorRequests.Asked asked, Answer given) throws Exception {
      List<String> told = new ArrayList<>();
      for (ContractClient other : others) {
        if (!told.contains(comparable(given))) {
          told.add(comparable(send(other, asked)));
        }
      }
      return told;
    }

    Answer again(Exchange exchange, ContractClient caller) throws Exception {
      return send(caller, exchange.asked);
    }

    Answer send(ContractClient caller, DoorRequests.Asked asked) throws Exception {
      List<String> headers = new ArrayList<>(asked.headers());
      headers.addAll(List.of("CityCatalog-Purpose", Contracted.PURPOSE));
      return caller.send(
          asked.method(), asked.target(), asked.body(), headers.toArray(String[]::new));
    }

    private DoorRequests.Asked goingOn(DoorRequests.Asked asked, String next) {
      byte[] body = asked.body();
      if (body != null) {
        try (JsonReader json = Json.createReader(new ByteArrayInputStream(body))) {
          JsonObject with =
              Json.createObjectBuilder(json.readObject())
                  .add("cursor", next.replace("\"", ""))
                  .build();
          body = with.toString().getBytes(StandardCharsets.UTF_8);
        }
        return new DoorRequests.Asked(
            asked.operation(), asked.method(), asked.target(), body, asked.headers());
      }
      // Where pages go on behind a number, that is the place.
      String name = next.startsWith("\"") ? "cursor" : "after";
      String target = asked.target().replaceAll("([?&])" + name + "=[^&]*&?", "$1");
      target += (target.contains("?") ? "&" : "?") + name + "=" + next.replace("\"", "");
      return new DoorRequests.Asked(
          asked.operation(), asked.method(), target, null, asked.headers());
    }

    void endBy(End end, Instant over) throws Exception {
      switch (end) {
        case SUSPENDED -> ok(decide(parking.provider(), grant, "suspended"));
        case REVOKED -> ok(decide(parking.provider(), grant, "revoked"));
        case EXPIRED -> {
          Waiting.until("the grant has expired", () -> parking.hasExpired(grant));
          assertThat(Instant.now()).isAfterOrEqualTo(over);
        }
        case KEY_REVOKED -> ok(parking.applicant().delete("/keys/" + key));
        case CLASS_WITHHELD ->
            edit("/opening", "{\"class\": \"withheld\", \"legalBasis\": \"依法\"}");
        case WITHDRAWN ->
            ok(
                parking
                    .provider()
                    .post(
                        "/datasets/" + parking.id() + "/withdrawal",
                        "{\"reason\": \"测试\"}",
                        "If-Match",
                        tag()));
      }
    }

    void edit(String pointer, String value) throws Exception {
      String entry =
          ok(parking.provider().get("/datasets/" + parking.id()))
              .json()
              .getJsonObject("entry")
              .toString();
      ok(
          parking
              .provider()
              .put(
                  "/datasets/" + parking.id(),
                  Contracted.patched(entry, pointer, value),
                  "If-Match",
                  tag()));
    }

    private String tag() throws Exception {
      return parking.provider().get("/datasets/" + parking.id()).header("ETag");
    }

    void assertOnlyCursorsAreDead() throws Exception {
      for (Exchange each : exchanges) {
        if (each.restsOnTheGrant()) {
          Answer answer = again(each, bound);
          assertPrivate(each, answer);
          assertThat(answer.code())
              .as("%s, then %s", each, answer)
              .isEqualTo(each.goesOnFromACursor() ? "cursor-invalid" : "");
        }
      }
    }
  }

  /// Of a keyed caller: kept by nobody, and never answered by "as before".
  private static void assertPrivate(Exchange exchange, Answer answer) {
    assertThat(answer.header("Cache-Control")).as("%s", exchange).isEqualTo("no-store");
    assertThat(answer.header("Vary")).as("%s", exchange).contains("Authorization");
    assertThat(answer.status()).as("%s", exchange).isNotEqualTo(304);
  }

  /// Everything of an answer that is not drawn anew for each.
  private static String comparable(Answer answer) {
    var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(answer.headers().map());
    headers.remove("Request-Id");
    headers.remove("Date");
    headers.remove("RateLimit"); // counts the requests of these tests
    return answer.status()
        + " "
        + headers
        + answer.text().replaceAll("\"requestId\":\"[^\"]*\"", "\"requestId\":\"\"");
  }
}
