package org.citycatalog.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.Value;
import org.citycatalog.export.RowForm;
import org.citycatalog.ingest.World;
import org.citycatalog.sharing.Caller;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowReaderTest {
  private static final TableSchema PARKING =
      new TableSchema(
          List.of(
              Item.of("park_id", ColumnType.CODE),
              Item.of("name", ColumnType.TEXT),
              Item.of("free", ColumnType.INTEGER),
              Item.of("tariff", ColumnType.DECIMAL),
              Item.of("opened", ColumnType.DATE),
              Item.of("location", ColumnType.POINT)),
          List.of("", "NA"),
          List.of());
  private static final String FILE =
      """
      park_id,name,free,tariff,opened,location
      001,屯溪老街停车场,12,5.50,2020-01-01,118.3120 29.7140
      002,黎阳停车场,NA,5.5,2021-06-30,118.3010 29.7080
      003,徽州區停車場,x7,0.10,,118.3370 29.8270
      004,"机场,P1",0,-3.000000000000000001,2019-12-31,118.2560 29.7330
      """;

  @TempDir Path home;
  private World world;
  private DatasetId parking;

  @BeforeEach
  void load() {
    world = new World(home);
    parking = world.dataset("parking", PARKING);
    world.load(parking, FILE);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void rows_come_in_the_order_of_the_file_with_an_exact_total() {
    RowAnswer.Page page = page(null);

    assertThat(page.total()).isEqualTo(4);
    assertThat(ids(page)).containsExactly("001", "002", "003", "004");
    assertThat(page.next()).isNull();
  }

  @Test
  void a_stream_nobody_reads_holds_no_index_and_one_left_halfway_lets_it_go() throws IOException {
    RowStream unread = stream(List.of());
    RowStream halfway = stream(List.of());
    RowStream sorted = stream(List.of("-name"));

    halfway.next();
    sorted.next();
    int during = holds();
    halfway.close();
    sorted.close();
    halfway.close();

    assertThat(during).as("the store, and two that are read").isEqualTo(3);
    assertThat(holds()).as("the store").isEqualTo(1);
    assertThat(unread.total()).isEqualTo(4);
    assertThatThrownBy(halfway::next).isInstanceOf(IllegalStateException.class);
  }

  private RowStream stream(List<String> sort) {
    RowQuery query = new RowQuery(null, null, List.of(), sort);
    return ((RowAnswer.Stream) world.reader.stream(Caller.ANONYMOUS, parking, query)).rows();
  }

  private int holds() throws IOException {
    try (RowIndex index = world.rows.take(world.catalog.version(parking, 1).orElseThrow())) {
      return index.reader().getRefCount() - 1;
    }
  }

  @Test
  void a_comparison_is_neither_true_nor_false_where_a_cell_is_missing_or_unreadable() {
    assertThat(ids(page("free > 5"))).containsExactly("001");
    assertThat(ids(page("NOT free > 5"))).containsExactly("004");
    assertThat(ids(page("free IS NULL"))).containsExactly("002");
    assertThat(ids(page("free IS NOT NULL"))).containsExactly("001", "004");
    assertThat(ids(page("free <> 12"))).containsExactly("004");
  }

  @Test
  void decimals_are_compared_exactly() {
    assertThat(ids(page("tariff = 5.5"))).containsExactly("001", "002");
    assertThat(ids(page("tariff < -3"))).containsExactly("004");
    assertThat(ids(page("tariff <= 0.1"))).containsExactly("003", "004");
    assertThat(ids(page("tariff IN (0.1, 7)"))).containsExactly("003");
    assertThat(ids(page("tariff BETWEEN -3.000000000000000001 AND 0"))).containsExactly("004");
  }

  @Test
  void codes_dates_patterns_and_places_are_filters() {
    assertThat(ids(page("park_id = '001'"))).containsExactly("001");
    assertThat(ids(page("opened >= DATE('2020-01-01')"))).containsExactly("001", "002");
    assertThat(ids(page("name LIKE '%停车场'"))).containsExactly("001", "002");
    assertThat(ids(page("name NOT LIKE '%停车场'"))).containsExactly("003", "004");
    assertThat(ids(page("S_INTERSECTS(location, BBOX(118.30, 29.70, 118.32, 29.72))")))
        .containsExactly("001", "002");
    assertThat(ids(page("distance(location, POINT(118.3120 29.7140)) < 1300")))
        .containsExactly("001", "002");
    assertThat(ids(page("distance(location, POINT(118.3120 29.7140)) > 1300")))
        .containsExactly("003", "004");
  }

  @Test
  void words_are_found_in_either_script_and_must_all_occur() {
    assertThat(ids(words("停车"))).containsExactly("001", "002", "003");
    assertThat(ids(words("停車場"))).containsExactly("001", "002", "003");
    assertThat(ids(words("屯溪 停车"))).containsExactly("001");
    assertThat(ids(words("街"))).containsExactly("001");
    assertThat(ids(words("Ｐ1"))).containsExactly("004");
    assertThat(ids(words("车停"))).isEmpty();
  }

  @Test
  void rows_without_a_value_come_last_whichever_way_they_are_sorted() {
    assertThat(ids(sorted("free"))).containsExactly("004", "001", "002", "003");
    assertThat(ids(sorted("-free"))).containsExactly("001", "004", "002", "003");
    assertThat(ids(sorted("-opened"))).containsExactly("002", "001", "004", "003");
    assertThat(ids(sorted("tariff"))).containsExactly("004", "003", "001", "002");
  }

  @Test
  void every_page_of_every_order_gives_each_row_once() {
    for (List<String> sort :
        List.of(List.<String>of(), List.of("free"), List.of("-tariff"), List.of("name"))) {
      RowQuery query = new RowQuery(null, null, List.of("park_id"), sort);
      List<String> all = new ArrayList<>();
      String cursor = null;
      do {
        RowAnswer.Page page =
            (RowAnswer.Page) world.reader.page(Caller.ANONYMOUS, parking, query, 1, cursor);
        assertThat(page.total()).isEqualTo(4);
        all.addAll(ids(page));
        cursor = page.next();
      } while (cursor != null);

      assertThat(all).as("sort %s", sort).containsExactlyInAnyOrder("001", "002", "003", "004");
    }
  }

  @Test
  void a_cursor_reads_on_through_its_version_after_a_newer_one_came() {
    RowAnswer.Page first =
        (RowAnswer.Page) world.reader.page(Caller.ANONYMOUS, parking, RowQuery.ALL, 2, null);

    world.load(parking, "park_id,name,free,tariff,opened,location\n9,新,1,1,,\n");
    RowAnswer.Page second =
        (RowAnswer.Page)
            world.reader.page(Caller.ANONYMOUS, parking, RowQuery.ALL, 2, first.next());

    assertThat(second.version()).isEqualTo(1);
    assertThat(ids(second)).containsExactly("003", "004");
    assertThat(ids(page(null))).containsExactly("9");
  }

  @Test
  void a_cursor_serves_only_the_question_it_was_made_for() {
    RowAnswer.Page first =
        (RowAnswer.Page) world.reader.page(Caller.ANONYMOUS, parking, RowQuery.ALL, 2, null);

    assertThat(
            world.reader.page(Caller.ANONYMOUS, parking, World.query("free > 1"), 2, first.next()))
        .isInstanceOfSatisfying(
            RowAnswer.Mistake.class,
            mistake -> assertThat(mistake.code()).isEqualTo("cursor-invalid"));
    assertThat(world.reader.page(Caller.ANONYMOUS, parking, RowQuery.ALL, 2, "made-up"))
        .isInstanceOf(RowAnswer.Mistake.class);
    assertThat(world.reader.page(World.STEWARD, parking, RowQuery.ALL, 2, first.next()))
        .isInstanceOf(RowAnswer.Mistake.class);
  }

  @Test
  void a_name_that_is_no_column_is_answered_with_the_nearest_one() {
    assertThat(world.page(parking, "fre > 1"))
        .isInstanceOfSatisfying(
            RowAnswer.Mistake.class,
            mistake -> {
              assertThat(mistake.code()).isEqualTo("unknown-column");
              assertThat(mistake.position()).isZero();
              assertThat(mistake.nearest()).contains("free");
            });
    assertThat(
            world.reader.page(
                Caller.ANONYMOUS,
                parking,
                new RowQuery(null, null, List.of("nam"), List.of()),
                1,
                null))
        .isInstanceOfSatisfying(
            RowAnswer.Mistake.class, mistake -> assertThat(mistake.nearest()).contains("name"));
    assertThat(
            world.reader.page(
                Caller.ANONYMOUS,
                parking,
                new RowQuery(null, null, List.of(), List.of("location")),
                1,
                null))
        .isInstanceOfSatisfying(
            RowAnswer.Mistake.class,
            mistake -> assertThat(mistake.code()).isEqualTo("sort-unsupported"));
  }

  @Test
  void a_bad_cell_keeps_its_row_its_text_and_the_reason() {
    Row row = page("park_id = '003'").rows().get(0);

    assertThat(row.text(2)).isEqualTo("x7");
    assertThat(row.value(2)).isInstanceOf(Value.Unreadable.class);
    assertThat(row.value(4)).isEqualTo(Value.MISSING);
  }

  @Test
  void the_source_form_gives_every_cell_as_it_was_delivered() {
    String exported = world.csv(parking, RowForm.SOURCE);

    // an empty text is written "", so that it differs from a cell that was not there
    assertThat(exported.replace("\r\n", "\n").replace(",\"\",", ",,")).isEqualTo(FILE);
  }

  @Test
  void rows_that_are_not_open_are_not_there_for_the_public() {
    DatasetId tickets = world.dataset("tickets", PARKING, AccessClass.CONDITIONAL, true);
    DatasetId draft = world.dataset("draft", PARKING, AccessClass.UNCONDITIONAL, false);
    world.load(tickets, FILE);
    world.load(draft, FILE);
    Caller company = new Caller(Caller.Kind.ENTERPRISE, "company", null, null);

    assertThat(world.page(tickets, null)).isEqualTo(new RowAnswer.Absent());
    assertThat(world.page(draft, null)).isEqualTo(new RowAnswer.Absent());
    assertThat(world.page(new DatasetId("transport.nothing"), null))
        .isEqualTo(new RowAnswer.Absent());
    assertThat(world.reader.page(company, tickets, RowQuery.ALL, 1, null))
        .isEqualTo(new RowAnswer.Refused("grant-required"));
    assertThat(world.reader.page(World.STEWARD, tickets, RowQuery.ALL, 1, null))
        .isInstanceOf(RowAnswer.Page.class);
  }

  private RowAnswer.Page page(@Nullable String filter) {
    return (RowAnswer.Page) world.page(parking, filter);
  }

  private RowAnswer.Page words(String words) {
    return (RowAnswer.Page)
        world.reader.page(
            Caller.ANONYMOUS, parking, new RowQuery(null, words, List.of(), List.of()), 100, null);
  }

  private RowAnswer.Page sorted(String column) {
    return (RowAnswer.Page)
        world.reader.page(
            Caller.ANONYMOUS,
            parking,
            new RowQuery(null, null, List.of("park_id"), List.of(column)),
            100,
            null);
  }

  private static List<String> ids(RowAnswer.Page page) {
    return page.rows().stream().map(row -> Objects.requireNonNull(row.text(0))).toList();
  }
}
