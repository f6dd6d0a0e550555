package org.citycatalog.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.Constraints;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.ItemRight;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.Personal;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.ingest.World;
import org.citycatalog.sharing.Caller;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whether a row that somebody names is there for him.
class RowLookTest {
  private static final String FILE =
      """
      district,number,day,text
      341002,1,2026-01-31,路灯
      341002,2,2026-02-01,井盖
      341021,1,2026-01-31,噪声
      """;

  @TempDir Path home;
  private World world;
  private DatasetId tickets;

  @BeforeEach
  void load() {
    world = new World(home);
    tickets =
        world.dataset(
            "tickets",
            schema(ItemRight.ALL, Mask.CLEAR, "district", "number"),
            "district = '341002'");
    world.load(tickets, FILE);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void a_row_is_named_by_every_column_of_its_key() {
    assertThat(look(key("341002", "2"))).isInstanceOf(RowLook.Seen.class);
    assertThat(look(key("341002", "3"))).isInstanceOf(RowLook.NoRow.class);
    assertThat(look(Map.of("district", "341002")))
        .isEqualTo(new RowLook.WrongKey(List.of("district", "number")));
    assertThat(look(Map.of("district", "341002", "number", "1", "text", "路灯")))
        .isInstanceOf(RowLook.WrongKey.class);
  }

  @Test
  void a_row_that_the_caller_may_not_read_is_not_there() {
    assertThat(look(key("341021", "1"))).isEqualTo(look(key("341099", "1")));
    assertThat(world.reader.look(World.STEWARD, tickets, 1, key("341021", "1")))
        .isInstanceOf(RowLook.Seen.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1.5", "99999999999999999999", "\u0000", "1' OR '1' = '1"})
  void a_text_that_is_no_value_of_its_column_names_no_row(String text) {
    assertThat(look(key("341002", text))).isInstanceOf(RowLook.NoRow.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'", "\"", "\u0000", "\ud800", "341002' OR TRUE"})
  void no_text_of_a_key_is_more_than_a_text(String text) {
    assertThat(look(key(text, "1"))).isInstanceOf(RowLook.NoRow.class);
  }

  @Test
  void a_value_is_named_in_its_canonical_form_whatever_the_file_wrote() {
    Item day =
        new Item("day", null, null, ColumnType.DATE, "%Y/%m/%d", null, null, Constraints.NONE);
    TableSchema schema = new TableSchema(List.of(day), List.of(""), List.of("day"));
    DatasetId days = world.dataset("days", schema);
    world.load(days, "day\n2026/01/31\n");

    assertThat(world.reader.look(Caller.ANONYMOUS, days, 1, Map.of("day", "2026-01-31")))
        .isInstanceOf(RowLook.Seen.class);
    assertThat(world.reader.look(Caller.ANONYMOUS, days, 1, Map.of("day", "2026/01/31")))
        .isInstanceOf(RowLook.NoRow.class);
  }

  @Test
  void a_key_of_which_a_column_is_not_shown_or_not_filtered_is_as_none() {
    TableSchema none = schema(ItemRight.ALL, Mask.CLEAR);
    TableSchema masked = schema(ItemRight.ALL, new Mask.KeepPrefix(3), "district", "number");
    TableSchema hidden = schema(Set.of(), Mask.CLEAR, "district", "number");
    TableSchema unfiltered = schema(Set.of(ItemRight.VISIBLE), Mask.CLEAR, "district", "number");
    int number = 0;
    for (TableSchema schema : List.of(none, masked, hidden, unfiltered)) {
      DatasetId id = world.dataset("keyless-" + number++, schema);
      world.load(id, FILE);

      assertThat(world.reader.look(Caller.ANONYMOUS, id, 1, key("341002", "1")))
          .isEqualTo(new RowLook.NoKey());
    }
  }

  @Test
  void a_look_at_a_version_alone_reads_nothing() {
    assertThat(look(Map.of())).isInstanceOf(RowLook.Seen.class);
    assertThat(world.reader.look(Caller.ANONYMOUS, tickets, 2, Map.of()))
        .isEqualTo(new RowLook.NoVersion());
  }

  @Test
  void who_reads_no_rows_is_told_as_when_reading() {
    DatasetId closed =
        world.dataset("closed", schema(ItemRight.ALL, Mask.CLEAR), AccessClass.CONDITIONAL, true);
    world.load(closed, FILE);
    Caller department = new Caller(Caller.Kind.DEPARTMENT, "k", null, null);

    assertThat(world.reader.look(department, closed, 1, Map.of()))
        .isEqualTo(new RowLook.Refused("grant-required"));
    assertThat(world.reader.look(Caller.ANONYMOUS, closed, 1, Map.of()))
        .isEqualTo(
            world.reader.look(Caller.ANONYMOUS, new DatasetId("transport.nowhere"), 1, Map.of()));
  }

  @Test
  void who_reads_no_rows_is_not_told_which_versions_there_are() {
    DatasetId closed =
        world.dataset("closed", schema(ItemRight.ALL, Mask.CLEAR), AccessClass.CONDITIONAL, true);
    world.load(closed, FILE);
    world.load(closed, FILE);
    Caller department = new Caller(Caller.Kind.DEPARTMENT, "k", null, null);

    for (long version : new long[] {1, 2, 3, 99}) {
      assertThat(world.reader.look(department, closed, version, Map.of()))
          .as("version %d", version)
          .isEqualTo(new RowLook.Refused("grant-required"));
    }
  }

  private RowLook look(Map<String, String> key) {
    return world.reader.look(Caller.ANONYMOUS, tickets, 1, key);
  }

  private static Map<String, String> key(String district, String number) {
    Map<String, String> key = new LinkedHashMap<>();
    key.put("number", number);
    key.put("district", district);
    return key;
  }

  private static TableSchema schema(Set<ItemRight> rights, Mask mask, String... key) {
    return new TableSchema(
        List.of(
            new Item(
                "district",
                null,
                null,
                ColumnType.CODE,
                null,
                null,
                null,
                Constraints.NONE,
                rights,
                Personal.NONE,
                mask),
            Item.of("number", ColumnType.INTEGER),
            Item.of("day", ColumnType.DATE),
            Item.of("text", ColumnType.TEXT)),
        List.of(""),
        List.of(key));
  }
}
