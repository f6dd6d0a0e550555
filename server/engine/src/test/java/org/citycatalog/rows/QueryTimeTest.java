package org.citycatalog.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.ingest.Loads;
import org.citycatalog.ingest.World;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Permit;
import org.citycatalog.sharing.Seal;
import org.citycatalog.sharing.ledger.LedgerReader;
import org.citycatalog.sharing.ledger.LedgerView;
import org.citycatalog.sharing.ledger.RecordLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Questions that take longer than the server gives to one: here, all of them.
class QueryTimeTest {
  private static final TableSchema PLACES =
      new TableSchema(
          List.of(
              Item.of("code", ColumnType.CODE),
              Item.of("text", ColumnType.TEXT),
              Item.of("free", ColumnType.INTEGER),
              Item.of("price", ColumnType.DECIMAL),
              Item.of("at", ColumnType.POINT)),
          List.of(""),
          List.of());
  private static final Caller KNOWN = new Caller(Caller.Kind.RESEARCH, "known", null, null);
  private static final Caller AUDITOR = new Caller(Caller.Kind.AUDITOR, "auditor", null, null);

  @TempDir Path home;
  private World world;
  private DatasetId places;

  @BeforeEach
  void load() {
    world = new World(home, Loads.Settings.DEFAULT, 0, Duration.ZERO);
    places = world.dataset("places", PLACES);
    world.load(
        places,
        "code,text,free,price,at\n1,车位,12,1.5,118.3 29.7\n2,%s,8,2,118.4 29.8\n"
            .formatted("长".repeat(40_000)));
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TRUE",
        "code = '1'",
        "code > '0'",
        "text LIKE '%车%'",
        "CASEI(text) = CASEI('车位')",
        "free > 3 OR free < 1",
        "NOT price IN (1, 2)",
        "free IS NULL OR at IS NOT NULL",
        "DISTANCE(at, POINT(118.3 29.7)) < 5000"
      })
  void it_ends_a_question_of_any_kind(String filter) {
    RowQuery asked = new RowQuery(filter, null, List.of(), List.of());

    assertThatThrownBy(() -> world.reader.page(KNOWN, places, asked, 10, null))
        .isInstanceOf(QueryTooSlowException.class)
        .hasMessage("the question takes longer than 0 s");
  }

  @Test
  void it_ends_what_is_counted_before_a_file_is_written() {
    RowQuery asked = new RowQuery("text LIKE '%车%'", null, List.of(), List.of());

    assertThatThrownBy(() -> world.reader.stream(KNOWN, places, asked))
        .isInstanceOf(QueryTooSlowException.class);
  }

  @Test
  void of_what_was_ended_nothing_has_left() {
    RowQuery asked = new RowQuery("free > 3", null, List.of(), List.of());
    assertThatThrownBy(() -> world.reader.page(KNOWN, places, asked, 10, null))
        .isInstanceOf(QueryTooSlowException.class);
    world.log.append("{\"kind\":\"mark\"}", RecordLog.Durable.NOW).join();

    List<JsonObject> records =
        new LedgerReader(world.log, new Seal(new byte[32]))
                .page(
                    LedgerView.of(AUDITOR).orElseThrow(),
                    new LedgerReader.Question(null, null, null, null, 1000, null))
                .orElseThrow()
                .records()
                .stream()
                .map(LedgerReader.Found::record)
                .toList();
    assertThat(records)
        .filteredOn(each -> each.getString("kind").equals("outcome"))
        .singleElement()
        .satisfies(outcome -> {
          assertThat(outcome.getInt("rows")).isZero();
          assertThat(outcome.getString("end")).isEqualTo("cut-off");
        });
  }

  @Test
  void what_the_server_does_by_itself_takes_as_long_as_it_takes() throws Exception {
    Permit permit =
        (Permit)
            world.boundary.decide(
                KNOWN,
                world.catalog.dataset(places).orElseThrow(),
                world.catalog.version(places, 1).orElseThrow());

    try (RowStream rows = PermittedRows.of(world.rows, permit)) {
      assertThat(rows.total()).isEqualTo(2);
    }
  }

  @Test
  void of_one_within_another_the_outer_ones_time_counts_and_then_nothing_is_limited()
      throws Exception {
    assertThat(
            QueryTime.within(
                Duration.ofDays(1),
                () ->
                    QueryTime.within(
                        Duration.ZERO,
                        () -> {
                          QueryTime.check();
                          return "done";
                        })))
        .isEqualTo("done");
    assertThatThrownBy(() ->
            QueryTime.within(
                Duration.ZERO,
                () -> {
                  QueryTime.check();
                  return "not done";
                }))
        .isInstanceOf(QueryTooSlowException.class);
    assertThatCode(QueryTime::check).doesNotThrowAnyException();
  }

  @Test
  void what_is_not_the_questions_own_is_not_limited_and_the_rest_of_it_is() {
    List<String> done = new ArrayList<>();

    assertThatThrownBy(() ->
            QueryTime.within(
                Duration.ZERO,
                () -> {
                  QueryTime.outside(() -> {
                    QueryTime.check();
                    return done.add("outside");
                  });
                  QueryTime.check();
                  return done.add("inside");
                }))
        .isInstanceOf(QueryTooSlowException.class);
    assertThat(done).containsExactly("outside");
  }
}
