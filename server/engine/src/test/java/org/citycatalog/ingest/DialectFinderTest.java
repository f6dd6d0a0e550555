package org.citycatalog.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialectFinderTest {
  private static final String SIMPLIFIED =
      "停车场名称,所在区县,车位总数\n屯溪老街停车场,屯溪区,120\n黎阳停车场,屯溪区,85\n黄山北站停车场,徽州区,640\n";
  private static final String TRADITIONAL =
      "資料集名稱,資料來源,聯絡電話\n宜蘭縣人口統計表,民政處,039251000\n縣有財產目錄,財政處,039251000\n";

  private static Dialect find(byte[] bytes, Hints hints) throws IOException {
    return Source.find(Delivered.file(bytes), hints, Limits.DEFAULT).dialect();
  }

  private static Dialect find(String text) throws IOException {
    return find(Delivered.utf8(text), Hints.NONE);
  }

  private static void assertRefused(String code, byte[] bytes, Hints hints) {
    assertThatThrownBy(() -> Delivered.read(bytes, hints))
        .isInstanceOfSatisfying(
            UnreadableFileException.class, wrong -> assertThat(wrong.code()).isEqualTo(code));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"})
  void simplified_chinese_is_read_the_same_in_every_encoding(String charset) throws IOException {
    String text = charset.startsWith("UTF-16") ? "\uFEFF" + SIMPLIFIED : SIMPLIFIED;

    Delivered read = Delivered.read(Delivered.in(charset, text), Hints.NONE);

    assertThat(read.dialect().encoding()).isEqualTo(charset);
    assertThat(read.columns()).containsExactly("停车场名称", "所在区县", "车位总数");
    assertThat(read.rows()).hasSize(3).contains(List.of("黎阳停车场", "屯溪区", "85"));
  }

  @ParameterizedTest
  @CsvSource({"UTF-8,UTF-8", "Big5,Big5", "GB18030,GB18030"})
  void traditional_chinese_is_read_the_same_in_every_encoding(String charset, String found)
      throws IOException {
    Delivered read = Delivered.read(Delivered.in(charset, TRADITIONAL), Hints.NONE);

    assertThat(read.dialect().encoding()).isEqualTo(found);
    assertThat(read.rows()).contains(List.of("縣有財產目錄", "財政處", "039251000"));
  }

  @Test
  void a_mark_at_the_start_is_no_part_of_the_first_name() throws IOException {
    assertThat(Delivered.read("\uFEFF" + SIMPLIFIED).columns().getFirst()).isEqualTo("停车场名称");
  }

  @Test
  void chinese_that_begins_after_megabytes_of_ascii_is_found() throws IOException {
    String text = "code,name\n" + "341002,x\n".repeat(700_000) + "341003,黄山区停车场\n";

    assertThat(find(Delivered.in("GB18030", text), Hints.NONE).encoding()).isEqualTo("GB18030");
    assertThat(find(Delivered.in("UTF-8", text), Hints.NONE).encoding()).isEqualTo("UTF-8");
  }

  @Test
  void an_encoding_that_was_said_is_taken_or_refused_but_never_guessed_over() throws IOException {
    Hints big5 = new Hints(null, "big5", null, null, null);

    assertThat(
            find(Delivered.in("GB18030", SIMPLIFIED), new Hints(null, "GBK", null, null, null))
                .encoding())
        .isEqualTo("GB18030");
    assertRefused(
        "encoding-wrong",
        Delivered.in("GB18030", SIMPLIFIED),
        new Hints(null, "UTF-8", null, null, null));
    assertRefused(
        "encoding-unknown", Delivered.utf8(SIMPLIFIED), new Hints(null, "克林贡", null, null, null));
    assertThat(find(Delivered.in("Big5", TRADITIONAL), big5).encoding()).isEqualTo("Big5");
  }

  @Test
  void bytes_of_no_known_encoding_are_refused() {
    byte[] latin = Delivered.in("ISO-8859-1", "name,city\nAndré,Orléans\nZoë,Köln\n");

    assertRefused("encoding-unknown", latin, Hints.NONE);
    assertRefused("format-wrong", new byte[] {1, 0, 2, 0, 0, 0, 7}, Hints.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", "\t", ";", "|", "，"})
  void the_delimiter_is_found(String delimiter) throws IOException {
    Delivered read = Delivered.read(SIMPLIFIED.replace(",", delimiter));

    assertThat(read.dialect().delimiter()).isEqualTo(delimiter.charAt(0));
    assertThat(read.dialect().format()).isEqualTo(delimiter.equals("\t") ? Format.TSV : Format.CSV);
    assertThat(read.columns()).hasSize(3);
  }

  @Test
  void a_list_of_sentences_has_one_column_whatever_stands_in_it() throws IOException {
    Delivered read = Delivered.read("意见\n路灯不亮，请修\n停车难, 车位少, 收费乱\n\n好\n");

    assertThat(read.columns()).containsExactly("意见");
    assertThat(read.rows()).hasSize(4).contains(List.of("停车难, 车位少, 收费乱"), List.of(""));
  }

  @Test
  void a_first_record_of_data_is_no_header() throws IOException {
    assertThat(find("341002,屯溪区\n341003,黄山区\n").header()).isFalse();
    assertThat(
            find("电动车充电站,/dataset/electric\n机车检验站,/dataset/exhaust\n公园,/dataset/parks\n").header())
        .isFalse();
    assertThat(find("2024-01-01,12\n2024-01-02,13\n").header()).isFalse();
    assertThat(Delivered.read("341002,屯溪区\n341003,黄山区\n").columns())
        .containsExactly("column1", "column2");
    assertThat(Delivered.read("341002,屯溪区\n341003,黄山区\n").rows()).hasSize(2);
  }

  @Test
  void names_are_a_header_also_when_some_are_years() throws IOException {
    assertThat(find("地区,2019,2020\n屯溪区,12,13\n").header()).isTrue();
    assertThat(find("a,b\n").header()).isTrue();
    assertThat(find(SIMPLIFIED).header()).isTrue();
  }

  @Test
  void what_the_sender_says_of_header_and_delimiter_holds() throws IOException {
    assertThat(
            Delivered.read(Delivered.utf8("1,2\n3,4\n"), new Hints(null, null, true, null, null))
                .columns())
        .containsExactly("1", "2");
    assertThat(
            Delivered.read(Delivered.utf8("a;b,c\n1;2,3\n"), new Hints(null, null, null, null, ';'))
                .columns())
        .containsExactly("a", "b,c");
    assertRefused(
        "delimiter-wrong", Delivered.utf8("a,b\n"), new Hints(null, null, null, null, '"'));
  }

  @Test
  void json_is_known_by_what_it_holds() throws IOException {
    assertThat(find("[{\"a\":1}]").format()).isEqualTo(Format.JSON);
    assertThat(find("  [\n {\"a\": 1}]\n").format()).isEqualTo(Format.JSON);
    assertThat(find("{\"data\":[{\"a\":1}]}").format()).isEqualTo(Format.JSON);
    assertThat(find("{\n\"values\": [1]\n}\n").format()).isEqualTo(Format.JSON);
    assertThat(find("{\"a\":1}\n{\"a\":2}").format()).isEqualTo(Format.JSONL);
    assertThat(find("{\"a\":1}\n").format()).isEqualTo(Format.JSONL);
    assertThat(find("{\"type\":\"FeatureCollection\",\"features\":[]}").format())
        .isEqualTo(Format.GEOJSON);
    assertThat(find("[id],b\n1,2\n").format()).isEqualTo(Format.CSV);
    assertThat(find("{id},b\n1,2\n").format()).isEqualTo(Format.CSV);
  }

  @Test
  void a_file_that_is_not_what_it_is_said_to_be_is_refused() throws IOException {
    byte[] csv = Delivered.utf8(SIMPLIFIED);
    byte[] json = Delivered.utf8("[{\"a\":1}]");

    for (Format said : List.of(Format.JSON, Format.JSONL, Format.GEOJSON, Format.XLSX)) {
      assertRefused("format-wrong", csv, Hints.format(said));
    }
    for (Format said : List.of(Format.CSV, Format.TSV, Format.JSONL, Format.GEOJSON, Format.XLSX)) {
      assertRefused("format-wrong", json, Hints.format(said));
    }
    assertRefused("format-wrong", Delivered.utf8("%PDF-1.7 ..."), Hints.NONE);
    assertRefused("format-wrong", Delivered.utf8("PAR1...."), Hints.format(Format.CSV));
    assertRefused("format-wrong", new byte[] {'P', 'K', 3, 4, 0, 0}, Hints.format(Format.CSV));
    assertRefused("file-empty", new byte[0], Hints.NONE);
    assertRefused("file-empty", Delivered.gzip(new byte[0]), Hints.NONE);
  }

  @Test
  void a_compressed_file_is_read_like_the_file_in_it() throws IOException {
    byte[] plain = Delivered.utf8(SIMPLIFIED);
    byte[] twoMembers =
        Delivered.joined(
            Delivered.gzip(Arrays.copyOf(plain, 50)),
            Delivered.gzip(Arrays.copyOfRange(plain, 50, plain.length)));

    Delivered expected = Delivered.read(plain, Hints.NONE);

    assertThat(Delivered.read(Delivered.gzip(plain), Hints.NONE).rows()).isEqualTo(expected.rows());
    assertThat(Delivered.read(twoMembers, Hints.NONE).rows()).isEqualTo(expected.rows());
    assertThat(find(twoMembers, Hints.NONE).gzip()).isTrue();
  }

  @Test
  void a_gzip_file_that_was_cut_off_anywhere_is_refused() throws IOException {
    byte[] whole = Delivered.gzip(Delivered.utf8(SIMPLIFIED));

    for (int length = 2; length < whole.length; length++) {
      assertRefused("file-cut-off", Arrays.copyOf(whole, length), Hints.NONE);
    }
  }

  @Test
  void a_gzip_file_with_a_wrong_byte_or_something_after_it_is_refused() throws IOException {
    byte[] whole = Delivered.gzip(Delivered.utf8(SIMPLIFIED));
    byte[] wrongSum = whole.clone();
    wrongSum[whole.length - 6] ^= 1;

    assertRefused("file-damaged", wrongSum, Hints.NONE);
    assertRefused(
        "file-damaged",
        Delivered.joined(whole, "rest".getBytes(StandardCharsets.US_ASCII)),
        Hints.NONE);
    assertRefused("file-damaged", Delivered.joined(whole, new byte[] {0}), Hints.NONE);
  }

  @Test
  void a_gzip_file_that_grows_out_of_all_proportion_is_refused() throws IOException {
    byte[] bomb = Delivered.gzip(Delivered.utf8("a,b\n" + "0,0\n".repeat(24 << 20)));

    assertRefused("compression-bomb", bomb, Hints.NONE);
  }

  @TestFactory
  List<DynamicTest> city_portals_of_taiwan_are_read_in_their_encodings() {
    Path folder = Path.of("../../../shared/data/catalogs/taiwan-cities");
    List<DynamicTest> tests = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      tests.add(
          DynamicTest.dynamicTest(
              "Yilan in Big5",
              () -> {
                Source big5 =
                    Source.find(folder.resolve("yilan-big5.csv"), Hints.NONE, Limits.DEFAULT);

                assertThat(big5.dialect().encoding()).isIn("Big5", "x-windows-950");
                try (SourceReader reader = big5.open()) {
                  assertThat(reader.columns())
                      .containsExactly("資料集名稱", "資料來源", "聯絡人", "聯絡電話", "資料說明");
                }
              }));
      tests.add(
          DynamicTest.dynamicTest(
              "Yilan in UTF-8",
              () ->
                  assertThat(
                          Source.find(folder.resolve("yilan.csv"), Hints.NONE, Limits.DEFAULT)
                              .dialect())
                      .isEqualTo(new Dialect(Format.CSV, false, "UTF-8", ',', false, null))));
    }
    return tests;
  }
}
