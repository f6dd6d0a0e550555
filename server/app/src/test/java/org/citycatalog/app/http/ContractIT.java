package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.citycatalog.app.http.Contracted.decide;
import static org.citycatalog.app.http.Contracted.ok;

import jakarta.json.JsonObject;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// From the request to the end of a grant, over HTTP.
@ExtendWith(SharedServer.class)
class ContractIT {
  private final SharedServer.Running city;

  ContractIT(SharedServer.Running city) {
    this.city = city;
  }

  @Test
  void a_grant_gives_its_rows_and_columns_for_its_purpose_and_nothing_else() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.granted");
    String grant = parking.granted();
    ContractClient bound = parking.keyOf(grant);

    JsonObject page = ok(parking.rows(bound, "")).json();

    assertThat(page.getInt("total")).isEqualTo(2);
    assertThat(page.getJsonArray("rows").toString()).isEqualTo("[{\"places\":12},{\"places\":40}]");
    assertThat(parking.rows(bound, "?filter=code%3D%2700018%27").code())
        .isEqualTo("unknown-column");
    assertThat(parking.rows(bound, "?filter=places%3C10").json().getInt("total")).isZero();
    Answer export =
        bound.get(
            "/datasets/transport.granted/export.csv", "CityCatalog-Purpose", Contracted.PURPOSE);
    assertThat(export.text()).isEqualTo("places\r\n12\r\n40\r\n");
    assertThat(bound.get("/datasets/transport.granted/rows").code())
        .isEqualTo("purpose-not-granted");
    assertThat(parking.rows(parking.applicant(), "").code()).isEqualTo("grant-required");
    assertThat(bound.get("/keys").code()).isEqualTo("forbidden");
  }

  @Test
  void from_its_revocation_on_every_cursor_is_dead_and_the_recipient_attests_the_end()
      throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.revoked");
    String grant = parking.granted();
    ContractClient bound = parking.keyOf(grant);
    String cursor = parking.rows(bound, "?limit=1").json().getString("next");

    ok(decide(parking.provider(), grant, "revoked"));

    assertThat(parking.rows(bound, "?limit=1&cursor=" + cursor).code()).isEqualTo("grant-revoked");
    assertThat(parking.makeKey(grant).code()).isEqualTo("grant-revoked");
    Answer closed = ok(decide(parking.applicant(), grant, "closed"));
    assertThat(closed.json().getString("state")).isEqualTo("closed");
    assertThat(closed.json().getJsonArray("events")).hasSize(3);
  }

  @Test
  void a_suspension_kills_what_was_begun_and_ends_with_the_resumption() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.suspended");
    String grant = parking.granted();
    ContractClient bound = parking.keyOf(grant);
    String cursor = parking.rows(bound, "?limit=1").json().getString("next");
    ok(decide(parking.provider(), grant, "suspended"));
    assertThat(parking.rows(bound, "").code()).isEqualTo("grant-suspended");

    ok(decide(parking.provider(), grant, "active"));

    assertThat(parking.rows(bound, "?limit=1&cursor=" + cursor).code()).isEqualTo("cursor-invalid");
    ok(parking.rows(bound, ""));
  }

  @Test
  void whom_it_does_not_concern_learns_nothing_of_it() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.private");
    String request = parking.inReview();
    ok(decide(parking.provider(), request, "approved"));
    String grant = "/grants/" + parking.applicant().get(request).json().getString("grant");
    ContractClient stranger = Contracted.key(city, "\"kind\": \"research\"");
    String nothing = stranger.get("/grants/nothing").text();

    assertThat(withoutId(stranger.get(grant).text())).isEqualTo(withoutId(nothing));
    assertThat(withoutId(stranger.get(request).text())).isEqualTo(withoutId(nothing));
    assertThat(stranger.get("/grants").json().getJsonArray("grants")).isEmpty();
    assertThat(stranger.get("/access-requests").json().getJsonArray("requests")).isEmpty();
    assertThat(city.anybody.get("/grants").code()).isEqualTo("key-missing");
    assertThat(parking.applicant().get("/grants?limit=1000").text()).contains(grant.substring(8));
    assertThat(parking.provider().get("/access-requests?limit=1000").text())
        .contains(request.substring(17));
  }

  @Test
  void a_key_is_rotated_with_overlap() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.rotated");
    String grant = parking.granted();
    Answer old = ok(parking.makeKey(grant));
    ContractClient before = city.anybody.withKey(old.json().getString("secret"));
    ContractClient after = parking.keyOf(grant);
    String cursor = parking.rows(before, "?limit=1").json().getString("next");

    ok(parking.applicant().delete("/keys/" + old.json().getJsonObject("key").getString("id")));

    assertThat(parking.rows(before, "").code()).isEqualTo("key-invalid");
    ok(parking.rows(after, "?limit=1&cursor=" + cursor));
  }

  @Test
  void a_mask_of_a_grant_is_shown_and_more_than_all_see_needs_two() throws Exception {
    Contracted parking =
        Contracted.dataset(
            city,
            "transport.masked",
            "/items/0/mask",
            "{\"method\": \"keep-prefix\", \"length\": 2}");
    String request =
        parking.inReview(
            "/columns",
            "[{\"name\": \"code\", \"mask\": {\"method\": \"keep-prefix\", \"length\": 4}}]",
            "/rows",
            "\"places = 40\"");

    Answer once = ok(decide(parking.provider(), request, "approved"));
    assertThat(once.json().getString("state")).isEqualTo("provider-review");
    Answer twice = ok(decide(parking.operator(), request, "approved"));

    ContractClient bound = parking.keyOf("/grants/" + twice.json().getString("grant"));
    assertThat(parking.rows(bound, "").json().getJsonArray("rows").toString())
        .isEqualTo("[{\"code\":\"0001\"}]");
  }

  @Test
  void a_body_without_its_fields_is_told_every_one() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.fieldless");

    Answer answer = parking.applicant().post("/access-requests", "{}");

    assertThat(answer.code()).isEqualTo("invalid-body");
    assertThat(answer.json().getJsonArray("findings")).hasSize(8);
    assertThat(parking.ask("/notAfter", "\"tomorrow\"").code()).isEqualTo("invalid-body");
    assertThat(
            parking
                .applicant()
                .post("/grants/x/decisions", "{\"to\": \"ended\"}", "If-Match", "\"1\"")
                .code())
        .isEqualTo("invalid-body");
  }

  private static String withoutId(String problem) {
    return problem.replaceAll("\"requestId\":\"[^\"]*\"", "");
  }
}
