package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.citycatalog.app.http.Contracted.decide;
import static org.citycatalog.app.http.Contracted.ok;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;
import org.citycatalog.app.testing.StartedServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Requests that are answered late, on servers that come to know of it.
@ExtendWith(SharedServer.class)
@Tag("proof")
class DeadlinesIT {
  private static final Pattern TIME = Pattern.compile("\"(made|since)\":\"([^\"]+)\"");

  private static final String PARKING = "transport.late";

  @TempDir Path home;

  @Test
  void everybody_reads_by_what_deadlines_are_counted(SharedServer.Running city) throws Exception {
    JsonObject deadlines = ok(city.anybody.get("/deadlines")).json();

    JsonObject profile = deadlines.getJsonObject("profile");
    assertThat(profile.getString("name")).isEqualTo("decree-809");
    assertThat(profile.getJsonArray("rules").getValuesAs(JsonObject.class))
        .isNotEmpty()
        .allSatisfy(rule -> {
          assertThat(rule.getString("source")).isNotBlank();
          assertThat(rule.getBoolean("confirmed")).isFalse();
        });
    JsonObject calendar = deadlines.getJsonObject("calendar");
    assertThat(calendar.getString("zone")).isEqualTo("Asia/Shanghai");
    assertThat(calendar.getJsonArray("years")).hasSizeGreaterThan(1);
  }

  @Test
  void what_is_overdue_is_seen_first_and_granted_by_nobody() throws Exception {
    Map<String, String> settings =
        Map.of(
            "CITYCATALOG_DEMO",
            "false",
            "CITYCATALOG_DEADLINE_PROFILE",
            "city-341000",
            StartedServer.JVM,
            StartedServer.QUICK);
    Path data = home.resolve("data");
    String late;
    String applicantKey;
    String providerKey;
    try (StartedServer server = StartedServer.start(data, settings)) {
      ContractClient operator = client(server, server.operatorKey());
      ok(operator.post("/providers", Entries.TRANSPORT));
      applicantKey =
          secret(
              operator,
              "\"kind\": \"enterprise\", \"organisation\": \"" + Contracted.ORGANISATION + "\"");
      providerKey = secret(operator, "\"kind\": \"department\", \"provider\": \"transport\"");
      Contracted parking = contracted(server, operator, applicantKey, providerKey);
      late = parking.inReview();

      JsonObject due = deadline(parking.applicant(), late);
      assertThat(due.getString("event")).isEqualTo("provider-review");
      assertThat(due.getInt("workingDays")).isEqualTo(15);
      assertThat(due.getInt("extendable")).isEqualTo(15);
      assertThat(due.getBoolean("overdue")).isFalse();
      assertThat(due.getString("due")).endsWith("T23:59:59+08:00");

      Answer extended = extend(parking.provider(), late);
      assertThat(extended.json().getJsonObject("deadline").getInt("workingDays")).isEqualTo(30);
      assertThat(OffsetDateTime.parse(deadline(parking.applicant(), late).getString("due")))
          .isAfter(OffsetDateTime.parse(due.getString("due")));
      assertThat(extend(parking.provider(), late).json().getString("code"))
          .isEqualTo("not-extendable");
      server.stop();
    }
    passed(data.resolve("catalog.db"), Duration.ofDays(120));
    try (StartedServer server = StartedServer.start(data, settings)) {
      ContractClient operator = client(server, server.operatorKey());
      ContractClient applicant = client(server, applicantKey);
      ContractClient provider = client(server, providerKey);
      String young = asked(operator, applicant);
      awaitEscalated(applicant, late);

      assertThat(ids(operator.get("/access-requests")))
          .containsExactly(late.substring(17), young.substring(17));
      assertThat(ids(provider.get("/access-requests?overdue=true")))
          .containsExactly(late.substring(17));
      assertThat(ids(applicant.get("/access-requests?overdue=false")))
          .containsExactly(young.substring(17));
      JsonObject seen = provider.get(late).json();
      assertThat(seen.getString("state")).isEqualTo("provider-review");
      assertThat(seen.containsKey("grant")).isFalse();
      assertThat(seen.getJsonObject("deadline").getBoolean("overdue")).isTrue();
      assertThat(acts(seen)).containsExactly("extended", "escalated");
      assertThat(operator.get("/grants").json().getJsonArray("grants")).isEmpty();
      assertThat(recorded(server)).isEqualTo(1);
      server.stop();
    }
    try (StartedServer again = StartedServer.start(data, settings)) {
      // Every start looks anew.
      ContractClient provider = client(again, providerKey);
      assertThat(acts(provider.get(late).json())).containsExactly("extended", "escalated");
      assertThat(
              untilRefused(
                  new Contracted(PARKING, provider, client(again, applicantKey), provider)))
          .isEqualTo("too-many-access-requests");
      assertThat(provider.get("/access-requests?limit=1000").json().getJsonArray("requests"))
          .hasSize(1_000);
    }
  }

  /// Asks until no more may wait for an answer.
  ///
  /// @return the code of the refusal
  private static String untilRefused(Contracted dataset) throws Exception {
    Answer answer = dataset.ask();
    for (int i = 0; i < 1_000 && answer.status() == 201; i++) {
      answer = dataset.ask();
    }
    return answer.code();
  }

  private static Contracted contracted(
      StartedServer server, ContractClient operator, String applicant, String provider)
      throws Exception {
    String conditional = "{\"class\": \"conditional\", \"condition\": \"限停车诱导\"}";
    ok(
        operator.post(
            "/datasets",
            Entries.minimal(PARKING).replace("{\"class\": \"unconditional\"}", conditional)));
    ok(
        operator.upload(
            "/datasets/" + PARKING + "/loads",
            "code,places\n00017,12\n".getBytes(StandardCharsets.UTF_8)));
    ok(
        operator.send(
            "POST",
            "/api/v1/datasets/" + PARKING + "/publication",
            new byte[0],
            "If-Match",
            operator.get("/datasets/" + PARKING).header("ETag")));
    return new Contracted(PARKING, operator, client(server, applicant), client(server, provider));
  }

  private static String asked(ContractClient operator, ContractClient applicant) throws Exception {
    Contracted parking = new Contracted(PARKING, operator, applicant, operator);
    String request = "/access-requests/" + ok(parking.ask()).json().getString("id");
    ok(decide(operator, request, "compliance-check"));
    return request;
  }

  private static Answer extend(ContractClient by, String request) throws Exception {
    return by.post(
        request + "/extension",
        "{\"reason\": \"需现场核实\"}",
        "If-Match",
        by.get(request).header("ETag"));
  }

  private static JsonObject deadline(ContractClient by, String request) throws Exception {
    return by.get(request).json().getJsonObject("deadline");
  }

  private static List<String> ids(Answer list) {
    return list.json().getJsonArray("requests").getValuesAs(JsonObject.class).stream()
        .map(each -> each.getString("id"))
        .toList();
  }

  private static List<String> acts(JsonObject request) {
    return request.getJsonArray("events").getValuesAs(JsonObject.class).stream()
        .filter(event -> event.containsKey("act"))
        .map(event -> event.getString("act"))
        .toList();
  }

  private static void awaitEscalated(ContractClient by, String request) throws Exception {
    Instant end = Instant.now().plus(Duration.ofSeconds(30));
    while (!acts(by.get(request).json()).contains("escalated")) {
      assertThat(Instant.now()).as("not escalated").isBefore(end);
    }
  }

  /// How many escalations the auditor finds in the ledger.
  private static long recorded(StartedServer server) throws Exception {
    ContractClient auditor = client(server, server.auditorKey());
    Instant end = Instant.now().plus(Duration.ofSeconds(30));
    while (true) {
      List<JsonObject> records =
          auditor
              .get("/ledger?limit=1000")
              .json()
              .getJsonArray("records")
              .getValuesAs(JsonObject.class);
      long found =
          records.stream()
              .filter(record ->
                  record.get("step") instanceof JsonString step
                      && step.getString().equals("escalated"))
              .count();
      if (found > 0) {
        return found;
      }
      assertThat(Instant.now()).as("not recorded").isBefore(end);
    }
  }

  private static ContractClient client(StartedServer server, String key) {
    return ContractClient.anonymous(server.url()).withKey(key);
  }

  private static String secret(ContractClient operator, String fields) throws Exception {
    return ok(operator.post("/keys", "{\"label\": \"期限测试\", " + fields + "}"))
        .json()
        .getString("secret");
  }

  /// Makes everything that was asked for as old as if time had passed.
  private static void passed(Path database, Duration time) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        PreparedStatement read =
            connection.prepareStatement("SELECT id, document FROM access_request");
        PreparedStatement write =
            connection.prepareStatement("UPDATE access_request SET document = ? WHERE id = ?")) {
      try (var rows = read.executeQuery()) {
        while (rows.next()) {
          String older = TIME.matcher(rows.getString(2)).replaceAll(found -> earlier(found, time));
          write.setString(1, older);
          write.setString(2, rows.getString(1));
          write.executeUpdate();
        }
      }
    }
  }

  private static String earlier(MatchResult found, Duration time) {
    return "\"%s\":\"%s\"".formatted(found.group(1), Instant.parse(found.group(2)).minus(time));
  }
}
