package org.citycatalog.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.UnavailableException;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.ingest.World;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Permit;
import org.citycatalog.sharing.Seal;
import org.citycatalog.sharing.ledger.LedgerReader;
import org.citycatalog.sharing.ledger.LedgerView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the ledger knows of readings, and what happens where it cannot know.
class RecordedRowsTest {
  private static final TableSchema PARKING =
      new TableSchema(
          List.of(Item.of("code", ColumnType.CODE), Item.of("free", ColumnType.INTEGER)),
          List.of(""),
          List.of());
  private static final Caller AUDITOR = new Caller(Caller.Kind.AUDITOR, "auditor", null, null);
  private static final Caller KNOWN = new Caller(Caller.Kind.RESEARCH, "known", null, null);

  @TempDir Path home;
  private World world;
  private DatasetId open;
  private DatasetId conditional;

  @BeforeEach
  void load() {
    world = new World(home);
    open = world.dataset("open", PARKING);
    conditional = world.dataset("conditional", PARKING, AccessClass.CONDITIONAL, true);
    for (DatasetId each : List.of(open, conditional)) {
      world.load(each, "code,free\n00017,12\n00018,8\n");
    }
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void readings_by_nobody_known_are_one_sum_of_a_minute() {
    for (int i = 0; i < 3; i++) {
      RowAnswer.Page page = page(Caller.ANONYMOUS, open);
      page.disclosure().ended(2, 100, true);
      page.disclosure().ended(2, 100, true); // heard once
    }
    world.reader.page(Caller.ANONYMOUS, conditional, RowQuery.ALL, 10, null);
    world.now = world.now.plus(Duration.ofMinutes(1));
    world.ledger.close();

    List<JsonObject> sums = records("sum");

    assertThat(sums)
        .filteredOn(each -> each.getString("dataset", "").endsWith(".open"))
        .singleElement()
        .satisfies(sum -> {
          assertThat(sum.getInt("reads")).isEqualTo(3);
          assertThat(sum.getInt("rows")).isEqualTo(6);
          assertThat(sum.getInt("bytes")).isEqualTo(300);
        });
    assertThat(records("read")).isEmpty();
  }

  @Test
  void refusals_by_rate_are_one_sum_of_a_minute_and_key() {
    for (int i = 0; i < 3; i++) {
      world.ledger.throttled(KNOWN);
    }
    world.ledger.throttled(Caller.ANONYMOUS);
    world.now = world.now.plus(Duration.ofMinutes(1));
    world.ledger.close();

    assertThat(records("sum"))
        .extracting(each ->
            each.getString("key", each.getString("door", "")) + " " + each.getInt("throttled"))
        .containsExactlyInAnyOrder("known 3", "rates 1");
  }

  @Test
  void a_reading_by_somebody_known_is_on_disk_before_the_rows_are_given() {
    RowAnswer.Page page = page(KNOWN, open);

    assertThat(records("read"))
        .singleElement()
        .satisfies(read -> assertThat(read.getString("key")).isEqualTo("known"));
    assertThat(page.rows()).hasSize(2);
  }

  @Test
  void a_long_answer_says_how_far_it_has_come() {
    RowAnswer.Stream stream =
        (RowAnswer.Stream) world.reader.stream(World.STEWARD, open, RowQuery.ALL);
    stream.disclosure().left(1, 50);
    stream.disclosure().ended(2, 90, false);
    world.ledger.close();

    assertThat(records("outcome"))
        .extracting(each -> each.getInt("rows") + " " + each.getString("end"))
        .containsExactly("1 goes-on", "2 cut-off");
  }

  @Test
  void where_nothing_can_be_recorded_only_open_data_is_given() throws Exception {
    world.log.close();

    assertThat(page(Caller.ANONYMOUS, open).rows()).hasSize(2);
    assertThat(page(KNOWN, open).rows()).hasSize(2);
    assertThatThrownBy(() -> page(World.STEWARD, open)).isInstanceOf(UnavailableException.class);
    assertThatThrownBy(() -> world.reader.stream(World.STEWARD, open, RowQuery.ALL))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            told -> assertThat(told.code()).isEqualTo("ledger-unavailable"));
  }

  @Test
  void what_was_looked_for_can_be_compared_within_an_organisation_and_with_nobody_elses() {
    Caller ofPolice = department("police", "11341000003062210");
    Caller alsoOfPolice = department("police-too", "11341000003062210");
    Caller ofHealth = department("health", "11341000003062220");
    Caller alone = new Caller(Caller.Kind.RESEARCH, "alone", null, null);
    RowQuery asked = World.query("code = '00017'");
    for (Caller each : List.of(ofPolice, alsoOfPolice, ofHealth, KNOWN, alone)) {
      world.reader.page(each, open, asked, 10, null);
      world.ledger.searched(each, "停车", 1);
    }

    List<String> filters = records("read").stream().map(each -> each.getString("filter")).toList();
    List<String> searches =
        records("search").stream().map(each -> each.getString("words")).toList();

    for (List<String> sealed : List.of(filters, searches)) {
      assertThat(sealed.get(0)).isEqualTo(sealed.get(1));
      assertThat(sealed.subList(1, 5)).doesNotHaveDuplicates();
    }
  }

  private static Caller department(String key, String code) {
    return new Caller(
        Caller.Kind.DEPARTMENT, key, null, new Uscc(code + Uscc.checkCharacter(code)));
  }

  private RowAnswer.Page page(Caller caller, DatasetId id) {
    return (RowAnswer.Page) world.reader.page(caller, id, RowQuery.ALL, 10, null);
  }

  @Test
  void a_count_under_a_rule_that_is_only_written_down_is_recorded_like_a_reading()
      throws IOException {
    DatasetVersion version =
        Objects.requireNonNull(world.catalog.dataset(open).orElseThrow().version());
    Dataset dataset = world.catalog.dataset(open).orElseThrow();
    Optional<Permit> rule =
        Optional.of((Permit) world.boundary.decide(Caller.ANONYMOUS, dataset, version));

    assertThat(world.reader.compare(World.STEWARD, rule, rule)).isPresent();

    assertThat(records("read"))
        .hasSize(2)
        .allSatisfy(each -> assertThat(each.getString("door")).isEqualTo("preview"));
    assertThat(records("outcome")).hasSize(2);

    world.log.close();
    assertThatThrownBy(() -> world.reader.compare(World.STEWARD, rule, rule))
        .as("what the rule says is open is not")
        .isInstanceOfSatisfying(
            UnavailableException.class,
            told -> assertThat(told.code()).isEqualTo("ledger-unavailable"));
  }

  /// What is on disk, in a while.
  private List<JsonObject> records(String kind) {
    long marker =
        world
            .log
            .append("{\"kind\":\"mark\"}", org.citycatalog.sharing.ledger.RecordLog.Durable.NOW)
            .join();
    assertThat(marker).isPositive();
    return new LedgerReader(world.log, new Seal(new byte[32]))
            .page(
                LedgerView.of(AUDITOR).orElseThrow(),
                new LedgerReader.Question(null, null, null, null, 1000, null))
            .orElseThrow()
            .records()
            .stream()
            .map(LedgerReader.Found::record)
            .filter(each -> each.getString("kind").equals(kind))
            .toList();
  }
}
