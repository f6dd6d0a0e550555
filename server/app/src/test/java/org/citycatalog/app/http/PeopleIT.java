package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.citycatalog.app.http.Contracted.ok;

import jakarta.json.JsonObject;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// People with accounts, over HTTP.
@ExtendWith(SharedServer.class)
class PeopleIT {
  private final SharedServer.Running city;

  PeopleIT(SharedServer.Running city) {
    this.city = city;
  }

  @Test
  void a_steward_keeps_the_entries_of_his_provider_and_reviews_nothing() throws Exception {
    ContractClient steward =
        People.make(city, "steward", "\"steward\"", ", \"provider\": \"transport\"").settled();
    ContractClient member =
        People.make(city, "member", "", ", \"provider\": \"transport\"").settled();
    Contracted parking = Contracted.dataset(city, "transport.people");
    String request = parking.inReview();

    assertThat(steward.post("/datasets", Entries.minimal("transport.by-steward")).status())
        .isEqualTo(201);
    assertThat(member.post("/datasets", Entries.minimal("transport.by-member")).code())
        .isEqualTo("forbidden");
    assertThat(member.get("/datasets/transport.by-steward").status()).isEqualTo(200);
    assertThat(Contracted.decide(steward, request, "approved").code()).isEqualTo("forbidden");
    ContractClient reviewer =
        People.make(city, "reviewer", "\"reviewer\"", ", \"provider\": \"transport\"").settled();
    assertThat(reviewer.post("/datasets", Entries.minimal("transport.by-reviewer")).code())
        .isEqualTo("forbidden");
    assertThat(Contracted.decide(reviewer, request, "approved").status()).isEqualTo(200);
  }

  @Test
  void the_bureaus_reviewer_checks_and_the_operator_runs_keys_without_reading_the_ledger()
      throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.bureau");
    String request = "/access-requests/" + ok(parking.ask()).json().getString("id");
    ContractClient bureau = People.make(city, "bureau", "\"reviewer\"").settled();
    ContractClient operator = People.make(city, "runs-keys", "\"operator\"").settled();

    assertThat(Contracted.decide(operator, request, "compliance-check").code())
        .isEqualTo("forbidden");
    assertThat(Contracted.decide(bureau, request, "compliance-check").status()).isEqualTo(200);
    assertThat(bureau.get("/keys").code()).isEqualTo("forbidden");
    assertThat(operator.get("/keys").status()).isEqualTo(200);
    assertThat(operator.get("/ledger").code()).isEqualTo("forbidden");
    assertThat(operator.get("/accounts").code()).isEqualTo("forbidden");
    assertThat(city.operator.get("/accounts").code()).isEqualTo("forbidden");
    assertThat(People.administrator(city).get("/keys").code()).isEqualTo("forbidden");
    assertThat(People.administrator(city).get("/ledger").code()).isEqualTo("forbidden");
  }

  @Test
  void one_of_the_public_asks_for_nothing_whatever_the_organisation_and_breaks_no_list()
      throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.of-the-public");
    String organisation = ", \"organisation\": \"" + Contracted.ORGANISATION + "\"";
    ContractClient citizen = People.ofKind("public", city, "citizen", "", organisation).settled();

    assertThat(citizen.get("/caller").json().getString("kind")).isEqualTo("public");
    assertThat(parking.askAs(citizen).code()).isEqualTo("forbidden");
    assertThat(citizen.get("/access-requests").status()).isEqualTo(200);
    assertThat(city.operator.get("/access-requests").status()).isEqualTo(200);
  }

  @Test
  void what_people_did_is_in_the_ledger_under_their_accounts() throws Exception {
    People.Made made =
        People.make(city, "recorded", "\"steward\"", ", \"provider\": \"transport\"");
    ContractClient person = made.settled();
    String id = person.get("/caller").json().getString("id");
    assertThat(id).isEqualTo(made.id());
    person.post("/datasets", Entries.minimal("transport.recorded"));
    assertThat(person.delete("/sessions/current").status()).isEqualTo(204);
    assertThat(person.get("/caller").code()).isEqualTo("session-over");

    String text = recorded(id, "logged-out");
    assertThat(text)
        .contains("\"step\":\"logged-in\"")
        .contains("\"step\":\"password-changed\"")
        .contains("\"roles\":[\"steward\"]")
        .doesNotContain(made.password());
  }

  @Test
  void a_change_of_roles_holds_from_the_next_request_on() throws Exception {
    People.Made made = People.make(city, "promoted", "");
    ContractClient person = made.settled();
    ContractClient administrator = People.administrator(city);
    String change = "{\"label\": \"试用\", \"kind\": \"department\", \"roles\": [\"operator\"]}";
    assertThat(person.get("/keys").code()).isEqualTo("forbidden");

    String account = "/accounts/" + made.id();
    assertThat(administrator.put(account, change, "If-Match", "\"1\"").code())
        .as("the password was changed since")
        .isEqualTo("stale-revision");
    ok(administrator.put(account, change, "If-Match", "\"2\""));

    assertThat(person.get("/keys").status()).isEqualTo(200);
    String disabled = change.replace("}", ", \"disabled\": true}");
    ok(administrator.put(account, disabled, "If-Match", "\"3\""));
    assertThat(person.get("/keys").code()).isEqualTo("session-over");
  }

  /// The records about an account, once the last of them is there: changes reach the ledger a
  /// second later.
  private String recorded(String account, String last) throws Exception {
    ContractClient auditor = city.anybody.withKey(city.server.auditorKey());
    long end = System.nanoTime() + 60_000_000_000L;
    while (true) {
      StringBuilder found = new StringBuilder();
      String next = "";
      do {
        Answer page = ok(auditor.get("/ledger?limit=1000" + next));
        for (JsonObject each : page.json().getJsonArray("records").getValuesAs(JsonObject.class)) {
          if (account.equals(each.getString("account", ""))) {
            found.append(each).append('\n');
          }
        }
        next = page.json().containsKey("next") ? "&cursor=" + page.json().getString("next") : "";
      } while (!next.isEmpty());
      if (found.indexOf(last) >= 0) {
        return found.toString();
      }
      assertThat(System.nanoTime()).as(found.toString()).isLessThan(end);
    }
  }
}
