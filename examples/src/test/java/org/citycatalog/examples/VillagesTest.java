package org.citycatalog.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.citycatalog.sdk.Conditions.eq;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.citycatalog.app.testing.StartedServer;
import org.citycatalog.sdk.CityCatalog;
import org.citycatalog.sdk.DatasetHandle;
import org.citycatalog.sdk.Row;
import org.citycatalog.sdk.model.ColumnType;
import org.citycatalog.sdk.model.DatasetEntry;
import org.citycatalog.sdk.model.ExportFormat;
import org.citycatalog.sdk.model.Item;
import org.citycatalog.sdk.model.Load;
import org.citycatalog.sdk.model.RowForm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Half a million real rows, from the file to the last page.
@Tag("proof")
class VillagesTest {
  private static final String ID = "civil.villages-of-china";
  private static final int ROWS = 620_573;

  @TempDir static Path folder;
  private static StartedServer server;
  private static Path file;
  private static CityCatalog everybody;

  @BeforeAll
  static void load() throws Exception {
    file = JoinedVillages.in(folder);
    server = StartedServer.start(folder.resolve("home"));
    everybody = CityCatalog.connect(server.url());
    try (CityCatalog operator =
        CityCatalog.builder().endpoint(server.url()).apiKey(server.operatorKey()).build()) {
      List<Item> items =
          JoinedVillages.COLUMNS.stream()
              .map(name ->
                  Item.builder()
                      .name(name)
                      .type(
                          name.equals("code") || name.endsWith("Code")
                              ? ColumnType.CODE
                              : ColumnType.TEXT)
                      .build())
              .toList();
      DatasetEntry entry =
          operator.dataset("civil.villages").entry().toBuilder()
              .id(ID)
              .items(items)
              .primaryKey(List.of("code"))
              .build();
      operator.register(entry).publish();

      Load load = operator.dataset(ID).load(file);

      assertThat(load.rowsRead()).isEqualTo(ROWS);
      assertThat(load.rowsKept()).isEqualTo(ROWS);
      assertThat(load.cellsUnreadable()).isZero();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    everybody.close();
    server.close();
  }

  @Test
  void paging_to_the_end_gives_every_row_once_and_in_the_order_of_the_file() throws Exception {
    DatasetHandle villages = everybody.dataset(ID);
    Set<String> codes = new HashSet<>();

    try (BufferedReader lines = Files.newBufferedReader(file);
        Stream<Row> rows = villages.rows().pageSize(10_000).stream()) {
      lines.readLine();
      Iterator<Row> each = rows.iterator();
      while (each.hasNext()) {
        Row row = each.next();
        List<String> cells = new ArrayList<>();
        JoinedVillages.COLUMNS.forEach(column -> cells.add(row.text(column)));
        assertThat(String.join(",", cells)).isEqualTo(lines.readLine());
        codes.add(row.text("code"));
      }
      assertThat(lines.readLine()).isNull();
    }

    assertThat(codes).hasSize(ROWS);
  }

  @Test
  void a_city_has_its_villages() {
    DatasetHandle villages = everybody.dataset(ID);

    assertThat(villages.rows().where(eq("cityCode", "3410")).total()).isEqualTo(764);
    assertThat(villages.rows().where("cityCode = '3410'").stream()).hasSize(764);
    assertThat(villages.rows().total()).isEqualTo(ROWS);
  }

  @Test
  void the_villages_of_tunxi_are_among_the_hits_of_its_name() {
    List<String> tunxi =
        everybody.dataset(ID).rows().where(eq("areaCode", "341002")).stream()
            .map(row -> row.text("code"))
            .toList();
    List<String> hits =
        everybody.dataset(ID).rows().words("屯溪").stream().map(row -> row.text("code")).toList();

    assertThat(tunxi).hasSize(76);
    assertThat(hits).containsAll(tunxi);
    assertThat(everybody.dataset(ID).rows().words("屯溪").where(eq("areaCode", "341002")).total())
        .isEqualTo(76);
  }

  @Test
  void the_source_form_is_the_file_cell_by_cell() throws Exception {
    Path exported = folder.resolve("exported.csv");

    long rows =
        everybody.dataset(ID).rows().form(RowForm.SOURCE).export(ExportFormat.CSV, exported);

    assertThat(rows).isEqualTo(ROWS);
    try (BufferedReader expected = Files.newBufferedReader(file);
        BufferedReader actual = Files.newBufferedReader(exported)) {
      for (String line = expected.readLine(); line != null; line = expected.readLine()) {
        assertThat(JoinedVillages.cells(String.valueOf(actual.readLine())))
            .isEqualTo(JoinedVillages.cells(line));
      }
      assertThat(actual.readLine()).isNull();
    }
  }
}
