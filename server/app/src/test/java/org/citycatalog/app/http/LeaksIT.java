package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.citycatalog.app.http.Contracted.ok;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The ways in which catalogs and search engines were seen to tell what they should keep, one test
/// for each, in the order of the project's list of leaks.
@ExtendWith(SharedServer.class)
class LeaksIT {
  private static final long SEED = 20261127;

  /// Doors that tell callers of themselves: their own use, their own key.
  private static final Set<String> OF_ONESELF =
      Set.of("listLedger", "getCaller", "getCurrentKey", "getUsage");

  /// The id and the times of a report, and a cursor that names it: each caller made its own.
  private static final Pattern OF_A_REPORT =
      Pattern.compile(
          "\\b[a-z0-9]{20}\\b|(?<=\"next\":\")[A-Za-z0-9_-]{64}(?=\")"
              + "|\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?Z");

  /// The name of a field of a JSON object.
  private static final Pattern NAME = Pattern.compile("\"(\\w+)\"\\s*:");

  private static final Pattern TIME_TAKEN =
      Pattern.compile(
          "(?i)timing|took|taken|elapsed|duration|latency|runtime|millis|nanos|persecond");

  private static final String ITEMS =
      """
      [{"name": "district", "type": "code"}, {"name": "class", "type": "code"},
       {"name": "cost", "type": "decimal"}, {"name": "text", "type": "text"},
       {"name": "phone", "type": "code", "mask": {"method": "keep-prefix", "length": 3}},
       {"name": "officer", "type": "text", "rights": []}]\
      """;
  private static final String ROWS =
      """
      district,class,cost,text,phone,officer
      341002,1,5,路灯不亮,13900000001,王建国
      341002,2,3,井盖缺失,13900000002,李卫东
      341021,3,9,极光书院,13800000003,赵四
      """;

  private final SharedServer.Running city;
  private final ContractClient anybody;
  private final ContractClient operator;

  LeaksIT(SharedServer.Running city) {
    this.city = city;
    this.anybody = city.anybody;
    this.operator = city.operator;
  }

  @Test
  void l01_hidden_entries_change_neither_hits_nor_their_order() throws Exception {
    publish("transport.leak-one", "青石巷改造 青石巷", "true");
    publish("transport.leak-two", "青石巷", "true");
    String before = ok(anybody.get("/datasets?q=" + url("青石巷"))).text();

    for (int i = 0; i < 5; i++) {
      register("transport.leak-hidden-" + i, "改造 改造 青石巷", "true");
    }

    assertThat(ok(anybody.get("/datasets?q=" + url("青石巷"))).text()).isEqualTo(before);
    assertThat(before).contains("leak-one", "leak-two");
  }

  @Test
  void l02_facets_name_only_what_is_seen_and_never_with_zero() throws Exception {
    register("transport.leak-facet", "琴溪", "true");

    JsonObject page = ok(anybody.get("/datasets?q=" + url("琴溪"))).json();

    assertThat(page.getInt("total")).isZero();
    page.getJsonObject("facets")
        .forEach((facet, counts) -> assertThat((JsonArray) counts).as(facet).isEmpty());
  }

  @Test
  void l03_the_nearest_names_are_names_that_are_seen() throws Exception {
    String id = published("transport.leak-nearest");

    Answer wrong = anybody.get("/datasets/" + id + "/rows?filter=" + url("officr = 'x'"));

    assertThat(wrong.code()).isEqualTo("unknown-column");
    assertThat(wrong.text()).doesNotContain("officer");
  }

  @Test
  void l04_totals_and_pages_count_only_what_is_seen() throws Exception {
    String id = published("transport.leak-total");

    JsonObject page = ok(anybody.get("/datasets/" + id + "/rows?limit=1")).json();
    Answer export = ok(anybody.get("/datasets/" + id + "/export.csv"));

    assertThat(page.getInt("total")).isEqualTo(2);
    assertThat(export.header("CityCatalog-Rows")).isEqualTo("2");
    assertThat(rows(anybody, id, "filter=" + url("district = '341021'"))).isEqualTo(0);
    assertThat(rows(anybody, id, "q=" + url("极光书院"))).isEqualTo(0);
  }

  @Test
  void l05_no_cell_of_few_rows_is_told_nor_any_from_which_it_follows() throws Exception {
    String id = counted("transport.leak-cells");
    assertThat(anybody.get("/datasets/" + id + "/rows").code()).isEqualTo("grant-required");

    JsonArray cells =
        ok(anybody.get("/datasets/" + id + "/cubes/by-class")).json().getJsonArray("cells");

    // Of 3 rows in class 3 of a district, the other classes and districts of a box are hidden, too.
    assertThat(cells.getValuesAs(JsonObject.class).stream().filter(LeaksIT::isHidden))
        .hasSize(4)
        .anyMatch(cell -> cell.getJsonArray("values").toString().equals("[\"3\",\"341021\"]"));
    assertThat(
            ok(anybody.get("/datasets/" + id + "/cubes/by-class?by="))
                .json()
                .getJsonArray("cells")
                .toString())
        .contains("\"count\":163");
  }

  @Test
  void l06_the_same_question_has_the_same_answer_and_no_other_filter_is_answered()
      throws Exception {
    String id = counted("transport.leak-tracker");
    String cube = "/datasets/" + id + "/cubes/by-class";
    Answer first = ok(anybody.get(cube));

    ok(operator.upload("/datasets/" + id + "/loads", tickets(3, 2)));

    assertThat(ok(anybody.get(cube)).text()).isEqualTo(first.text());
    assertThat(anybody.get(cube, "If-None-Match", first.header("ETag")).status()).isEqualTo(304);
    for (String other : List.of("filter=" + url("class = '1'"), "at=2026-01-01", "q=x")) {
      assertThat(anybody.get(cube + "?" + other).code()).isEqualTo("unknown-parameter");
    }
    assertThat(anybody.get(cube + "?by=officer").code()).isEqualTo("not-in-cube");
    assertThat(anybody.get(cube + "?slice=" + url("class=9")).code()).isEqualTo("not-in-cube");
    assertThat(ok(operator.get("/datasets/" + id + "/cubes")).text()).contains("\"waiting\"");
    assertThat(ok(anybody.get("/datasets/" + id + "/cubes")).text()).doesNotContain("waiting");
    String newest = comparable(anybody.get("/datasets/" + id + "/versions/2"));
    assertThat(newest)
        .isEqualTo(comparable(anybody.get("/datasets/" + id + "/versions/1")))
        .isEqualTo(comparable(anybody.get("/datasets/" + id + "/versions/3")));
  }

  @Test
  void l07_what_is_masked_is_neither_filtered_nor_sorted_by() throws Exception {
    String id = published("transport.leak-masked");

    for (String question :
        List.of("filter=" + url("phone > '139'"), "filter=" + url("phone IS NULL"), "sort=phone")) {
      assertThat(anybody.get("/datasets/" + id + "/rows?" + question).code())
          .as(question)
          .isEqualTo("column-not-usable");
    }
  }

  @Test
  void l07_what_is_only_matched_is_answered_as_a_whole_and_so_many_times() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.leak-matched");
    String columns =
        "[{\"name\": \"code\", \"mask\": {\"method\": \"match-only\"}},"
            + " {\"name\": \"places\", \"mask\": {\"method\": \"match-only\"}}]";
    ContractClient bound = parking.keyOf(parking.granted("/columns", columns)); // places > 10

    assertThat(matched(parking, bound, "00017", "12")).contains("{\"match\":true}");
    for (String[] none : new String[][] {{"00017", "13"}, {"00018", "8"}, {"00020", "12"}}) {
      assertThat(matched(parking, bound, none)).contains("{\"match\":false}");
    }
    for (String[] wrong : new String[][] {{"00017", "twelve"}, {"00017", ""}, {"00017"}}) {
      assertThat(matched(parking, bound, wrong)).contains("\"code\":\"match-tuple\"");
    }
    assertThat(parking.rows(bound, "").code()).isEqualTo("match-only");
    String ledger = ok(parking.provider().get("/ledger?dataset=" + parking.id())).text();
    assertThat(ledger).contains("\"door\":\"match\"").contains("code = '~").doesNotContain("00017");
  }

  private static String matched(Contracted parking, ContractClient bound, String... values)
      throws Exception {
    String tuple = "\"code\": \"" + values[0] + "\"";
    if (values.length > 1) {
      tuple += ", \"places\": \"" + values[1] + "\"";
    }
    return parking.match(bound, tuple).text();
  }

  @Test
  void l08_words_are_not_looked_up_in_what_is_masked_or_hidden() throws Exception {
    String id = published("transport.leak-derived");

    assertThat(rows(anybody, id, "q=" + url("王建国"))).isEqualTo(0);
    assertThat(rows(anybody, id, "q=13900000001")).isEqualTo(0);
    assertThat(rows(operator, id, "q=" + url("王建国"))).isEqualTo(1);
    assertThat(anybody.get("/datasets/" + id + "/rows?filter=" + url("officer LIKE '王%'")).code())
        .isEqualTo("unknown-column");
  }

  @Test
  void l09_what_is_invisible_answers_like_what_is_absent_headers_included() throws Exception {
    register("transport.leak-draft", "草稿", "true");
    ContractClient other = Contracted.key(city, "\"kind\": \"department\"");
    String entry = Entries.minimal("%s");
    for (ContractClient caller : List.of(anybody, other)) {
      List<List<String>> answers = new ArrayList<>();
      for (String id : List.of("transport.leak-draft", "transport.leak-nowhere")) {
        String at = "/datasets/" + id;
        List<String> seen = new ArrayList<>();
        for (String door :
            List.of(
                "",
                "/schema",
                "/rows",
                "/rows?filter=" + url("x ="),
                "/export.csv",
                "/versions",
                "/versions/1",
                "/explanation",
                "/revisions",
                "/loads",
                "/versions?cursor=x",
                "/revisions?cursor=x",
                "/loads?cursor=x",
                "/proposed-changes?cursor=x")) {
          seen.add(comparable(caller.get(at + door, "If-None-Match", "\"1\"")));
          seen.add(comparable(caller.send("HEAD", "/api/v1" + at + door, null)));
        }
        seen.add(comparable(caller.post("/datasets", entry.formatted(id))));
        seen.add(comparable(caller.put(at, entry.formatted(id), "If-Match", "\"1\"")));
        answers.add(seen);
      }
      assertThat(answers.get(0)).isEqualTo(answers.get(1));
    }
  }

  @Test
  void l10_a_cursor_is_of_no_use_to_whoever_is_permitted_otherwise() throws Exception {
    String id = published("transport.leak-cursor");
    String own = ok(operator.get("/datasets/" + id + "/rows?limit=1")).json().getString("next");

    assertThat(anybody.get("/datasets/" + id + "/rows?limit=1&cursor=" + own).code())
        .isEqualTo("cursor-invalid");
    Answer keyed = ok(operator.get("/datasets/" + id + "/rows"));
    assertThat(keyed.header("Cache-Control")).isEqualTo("no-store");
    assertThat(keyed.header("Vary")).contains("Authorization");
  }

  @Test
  void l11_the_side_doors_are_shut_to_others() throws Exception {
    String id = published("transport.leak-side");
    ContractClient department = Contracted.key(city, "\"kind\": \"department\"");

    for (String door : List.of("/revisions", "/revisions/1", "/loads")) {
      assertThat(department.get("/datasets/" + id + door).code()).as(door).isEqualTo("forbidden");
    }
    assertThat(department.get("/datasets/" + id + "/explanation?kind=public").code())
        .isEqualTo("forbidden");
    assertThat(ok(department.get("/changes")).json().getJsonArray("changes")).isEmpty();
  }

  @Test
  void l12_a_grant_and_the_rule_of_the_class_hold_both() throws Exception {
    Contracted parking =
        Contracted.dataset(
            city,
            "transport.leak-both",
            "/opening",
            "{\"class\": \"conditional\", \"condition\": \"限停车诱导\", \"rows\": \"places < 30\"}");
    ContractClient bound = parking.keyOf(parking.granted()); // places > 10

    assertThat(ok(parking.rows(bound, "")).json().getJsonArray("rows").toString())
        .isEqualTo("[{\"places\":12}]");
  }

  @Test
  void l13_sizes_checksums_and_quality_of_the_whole_are_told_to_who_reads_the_whole()
      throws Exception {
    String id = published("transport.leak-facts");

    JsonObject seen = ok(anybody.get("/datasets/" + id + "/versions/1")).json();
    JsonObject own = ok(operator.get("/datasets/" + id + "/versions/1")).json();

    assertThat(seen.getInt("rows")).isEqualTo(2);
    assertThat(seen.keySet()).doesNotContain("source", "rejected", "unreadable");
    assertThat(own.keySet()).contains("source", "rejected", "unreadable");
    assertThat(ok(anybody.get("/datasets/" + id)).text()).doesNotContain("officer");
  }

  @Test
  void l14_no_answer_tells_how_long_it_took() throws Exception {
    DoorRequests doors = doors(published("transport.leak-time"));
    ContractClient known = Contracted.key(city, "\"kind\": \"research\"");

    for (String operation : DoorRequests.operations()) {
      for (int i = 0; i < 3; i++) {
        DoorRequests.Asked asked = doors.to(operation);
        for (ContractClient caller : List.of(anybody, known)) {
          Answer answer = sent(caller, asked);

          List<String> names = new ArrayList<>(answer.headers().map().keySet());
          NAME.matcher(answer.text()).results().forEach(name -> names.add(name.group(1)));
          assertThat(names)
              .as("seed %d, %s %s", SEED, asked.method(), asked.target())
              .noneMatch(name -> TIME_TAKEN.matcher(name).find());
        }
      }
    }
  }

  @Test
  void l15_two_recipients_cannot_join_their_pseudonyms() throws Exception {
    Contracted parking = Contracted.dataset(city, "transport.leak-joined");
    String column = "[{\"name\": \"code\", \"mask\": {\"method\": \"pseudonym\"}}]";
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ContractClient bound = parking.keyOf(parking.granted("/columns", column));
      String once = ok(parking.rows(bound, "")).json().getJsonArray("rows").toString();
      assertThat(ok(parking.rows(bound, "")).json().getJsonArray("rows")).hasToString(once);
      seen.add(once);
    }

    assertThat(seen.get(0)).isNotEqualTo(seen.get(1));
    assertThat(seen).noneMatch(rows -> rows.contains("00017"));
  }

  @Test
  void l16_of_a_citizens_number_no_part_is_opened_that_the_check_digit_completes()
      throws Exception {
    String items =
        "[{\"name\": \"code\", \"type\": \"code\"}, {\"name\": \"citizen\", \"type\": \"code\","
            + " \"personal\": \"direct\", \"mask\": {\"method\": \"keep-prefix\", \"length\":"
            + " 14}}]";

    String entry = entry("transport.leak-citizen", "测试", "true", items);
    ok(operator.post("/datasets", entry.replace("\"synthetic\": true", "\"synthetic\": false")));
    Answer refused = publication("transport.leak-citizen");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("direct-identifier-opened").contains("/items/1");
  }

  @Test
  void l17_no_order_follows_what_is_hidden() throws Exception {
    String id = published("transport.leak-order");
    assertThat(anybody.get("/datasets/" + id + "/rows?sort=officer").code())
        .isEqualTo("unknown-column");

    String shown = "341002,%d,%d,路灯,139,王\n";
    String hidden = "341021,%d,%d,极光书院,138,赵\n";
    StringBuilder whole = new StringBuilder("district,class,cost,text,phone,officer\n");
    StringBuilder without = new StringBuilder(whole);
    Random random = new Random(SEED);
    for (int i = 0; i < 60; i++) {
      String row = (random.nextInt(3) == 0 ? hidden : shown).formatted(i, random.nextInt(4));
      whole.append(row);
      if (row.startsWith("341002")) {
        without.append(row);
      }
    }
    String one = publish("transport.leak-order-a", "有隐藏的行", "district = '341002'", whole);
    String other = publish("transport.leak-order-b", "没有隐藏的行", "district = '341002'", without);

    // That the cursors are the same bytes is for TwinRowsTest and TwinIT: they are bound to the id.
    for (String order : List.of("", "&sort=cost", "&sort=-cost", "&sort=cost,-class")) {
      assertThat(paged(other, order)).as(order).isEqualTo(paged(one, order)).hasSizeGreaterThan(3);
    }
  }

  /// The pages of a dataset, and how long the cursor behind each is.
  private List<String> paged(String id, String order) throws Exception {
    List<String> pages = new ArrayList<>();
    String next = "";
    while (true) {
      JsonObject page = ok(anybody.get("/datasets/" + id + "/rows?limit=7" + order + next)).json();
      String cursor = page.getString("next", "");
      pages.add("%d %s %d".formatted(page.getInt("total"), page.get("rows"), cursor.length()));
      if (cursor.isEmpty()) {
        return pages;
      }
      next = "&cursor=" + cursor;
    }
  }

  @Test
  void l18_the_ledger_holds_no_value_that_was_asked_for() throws Exception {
    String id = published("transport.leak-asked");
    ContractClient known = Contracted.key(city, "\"kind\": \"research\"");
    ok(known.get("/datasets/" + id + "/rows?filter=" + url("text = '极密事项'") + "&q=" + url("密语")));

    String ledger = ok(known.get("/ledger?dataset=" + id)).text();

    assertThat(ledger).contains("text = '~").doesNotContain("极密事项").doesNotContain("密语");
  }

  /// What an agent or any other program is shown hangs on its rights alone, and on nothing that it
  /// or another did before.
  @Test
  void l19_every_door_answers_two_callers_of_the_same_rights_alike_and_each_privately()
      throws Exception {
    DoorRequests doors = doors(published("transport.leak-agents"));
    ContractClient one = Contracted.key(city, "\"kind\": \"research\"");
    ContractClient other = Contracted.key(city, "\"kind\": \"research\"");
    for (String operation : DoorRequests.operations()) {
      for (int i = 0; i < 3; i++) {
        DoorRequests.Asked asked = doors.to(operation);
        Answer first = sent(one, asked);
        Answer second = sent(other, asked);

        assertThat(second.header("Cache-Control")).as(operation).isEqualTo("no-store");
        boolean makesNothing = asked.body() == null || first.status() >= 400;
        if (makesNothing && !OF_ONESELF.contains(operation)) {
          assertThat(comparable(operation, second))
              .as("seed %d, %s %s", SEED, asked.method(), asked.target())
              .isEqualTo(comparable(operation, first));
        }
      }
    }
  }

  /// Requests about a dataset, one whose rows are not open, and one that is nowhere.
  private static DoorRequests doors(String id) {
    String nobody = "nobodysnobodysnobody";
    return new DoorRequests(
        new Random(SEED),
        List.of(id, "hotline.tickets", "transport.leak-nowhere"),
        Map.of("load", nobody, "request", nobody, "grant", nobody, "key", nobody),
        Instant.now().toString());
  }

  private static Answer sent(ContractClient caller, DoorRequests.Asked asked) throws Exception {
    return caller.send(
        asked.method(), asked.target(), asked.body(), asked.headers().toArray(String[]::new));
  }

  @Test
  void l20_the_schema_is_the_one_of_the_view() throws Exception {
    String id = published("transport.leak-schema");

    String seen = ok(anybody.get("/datasets/" + id + "/schema")).text();

    assertThat(seen).contains("phone").doesNotContain("officer");
    assertThat(ok(operator.get("/datasets/" + id + "/schema")).text()).contains("officer");
  }

  private String published(String id) throws Exception {
    return publish(id, "热线工单", "district = '341002'");
  }

  private String publish(String id, String title, String rows) throws Exception {
    return publish(id, title, rows, ROWS);
  }

  private String publish(String id, String title, String rows, CharSequence file) throws Exception {
    register(id, title, rows);
    byte[] bytes = file.toString().getBytes(StandardCharsets.UTF_8);
    ok(operator.upload("/datasets/" + id + "/loads", bytes));
    ok(publication(id));
    return id;
  }

  private Answer publication(String id) throws Exception {
    return operator.send(
        "POST",
        "/api/v1/datasets/" + id + "/publication",
        new byte[0],
        "If-Match",
        operator.get("/datasets/" + id).header("ETag"));
  }

  private void register(String id, String title, String rows) throws Exception {
    ok(operator.post("/datasets", entry(id, title, rows, ITEMS)));
  }

  private static String entry(String id, String title, String rows, String items) {
    return Entries.minimal(id)
        .replace("测试数据集", title)
        .replaceFirst(
            "(?s)\"items\": \\[.*?\\],\\s*\"sharing\"", "\"items\": " + items + ", \"sharing\"")
        .replace(
            "\"opening\": {\"class\": \"unconditional\"}",
            "\"opening\": {\"class\": \"unconditional\", \"rows\": \"%s\"}".formatted(rows));
  }

  private static boolean isHidden(JsonObject cell) {
    return cell.getBoolean("suppressed", false);
  }

  /// Conditional data with statistics for everybody.
  private String counted(String id) throws Exception {
    String entry =
        Entries.minimal(id)
            .replaceFirst(
                "(?s)\"items\": \\[.*?\\],\\s*\"sharing\"", "\"items\": " + ITEMS + ", \"sharing\"")
            .replace(
                "{\"class\": \"unconditional\"}",
                "{\"class\": \"conditional\", \"condition\": \"按需\"}");
    ok(
        operator.post(
            "/datasets",
            entry.substring(0, entry.lastIndexOf('}'))
                + """
                , "statistics": {"audience": "everybody",
                   "groups": [{"item": "class", "values": ["1", "2", "3"]},
                              {"item": "district", "values": ["341002", "341021"]}],
                   "cubes": [{"name": "by-class", "title": {"zh": "分类"},
                              "groups": ["class", "district"], "measures": []}]}}\
                """));
    ok(operator.upload("/datasets/" + id + "/loads", tickets(3, 0)));
    ok(publication(id));
    return id;
  }

  /// @param few rows of one class in one district
  private static byte[] tickets(int few, int more) {
    StringBuilder csv = new StringBuilder("district,class,cost,text,phone,officer\n");
    for (String district : List.of("341002", "341021")) {
      for (String each : List.of("1", "2", "3")) {
        int rows = district.equals("341021") && each.equals("3") ? few + more : 32;
        for (int i = 0; i < rows; i++) {
          csv.append(district).append(',').append(each).append(",1,路灯,139,王\n");
        }
      }
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static int rows(ContractClient caller, String id, String question) throws Exception {
    return ok(caller.get("/datasets/" + id + "/rows?" + question)).json().getInt("total");
  }

  /// The same, without what the callers' own reports differ by.
  private static String comparable(String operation, Answer answer) {
    String text = comparable(answer);
    return operation.equals("listCorrections")
        ? OF_A_REPORT.matcher(text).replaceAll("~").replaceAll("(?i)content-length=\\[\\d+]", "")
        : text;
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

  private static String url(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
