package org.citycatalog.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  private static void assertRefused(String code, String text, Hints hints) {
    assertThatThrownBy(() -> Delivered.read(Delivered.utf8(text), hints))
        .isInstanceOfSatisfying(
            UnreadableFileException.class, wrong -> assertThat(wrong.code()).isEqualTo(code));
  }

  @Test
  void the_text_of_a_cell_is_what_the_file_says() throws IOException {
    Delivered read =
        Delivered.read(
            """
            [{"数": 1.50, "指": 1e3, "长": 123456789012345678901, "文": "a\\"b\\u5c6f", "真": true, "无": null,
              "里": {"x": [1.0, {"y": "\\n"}], "z": {}}}]
            """);

    assertThat(read.columns()).containsExactly("数", "指", "长", "文", "真", "无", "里");
    assertThat(read.rows())
        .containsExactly(
            Arrays.asList(
                "1.50",
                "1e3",
                "123456789012345678901",
                "a\"b屯",
                "true",
                null,
                "{\"x\":[1.0,{\"y\":\"\\n\"}],\"z\":{}}"));
  }

  @Test
  void columns_are_all_members_of_all_objects_in_the_order_of_their_first_appearance()
      throws IOException {
    Delivered read = Delivered.read("[{\"a\":1},{\"b\":2,\"a\":3},{},{\"c\":4}]");

    assertThat(read.columns()).containsExactly("a", "b", "c");
    assertThat(read.rows())
        .containsExactly(
            Arrays.asList("1", null, null),
            Arrays.asList("3", "2", null),
            Arrays.asList(null, null, null),
            Arrays.asList(null, null, "4"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"a\":1},{\"a\":2}]",
        "{\"data\":[{\"a\":1},{\"a\":2}]}",
        "{\"n\":2,\"rows\":[{\"a\":1},{\"a\":2}],\"ok\":true}",
        "{\"code\":0,\"data\":{\"rows\":[{\"a\":1},{\"a\":2}],\"ids\":[1,2]}}",
        "{\"rows\":[{\"a\":1},{\"a\":2}],\"meta\":{\"links\":[{\"x\":1}]}}",
        "\uFEFF[{\"a\":1},{\"a\":2}]"
      })
  void the_one_array_of_objects_is_found(String text) throws IOException {
    Delivered read = Delivered.read(text);

    assertThat(read.columns()).containsExactly("a");
    assertThat(read.rows()).containsExactly(List.of("1"), List.of("2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":[{\"x\":1}],\"b\":[{\"y\":1}]}",
        "[]",
        "[1,2]",
        "{\"columns\":[\"a\"],\n\"data\":[[1],[2]]}",
        "[{}]"
      })
  void json_without_one_array_of_objects_is_refused(String text) {
    assertRefused("json-shape", text, Hints.format(Format.JSON));
  }

  @Test
  void elements_that_are_no_objects_and_doubled_members_are_rejected() throws IOException {
    Delivered read =
        Delivered.read(
            "[{\"a\":1}, 7, {\"a\":1,\"b\":2,\"a\":3}, [1], \"文\", null, {\"a\":\"\\ud800\"},"
                + " {\"a\":9}]");

    assertThat(read.rows()).hasSize(2);
    assertThat(read.rejected())
        .extracting(SourceRecord::line)
        .containsExactly(2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(read.rejected().get(0).text()).isEqualTo("7");
    assertThat(read.rejected().get(1).rejection()).contains("two members named 'a'");
    assertThat(read.rejected().get(5).rejection()).contains("surrogate");
  }

  @Test
  void json_that_was_cut_off_anywhere_is_refused() {
    String whole = "[{\"名\":\"屯溪\",\"数\":[1.5e3,true]},{\"名\":null}]";

    for (int length = 1; length < whole.length(); length++) {
      String text = whole.substring(0, length);
      assertThatThrownBy(() -> Delivered.read(Delivered.utf8(text), Hints.format(Format.JSON)))
          .as(text)
          .isInstanceOf(UnreadableFileException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"a\":1},]",
        "[{\"a\":01}]",
        "[{\"a\":1}] x",
        "[{\"a\":1}][]",
        "[{\"a\":NaN}]",
        "[{'a':1}]",
        "[{\"a\":1}}"
      })
  void json_that_breaks_is_refused_with_its_place(String text) {
    assertThatThrownBy(() -> Delivered.read(Delivered.utf8(text), Hints.format(Format.JSON)))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageNotContaining("jakarta");
  }

  @Test
  void depth_columns_and_length_have_limits() {
    Limits small = new Limits(1 << 20, 100, 3, 100, 1000, 5);

    assertThatThrownBy(
            () -> Delivered.read(Delivered.utf8("[{\"a\":[[[[[1]]]]]}]"), Hints.NONE, small))
        .hasMessageContaining("5 levels");
    assertThatThrownBy(() ->
            Delivered.read(
                Delivered.utf8("[{\"a\":1,\"b\":1},{\"c\":1,\"d\":1}]"), Hints.NONE, small))
        .hasMessageContaining("3 columns");
    assertThatThrownBy(() ->
            Delivered.read(
                Delivered.utf8("[{\"a\":\"" + "x".repeat(200) + "\"}]"), Hints.NONE, small))
        .hasMessageContaining("100 characters");
    assertThatThrownBy(() ->
            Delivered.read(
                Delivered.utf8("[{\"a\":\"" + "x".repeat(100_000) + "\"}]"),
                Hints.format(Format.JSON),
                small))
        .isInstanceOf(UnreadableFileException.class);
    assertRefused("json-too-deep", "[".repeat(100_000), Hints.format(Format.JSON));
  }

  @Test
  void lines_of_json_are_rows_and_others_are_rejected_as_they_stand() throws IOException {
    Delivered read =
        Delivered.read(
            String.join(
                "\n",
                "{\"名\":\"屯溪\"}\r",
                "",
                "{\"名\":}",
                "[1]",
                "{\"数\":1.50}",
                "{\"名\":\"a\"} {\"名\":\"b\"}",
                "{\"名\":\"末\"}"));

    assertThat(read.dialect().format()).isEqualTo(Format.JSONL);
    assertThat(read.columns()).containsExactly("名", "数");
    assertThat(read.rows())
        .containsExactly(
            Arrays.asList("屯溪", null), Arrays.asList(null, "1.50"), Arrays.asList("末", null));
    assertThat(read.rejected()).extracting(SourceRecord::line).containsExactly(3L, 4L, 6L);
    assertThat(read.rejected())
        .extracting(SourceRecord::text)
        .containsExactly("{\"名\":}", "[1]", "{\"名\":\"a\"} {\"名\":\"b\"}");
  }

  @Test
  void lines_without_any_object_are_refused() {
    assertRefused("format-wrong", "甲\n乙\n", Hints.format(Format.JSONL));
  }

  @Test
  void features_become_rows_with_their_geometry() throws IOException {
    Delivered read =
        Delivered.read(
            """
            {"type":"FeatureCollection","crs":{"a":[{"b":1}]},"features":[
             {"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[118.3370, 29.70]},"properties":{"名":"屯溪"}},
             {"type":"Feature","geometry":{"coordinates":[118.1,29.9,120],"type":"Point"},"properties":{"名":"黟县","级":1}},
             {"type":"Feature","geometry":null,"properties":null},
             {"type":"Nothing","properties":{"名":"错"}}]}
            """);

    assertThat(read.columns()).containsExactly("id", "geometry", "名", "级");
    assertThat(read.rows())
        .containsExactly(
            Arrays.asList("7", "118.3370 29.70", "屯溪", null),
            Arrays.asList(null, "{\"coordinates\":[118.1,29.9,120],\"type\":\"Point\"}", "黟县", "1"),
            Arrays.asList(null, null, null, null));
    assertThat(read.rejected())
        .singleElement()
        .satisfies(each -> assertThat(each.line()).isEqualTo(4));
  }

  @Test
  void a_property_keeps_its_name_where_the_feature_has_a_member_of_it() throws IOException {
    Delivered read =
        Delivered.read(
            """
            {"type":"FeatureCollection","features":[
             {"type":"Feature","id":1,"geometry":{"type":"Point","coordinates":[118,29]},"properties":{"id":"A","geometry":"圆"}}]}
            """);

    assertThat(read.columns()).containsExactly("featureId", "featureGeometry", "id", "geometry");
    assertThat(read.rows()).containsExactly(List.of("1", "118 29", "A", "圆"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"a\": 1,}]",
        "[{\"a\": 1}, {\"名\": 屯}]",
        "[{\"a\": 1}}",
        "[{\"a\": 1 \"b\": 2}]",
        "[{\"a\": 1}]]",
        "[{\"a\": tru}]"
      })
  void a_short_file_that_breaks_before_its_end_is_damaged(String text) {
    assertRefused("json-damaged", text, Hints.format(Format.JSON));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"a\": 1},",
        "[{\"a\": 1}",
        "[{\"a\": \"屯溪",
        "[{\"a\": \"屯溪\uD840\uDC00",
        "[{\"a\"",
        "[{\"a\": tr",
        "[{\"a\": 12",
        "["
      })
  void a_file_that_ends_in_the_middle_is_cut_off(String text) {
    assertRefused("file-cut-off", text, Hints.format(Format.JSON));
  }
}
