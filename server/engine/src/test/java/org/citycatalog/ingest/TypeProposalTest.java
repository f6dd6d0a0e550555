package org.citycatalog.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.citycatalog.catalog.CellReader;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.SourceFile;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeProposalTest {
  /// Proposes for one column; cells are given with | between. A second column keeps the file a
  /// table.
  private static ColumnProposal column(String name, String cells) throws IOException {
    return proposal(name, cells).columns().getFirst();
  }

  private static TypeProposal proposal(String name, String cells) throws IOException {
    String rows =
        List.of(cells.split("\\|", -1)).stream()
            .map(cell -> "\"" + cell + "\",x\n")
            .collect(Collectors.joining());
    Hints hints = new Hints(Format.CSV, "UTF-8", true, null, ',');
    try (SourceReader reader =
        Source.find(Delivered.file(Delivered.utf8(name + ",其他列\n" + rows)), hints, Limits.DEFAULT)
            .open()) {
      return TypeProposal.of(reader);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "数量;1|2|-3|0;INTEGER",
        "面积;1.5|2|0.0;DECIMAL",
        "比例;.5|1;DECIMAL",
        "邮编;242700|245000;CODE",
        "区号;0559|0551;CODE",
        "单位;0559|10;CODE",
        "数;123456789012345|1;CODE",
        "身份;342425199001011234|342425199001011235;CODE",
        "统一社会信用代码;91341000MA2N0000XY|91341000MA2N0001XY;CODE",
        "cityCode;3410|3411;CODE",
        "id;1|2|30;INTEGER",
        "id;10001|10002;CODE",
        "code;110101001001|110101001002;CODE",
        "电话;2512345|13855912345;CODE",
        "数;+8613855912345|+86559;CODE",
        "宽;１２|１３;TEXT",
        "金额;1.2万|3亿;TEXT",
        "金额;1,234|5;TEXT",
        "备注;好|不好;TEXT",
        "开放;true|FALSE;BOOLEAN",
        "开放;是|否|是;BOOLEAN",
        "开放;Y|N;TEXT",
        "有;1|0;INTEGER",
        "日期;2024-01-01|2024-02-29;DATE",
        "日期;2024-01-01|2023-02-29;TEXT",
        "日期;2024/1/1|2024/12/31;DATE",
        "日期;2024年1月1日|2024年12月31日;DATE",
        "日期;20240101|20241231;DATE",
        "数量;20240101|20241231;INTEGER",
        "日期;20240101|20241331;INTEGER",
        "日期;2024-01-01|2024/01/02;TEXT",
        "日期;2024-01-01|2024-1-2;DATE",
        "时间;2024-01-01T08:00:00+08:00|2024-01-01 08:00Z;DATETIME",
        "时间;2024-01-01 08:00:00|2024-01-02 08:00:00;TEXT",
        "经纬度;118.3 29.7|118.1,29.9;POINT",
        "geometry;118.3 29.7|118.1 29.9;POINT",
        "尺寸;118.3 29.7|118.1 29.9;TEXT",
        "位置;29.7 118.3|29.9 118.1;POINT",
        "房间;1e5|2e3;TEXT",
        "小数;1.5e3|2.5E-2;DECIMAL",
        "空;||;TEXT",
        "数;1|2|约3;TEXT"
      })
  void a_column_gets_the_type_a_steward_would_give_it(String name, String cells, ColumnType type)
      throws IOException {
    ColumnProposal column = column(name, cells);

    assertThat(column.type()).as(column.toString()).isEqualTo(type);
    assertThat(column.reason()).endsWith(".");
  }

  @Test
  void the_way_values_are_written_is_proposed_with_the_type() throws IOException {
    assertThat(column("日期", "2024/1/1|2024/12/31").format()).isEqualTo("%Y/%m/%d");
    assertThat(column("日期", "2024-1-1|2024-12-31").format()).isEqualTo("%Y-%m-%d");
    assertThat(column("日期", "2024年1月1日").format()).isEqualTo("%Y年%m月%d日");
    assertThat(column("日期", "20240101").format()).isEqualTo("%Y%m%d");
    assertThat(column("开放", "是|否").format()).isEqualTo("是|否");
    assertThat(column("位置", "29.7 118.3").format()).isEqualTo("lat lon");
    assertThat(column("日期", "2024-01-01").format()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"NA", "N/A", "null", "-", "—", "无", "NaN", "' '"})
  void a_word_for_no_value_among_numbers_is_proposed_as_such(String word) throws IOException {
    TypeProposal proposal = proposal("浓度", "1.5|" + word + "|2|3||" + word + "|4|5");

    assertThat(proposal.missingValues()).containsExactly("", word);
    assertThat(proposal.columns().getFirst())
        .satisfies(column -> {
          assertThat(column.type()).isEqualTo(ColumnType.DECIMAL);
          assertThat(column.cells()).isEqualTo(8);
          assertThat(column.missing()).isEqualTo(3);
          assertThat(column.matching()).isEqualTo(5);
          assertThat(column.reason()).contains(word + " (2)");
        });
  }

  @Test
  void a_word_among_words_is_a_word() throws IOException {
    TypeProposal proposal = proposal("备注", "好|无|坏|无");

    assertThat(proposal.missingValues()).containsExactly("");
    assertThat(proposal.columns().getFirst().missing()).isZero();
  }

  @Test
  void a_column_that_is_mostly_a_word_for_no_value_stays_text() throws IOException {
    ColumnProposal column = column("数", "-|-|-|-|5");

    assertThat(column.type()).isEqualTo(ColumnType.TEXT);
    assertThat(column.missing()).isZero();
    assertThat(column.matching()).isEqualTo(5);
  }

  @Test
  void cells_that_speak_against_a_stricter_type_are_shown_with_their_lines() throws IOException {
    ColumnProposal column = column("数", "1|2|约3|4|五|6");

    assertThat(column.counterExamples())
        .containsExactly(
            new CounterExample(4, "约3", ColumnType.INTEGER),
            new CounterExample(6, "五", ColumnType.INTEGER));
    assertThat(column.reason()).contains("4 of 6 cells are of type integer");
  }

  @Test
  void no_more_than_five_examples_are_shown_and_long_ones_are_cut() throws IOException {
    ColumnProposal column = column("数", "1|1|1|1|1|1|1|" + "长".repeat(300) + "|b|c|d|e|f");

    assertThat(column.counterExamples()).hasSize(5);
    assertThat(column.counterExamples().getFirst().text()).hasSize(200);
  }

  @Test
  void dates_written_in_two_ways_stay_text_and_the_reason_says_so() throws IOException {
    assertThat(column("日期", "2024-01-01|2024/01/02|2024-01-03").reason()).contains("2 ways");
  }

  @Test
  void rejected_records_are_not_looked_at() throws IOException {
    TypeProposal proposal = Delivered.propose("a,b\n1,x\n2,y,z\n3,w\n");

    assertThat(proposal.rows()).isEqualTo(2);
    assertThat(proposal.columns()).allSatisfy(column -> assertThat(column.cells()).isEqualTo(2));
  }

  @Test
  void points_of_geojson_with_a_height_are_points_too() throws IOException {
    TypeProposal proposal =
        Delivered.propose(
            "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{},"
                + "\"geometry\":{\"type\":\"Point\",\"coordinates\":[118.1,29.9,120]}}]}");

    assertThat(proposal.toSchema().items())
        .containsExactly(
            new Item(
                "geometry",
                null,
                null,
                ColumnType.POINT,
                "geojson",
                null,
                null,
                org.citycatalog.catalog.Constraints.NONE));
  }

  @Test
  void what_is_proposed_reads_every_cell_it_was_proposed_for() throws IOException {
    String[] pool = {
      "1",
      "-5",
      "007",
      "1.5",
      ".5",
      "5.",
      "1e5",
      "1.5e-30",
      "0.00000000000000000001",
      "123456789012345",
      "9999999999999999999",
      "+1",
      "NA",
      "-",
      "无",
      "",
      " ",
      "  ",
      " 1",
      "true",
      "False",
      "是",
      "否",
      " 是",
      "2024-01-01",
      "2024-1-1",
      "2024/1/1",
      "2024.1.1",
      "2024年1月1日",
      "20240101",
      "2024-01-01T00:00:00Z",
      "2024-01-01 00:00",
      "2024-01-01 00:00:00.1234567Z",
      "118 29",
      "29,118",
      "200 100",
      "[118,29]",
      "{\"\"type\"\":\"\"Point\"\",\"\"coordinates\"\":[1,2]}",
      "１２",
      "1.2万",
      "1,234",
      "黄山",
      "A-1",
      "\u30001"
    };
    String[] names = {"日期", "code", "位置", "数", "id", "纬经度"};
    for (long seed = 1; seed <= 3_000; seed++) {
      Random random = new Random(seed);
      List<String> few =
          IntStream.range(0, random.nextInt(1, 4))
              .mapToObj(i -> pool[random.nextInt(pool.length)])
              .toList();
      String cells =
          IntStream.range(0, random.nextInt(1, 20))
              .mapToObj(i -> few.get(random.nextInt(few.size())))
              .collect(Collectors.joining("|"));
      String name = names[random.nextInt(names.length)];

      TypeProposal proposal = proposal(name, cells);

      assertReads("seed %d: %s %s".formatted(seed, name, cells), proposal, cells);
    }
  }

  private static void assertReads(String what, TypeProposal proposal, String cells) {
    TableSchema schema = proposal.toSchema();
    CellReader reader = CellReader.of(schema.items().getFirst(), schema.missingValues());
    List<Value> values = new ArrayList<>();
    for (String cell : cells.split("\\|", -1)) {
      values.add(reader.read(cell.replace("\"\"", "\"")));
    }
    ColumnProposal column = proposal.columns().getFirst();
    assertThat(values).as(what).noneMatch(Value.Unreadable.class::isInstance);
    assertThat(values.stream().filter(Value.Missing.class::isInstance).count())
        .as(what)
        .isEqualTo(column.missing());
    assertThat(column.matching()).as(what).isEqualTo(column.cells() - column.missing());
  }

  @Test
  void the_json_holds_types_counts_and_counter_examples() throws IOException {
    String json =
        proposal("浓度", "1.5|NA|2")
            .toJson(new SourceFile("csv", null, "UTF-8", ',', true, null, "ab", 12))
            .toString();

    assertThat(json)
        .startsWith(
            "{\"rows\":3,\"source\":{\"format\":\"csv\",\"encoding\":\"UTF-8\",\"delimiter\":\",\",\"header\":true,\"sha256\":\"ab\",\"bytes\":12}")
        .contains("\"missingValues\":[\"\",\"NA\"]")
        .contains(
            "{\"name\":\"浓度\",\"type\":\"decimal\",\"cells\":3,\"missing\":1,\"matching\":2,\"counterExamples\":"
                + "[{\"line\":2,\"text\":\"1.5\",\"type\":\"integer\"}],\"reason\":");
  }
}
