package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.citycatalog.app.http.Contracted.ok;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// How fast and how much is read, over HTTP.
@ExtendWith(SharedServer.class)
class LimitsIT {
  private final SharedServer.Running city;

  LimitsIT(SharedServer.Running city) {
    this.city = city;
  }

  @Test
  void an_answer_says_which_rate_holds_and_what_is_left() throws Exception {
    Answer answer = city.anybody.get("/vocabularies");

    assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"address\";q=500;w=10");
    assertThat(answer.header("RateLimit")).matches("\"address\";r=\\d{1,3};t=\\d{1,2}");
    assertThat(city.operator.get("/vocabularies").headers().firstValue("RateLimit")).isEmpty();
  }

  @Test
  void a_request_too_many_is_told_when_to_come_again_and_others_are_not_held_back()
      throws Exception {
    Made slow = made("research", "");
    ok(limit(slow, "{\"rate\": {\"requests\": 2, \"seconds\": 3000}}"));
    ok(slow.client.get("/vocabularies"));
    ok(slow.client.get("/vocabularies"));

    Answer refused = slow.client.get("/vocabularies");

    assertThat(refused.status()).isEqualTo(429);
    int seconds = Integer.parseInt(refused.header("Retry-After"));
    assertThat(seconds).isBetween(1400, 1500);
    assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"key\";q=2;w=3000");
    assertThat(refused.header("RateLimit")).isEqualTo("\"key\";r=0;t=" + seconds);
    // It costs nothing to be told so for what is not there.
    assertThat(slow.client.get("/datasets/transport.nothing").code()).isEqualTo("rate-exceeded");
    ok(city.anybody.get("/vocabularies"));
  }

  @Test
  void what_is_refused_at_the_door_is_counted_too() throws Exception {
    Made slow = made("research", ", \"purposes\": [\"parking-guidance\"]");
    ok(limit(slow, "{\"rate\": {\"requests\": 2, \"seconds\": 3000}}"));

    assertThat(slow.client.get("/vocabularies").code()).isEqualTo("purpose-outside-key");
    assertThat(slow.client.get("/vocabularies", "CityCatalog-Purpose", "No Purpose").code())
        .isEqualTo("invalid-parameter");
    assertThat(slow.client.get("/vocabularies").code()).isEqualTo("rate-exceeded");
    for (Answer refused :
        List.of(
            city.anybody.get("/keys"),
            city.anybody.get("/vocabularies?apikey=x"),
            city.anybody.withKey("cck_x").get("/vocabularies"))) {
      assertThat(refused.header("RateLimit"))
          .as("%s", refused)
          .matches("\"address\";r=\\d{1,3};t=\\d{1,2}");
    }
    ContractClient newcomer = People.of(city, "counted");
    assertThat(newcomer.get("/vocabularies").code()).isEqualTo("password-change-needed");
  }

  @Test
  void limits_are_set_seen_and_taken_back() throws Exception {
    Made key = made("enterprise", ", \"organisation\": \"" + Contracted.ORGANISATION + "\"");

    Answer set = ok(limit(key, "{\"day\": {\"rows\": 5, \"bytes\": 100000}}"));
    ok(key.client.get("/datasets/transport.parking/rows?limit=4"));
    Answer refused = key.client.get("/datasets/transport.parking/rows?limit=4");
    JsonObject use = key.client.get("/usage").json().getJsonArray("quotas").getJsonObject(0);

    assertThat(set.json().getJsonObject("day").getInt("rows")).isEqualTo(5);
    assertThat(refused.code()).isEqualTo("quota-exhausted");
    assertThat(refused.json().getString("detail"))
        .isEqualTo("this key gets 5 rows a day, 1 are left, and this answer has 4");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 86_401);
    assertThat(use.getString("of")).isEqualTo("key");
    assertThat(use.getJsonObject("used").getInt("rows")).isEqualTo(4);
    assertThat(use.getJsonObject("used").getInt("calls")).isEqualTo(1);
    assertThat(use.getJsonObject("used").getInt("bytes")).isGreaterThan(100);
    ok(limit(key, "{}"));
    ok(key.client.get("/datasets/transport.parking/rows?limit=4"));
    assertThat(key.client.get("/usage").json().getJsonArray("quotas")).isEmpty();
  }

  @Test
  void an_auditors_key_is_not_limited_by_an_operator() throws Exception {
    String auditors =
        city
            .operator
            .get("/keys")
            .json()
            .getJsonArray("keys")
            .getValuesAs(JsonObject.class)
            .stream()
            .filter(each -> each.getString("kind").equals("auditor"))
            .findFirst()
            .orElseThrow()
            .getString("id");

    Answer refused = city.operator.put("/keys/" + auditors + "/limits", "{}");

    assertThat(refused.code()).isEqualTo("forbidden");
    assertThat(city.operator.put("/keys/nobody/limits", "{}").code()).isEqualTo("not-found");
  }

  @Test
  void a_provider_bounds_the_day_of_each_reader_of_its_dataset() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.day-bounded");
    String limits = "/datasets/" + parking.id() + "/limits";
    ok(parking.provider().put(limits, "{\"day\": {\"rows\": 1}}"));
    ContractClient bound = parking.keyOf(parking.granted());

    assertThat(parking.rows(bound, "").code()).isEqualTo("quota-exhausted");
    assertThat(parking.applicant().get(limits).code()).isEqualTo("forbidden");
    assertThat(city.anybody.withKey(made("research", "").secret).put(limits, "{}").code())
        .isEqualTo("forbidden");
    ok(parking.rows(parking.provider(), "")); // its keeper is not counted
  }

  @Test
  void what_a_grant_gives_in_all_is_agreed_counted_and_explained() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.granted-quota");
    String grant = parking.granted("/quota", "{\"rows\": 3}");
    ContractClient bound = parking.keyOf(grant);
    ok(parking.rows(bound, "")); // two rows

    Answer refused = parking.rows(bound, "");
    JsonObject seen = parking.provider().get(grant).json();
    JsonObject explained =
        ok(bound.get(
                "/datasets/" + parking.id() + "/explanation",
                "CityCatalog-Purpose",
                Contracted.PURPOSE))
            .json();

    assertThat(refused.code()).isEqualTo("grant-exhausted");
    assertThat(refused.headers().firstValue("Retry-After")).isEmpty();
    assertThat(seen.getJsonObject("quota").getInt("rows")).isEqualTo(3);
    assertThat(seen.getJsonObject("used").getInt("rows")).isEqualTo(2);
    assertThat(seen.getJsonObject("used").getInt("calls")).isEqualTo(1);
    assertThat(explained.getJsonObject("used")).isEqualTo(seen.getJsonObject("used"));
    assertThat(parking.applicant().get(grant).json().getJsonObject("used"))
        .isEqualTo(seen.getJsonObject("used"));
    assertThat(bound.get("/usage").json().getJsonArray("quotas").getJsonObject(0).getString("of"))
        .isEqualTo("grant");
    ok(parking.rows(bound, "?limit=1"));
    assertThat(
            bound
                .get(
                    "/datasets/" + parking.id() + "/explanation",
                    "CityCatalog-Purpose",
                    Contracted.PURPOSE)
                .json()
                .getString("code"))
        .isEqualTo("grant-exhausted");
  }

  @Test
  void an_export_that_runs_out_of_bytes_is_cut_off_and_never_ended_as_if_it_were_whole()
      throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.out-of-bytes");
    StringBuilder csv = new StringBuilder("code,places\n");
    for (int i = 0; i < 60_000; i++) {
      csv.append("%06d,%d\n".formatted(i, 11 + i % 90));
    }
    ok(
        parking
            .operator()
            .upload(
                "/datasets/" + parking.id() + "/loads",
                csv.toString().getBytes(StandardCharsets.UTF_8)));
    String grant =
        parking.granted("/quota", "{\"bytes\": 200000}", "/columns/-", "{\"name\": \"code\"}");
    ContractClient bound = parking.keyOf(grant);

    assertThatThrownBy(() ->
            bound.get(
                "/datasets/" + parking.id() + "/export.csv",
                "CityCatalog-Purpose",
                Contracted.PURPOSE))
        .isInstanceOf(IOException.class);

    int used = parking.provider().get(grant).json().getJsonObject("used").getInt("bytes");
    assertThat(used).isBetween(150_000, 200_000);
    // Where nothing has left yet, it is said why.
    Answer again = parking.rows(bound, "?limit=10000");
    assertThat(again.code()).isEqualTo("grant-exhausted");
  }

  private record Made(String id, String secret, ContractClient client) {}

  private Made made(String kind, String fields) throws Exception {
    JsonObject made =
        ok(city.operator.post(
                "/keys", "{\"label\": \"限流\", \"kind\": \"%s\"%s}".formatted(kind, fields)))
            .json();
    String secret = made.getString("secret");
    return new Made(
        made.getJsonObject("key").getString("id"), secret, city.anybody.withKey(secret));
  }

  private Answer limit(Made key, String limits) throws Exception {
    return city.operator.put("/keys/" + key.id + "/limits", limits);
  }
}
