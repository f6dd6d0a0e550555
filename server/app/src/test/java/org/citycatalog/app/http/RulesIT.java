package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.citycatalog.app.http.Contracted.ok;
import static org.citycatalog.app.http.Contracted.patched;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a steward is told of a rule before it holds, what a second person decides, and how a keeper
/// sees as others see.
@ExtendWith(SharedServer.class)
class RulesIT {
  private static final byte[] CSV =
      "code,places\n00017,12\n00018,8\n00019,40\n".getBytes(StandardCharsets.UTF_8);

  private final SharedServer.Running city;

  RulesIT(SharedServer.Running city) {
    this.city = city;
  }

  @Test
  void a_preview_counts_what_is_opened_and_shut_and_saves_nothing() throws Exception {
    String id = published("transport.previewed", "/level", "\"G1\"");
    ContractClient keeper = keeper();
    String before = withoutIndexed(ok(keeper.get("/datasets/" + id)));

    Answer preview =
        ok(
            keeper.post(
                "/datasets/" + id + "/boundary-preview",
                patched(
                    patched(Entries.minimal(id), "/opening/rows", "\"places > 10\""),
                    "/items/0/mask",
                    "{\"method\": \"keep-prefix\", \"length\": 3}")));

    JsonObject everybody = viewer(preview, "public");
    assertThat(everybody.getJsonObject("rows").toString())
        .isEqualTo("{\"before\":3,\"after\":2,\"opened\":0,\"shut\":1}");
    assertThat(everybody.getJsonArray("columns").getJsonObject(0).toString())
        .isEqualTo(
            "{\"name\":\"code\",\"before\":{\"name\":\"code\",\"mask\":{\"method\":\"clear\"},"
                + "\"rights\":[\"visible\",\"filter\",\"sort\",\"facet\",\"aggregate\","
                + "\"suggest\"]},\"after\":{\"name\":\"code\",\"mask\":{\"method\":"
                + "\"keep-prefix\",\"length\":3},\"rights\":[\"visible\"]}}");
    assertThat(preview.json().getBoolean("secondPerson")).isFalse();
    assertThat(preview.header("ETag")).isEqualTo(keeper.get("/datasets/" + id).header("ETag"));
    assertThat(withoutIndexed(ok(keeper.get("/datasets/" + id)))).isEqualTo(before);
  }

  @Test
  void a_preview_names_the_grants_it_touches() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.previewed-grants");
    String touched = parking.granted();
    String other = parking.granted("/rows", "\"places < 10\"");
    ContractClient keeper = parking.provider();
    String conditional =
        "{\"class\": \"conditional\", \"condition\": \"限停车诱导\", \"rows\": \"places < 30\"}";
    String now =
        ok(keeper.get("/datasets/" + parking.id())).json().getJsonObject("entry").toString();

    Answer narrowed =
        ok(
            keeper.post(
                "/datasets/" + parking.id() + "/boundary-preview",
                patched(now, "/opening", conditional)));
    Answer ended =
        ok(
            keeper.post(
                "/datasets/" + parking.id() + "/boundary-preview",
                patched(now, "/opening", "{\"class\": \"withheld\", \"legalBasis\": \"依法\"}")));

    assertThat(narrowed.text()).contains("grants-narrowed", touched.substring(8));
    JsonObject grant =
        narrowed.json().getJsonArray("viewers").getValuesAs(JsonObject.class).stream()
            .filter(each -> each.getString("grant", "").equals(touched.substring(8)))
            .findFirst()
            .orElseThrow();
    assertThat(grant.getString("organisation")).isEqualTo(Contracted.ORGANISATION);
    assertThat(grant.getJsonObject("rows").toString())
        .isEqualTo("{\"before\":2,\"after\":1,\"opened\":0,\"shut\":1}");
    assertThat(ended.text())
        .contains(
            "2 live grants would give nothing any more", "class-tightened", other.substring(8));
  }

  @Test
  void whoever_may_not_edit_gets_the_answer_that_an_edit_gets() throws Exception {
    String id = published("transport.previewed-by-others", "/level", "\"G1\"");
    ok(city.operator.post("/datasets", Entries.minimal("transport.previewed-draft")));
    Contracted parking = Contracted.dataset(city, "transport.previewed-granted");
    ContractClient bound = parking.keyOf(parking.granted());

    for (ContractClient caller :
        List.of(city.anybody, Contracted.key(city, "\"kind\": \"department\""), bound)) {
      for (String each : List.of(id, "transport.previewed-draft", "transport.nowhere")) {
        String body = Entries.minimal(each);
        Answer preview = caller.post("/datasets/" + each + "/boundary-preview", body);
        Answer edit = caller.put("/datasets/" + each, body, "If-Match", "\"1\"");
        assertThat(comparable(preview)).isEqualTo(comparable(edit));
        assertThat(preview.status()).isIn(401, 403, 404);
      }
    }
  }

  @Test
  void of_high_levels_a_change_takes_effect_when_another_key_approves_it() throws Exception {
    String id = published("transport.two-persons", "/level", "\"G3\"");
    ContractClient first = keeper();
    ContractClient second = keeper();
    String entry = patched(Entries.minimal(id), "/level", "\"G3\"");
    String narrowed = patched(entry, "/sharing/rows", "\"places > 10\"");

    Answer proposed =
        first.put(
            "/datasets/" + id + "?reason=%E6%8C%89%E6%9C%88%E6%A0%B8%E5%AF%B9",
            narrowed,
            "If-Match",
            first.get("/datasets/" + id).header("ETag"));

    assertThat(proposed.status()).as("%s", proposed).isEqualTo(202);
    String at = proposed.header("Location").substring("/api/v1".length());
    JsonObject change = ok(second.get(at)).json();
    assertThat(change.getString("reason")).isEqualTo("按月核对");
    assertThat(change.getString("state")).isEqualTo("open");
    assertThat(change.getJsonArray("fields").toString())
        .isEqualTo("[{\"field\":\"/sharing/rows\",\"after\":\"\\\"places > 10\\\"\"}]");
    JsonObject preview = change.getJsonObject("preview");
    assertThat(viewer(preview, "department").getJsonObject("rows").getInt("shut")).isEqualTo(1);
    assertThat(ok(first.get("/datasets/" + id)).json().getJsonArray("proposed").toString())
        .isEqualTo("[" + change.getInt("number") + "]");
    assertThat(decide(first, at, "approved").code()).isEqualTo("second-person-needed");
    assertThat(city.anybody.get(at).status()).isIn(401, 403, 404);

    assertThat(ok(decide(second, at, "approved")).json().getString("state")).isEqualTo("approved");
    assertThat(decide(city.operator, at, "refused").code()).isEqualTo("change-decided");
    assertThat(
            ok(first.get("/datasets/" + id))
                .json()
                .getJsonObject("entry")
                .getJsonObject("sharing")
                .getString("rows"))
        .isEqualTo("places > 10");
    // The publication was proposed and approved before.
    String proposal = "\"proposal\":" + change.getInt("number");
    assertThat(awaitLedger(id, "\"step\":\"approved\"[^}]*" + proposal)).contains(proposal);
  }

  @Test
  void a_proposal_from_a_revision_that_is_left_behind_cannot_be_approved() throws Exception {
    String id = published("transport.two-stale", "/level", "\"G3\"");
    ContractClient first = keeper();
    String entry = patched(Entries.minimal(id), "/level", "\"G3\"");
    String tag = first.get("/datasets/" + id).header("ETag");
    Answer proposed =
        first.put("/datasets/" + id, patched(entry, "/items/1/rights", "[]"), "If-Match", tag);
    String at = proposed.header("Location").substring("/api/v1".length());
    ok(first.put("/datasets/" + id, patched(entry, "/title/zh", "\"新标题\""), "If-Match", tag));

    assertThat(ok(city.operator.get(at)).json().getString("state")).isEqualTo("stale");
    assertThat(decide(city.operator, at, "approved").code()).isEqualTo("stale-revision");
    assertThat(ok(decide(first, at, "taken-back")).json().getString("state"))
        .isEqualTo("taken-back");
  }

  @Test
  void a_withdrawal_shuts_at_once_and_waits_to_be_confirmed() throws Exception {
    String id = published("transport.two-withdrawn", "/level", "\"G3\"");
    ContractClient first = keeper();

    Answer withdrawn =
        first.post(
            "/datasets/" + id + "/withdrawal",
            "{\"reason\": \"数据有误\"}",
            "If-Match",
            first.get("/datasets/" + id).header("ETag"));

    assertThat(withdrawn.status()).as("%s", withdrawn).isEqualTo(202);
    assertThat(city.anybody.get("/datasets/" + id).status()).isEqualTo(404);
    String at = withdrawn.header("Location").substring("/api/v1".length());
    JsonObject change = ok(city.operator.get(at)).json();
    assertThat(change.getBoolean("inEffect")).isTrue();
    assertThat(change.getBoolean("overdue")).isFalse();
    assertThat(change.getString("due")).isNotBlank();
    assertThat(
            viewer(change.getJsonObject("preview"), "public")
                .getJsonObject("after")
                .getBoolean("seen"))
        .isFalse();
    assertThat(ok(decide(city.operator, at, "approved")).json().getString("state"))
        .isEqualTo("approved");
  }

  @Test
  void a_keeper_looks_with_the_eyes_of_others_and_it_is_recorded_as_the_keepers() throws Exception {
    Contracted parking =
        Contracted.dataset(
            city,
            "transport.viewed-as",
            "/sharing",
            "{\"class\": \"unconditional\", \"rows\": \"places > 10\"}",
            "/items/0/mask",
            "{\"method\": \"keep-prefix\", \"length\": 3}");
    ContractClient keeper = parking.provider();
    ContractClient department = Contracted.key(city, "\"kind\": \"department\"");
    String at = "/datasets/" + parking.id();

    assertThat(ok(keeper.get(at + "?viewAs=department")).text())
        .isEqualTo(ok(department.get(at)).text())
        .doesNotContain("places > 10", "indexed");
    assertThat(ok(keeper.get(at + "/schema?viewAs=department")).text())
        .isEqualTo(ok(department.get(at + "/schema")).text());
    assertThat(ok(keeper.get(at + "/rows?viewAs=department")).text())
        .isEqualTo(ok(department.get(at + "/rows")).text())
        .contains("\"code\":\"000\"");
    assertThat(keeper.get(at + "/rows?viewAs=department&filter=code%3D%27000%27").code())
        .isEqualTo("column-not-usable");
    assertThat(keeper.get(at + "/rows?viewAs=enterprise").code()).isEqualTo("grant-required");
    for (String door : List.of("", "/schema", "/rows")) {
      assertThat(keeper.get(at + door + "?viewAs=public").code()).as(door).isEqualTo("not-found");
      assertThat(department.get(at + door + "?viewAs=public").code())
          .as(door)
          .isEqualTo("forbidden");
      assertThat(comparable(city.anybody.get(at + door + "?viewAs=department")))
          .isEqualTo(
              comparable(
                  city.anybody.get("/datasets/transport.nowhere" + door + "?viewAs=department")));
    }
    assertThat(awaitLedger(parking.id(), "page as department"))
        .contains("\"caller\":\"department\"");
  }

  @Test
  void the_key_of_a_grant_borrows_nobodys_eyes() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.viewed-granted");
    ContractClient bound = parking.keyOf(parking.granted());

    assertThat(parking.rows(bound, "?viewAs=department").code()).isEqualTo("forbidden");
    assertThat(bound.get("/datasets/" + parking.id() + "?viewAs=public").code())
        .isEqualTo("forbidden");
    assertThat(bound.get("/datasets/" + parking.id() + "/explanation?kind=public").code())
        .isEqualTo("forbidden");
  }

  @Test
  void a_keeper_is_told_what_a_grant_an_organisation_and_a_key_read() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.explained-to");
    String grant = parking.granted();
    Answer made = ok(parking.makeKey(grant));
    String key = made.json().getJsonObject("key").getString("id");
    String at = "/datasets/" + parking.id() + "/explanation";
    ContractClient keeper = parking.provider();

    JsonObject byGrant = ok(keeper.get(at + "?grant=" + grant.substring(8))).json();
    JsonObject byKey = ok(keeper.get(at + "?keyId=" + key)).json();
    JsonObject organisation =
        ok(keeper.get(at + "?organisation=" + Contracted.ORGANISATION)).json();

    assertThat(byGrant.getInt("rows")).isEqualTo(2);
    assertThat(byGrant.getString("purpose")).isEqualTo(Contracted.PURPOSE);
    assertThat(byGrant.getString("organisation")).isEqualTo(Contracted.ORGANISATION);
    assertThat(byKey).isEqualTo(byGrant);
    assertThat(organisation.getBoolean("readable")).isFalse();
    assertThat(organisation.getString("code")).isEqualTo("grant-required");
    assertThat(organisation.getJsonArray("under").getJsonObject(0)).isEqualTo(byGrant);
    ok(city.operator.delete("/keys/" + key));
    assertThat(ok(keeper.get(at + "?keyId=" + key)).json().getString("code"))
        .isEqualTo("key-invalid");
    ok(Contracted.decide(keeper, grant, "suspended"));
    assertThat(ok(keeper.get(at + "?grant=" + grant.substring(8))).json().getString("code"))
        .isEqualTo("grant-suspended");
    assertThat(keeper.get(at + "?kind=public&keyId=" + key).code()).isEqualTo("invalid-parameter");
  }

  @Test
  void whoever_has_nothing_to_do_with_a_keepers_datasets_is_answered_like_nobody()
      throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.explained-strangers");
    String grant = parking.granted();
    String key = ok(parking.makeKey(grant)).json().getJsonObject("key").getString("id");
    city.operator.post(
        "/providers",
        "{\"namespace\": \"strangers\", \"code\": \"11341000YY0009961W\", \"name\": {\"zh\":"
            + " \"另一个部门\"}}");
    String other = "strangers.explained";
    Answer registered = city.operator.post("/datasets", Entries.minimal(other));
    assertThat(registered.status()).as("%s", registered).isIn(201, 409);
    ContractClient stranger =
        Contracted.key(city, "\"kind\": \"department\", \"provider\": \"strangers\"");
    String at = "/datasets/" + other + "/explanation";

    List<String> answers = new ArrayList<>();
    for (String asked :
        List.of(
            "?grant=" + grant.substring(8),
            "?grant=nobodysnobodysnobody",
            "?keyId=" + key,
            "?keyId=0000000000000000",
            "?organisation=" + Contracted.ORGANISATION,
            "?organisation=91341000000000000X",
            "?organisation=x")) {
      answers.add(comparable(stranger.get(at + asked)));
    }

    assertThat(answers).allMatch(answer -> answer.equals(answers.getFirst()));
    assertThat(answers.getFirst()).startsWith("404").contains("not-found");
  }

  @Test
  void a_version_that_lacks_what_a_rule_speaks_of_is_left_out_and_the_newest_decides()
      throws Exception {
    String id = "transport.rules-versions";
    String at = "/datasets/" + id;
    ok(city.operator.post("/datasets", Entries.minimal(id)));
    ok(city.operator.upload(at + "/loads", CSV));
    String wider =
        patched(Entries.minimal(id), "/items/-", "{\"name\": \"area\", \"type\": \"text\"}");
    String tag = city.operator.get(at).header("ETag");
    ok(city.operator.put(at, patched(wider, "/opening/rows", "\"area = '1'\""), "If-Match", tag));
    Contracted.publish(city.operator, keeper(), id);
    Answer before = city.anybody.get(at + "/versions");

    ok(
        city.operator.upload(
            at + "/loads", "code,places,area\n1,2,1\n".getBytes(StandardCharsets.UTF_8)));

    assertThat(before.code()).isEqualTo("row-scope-unusable");
    assertThat(ok(city.anybody.get(at + "/versions")).json().getJsonArray("versions"))
        .singleElement()
        .satisfies(each -> assertThat(each.asJsonObject().getInt("version")).isEqualTo(2));
    assertThat(city.anybody.get(at + "/versions/1").code()).isEqualTo("row-scope-unusable");
    assertThat(ok(city.operator.get(at + "/versions")).json().getJsonArray("versions")).hasSize(2);
  }

  private String published(String id, String pointer, String value) throws Exception {
    ok(city.operator.post("/datasets", patched(Entries.minimal(id), pointer, value)));
    ok(city.operator.upload("/datasets/" + id + "/loads", CSV));
    Contracted.publish(city.operator, keeper(), id);
    return id;
  }

  private ContractClient keeper() throws Exception {
    return Contracted.key(city, "\"kind\": \"department\", \"provider\": \"transport\"");
  }

  private static Answer decide(ContractClient by, String change, String to) throws Exception {
    return by.post(change + "/decisions", "{\"to\": \"%s\", \"reason\": \"核对过\"}".formatted(to));
  }

  private static JsonObject viewer(Answer preview, String kind) {
    return viewer(preview.json(), kind);
  }

  private static JsonObject viewer(JsonObject preview, String kind) {
    return preview.getJsonArray("viewers").getValuesAs(JsonObject.class).stream()
        .filter(each -> each.getString("kind").equals(kind) && !each.containsKey("grant"))
        .findFirst()
        .orElseThrow();
  }

  /// The auditor's records of a dataset, once one of them holds a text: changes follow within
  /// seconds.
  private String awaitLedger(String id, String text) throws Exception {
    ContractClient auditor = city.anybody.withKey(city.server.auditorKey());
    long end = System.nanoTime() + 30_000_000_000L;
    while (true) {
      String records = records(auditor, id);
      if (Pattern.compile(text).matcher(records).find()) {
        return records;
      }
      assertThat(System.nanoTime()).as("%s", records).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static String records(ContractClient auditor, String id) throws Exception {
    StringBuilder records = new StringBuilder();
    String cursor = "";
    do {
      JsonObject page = ok(auditor.get("/ledger?limit=1000&dataset=" + id + cursor)).json();
      records.append(page.getJsonArray("records"));
      cursor = page.containsKey("next") ? "&cursor=" + page.getString("next") : null;
    } while (cursor != null);
    return records.toString();
  }

  /// Everything of an answer that is not drawn anew for each. Search may find it a moment later.
  private static String withoutIndexed(Answer answer) {
    return answer.text().replaceAll("\"indexed\":(true|false),", "");
  }

  private static String comparable(Answer answer) {
    var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(answer.headers().map());
    headers.remove("Request-Id");
    headers.remove("Date");
    headers.remove("RateLimit"); // counts the requests of this test
    return answer.status()
        + " "
        + headers
        + answer.text().replaceAll("\"requestId\":\"[^\"]*\"", "\"requestId\":\"\"");
  }
}
