package org.citycatalog.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  private static final QueryTime SHORT = new QueryTime(Duration.ZERO, 1);
  private static final QueryTime LONG = new QueryTime(Duration.ofDays(1), 1);

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
    assertThat(LONG.within(() -> SHORT.within(QueryTimeTest::look))).isEqualTo("done");
    assertThatThrownBy(() -> SHORT.within(QueryTimeTest::look))
        .isInstanceOf(QueryTooSlowException.class);
    assertThatCode(QueryTime::check).doesNotThrowAnyException();
  }

  @Test
  void what_is_not_the_questions_own_is_not_limited_and_the_rest_of_it_is() {
    List<String> done = new ArrayList<>();

    assertThatThrownBy(() ->
            SHORT.within(() -> {
              QueryTime.outside(() -> done.add("outside: " + look()));
              return done.add("inside: " + look());
            }))
        .isInstanceOf(QueryTooSlowException.class);
    assertThat(done).containsExactly("outside: done");
  }

  @Test
  void a_slow_one_waits_for_the_place_of_another_and_a_quick_one_does_not() throws Exception {
    QueryTime oneAtATime = new QueryTime(Duration.ofSeconds(10), 1);
    CompletableFuture<Void> holds = new CompletableFuture<>();
    CompletableFuture<Void> end = new CompletableFuture<>();
    Queue<String> order = new ConcurrentLinkedQueue<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> first =
          threads.submit(() ->
              oneAtATime.within(() -> {
                lookAfter(1100);
                holds.complete(null);
                end.join();
                return order.add("first");
              }));
      holds.join();
      Future<?> second =
          threads.submit(() ->
              oneAtATime.within(() -> {
                lookAfter(1100);
                return order.add("second");
              }));
      oneAtATime.within(() -> order.add("quick: " + look()));
      Thread.sleep(1300); // until the second is a slow one, too
      end.complete(null);
      first.get();
      second.get();
    }
    assertThat(order).containsExactly("quick: done", "first", "second");
  }

  @Test
  void a_slow_one_that_finds_no_place_ends_with_its_time() throws Exception {
    QueryTime noPlace = new QueryTime(Duration.ofSeconds(1), 0);

    assertThatThrownBy(() ->
            noPlace.within(() -> {
              lookAfter(150);
              return "not done";
            }))
        .isInstanceOf(QueryTooSlowException.class);
  }

  @Test
  void what_another_makes_is_waited_for_until_the_time_is_over() throws Exception {
    CompletableFuture<String> never = new CompletableFuture<>();
    CompletableFuture<String> failed = CompletableFuture.failedFuture(new IOException("no"));

    assertThatThrownBy(() -> SHORT.within(() -> awaited(never)))
        .isInstanceOf(QueryTooSlowException.class);
    assertThatThrownBy(() -> QueryTime.awaited(failed))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("no");
    assertThat(LONG.within(() -> awaited(CompletableFuture.completedFuture("made"))))
        .isEqualTo("made");
  }

  @Test
  void the_rows_of_a_sorted_file_are_found_in_its_time() {
    RowQuery asked = new RowQuery("free > 3", null, List.of("code"), List.of("-free"));

    assertThatThrownBy(() -> world.reader.stream(KNOWN, places, asked))
        .isInstanceOf(QueryTooSlowException.class);
  }

  private static String look() {
    QueryTime.check();
    return "done";
  }

  private static void lookAfter(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException stopped) {
      throw new IOException(stopped);
    }
    QueryTime.check();
  }

  private static <T> T awaited(CompletableFuture<T> made) throws IOException {
    try {
      return QueryTime.awaited(made);
    } catch (ExecutionException failed) {
      throw new IOException(failed);
    }
  }
}
