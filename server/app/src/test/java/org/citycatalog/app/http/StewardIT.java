package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a steward does from the first entry to the withdrawal, and what everybody sees of it
/// meanwhile.
@ExtendWith(SharedServer.class)
class StewardIT {
  private static final byte[] CSV =
      "code,places\n00017,12\n00018,约二十\n00019,\n".getBytes(StandardCharsets.UTF_8);

  private final SharedServer.Running city;
  private final ContractClient anybody;
  private final ContractClient operator;
  private String id = "";

  StewardIT(SharedServer.Running city) {
    this.city = city;
    this.anybody = city.anybody;
    this.operator = city.operator;
  }

  @BeforeEach
  void name(TestInfo test) {
    id = "transport.t" + Integer.toHexString(test.getDisplayName().hashCode());
  }

  @Test
  void a_registered_entry_is_found_only_when_it_is_published() throws Exception {
    Answer registered = operator.post("/datasets", Entries.minimal(id));
    assertThat(registered.status()).as("%s", registered).isEqualTo(201);
    assertThat(registered.header("Location")).isEqualTo("/api/v1/datasets/" + id);
    assertThat(anybody.get("/datasets/" + id).status()).isEqualTo(404);

    Answer published = publish(registered.header("ETag"));

    assertThat(published.json().getString("state")).isEqualTo("published");
    assertThat(anybody.get("/datasets/" + id).json().getJsonObject("entry").getString("id"))
        .isEqualTo(id);
    assertThat(anybody.get("/datasets/" + id).json()).doesNotContainKeys("indexed", "warnings");
    awaitFound();
  }

  @Test
  void rows_are_loaded_typed_and_what_is_unreadable_is_kept_apart() throws Exception {
    publish(
        operator
            .post("/datasets", Contracted.patched(Entries.minimal(id), "/level", "\"G2\""))
            .header("ETag"));

    Answer load = operator.upload("/datasets/" + id + "/loads?format=csv", CSV);

    assertThat(load.status()).as("%s", load).isEqualTo(201);
    assertThat(load.json().getInt("rowsRead")).isEqualTo(3);
    assertThat(load.json().getInt("rowsKept")).isEqualTo(3);
    assertThat(load.json().getInt("cellsUnreadable")).isEqualTo(1);
    JsonObject trouble =
        operator
            .get(load.header("Location").replace("/api/v1", "") + "/quarantine")
            .json()
            .getJsonArray("entries")
            .getJsonObject(0);
    assertThat(trouble.getString("text")).isEqualTo("约二十");
    assertThat(trouble.getInt("line")).isEqualTo(3);
    assertThat(
            Contracted.key(
                    city,
                    "\"kind\": \"department\", \"provider\": \"transport\", \"clearance\": \"G1\"")
                .get(load.header("Location").replace("/api/v1", "") + "/quarantine")
                .code())
        .as("to a key that is cleared for less than the dataset holds")
        .isEqualTo("clearance-too-low");
    JsonObject page = anybody.get("/datasets/" + id + "/rows").json();
    assertThat(page.getInt("total")).isEqualTo(3);
    assertThat(page.getJsonArray("rows").getJsonObject(0).toString())
        .isEqualTo("{\"code\":\"00017\",\"places\":12}");
    assertThat(page.getJsonArray("unreadable").getJsonObject(0).getString("text")).isEqualTo("约二十");
    assertThat(anybody.get("/datasets/" + id + "/export.csv?form=source").text())
        .contains("00018,约二十");
  }

  @Test
  void a_proposal_is_accepted_by_sending_it_back_as_it_came() throws Exception {
    operator.post("/datasets", Entries.minimal(id).replaceAll("(?s)\"items\": \\[.*?\\],", ""));

    Answer proposal = operator.upload("/datasets/" + id + "/schema/proposals", CSV);
    Answer accepted =
        operator.put(
            "/datasets/" + id + "/schema", proposal.text(), "If-Match", proposal.header("ETag"));
    Answer load = operator.upload("/datasets/" + id + "/loads", CSV);

    assertThat(proposal.status()).as("%s", proposal).isEqualTo(200);
    JsonObject evidence = proposal.json().getJsonObject("evidence");
    assertThat(evidence.getInt("rows")).isEqualTo(3);
    assertThat(evidence.getJsonObject("source").getBoolean("header")).isTrue();
    assertThat(evidence.getJsonArray("columns").getJsonObject(1).toString())
        .contains("\"name\":\"places\"", "约二十", "\"missing\":1");
    assertThat(accepted.status()).as("%s", accepted).isEqualTo(200);
    assertThat(accepted.json()).doesNotContainKey("evidence");
    assertThat(accepted.json().getJsonArray("fields"))
        .isEqualTo(proposal.json().getJsonArray("fields"));
    assertThat(load.json().getInt("cellsUnreadable")).isZero();
  }

  @Test
  void an_accepted_proposal_loses_nothing_that_was_said_of_an_item_and_may_be_changed()
      throws Exception {
    operator.post("/datasets", Entries.minimal(id));
    Answer proposal = operator.upload("/datasets/" + id + "/schema/proposals", CSV);

    Answer accepted =
        operator.put(
            "/datasets/" + id + "/schema",
            proposal.text().replace("\"type\":\"text\"", "\"type\":\"integer\""),
            "If-Match",
            proposal.header("ETag"));

    assertThat(accepted.json().getJsonArray("fields").toString())
        .isEqualTo(
            "[{\"name\":\"code\",\"title\":{\"zh\":\"编码\"},\"type\":\"code\"},"
                + "{\"name\":\"places\",\"title\":{\"zh\":\"车位数\"},\"type\":\"integer\"}]");
  }

  @Test
  void a_proposal_for_an_entry_that_somebody_has_changed_since_is_not_accepted() throws Exception {
    String first = operator.post("/datasets", Entries.minimal(id)).header("ETag");
    Answer proposal = operator.upload("/datasets/" + id + "/schema/proposals", CSV);
    operator.put(
        "/datasets/" + id, Entries.minimal(id).replace("测试数据集", "新的标题"), "If-Match", first);

    Answer accepted =
        operator.put(
            "/datasets/" + id + "/schema", proposal.text(), "If-Match", proposal.header("ETag"));

    assertThat(accepted.code()).isEqualTo("stale-revision");
  }

  @Test
  void a_load_that_is_not_waited_for_can_be_watched_to_its_end() throws Exception {
    operator.post("/datasets", Entries.minimal(id));

    Answer accepted =
        operator.upload("/datasets/" + id + "/loads", CSV, "Prefer", "respond-async, wait=10");

    assertThat(accepted.status()).as("%s", accepted).isEqualTo(202);
    String load = accepted.header("Location").replace("/api/v1", "");
    JsonObject state = operator.get(load).json();
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!state.getString("state").equals("loaded")) {
      assertThat(System.nanoTime()).as("%s", state).isLessThan(end);
      Thread.onSpinWait();
      state = operator.get(load).json();
    }
    assertThat(state.getInt("version")).isEqualTo(1);
    assertThat(operator.delete(load).code()).isEqualTo("load-final");
  }

  @Test
  void an_edit_of_an_older_revision_changes_nothing() throws Exception {
    String first = operator.post("/datasets", Entries.minimal(id)).header("ETag");
    String changed = Entries.minimal(id).replace("测试数据集", "新的标题");
    Answer edited = operator.put("/datasets/" + id, changed, "If-Match", first);
    assertThat(edited.status()).as("%s", edited).isEqualTo(200);

    Answer again = operator.put("/datasets/" + id, Entries.minimal(id), "If-Match", first);

    assertThat(again.code()).isEqualTo("stale-revision");
    assertThat(operator.put("/datasets/" + id, changed).code()).isEqualTo("if-match-missing");
    assertThat(operator.get("/datasets/" + id).json().toString()).contains("新的标题");
    assertThat(operator.get("/datasets/" + id + "/revisions").json().getJsonArray("revisions"))
        .hasSize(2);
    assertThat(operator.get("/datasets/" + id + "/revisions/1").json().toString())
        .contains("测试数据集");
  }

  @Test
  void a_withdrawn_entry_is_not_there_for_others_and_its_reason_is_kept() throws Exception {
    String published =
        publish(operator.post("/datasets", Entries.minimal(id)).header("ETag")).header("ETag");

    awaitFound();
    Answer withdrawn =
        operator.post(
            "/datasets/" + id + "/withdrawal", "{\"reason\": \"数据有误\"}", "If-Match", published);

    assertThat(withdrawn.json().getString("state")).isEqualTo("withdrawn");
    assertThat(anybody.get("/datasets?limit=100&q=%E6%B5%8B%E8%AF%95").text()).doesNotContain(id);
    assertThat(anybody.get("/datasets/" + id).status()).isEqualTo(404);
    assertThat(operator.get("/datasets/" + id + "/revisions").text()).contains("数据有误");
  }

  @Test
  void an_id_is_taken_once() throws Exception {
    operator.post("/datasets", Entries.minimal(id));

    assertThat(operator.post("/datasets", Entries.minimal(id)).code()).isEqualTo("id-taken");
  }

  @Test
  void the_same_rows_are_asked_for_by_address_and_by_body() throws Exception {
    Answer byAddress =
        anybody.get(
            "/datasets/transport.parking/rows?select=name,free&sort=-free&limit=3&filter=free%20%3E%2010");
    Answer byBody =
        anybody.post(
            "/datasets/transport.parking/rows/query",
            """
            {"select": ["name", "free"], "sort": ["-free"], "limit": 3, "filter": "free > 10"}
            """);

    assertThat(byAddress.status()).as("%s", byAddress).isEqualTo(200);
    assertThat(byBody.text()).isEqualTo(byAddress.text());
  }

  @Test
  void every_page_together_is_what_an_export_gives() throws Exception {
    StringBuilder codes = new StringBuilder();
    String next = "";
    do {
      JsonObject page =
          anybody.get("/datasets/transport.parking/rows?select=park_id&limit=7" + next).json();
      page.getJsonArray("rows")
          .getValuesAs(JsonObject.class)
          .forEach(row -> codes.append(row.getString("park_id")).append("\r\n"));
      next = page.containsKey("next") ? "&cursor=" + page.getString("next") : null;
    } while (next != null);

    Answer export = anybody.get("/datasets/transport.parking/export.csv?select=park_id");

    assertThat(export.text()).isEqualTo("park_id\r\n" + codes);
    assertThat(Long.parseLong(export.header("CityCatalog-Rows")))
        .isEqualTo(codes.toString().lines().count());
  }

  private Answer publish(String tag) throws Exception {
    Answer published =
        operator.send(
            "POST", "/api/v1/datasets/" + id + "/publication", new byte[0], "If-Match", tag);
    assertThat(published.status()).as("%s", published).isEqualTo(200);
    return published;
  }

  private void awaitFound() throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!operator.get("/datasets/" + id).json().getBoolean("indexed")) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
    assertThat(anybody.get("/datasets?q=%E6%B5%8B%E8%AF%95").text()).contains(id);
  }
}
