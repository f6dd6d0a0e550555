package org.citycatalog.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.citycatalog.sdk.Conditions.eq;
import static org.citycatalog.sdk.Conditions.gt;
import static org.citycatalog.sdk.Order.asc;
import static org.citycatalog.sdk.Order.desc;
import static org.citycatalog.sdk.WireServer.json;
import static org.citycatalog.sdk.WireServer.problem;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.citycatalog.sdk.error.IncompleteAnswerException;
import org.citycatalog.sdk.error.ServerException;
import org.citycatalog.sdk.error.UnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowsTest {
  private final List<AutoCloseable> toClose = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : toClose) {
      each.close();
    }
  }

  private WireServer server(WireServer server) {
    toClose.add(server);
    return server;
  }

  private Rows rows(WireServer server) {
    CityCatalog city = CityCatalog.builder().endpoint(server.url()).waiting(time -> {}).build();
    toClose.add(city);
    return city.dataset("transport.parking").rows();
  }

  /// Serves rows `{"n":0}` to `{"n":total-1}` in pages, with the number of the next row as cursor.
  private WireServer counting(int total) {
    return server(
        WireServer.saying(asked -> {
          int limit = Integer.parseInt(asked.body().replaceFirst(".*\"limit\":(\\d+).*", "$1"));
          int from =
              asked.body().contains("\"cursor\"")
                  ? Integer.parseInt(asked.body().replaceFirst(".*\"cursor\":\"(\\d+)\".*", "$1"))
                  : 0;
          int to = Math.min(total, from + limit);
          StringBuilder rows = new StringBuilder();
          for (int n = from; n < to; n++) {
            rows.append(n == from ? "" : ",").append("{\"n\":").append(n).append('}');
          }
          String next = to < total ? ",\"next\":\"" + to + "\"" : "";
          return json(
              200, "{\"version\":3,\"total\":%d,\"rows\":[%s]%s}".formatted(total, rows, next));
        }));
  }

  private static String page(long version, long total, String rows, String next) {
    return "{\"version\":%d,\"total\":%d,\"rows\":[%s]%s}"
        .formatted(version, total, rows, next.isEmpty() ? "" : ",\"next\":\"" + next + "\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 11, 20, 1005})
  void a_stream_has_every_row_once_and_in_order(int total) {
    WireServer server = counting(total);

    List<Long> read = rows(server).pageSize(10).stream().map(row -> row.integer("n")).toList();

    assertThat(read).isEqualTo(Stream.iterate(0L, n -> n + 1).limit(total).toList());
    assertThat(server.asked()).hasSize(Math.max(1, (total + 9) / 10));
  }

  @Test
  void the_question_is_sent_as_it_was_asked() {
    WireServer server = server(WireServer.inTurn(json(200, page(1, 0, "", ""))));

    rows(server)
        .where(eq("district", "341002").and(gt("free", 10)))
        .where("status = '开放' OR status IS NULL")
        .words("屯溪 老街")
        .sort(desc("free"), asc("name"))
        .select("name", "free")
        .stream()
        .forEach(row -> {});

    assertThat(server.asked()).hasSize(1);
    assertThat(server.asked().get(0).method()).isEqualTo("POST");
    assertThat(server.asked().get(0).target())
        .isEqualTo("/api/v1/datasets/transport.parking/rows/query");
    assertThat(server.asked().get(0).body())
        .contains(
            "\"filter\":\"district = '341002' AND free > 10 AND (status = '开放' OR status IS"
                + " NULL)\"",
            "\"q\":\"屯溪 老街\"",
            "\"sort\":[\"-free\",\"name\"]",
            "\"select\":[\"name\",\"free\"]",
            "\"limit\":1000",
            "\"form\":\"typed\"");
  }

  @Test
  void nothing_is_asked_before_it_is_read() {
    WireServer server = counting(100);

    try (Stream<Row> stream = rows(server).stream()) {
      assertThat(server.asked()).isEmpty();
      Iterator<Row> iterator = stream.iterator();
      assertThat(iterator.next().integer("n")).isZero();
      assertThat(server.asked()).hasSize(1);
    }
  }

  @Test
  void the_first_few_are_one_small_page() {
    WireServer server = counting(100);

    assertThat(rows(server).first(3)).hasSize(3);

    assertThat(server.asked()).hasSize(1);
    assertThat(server.asked().get(0).body()).contains("\"limit\":3");
  }

  @Test
  void more_first_rows_than_a_page_come_from_several() {
    assertThat(rows(counting(100)).pageSize(10).first(25)).hasSize(25);
    assertThat(rows(counting(5)).pageSize(10).first(25)).hasSize(5);
    assertThat(rows(counting(5)).first(0)).isEmpty();
  }

  @Test
  void a_query_that_only_reads_is_repeated_although_it_is_a_post() {
    WireServer server =
        server(WireServer.inTurn(problem(503, "busy"), json(200, page(1, 7, "{\"n\":1}", "c"))));

    assertThat(rows(server).count()).isEqualTo(7);

    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void fewer_rows_than_counted_are_an_exception_at_the_end() {
    WireServer server =
        server(
            WireServer.inTurn(
                json(200, page(1, 3, "{\"n\":1}", "c")), json(200, page(1, 3, "{\"n\":2}", ""))));
    List<Row> read = new ArrayList<>();

    assertThatThrownBy(() -> rows(server).stream().forEach(read::add))
        .isInstanceOf(IncompleteAnswerException.class)
        .hasMessageContaining("2 rows came where the server counted 3");
  }

  @Test
  void more_rows_than_counted_are_an_exception() {
    WireServer server = server(WireServer.inTurn(json(200, page(1, 1, "{\"n\":1},{\"n\":2}", ""))));

    assertThatThrownBy(() -> rows(server).stream().toList())
        .isInstanceOf(IncompleteAnswerException.class);
  }

  @Test
  void pages_of_two_versions_are_an_exception() {
    WireServer server =
        server(
            WireServer.inTurn(
                json(200, page(1, 2, "{\"n\":1}", "c")), json(200, page(2, 2, "{\"n\":2}", ""))));

    assertThatThrownBy(() -> rows(server).stream().toList())
        .isInstanceOf(IncompleteAnswerException.class)
        .hasMessageContaining("version 1")
        .hasMessageContaining("version 2");
  }

  @Test
  void a_cursor_that_leads_nowhere_is_an_exception_and_not_for_ever() {
    WireServer same = server(WireServer.inTurn(json(200, page(1, 99, "{\"n\":1}", "c"))));
    WireServer empty =
        server(
            WireServer.saying(asked -> json(200, page(1, 99, "", "c" + asked.body().hashCode()))));

    assertThatThrownBy(() -> rows(same).stream().toList())
        .isInstanceOf(IncompleteAnswerException.class);
    assertThatThrownBy(() -> rows(empty).stream().toList())
        .isInstanceOf(IncompleteAnswerException.class);
  }

  @Test
  void a_failure_on_the_way_is_thrown_to_the_reader() {
    WireServer server =
        server(
            WireServer.inTurn(
                json(200, page(1, 4, "{\"n\":1}", "a")),
                json(200, page(1, 4, "{\"n\":2}", "b")),
                problem(503, "busy")));

    assertThatThrownBy(() -> rows(server).stream().toList())
        .isInstanceOf(UnavailableException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"version\":1,\"rows\":[]}",
        "{\"version\":1,\"total\":1,\"rows\":[[1]]}",
        "{\"version\":1,\"total\":1,\"rows\":[{\"a\":1}",
        "{\"version\":\"x\",\"total\":1,\"rows\":[]}",
        "nonsense"
      })
  void what_is_no_page_is_a_server_failure(String body) {
    WireServer server = server(WireServer.inTurn(json(200, body)));

    assertThatThrownBy(() -> rows(server).first(1)).isInstanceOf(ServerException.class);
  }

  @Test
  void every_type_is_read_exactly() {
    WireServer server =
        server(
            WireServer.inTurn(
                json(
                    200,
                    page(
                            1,
                            1,
                            """
                            {"name":"老街停车场","id":"0034100219900101","free":9007199254740993,
                            "big":123456789012345678901,"tariff":2.50,"open":true,"day":"2026-11-23",
                            "time":"2026-11-23T08:00:00+08:00","location":[118.31,29.71],
                            "geo":{"type":"Point","coordinates":[118.3,29.7]},"none":null}\
                            """,
                            "")
                        .replace("\"rows\"", "\"newer\":{\"a\":[1,{\"b\":2}]},\"rows\""))));

    Row row = rows(server).first(1).get(0);

    assertThat(row.text("name")).isEqualTo("老街停车场");
    assertThat(row.text("id")).isEqualTo("0034100219900101");
    assertThat(row.integer("free")).isEqualTo(9007199254740993L);
    assertThat(row.decimal("big")).isEqualTo(new BigDecimal("123456789012345678901"));
    assertThatIllegalArgumentException().isThrownBy(() -> row.integer("big"));
    assertThat(row.decimal("tariff")).isEqualTo(new BigDecimal("2.50"));
    assertThat(row.text("tariff")).isEqualTo("2.50");
    assertThat(row.bool("open")).isTrue();
    assertThat(row.date("day")).isEqualTo(LocalDate.of(2026, 11, 23));
    assertThat(row.time("time")).isEqualTo(OffsetDateTime.parse("2026-11-23T08:00:00+08:00"));
    assertThat(row.point("location")).isEqualTo(new Point(118.31, 29.71));
    assertThat(row.point("geo")).isEqualTo(new Point(118.3, 29.7));
    assertThat(row.isMissing("none")).isTrue();
    assertThat(row.asMap()).hasSize(11).containsEntry("free", 9007199254740993L);
    assertThatIllegalArgumentException().isThrownBy(() -> row.date("name"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> row.text("nmae"))
        .withMessageContaining("'name'");
  }

  @Test
  void missing_is_not_unreadable() {
    WireServer server =
        server(
            WireServer.inTurn(
                json(
                    200,
                    """
                    {"version":1,"total":2,"unreadable":[{"row":1,"column":"free","text":"约十个",
                    "reason":"is not an integer"}],"rows":[{"free":null},{"free":null}]}\
                    """)));

    List<Row> rows = rows(server).first(2);

    assertThat(rows.get(0).isMissing("free")).isTrue();
    assertThat(rows.get(0).unreadable("free")).isEmpty();
    assertThat(rows.get(0).integer("free", -1)).isEqualTo(-1);
    assertThat(rows.get(0).cell("free")).isEqualTo(new Cell.Missing());
    assertThat(rows.get(1).isMissing("free")).isFalse();
    assertThat(rows.get(1).unreadable("free"))
        .contains(new Cell.Unreadable("约十个", "is not an integer"));
    assertThatThrownBy(() -> rows.get(0).integer("free"))
        .isInstanceOf(NoValueException.class)
        .hasMessageContaining("no value");
    NoValueException broken =
        catchThrowableOfType(NoValueException.class, () -> rows.get(1).integer("free", -1));
    assertThat(broken).hasMessageContaining("约十个");
    assertThat(broken.column()).isEqualTo("free");
  }

  @Test
  void rows_may_leave_columns_out_or_bring_them_in_another_order() {
    WireServer server =
        server(
            WireServer.inTurn(json(200, page(1, 3, "{\"a\":1},{\"b\":2,\"a\":3},{\"c\":4}", ""))));

    List<Row> rows = rows(server).first(3);

    assertThat(rows.get(0).columns()).containsExactly("a", "b", "c");
    assertThat(rows.get(0).isMissing("c")).isTrue();
    assertThat(rows.get(1).integer("a")).isEqualTo(3);
    assertThat(rows.get(1).integer("b")).isEqualTo(2);
    assertThat(rows.get(2).integer("c")).isEqualTo(4);
    assertThat(rows.get(2).isMissing("a")).isTrue();
  }

  record CarPark(
      String name,
      @Column("free") int places,
      Optional<BigDecimal> tariff,
      double fee,
      Cell status,
      LocalDate day) {}

  @Test
  void rows_become_the_callers_own_records() {
    WireServer server =
        server(
            WireServer.inTurn(
                json(
                    200,
                    page(
                        1,
                        2,
                        """
                        {"name":"甲","free":3,"tariff":2.5,"fee":1,"status":"开放","day":"2026-01-02"},
                        {"name":"乙","free":0,"tariff":null,"fee":0.5,"status":null,"day":"2026-01-02"}\
                        """,
                        ""))));

    List<CarPark> parks = rows(server).as(CarPark.class).stream().toList();

    assertThat(parks)
        .containsExactly(
            new CarPark(
                "甲",
                3,
                Optional.of(new BigDecimal("2.5")),
                1,
                new Cell.Present("开放"),
                LocalDate.of(2026, 1, 2)),
            new CarPark(
                "乙", 0, Optional.empty(), 0.5, new Cell.Missing(), LocalDate.of(2026, 1, 2)));
    assertThat(server.asked().get(0).body())
        .contains("\"select\":[\"name\",\"free\",\"tariff\",\"fee\",\"status\",\"day\"]");
  }

  record Free(long free) {}

  record Strange(StringBuilder free) {}

  @Test
  void a_missing_value_does_not_become_zero_in_a_record() {
    WireServer server = server(WireServer.inTurn(json(200, page(1, 1, "{\"free\":null}", ""))));

    assertThatThrownBy(() -> rows(server).as(Free.class).stream().toList())
        .isInstanceOf(NoValueException.class);
  }

  @Test
  void a_record_that_cannot_be_filled_is_refused_before_anything_is_sent() {
    WireServer server = counting(1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> rows(server).as(Strange.class))
        .withMessageContaining("StringBuilder");

    assertThat(server.asked()).isEmpty();
  }

  @Test
  void page_sizes_out_of_range_are_refused() {
    Rows rows = rows(counting(1));

    assertThatIllegalArgumentException().isThrownBy(() -> rows.pageSize(0));
    assertThatIllegalArgumentException().isThrownBy(() -> rows.pageSize(10_001));
    assertThatIllegalArgumentException().isThrownBy(() -> rows.first(-1));
  }
}
