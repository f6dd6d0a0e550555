package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.citycatalog.app.http.Contracted.decide;
import static org.citycatalog.app.http.Contracted.ok;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Errors that readers report over HTTP.
@ExtendWith(SharedServer.class)
class CorrectionsIT {
  private static final byte[] CSV =
      "code,places\n00017,12\n00018,8\n00019,40\n".getBytes(StandardCharsets.UTF_8);
  private static final String WRONG =
      "{\"version\": 1, \"row\": {\"code\": \"%s\"}, \"field\": \"%s\", \"problem\": \"有误\"}";

  private final SharedServer.Running city;

  CorrectionsIT(SharedServer.Running city) {
    this.city = city;
  }

  @Test
  void a_report_goes_from_the_reader_to_the_version_that_corrects_it() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.corrected", open());
    ContractClient reader =
        Contracted.key(
            city,
            "\"kind\": \"department\", \"organisation\": \"" + Contracted.ORGANISATION + "\"");
    String address = "/datasets/" + parking.id() + "/corrections";

    Answer made =
        reader.post(
            address,
            """
            {"version": 1, "row": {"code": "00017"}, "field": "places", "problem": "少了一半",
             "proposed": "24", "evidence": "现场清点", "contact": "信息科 0559-0000000"}\
            """);

    assertThat(made.status()).isEqualTo(201);
    String report = made.header("Location").replace("/api/v1", "");
    JsonObject deadline = made.json().getJsonObject("deadline");
    assertThat(deadline.getString("event")).isEqualTo("correction");
    assertThat(deadline.getInt("workingDays")).isEqualTo(10);
    assertThat(reader.get(report).json().getJsonObject("report").getJsonObject("row"))
        .containsOnlyKeys("code");
    assertThat(decide(reader, report, "accepted").code()).isEqualTo("forbidden");
    ok(decide(parking.provider(), report, "accepted"));
    Answer stale =
        parking
            .provider()
            .post(report + "/decisions", "{\"to\": \"verified\"}", "If-Match", "\"1\"");
    assertThat(stale.code()).isEqualTo("stale-revision");
    Answer extended =
        parking
            .provider()
            .post(
                report + "/extension",
                "{\"reason\": \"需现场核实\"}",
                "If-Match",
                parking.provider().get(report).header("ETag"));
    assertThat(extended.json().getJsonObject("deadline").getBoolean("extended")).isTrue();
    ok(decide(parking.provider(), report, "verified"));
    ok(parking.provider().upload("/datasets/" + parking.id() + "/loads", CSV));
    ok(
        parking
            .provider()
            .post(
                report + "/decisions",
                "{\"to\": \"corrected\", \"version\": 2}",
                "If-Match",
                parking.provider().get(report).header("ETag")));

    JsonObject seen = reader.get(report).json();
    assertThat(seen.getString("state")).isEqualTo("corrected");
    assertThat(seen.getInt("correctedIn")).isEqualTo(2);
    assertThat(seen.containsKey("deadline")).isFalse();
    assertThat(seen.getJsonArray("events")).hasSize(5);
    assertThat(ids(reader.get("/corrections?dataset=" + parking.id())))
        .containsExactly(seen.getString("id"));
    assertThat(ids(reader.get("/corrections?overdue=true"))).isEmpty();
  }

  @Test
  void what_may_not_be_read_is_reported_like_what_is_not_there() throws Exception {
    ContractClient reader = Contracted.key(city, "\"kind\": \"research\"");
    String address = partlyOpen("transport.partly") + "/corrections";

    // A row that is hidden, and one that nobody has.
    assertThat(asked(reader, address, "00018", "places"))
        .isEqualTo(asked(reader, address, "99999", "places"))
        .contains("no-such-row");
    // A column that is masked, one that is hidden, and one that nobody has. The nearest names are
    // those of other columns that are shown.
    String nowhere = asked(reader, address, "00017", "fence");
    assertThat(nowhere).contains("unknown-column");
    for (String hidden : List.of("phone", "owner")) {
      assertThat(asked(reader, address, "00017", hidden).replace(hidden, "fence"))
          .isEqualTo(nowhere);
    }
    assertThat(asked(reader, "/datasets/transport.nowhere/corrections", "1", "x"))
        .isEqualTo(asked(reader, "/datasets/Not An Id/corrections".replace(" ", "%20"), "1", "x"))
        .contains("not-found");
    ok(reader.post(address, WRONG.formatted("00017", "places")));
    // The values of a key are texts.
    assertThat(
            reader
                .post(address, "{\"version\": 1, \"row\": {\"code\": 17}, \"problem\": \"有误\"}")
                .json()
                .getJsonArray("findings")
                .getValuesAs(JsonObject.class))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.getString("code")).isEqualTo("wrong-type");
          assertThat(finding.getString("pointer")).isEqualTo("/row/code");
        });
  }

  @Test
  void a_report_made_under_a_grant_is_seen_by_the_organisation_when_the_grant_is_over()
      throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.lent", "/primaryKey", "[\"code\"]");
    String grant =
        parking.granted("/columns/-", "{\"name\": \"code\"}", "/rows", "\"places > 10\"");
    ContractClient bound = parking.keyOf(grant);
    String address = "/datasets/" + parking.id() + "/corrections";
    String wrong = WRONG.formatted("00017", "places");

    assertThat(bound.post(address, wrong).code()).isEqualTo("purpose-not-granted");
    assertThat(parking.applicant().post(address, wrong).code()).isEqualTo("grant-required");
    Answer made = ok(bound.post(address, wrong, "CityCatalog-Purpose", Contracted.PURPOSE));
    assertThat(
            bound
                .post(
                    address,
                    WRONG.formatted("00018", "places"),
                    "CityCatalog-Purpose",
                    Contracted.PURPOSE)
                .text())
        .contains("no-such-row");
    ok(decide(parking.provider(), grant, "revoked"));

    String report = made.header("Location").replace("/api/v1", "");
    JsonObject seen = ok(parking.applicant().get(report)).json();
    assertThat(seen.getString("state")).isEqualTo("reported");
    ContractClient stranger = Contracted.key(city, "\"kind\": \"enterprise\"");
    assertThat(stranger.get(report).text().replaceAll("\"requestId\":\"[^\"]*\"", ""))
        .isEqualTo(
            stranger
                .get("/corrections/nobodysnobodysnobody")
                .text()
                .replaceAll("\"requestId\":\"[^\"]*\"", ""));
    assertThat(ids(stranger.get("/corrections"))).isEmpty();
  }

  @Test
  void nobody_reports_without_a_key() throws Exception {
    assertThat(
            city.anybody
                .post(
                    "/datasets/transport.parking/corrections",
                    "{\"version\": 1, \"problem\": \"有误\"}")
                .code())
        .isEqualTo("key-missing");
  }

  /// A dataset of which a row, a column and the end of another column are hidden.
  private String partlyOpen(String id) throws Exception {
    String entry =
        Entries.minimal(id)
            .replace(
                "\"type\": \"integer\"}",
                "\"type\": \"integer\"}, {\"name\": \"phone\", \"type\": \"code\", \"mask\":"
                    + " {\"method\": \"keep-prefix\", \"length\": 3}}, {\"name\": \"owner\","
                    + " \"type\": \"text\", \"rights\": []}")
            .replace("\"sharing\":", "\"primaryKey\": [\"code\"], \"sharing\":")
            .replace(
                "\"opening\": {\"class\": \"unconditional\"}",
                "\"opening\": {\"class\": \"unconditional\", \"rows\": \"places > 10\"}");
    ok(city.operator.post("/datasets", entry));
    String address = "/datasets/" + id;
    byte[] rows =
        "code,places,phone,owner\n00017,12,1390,王\n00018,8,1391,李\n"
            .getBytes(StandardCharsets.UTF_8);
    ok(city.operator.upload(address + "/loads", rows));
    ok(
        city.operator.send(
            "POST",
            "/api/v1" + address + "/publication",
            new byte[0],
            "If-Match",
            city.operator.get(address).header("ETag")));
    return address;
  }

  private static String asked(ContractClient by, String address, String code, String field)
      throws Exception {
    Answer answer = by.post(address, WRONG.formatted(code, field));
    TreeMap<String, List<String>> headers = new TreeMap<>(answer.headers().map());
    headers.keySet().removeAll(List.of("content-length", "date", "request-id"));
    return answer.status()
        + headers.toString()
        + answer
            .text()
            .replaceAll("\"requestId\":\"[^\"]*\"", "")
            .replaceAll(",\"nearest\":\\[(\"(code|places)\",?)*\\]", "");
  }

  private static String[] open() {
    return new String[] {"/primaryKey", "[\"code\"]", "/opening", "{\"class\": \"unconditional\"}"};
  }

  private static List<String> ids(Answer list) {
    return list.json().getJsonArray("corrections").getValuesAs(JsonObject.class).stream()
        .map(each -> each.getString("id"))
        .toList();
  }
}
