package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.citycatalog.app.http.Contracted.decide;
import static org.citycatalog.app.http.Contracted.ok;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Lists, page by page over HTTP.
@ExtendWith(SharedServer.class)
class ListPagesIT {
  private static final String ALL = "limit=1000";

  private final SharedServer.Running city;
  private final ContractClient operator;

  ListPagesIT(SharedServer.Running city) {
    this.city = city;
    this.operator = city.operator;
  }

  @Test
  void the_lists_of_a_dataset_are_the_same_in_pages_and_whole() throws Exception {
    Contracted parking = strict("transport.listed");
    loaded(parking, 2);
    String at = "/datasets/" + parking.id();

    for (int limit : List.of(1, 2)) {
      assertSameInPages(operator, at + "/revisions", "revisions", limit);
      assertSameInPages(operator, at + "/proposed-changes", "changes", limit);
      assertSameInPages(operator, at + "/loads", "loads", limit);
      assertSameInPages(operator, at + "/versions", "versions", limit);
    }
  }

  @Test
  void requests_and_grants_are_the_same_in_pages_and_whole() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.listed-grants");
    for (int i = 0; i < 3; i++) {
      parking.granted();
    }

    for (String requests :
        List.of("/access-requests", "/access-requests?overdue=false", "/grants")) {
      String field = requests.equals("/grants") ? "grants" : "requests";
      assertSameInPages(operator, requests, field, 2);
      assertSameInPages(parking.applicant(), requests, field, 2);
      assertSameInPages(parking.provider(), requests, field, 2);
    }
  }

  @Test
  void reports_are_the_same_in_pages_and_whole_and_twenty_come_where_nothing_is_said()
      throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.listed-reports");
    for (int i = 0; i < 21; i++) {
      report(parking);
    }
    String list = "/corrections?dataset=" + parking.id();

    JsonObject usual = ok(operator.get(list)).json();

    assertThat(usual.getJsonArray("corrections")).hasSize(20);
    JsonObject rest = ok(operator.get(list + "&cursor=" + usual.getString("next"))).json();
    assertThat(rest.getJsonArray("corrections")).hasSize(1);
    assertSameInPages(operator, list, "corrections", 1);
    assertSameInPages(parking.provider(), list + "&overdue=false", "corrections", 2);
  }

  @Test
  void purges_keys_accounts_and_providers_are_the_same_in_pages_and_whole() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.listed-purges");
    loaded(parking, 2);
    for (int version : List.of(1, 2, 3)) {
      purge(operator, "{\"dataset\": \"%s\", \"versions\": [%d]}".formatted(parking.id(), version));
      People.make(city, "listed-" + version, "");
    }

    assertSameInPages(operator, "/purges", "purges", 2);
    assertSameInPages(parking.provider(), "/purges", "purges", 1);
    assertSameInPages(operator, "/keys", "keys", 2);
    assertSameInPages(People.administrator(city), "/accounts", "accounts", 2);
    assertSameInPages(city.anybody, "/providers", "providers", 1);
  }

  @Test
  void a_cursor_is_of_use_for_its_own_list_and_question_alone() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.listed-cursors");
    Contracted other = Contracted.dataset(city, "transport.listed-others");
    report(parking);
    report(parking);
    loaded(parking, 1);
    loaded(other, 1);
    String loads = "/datasets/" + parking.id() + "/loads?limit=1";
    String reports = "/corrections?limit=1&dataset=" + parking.id();
    String ofLoads = next(operator, loads);
    String ofReports = next(operator, reports);
    String ofRows = next(operator, "/datasets/" + parking.id() + "/rows?limit=1");

    for (String wrong :
        List.of(
            loads + "&cursor=rubbish",
            loads + "&cursor=",
            loads + "&cursor=" + ofLoads.substring(1),
            loads + "&cursor=" + ofReports,
            loads + "&cursor=" + ofRows,
            "/datasets/" + parking.id() + "/versions?cursor=" + ofLoads,
            "/datasets/" + parking.id() + "/rows?cursor=" + ofLoads,
            "/datasets/" + other.id() + "/loads?cursor=" + ofLoads,
            "/corrections?cursor=" + ofReports,
            reports + "&overdue=false&cursor=" + ofReports)) {
      Answer answer = operator.get(wrong);
      assertThat(answer.code()).as(wrong).isEqualTo("cursor-invalid");
      assertThat(answer.json().getString("parameter")).as(wrong).isEqualTo("cursor");
    }
    ok(operator.get(loads + "&cursor=" + ofLoads));
    ok(operator.get("/corrections?limit=7&dataset=" + parking.id() + "&cursor=" + ofReports));
    assertThat(operator.get(loads + "&limit=0").code()).isEqualTo("invalid-parameter");
    assertThat(operator.get("/keys?limit=1001").code()).isEqualTo("invalid-parameter");
  }

  @Test
  void a_cursor_is_expired_when_what_the_page_ended_with_is_gone() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.listed-gone");
    loaded(parking, 2);
    String versions = "/datasets/" + parking.id() + "/versions?limit=";
    String behindTheSecond = next(operator, versions + 2);
    String behindTheNewest = next(operator, versions + 1);
    ok(
        decide(
            parking.provider(),
            purge(operator, "{\"dataset\": \"%s\", \"versions\": [2]}".formatted(parking.id())),
            "approved"));

    Answer gone = operator.get(versions + "1&cursor=" + behindTheSecond);

    assertThat(gone.status()).isEqualTo(410);
    assertThat(gone.code()).isEqualTo("cursor-expired");
    assertThat(gone.json().getString("parameter")).isEqualTo("cursor");
    assertThat(
            ok(operator.get(versions + "1&cursor=" + behindTheNewest))
                .json()
                .getJsonArray("versions")
                .getJsonObject(0)
                .getInt("version"))
        .isEqualTo(1);
  }

  @Test
  void what_comes_while_somebody_reads_on_shifts_nothing() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.listed-meanwhile");
    loaded(parking, 2);
    String versions = "/datasets/" + parking.id() + "/versions?limit=1";
    String cursor = next(operator, versions);

    loaded(parking, 1);

    List<JsonValue> rest = walked(operator, versions + "&cursor=" + cursor, "versions");
    assertThat(rest)
        .extracting(each -> each.asJsonObject().getInt("version"))
        .containsExactly(2, 1);
  }

  @Test
  void to_others_the_cursor_of_something_they_do_not_see_is_like_that_of_something_gone()
      throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.listed-to-others");
    String first = parking.granted();
    parking.granted();
    String cursor = next(parking.provider(), "/grants?limit=1");
    ContractClient stranger = Contracted.key(city, "\"kind\": \"enterprise\"");

    assertThat(stranger.get("/grants?cursor=" + cursor).code()).isEqualTo("cursor-expired");
    assertThat(cursor).doesNotContain(first.substring(8));
    assertThat(ok(stranger.get("/grants?" + ALL)).json().getJsonArray("grants")).isEmpty();
    assertThat(city.anybody.get("/grants?cursor=" + cursor).code()).isEqualTo("key-missing");
    assertThat(stranger.get("/keys?cursor=" + cursor).code()).isEqualTo("forbidden");
  }

  /// A dataset of which three changes waited for a second person.
  private Contracted strict(String id) throws Exception {
    Contracted parking = Contracted.dataset(city, id, "/level", "\"G3\"");
    String at = "/datasets/" + id;
    for (int places = 1; places <= 3; places++) {
      Answer now = ok(parking.provider().get(at));
      String entry = now.json().getJsonObject("entry").toString();
      String narrowed =
          Contracted.patched(entry, "/sharing/rows", "\"places > %d\"".formatted(places));
      String change =
          ok(parking.provider().put(at, narrowed, "If-Match", now.header("ETag")))
              .header("Location")
              .substring("/api/v1".length());
      ok(operator.post(change + "/decisions", "{\"to\": \"approved\"}"));
    }
    return parking;
  }

  private void loaded(Contracted parking, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      ok(operator.upload("/datasets/" + parking.id() + "/loads", Delivered.rows(3 + i)));
    }
  }

  private static void report(Contracted parking) throws Exception {
    ok(
        parking
            .provider()
            .post(
                "/datasets/" + parking.id() + "/corrections",
                "{\"version\": 1, \"field\": \"places\", \"problem\": \"有误\"}"));
  }

  private static String purge(ContractClient by, String subject) throws Exception {
    return "/purges/"
        + ok(by.post(
                "/purges",
                "{\"subject\": %s, \"reason\": \"误传\", \"basis\": \"《个人信息保护法》\"}"
                    .formatted(subject)))
            .json()
            .getString("id");
  }

  private static void assertSameInPages(ContractClient caller, String list, String field, int limit)
      throws Exception {
    String asked = list + (list.contains("?") ? "&" : "?");
    JsonObject whole = ok(caller.get(asked + ALL)).json();

    List<JsonValue> walked = walked(caller, asked + "limit=" + limit, field);

    assertThat(whole.keySet()).as(list).isEqualTo(Set.of(field));
    assertThat(walked).as(list).hasSizeGreaterThan(2);
    assertThat(walked.stream().map(ListPagesIT::lasting))
        .as(list)
        .isEqualTo(whole.getJsonArray(field).stream().map(ListPagesIT::lasting).toList());
  }

  /// Everything from a page on, whose pages but the last are full.
  private static List<JsonValue> walked(ContractClient caller, String page, String field)
      throws Exception {
    List<JsonValue> walked = new ArrayList<>();
    int limit = Integer.parseInt(page.replaceAll(".*\\blimit=(\\d+).*", "$1"));
    String address = page;
    while (true) {
      JsonObject answer = ok(caller.get(address)).json();
      walked.addAll(answer.getJsonArray(field));
      String next = answer.getString("next", "");
      if (next.isEmpty()) {
        assertThat(answer.getJsonArray(field)).as(address).hasSizeBetween(1, limit);
        return walked;
      }
      assertThat(answer.getJsonArray(field)).as(address).hasSize(limit);
      address = page.replaceAll("&cursor=[^&]*", "") + "&cursor=" + next;
    }
  }

  private static String next(ContractClient caller, String page) throws Exception {
    return ok(caller.get(page)).json().getString("next");
  }

  /// The clock changes when a key was last used.
  private static String lasting(JsonValue element) {
    return element.toString().replaceAll("\"lastUsed\":\"[^\"]*\",?", "");
  }
}
