package org.citycatalog.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.citycatalog.sdk.WireServer.json;
import static org.citycatalog.sdk.WireServer.problem;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.citycatalog.sdk.error.ConflictException;
import org.citycatalog.sdk.error.IncompleteAnswerException;
import org.citycatalog.sdk.model.AccessClass;
import org.citycatalog.sdk.model.Change;
import org.citycatalog.sdk.model.ChangeKind;
import org.citycatalog.sdk.model.ColumnType;
import org.citycatalog.sdk.model.DatasetEntry;
import org.citycatalog.sdk.model.DatasetState;
import org.citycatalog.sdk.model.FileEncoding;
import org.citycatalog.sdk.model.Hit;
import org.citycatalog.sdk.model.Item;
import org.citycatalog.sdk.model.Load;
import org.citycatalog.sdk.model.LoadState;
import org.citycatalog.sdk.model.LocalText;
import org.citycatalog.sdk.model.Opening;
import org.citycatalog.sdk.model.SearchSort;
import org.citycatalog.sdk.model.Sharing;
import org.citycatalog.sdk.model.TableSchema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Searching, and what a steward does.
class CatalogTest {
  private static final String LOAD =
      """
      {"id":"l1","dataset":"transport.parking","state":"%s","started":"2026-11-01T00:00:00Z",
      "bytes":10,"bytesRead":5,"rowsRead":3,"rowsKept":3,"rowsRejected":0,"cellsUnreadable":1%s}\
      """;

  @TempDir Path folder;

  private final List<AutoCloseable> toClose = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : toClose) {
      each.close();
    }
  }

  private CityCatalog city(WireServer server) {
    CityCatalog city =
        CityCatalog.builder().endpoint(server.url()).apiKey("cck_s").waiting(pauses::add).build();
    toClose.add(server);
    toClose.add(city);
    return city;
  }

  private static String hit(String id) {
    return """
    {"id":"%s","title":{"zh":"停车场"},"summary":{"zh":"空位"},"provider":"transport",
    "sharing":"unconditional","opening":"someday","level":"G1","updateCycle":"realtime",
    "issued":"2026-11-01","modified":"2026-11-01T00:00:00Z","newer":1}\
    """
        .formatted(id);
  }

  private static WireServer.Reply found(long total, String next, String... ids) {
    List<String> hits = List.of(ids).stream().map(CatalogTest::hit).toList();
    return json(
        200,
        """
        {"total":%d,"hits":[%s],"facets":{"theme":[{"value":"transport","count":%d}]}%s}\
        """
            .formatted(
                total,
                String.join(",", hits),
                total,
                next.isEmpty() ? "" : ",\"next\":\"" + next + "\""));
  }

  private static String entry(String summary) {
    return """
    {"id":"transport.parking","title":{"zh":"停车场"},"summary":{"zh":"%s"},"category":"201001",
    "formatClass":"spreadsheet","sharing":{"class":"unconditional"},
    "opening":{"class":"unconditional"},"level":"G1","updateCycle":"realtime",
    "issued":"2026-11-01","terms":"Apache-2.0"}\
    """
        .formatted(summary);
  }

  private static WireServer.Reply dataset(int status, String state, int revision, String summary) {
    return json(
        status,
        """
        {"entry":%s,"state":"%s","revision":%d,"registered":"2026-11-01T00:00:00Z",
        "modified":"2026-11-01T00:00:00Z",
        "provider":{"namespace":"transport","code":"11341000YY0000029D","name":{"zh":"交通局"}}}\
        """
            .formatted(entry(summary), state, revision),
        "ETag",
        "\"" + revision + "\"");
  }

  private static DatasetEntry entry() {
    return DatasetEntry.builder()
        .id("transport.parking")
        .title(LocalText.builder().zh("停车场").build())
        .summary(LocalText.builder().zh("空位").build())
        .category("201001")
        .formatClass("spreadsheet")
        .sharing(Sharing.builder().accessClass(AccessClass.UNCONDITIONAL).build())
        .opening(Opening.builder().accessClass(AccessClass.UNCONDITIONAL).build())
        .level("G1")
        .updateCycle("realtime")
        .issued(LocalDate.of(2026, 11, 1))
        .terms("Apache-2.0")
        .build();
  }

  @Test
  void a_search_sends_what_narrows_it_and_survives_newer_values() {
    WireServer server = WireServer.inTurn(found(1, "", "transport.parking"));

    List<Hit> hits =
        city(server)
            .search("停车 空位")
            .theme("transport", "tourism")
            .provider("transport")
            .format("csv")
            .sharing(AccessClass.UNCONDITIONAL)
            .opening(AccessClass.UNCONDITIONAL)
            .updateCycle("realtime")
            .sort(SearchSort.TITLE)
            .first(5);

    assertThat(hits).singleElement().extracting(hit -> hit.title().zh()).isEqualTo("停车场");
    assertThat(hits.get(0).opening()).isEqualTo(AccessClass.UNKNOWN);
    assertThat(URLDecoder.decode(server.asked().get(0).target(), StandardCharsets.UTF_8))
        .isEqualTo(
            "/api/v1/datasets?q=停车 空位&theme=transport&theme=tourism&provider=transport&format=csv"
                + "&sharing=unconditional&opening=unconditional&updateCycle=realtime&sort=title"
                + "&limit=5");
  }

  @Test
  void every_hit_comes_once_over_cursors() {
    WireServer server = WireServer.inTurn(found(3, "c1", "a.b", "a.c"), found(3, "", "a.d"));

    List<String> ids = new ArrayList<>();
    city(server).search().forEach(hit -> ids.add(hit.id()));

    assertThat(ids).containsExactly("a.b", "a.c", "a.d");
    assertThat(server.asked().get(1).target()).endsWith("limit=100&cursor=c1");
  }

  @Test
  void totals_and_facets_are_of_the_whole_answer() {
    CityCatalog city = city(WireServer.inTurn(found(76, "c", "a.b")));

    assertThat(city.search("屯溪").total()).isEqualTo(76);
    assertThat(city.search("屯溪").facets().get("theme"))
        .singleElement()
        .extracting("count")
        .isEqualTo(76L);
    assertThatIllegalArgumentException().isThrownBy(() -> city.search("a").pageSize(1001));
    assertThatIllegalArgumentException().isThrownBy(() -> city.search("a").first(-1));
  }

  @Test
  void a_search_that_goes_in_circles_ends() {
    CityCatalog city = city(WireServer.inTurn(found(9, "c", "a.b")));

    assertThatThrownBy(() -> city.search().stream().count())
        .isInstanceOf(IncompleteAnswerException.class);
  }

  @Test
  void each_change_names_the_revision_it_was_made_from() {
    WireServer server =
        WireServer.inTurn(
            dataset(201, "draft", 1, "空位"),
            dataset(200, "draft", 2, "新"),
            dataset(200, "published", 3, "新"),
            dataset(200, "withdrawn", 4, "新"));

    DatasetRevision draft = city(server).register(entry());
    DatasetRevision edited =
        draft.edit(old -> old.toBuilder().summary(LocalText.builder().zh("新").build()).build());
    DatasetRevision withdrawn = edited.publish().withdraw("设备更换");

    assertThat(withdrawn.state()).isEqualTo(DatasetState.WITHDRAWN);
    assertThat(server.asked().stream().map(asked -> asked.header("If-Match")))
        .containsExactly("null", "\"1\"", "\"2\"", "\"3\"");
    assertThat(server.asked().stream().map(asked -> asked.target()))
        .containsExactly(
            "/api/v1/datasets",
            "/api/v1/datasets/transport.parking",
            "/api/v1/datasets/transport.parking/publication",
            "/api/v1/datasets/transport.parking/withdrawal");
    assertThat(server.asked().get(1).body()).contains("\"新\"").doesNotContain("null", "items");
    assertThat(server.asked().get(3).body()).isEqualTo("{\"reason\":\"设备更换\"}");
  }

  @Test
  void every_change_can_say_why_to_the_second_person() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "free,opened\n");
    String columns = "{\"fields\":[{\"name\":\"free\",\"type\":\"integer\"}]}";
    WireServer server =
        WireServer.inTurn(
            dataset(200, "draft", 1, "空位"),
            dataset(200, "published", 2, "空位"),
            json(200, columns),
            dataset(200, "published", 3, "空位"),
            json(200, PROPOSAL, "ETag", "\"3\""),
            json(200, columns),
            dataset(200, "published", 4, "空位"),
            json(
                200,
                "{\"number\":7,\"kind\":\"edit\",\"state\":\"approved\",\"revision\":4,"
                    + "\"inEffect\":true,\"by\":\"k1\",\"at\":\"2026-11-01T00:00:00Z\"}"));
    DatasetHandle parking = city(server).dataset("transport.parking");

    DatasetRevision published = parking.current().publish("publish");
    published.setSchema("columns", TableSchema.builder().fields(List.of()).build());
    parking.propose(file).accept("accept");
    parking.proposedChanges().approve(7, "approve");

    assertThat(server.asked().get(1).target()).endsWith("/publication?reason=publish");
    assertThat(server.asked().get(2).target()).endsWith("/schema?reason=columns");
    assertThat(server.asked().get(5).target()).endsWith("/schema?reason=accept");
    assertThat(server.asked().get(7).body()).contains("\"reason\":\"approve\"");
  }

  @Test
  void a_change_that_waits_for_a_second_person_says_so_and_gives_the_entry_as_it_still_is() {
    WireServer server =
        WireServer.inTurn(
            dataset(200, "published", 4, "空位"),
            proposed(dataset(202, "published", 4, "空位")),
            json(
                200,
                "{\"number\":7,\"kind\":\"edit\",\"state\":\"approved\",\"revision\":4,"
                    + "\"inEffect\":false,\"by\":\"k1\",\"at\":\"2026-11-01T00:00:00Z\"}"));
    DatasetHandle parking = city(server).dataset("transport.parking");

    DatasetRevision now = parking.current().edit("按月核对", entry -> entry);

    assertThat(now.proposed()).hasValue(7);
    assertThat(now.details().revision()).isEqualTo(4);
    assertThat(server.asked().get(1).target()).contains("reason=%E6%8C%89");
    assertThat(parking.proposedChanges().approve(now.proposed().getAsLong()).state())
        .isEqualTo(org.citycatalog.sdk.model.ProposedChangeState.APPROVED);
    assertThat(server.asked().get(2).target())
        .isEqualTo("/api/v1/datasets/transport.parking/proposed-changes/7/decisions");
    assertThat(server.asked().get(2).body()).isEqualTo("{\"to\":\"approved\"}");
  }

  @Test
  void a_file_is_not_loaded_while_its_columns_wait_for_a_second_person() throws Exception {
    WireServer server =
        WireServer.inTurn(
            json(200, PROPOSAL, "ETag", "\"4\""),
            proposed(json(202, "{\"fields\":[]}")),
            dataset(200, "published", 4, "空位"));
    Path file = Files.writeString(folder.resolve("parking.csv"), "free\n1\n");
    Proposal proposal = city(server).dataset("transport.parking").propose(file);

    assertThatThrownBy(proposal::acceptAndLoad)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("proposed change 7");
    assertThat(server.asked()).hasSize(3);
  }

  private static WireServer.Reply proposed(WireServer.Reply reply) {
    return exchange -> {
      exchange
          .getResponseHeaders()
          .set("Location", "/api/v1/datasets/transport.parking/proposed-changes/7");
      reply.send(exchange);
    };
  }

  @Test
  void columns_are_set_on_the_revision_that_was_seen() {
    WireServer server =
        WireServer.inTurn(
            dataset(200, "draft", 1, "空位"),
            json(200, "{\"fields\":[{\"name\":\"free\",\"type\":\"integer\"}]}"),
            dataset(200, "draft", 2, "空位"));
    TableSchema schema =
        TableSchema.builder()
            .fields(List.of(Item.builder().name("free").type(ColumnType.INTEGER).build()))
            .build();

    DatasetRevision next = city(server).dataset("transport.parking").current().setSchema(schema);

    assertThat(next.details().revision()).isEqualTo(2);
    assertThat(server.asked().get(1).target())
        .isEqualTo("/api/v1/datasets/transport.parking/schema");
    assertThat(server.asked().get(1).header("If-Match")).isEqualTo("\"1\"");
    assertThat(server.asked().get(1).body())
        .isEqualTo("{\"fields\":[{\"name\":\"free\",\"type\":\"integer\"}]}");
  }

  private static final String PROPOSAL =
      """
      {"fields":[{"name":"free","type":"text"},
      {"name":"opened","title":{"zh":"启用日期"},"type":"date","format":"%Y/%m/%d",
      "constraints":{"required":true}}],"missingValues":["","NA"],"evidence":{"rows":3,"columns":[
      {"name":"free","cells":3,"missing":0,"matching":3,
      "counterExamples":[{"line":3,"text":"约二十","type":"integer"}]},
      {"name":"opened","cells":3,"missing":0,"matching":3,"counterExamples":[]}]}}\
      """;

  @Test
  void a_proposal_is_accepted_with_changes_and_its_file_loaded() throws IOException {
    Path file = Files.writeString(folder.resolve("停车.csv"), "free,opened\n3,2026/11/01\n");
    WireServer server =
        WireServer.inTurn(
            json(200, PROPOSAL, "ETag", "\"7\""),
            json(200, "{\"fields\":[]}"),
            dataset(200, "draft", 8, "空位"),
            json(202, LOAD.formatted("waiting", "")));

    Proposal proposal =
        city(server).dataset("transport.parking").loading(file).maxUnreadable(2).propose();
    LoadJob job = proposal.with("free", ColumnType.INTEGER).acceptAndLoad();

    assertThat(proposal.evidence().columns().get(0).counterExamples())
        .singleElement()
        .extracting(example -> example.text())
        .isEqualTo("约二十");
    assertThat(job.id()).isEqualTo("l1");
    assertThat(server.asked().stream().map(asked -> asked.method() + " " + asked.target()))
        .containsExactly(
            "POST /api/v1/datasets/transport.parking/schema/proposals",
            "PUT /api/v1/datasets/transport.parking/schema",
            "GET /api/v1/datasets/transport.parking",
            "POST /api/v1/datasets/transport.parking/loads?maxUnreadable=2");
    assertThat(server.asked().get(1).header("If-Match")).isEqualTo("\"7\"");
    assertThat(server.asked().get(1).body())
        .isEqualTo(
            "{\"fields\":[{\"name\":\"free\",\"type\":\"integer\"},"
                + "{\"constraints\":{\"required\":true},\"format\":\"%Y/%m/%d\",\"name\":\"opened\","
                + "\"title\":{\"zh\":\"启用日期\"},\"type\":\"date\"}],\"missingValues\":[\"\",\"NA\"]}");
  }

  @Test
  void a_changed_type_does_not_keep_the_old_types_format_and_an_unknown_column_is_refused()
      throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "free,opened\n");
    WireServer server = WireServer.inTurn(json(200, PROPOSAL, "ETag", "\"7\""));
    Proposal proposal = city(server).dataset("transport.parking").propose(file);

    Item text = proposal.with("opened", ColumnType.TEXT).schema().fields().get(1);
    Item other = proposal.with("opened", ColumnType.DATE, "%d.%m.%Y").schema().fields().get(1);

    assertThat(text.format()).isNull();
    assertThat(text.constraints()).isNull();
    assertThat(text.title()).isNotNull();
    assertThat(other.format()).isEqualTo("%d.%m.%Y");
    assertThat(proposal.with("opened", ColumnType.DATE).schema()).isEqualTo(proposal.schema());
    assertThat(proposal.missingValues("", "无").schema().missingValues()).containsExactly("", "无");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> proposal.with("fre", ColumnType.TEXT))
        .withMessageContaining("'fre'")
        .withMessageContaining("free");
  }

  @Test
  void a_proposal_is_not_accepted_over_somebody_elses_edit_and_nothing_is_loaded()
      throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "free,opened\n");
    WireServer server =
        WireServer.inTurn(json(200, PROPOSAL, "ETag", "\"7\""), problem(412, "stale-revision"));
    Proposal proposal = city(server).dataset("transport.parking").propose(file);

    assertThatThrownBy(proposal::acceptAndLoad).isInstanceOf(ConflictException.class);

    assertThat(server.asked()).hasSize(2);
  }

  private static String change(int sequence, String kind) {
    return "{\"sequence\":%d,\"dataset\":\"a.b\",\"kind\":\"%s\",\"at\":\"2026-11-01T00:00:00Z\"}"
        .formatted(sequence, kind);
  }

  @Test
  void changes_are_read_in_order_to_the_last_one() {
    WireServer server =
        WireServer.inTurn(
            json(
                200,
                "{\"changes\":[%s,%s],\"next\":9}"
                    .formatted(change(7, "registered"), change(9, "renamed"))),
            json(200, "{\"changes\":[%s]}".formatted(change(12, "loaded"))));

    List<Change> changes = city(server).changes(5).stream().toList();

    assertThat(changes).extracting(Change::sequence).containsExactly(7L, 9L, 12L);
    assertThat(changes)
        .extracting(Change::kind)
        .containsExactly(ChangeKind.REGISTERED, ChangeKind.UNKNOWN, ChangeKind.LOADED);
    assertThat(server.asked().stream().map(asked -> asked.target()))
        .containsExactly(
            "/api/v1/changes?after=5&limit=1000", "/api/v1/changes?after=9&limit=1000");
  }

  @Test
  void changes_that_go_in_circles_end_and_nothing_is_before_the_first() {
    WireServer server =
        WireServer.inTurn(
            json(200, "{\"changes\":[%s],\"next\":9}".formatted(change(9, "edited"))));
    CityCatalog city = city(server);

    assertThatThrownBy(() -> city.changes(0).stream().count())
        .isInstanceOf(IncompleteAnswerException.class);
    assertThatIllegalArgumentException().isThrownBy(() -> city.changes(-1));
  }

  @Test
  void somebody_elses_edit_is_a_conflict() {
    WireServer server =
        WireServer.inTurn(dataset(200, "draft", 1, "空位"), problem(412, "stale-revision"));
    DatasetRevision revision = city(server).dataset("transport.parking").current();

    assertThatThrownBy(revision::publish).isInstanceOf(ConflictException.class);
  }

  @Test
  void a_load_is_watched_to_its_end() throws IOException {
    Path file = Files.writeString(folder.resolve("停车.csv"), "name,free\n老街,3\n");
    WireServer server =
        WireServer.inTurn(
            json(202, LOAD.formatted("waiting", "")),
            json(200, LOAD.formatted("running", "")),
            json(200, LOAD.formatted("running", "")),
            json(200, LOAD.formatted("loaded", ",\"version\":2")));
    List<LoadState> seen = new ArrayList<>();

    Load load =
        city(server)
            .dataset("transport.parking")
            .loading(file)
            .encoding(FileEncoding.UTF_8)
            .maxRejected(2)
            .start()
            .await(state -> seen.add(state.state()));

    assertThat(load.version()).isEqualTo(2);
    assertThat(seen).containsExactly(LoadState.RUNNING, LoadState.RUNNING, LoadState.LOADED);
    assertThat(pauses).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200));
    assertThat(server.asked().get(0).target())
        .isEqualTo("/api/v1/datasets/transport.parking/loads?encoding=UTF-8&maxRejected=2");
    assertThat(server.asked().get(0).header("Prefer")).isEqualTo("respond-async");
    assertThat(server.asked().get(0).header("Content-Length")).isEqualTo("19");
    assertThat(server.asked().get(0).body()).startsWith("name,free");
  }

  @Test
  void a_refused_load_is_an_exception_with_its_counts() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "a\n1\n");
    String why =
        ",\"problem\":{\"type\":\"urn:x\",\"title\":\"文件被拒绝。\",\"status\":422,\"code\":\"load-refused\",\"requestId\":\"r\"}";
    WireServer server =
        WireServer.inTurn(
            json(202, LOAD.formatted("waiting", "")), json(200, LOAD.formatted("refused", why)));
    DatasetHandle dataset = city(server).dataset("transport.parking");

    LoadEndedException ended =
        catchThrowableOfType(LoadEndedException.class, () -> dataset.load(file));

    assertThat(ended).hasMessageContaining("refused").hasMessageContaining("文件被拒绝。");
    assertThat(ended.load().rowsRead()).isEqualTo(3);
  }

  @Test
  void a_load_of_a_state_that_is_not_known_does_not_pass_for_done() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "a\n1\n");
    WireServer server =
        WireServer.inTurn(
            json(202, LOAD.formatted("waiting", "")), json(200, LOAD.formatted("parked", "")));
    DatasetHandle dataset = city(server).dataset("transport.parking");

    assertThatThrownBy(() -> dataset.load(file)).isInstanceOf(LoadEndedException.class);
  }

  @Test
  void a_file_that_is_not_there_sends_nothing() {
    WireServer server = WireServer.inTurn(problem(500, "internal"));
    DatasetHandle dataset = city(server).dataset("transport.parking");

    assertThatThrownBy(() -> dataset.load(folder.resolve("none.csv")))
        .isInstanceOf(FileNotFoundException.class);

    assertThat(server.asked()).isEmpty();
  }

  @Test
  void a_file_is_sent_once_even_if_the_server_is_busy() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "a\n1\n");
    WireServer server = WireServer.inTurn(problem(503, "too-busy"));
    DatasetHandle dataset = city(server).dataset("transport.parking");

    assertThatThrownBy(() -> dataset.load(file)).hasMessageContaining("too-busy");

    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void the_quarantine_is_read_to_its_end() {
    String entry = "{\"number\":%d,\"kind\":\"cell\",\"line\":%d,\"reason\":\"不是数字\"}";
    WireServer server =
        WireServer.inTurn(
            json(200, "{\"total\":2,\"next\":1,\"entries\":[" + entry.formatted(1, 7) + "]}"),
            json(200, "{\"total\":2,\"entries\":[" + entry.formatted(2, 9) + "]}"));

    List<Long> lines =
        city(server)
            .dataset("transport.parking")
            .loadJob("l1")
            .quarantine()
            .map(each -> each.line())
            .toList();

    assertThat(lines).containsExactly(7L, 9L);
    assertThat(server.asked().get(1).target()).contains("after=1");
  }
}
