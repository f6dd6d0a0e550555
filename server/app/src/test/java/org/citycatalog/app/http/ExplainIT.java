package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.citycatalog.app.http.Contracted.ok;

import jakarta.json.JsonObject;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Why somebody may read rows, or may not.
@ExtendWith(SharedServer.class)
class ExplainIT {
  private static final String PARKING = "/datasets/transport.parking";

  private final SharedServer.Running city;

  ExplainIT(SharedServer.Running city) {
    this.city = city;
  }

  @Test
  void what_is_read_is_told_with_its_rule() throws Exception {
    JsonObject parking = ok(city.anybody.get(PARKING + "/explanation")).json();

    assertThat(parking.getBoolean("readable")).isTrue();
    assertThat(parking.getString("rule")).isEqualTo("opening class unconditional");
    assertThat(parking.getInt("rows"))
        .isEqualTo(city.anybody.get(PARKING + "/rows?limit=1").json().getInt("total"));
    assertThat(parking.getJsonArray("columns").getJsonObject(0).toString())
        .isEqualTo(
            "{\"name\":\"park_id\",\"mask\":{\"method\":\"clear\"},\"rights\":"
                + "[\"visible\",\"filter\",\"sort\",\"facet\",\"aggregate\",\"suggest\"]}");
  }

  @Test
  void a_refusal_names_the_condition_and_what_would_change_it() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.explained");

    JsonObject explained =
        ok(parking.applicant().get("/datasets/transport.explained/explanation")).json();

    assertThat(explained.getBoolean("readable")).isFalse();
    assertThat(explained.getString("code")).isEqualTo("grant-required");
    assertThat(explained.getString("rule")).isEqualTo("opening class conditional");
    assertThat(explained.getString("basis")).isEqualTo("限停车诱导");
    assertThat(explained.getString("action")).isNotBlank();
    assertThat(explained).doesNotContainKeys("columns", "rows");
  }

  @Test
  void under_a_grant_its_own_rows_and_columns_are_told() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.explained-grant");
    String grant = parking.granted();
    String explanation = "/datasets/transport.explained-grant/explanation";

    JsonObject explained =
        ok(parking.keyOf(grant).get(explanation, "CityCatalog-Purpose", Contracted.PURPOSE)).json();

    assertThat(explained.getString("rule"))
        .isEqualTo(grant.substring(1).replace("grants/", "grant "));
    assertThat(explained.getInt("rows")).isEqualTo(2);
    assertThat(explained.getJsonArray("columns")).hasSize(1);
  }

  @Test
  void a_keeper_sees_as_others_see() throws Exception {
    Contracted parking =
        Contracted.dataset(
            city,
            "transport.viewed",
            "/sharing",
            "{\"class\": \"unconditional\", \"rows\": \"places > 10\"}",
            "/items/0/mask",
            "{\"method\": \"keep-prefix\", \"length\": 3}");
    ContractClient keeper = parking.provider();
    String explanation = "/datasets/transport.viewed/explanation";

    JsonObject department = ok(keeper.get(explanation + "?kind=department")).json();
    JsonObject everybody = ok(keeper.get(explanation + "?kind=public")).json();

    assertThat(department.getInt("rows")).isEqualTo(2);
    assertThat(department.getJsonArray("columns").getJsonObject(0).toString())
        .isEqualTo(
            "{\"name\":\"code\",\"mask\":{\"method\":\"keep-prefix\",\"length\":3},"
                + "\"rights\":[\"visible\"]}");
    assertThat(everybody.getBoolean("visible")).isFalse();
    assertThat(ok(keeper.get(explanation)).json().getInt("rows")).isEqualTo(3);
    assertThat(parking.applicant().get(explanation + "?kind=public").code()).isEqualTo("forbidden");
  }

  @Test
  void what_is_not_seen_is_explained_like_what_is_not_there() throws Exception {
    Contracted.dataset(city, "transport.unexplained");

    Answer hidden = city.anybody.get("/datasets/transport.unexplained/explanation");
    Answer absent = city.anybody.get("/datasets/transport.nothing-here/explanation");
    Answer asked = city.anybody.get("/datasets/transport.unexplained/explanation?kind=public");

    assertThat(hidden.status()).isEqualTo(404);
    assertThat(withoutId(hidden)).isEqualTo(withoutId(absent)).isEqualTo(withoutId(asked));
  }

  private static String withoutId(Answer problem) {
    return problem.text().replaceAll("\"requestId\":\"[^\"]*\"", "");
  }
}
