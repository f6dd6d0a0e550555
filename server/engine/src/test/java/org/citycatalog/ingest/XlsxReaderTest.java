package org.citycatalog.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XlsxReaderTest {
  private static final String NS =
      "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";

  private static void assertRefused(String code, byte[] bytes, Hints hints) {
    assertThatThrownBy(() -> Delivered.read(bytes, hints))
        .isInstanceOfSatisfying(
            UnreadableFileException.class, wrong -> assertThat(wrong.code()).isEqualTo(code));
  }

  private static byte[] workbook() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workbook book = new Workbook(out, "test", "1.0")) {
      Worksheet sheet = book.newWorksheet("停车场");
      String[] names = {"编号", "名称", "车位", "日期", "开放"};
      for (int i = 0; i < names.length; i++) {
        sheet.value(0, i, names[i]);
      }
      sheet.value(1, 0, "001");
      sheet.value(1, 1, "屯溪老街 & <东>");
      sheet.value(1, 2, 120.5);
      sheet.value(1, 3, LocalDate.of(2024, 2, 29));
      sheet.value(1, 4, true);
      sheet.value(4, 1, "黎阳");
      sheet.value(5, 6, "多");
      book.newWorksheet("其他").value(0, 0, "x");
      book.finish();
    }
    return out.toByteArray();
  }

  /// A workbook of one sheet, as its XML says.
  private static byte[] sheet(String rows, String strings) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      String office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
      put(
          zip,
          "_rels/.rels",
          "<Relationships><Relationship Id=\"r1\" Type=\""
              + office
              + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
      put(
          zip,
          "xl/workbook.xml",
          "<workbook "
              + NS
              + " xmlns:r=\""
              + office
              + "\"><sheets><sheet name=\"隐\" state=\"hidden\" sheetId=\"2\" r:id=\"r3\"/><sheet"
              + " name=\"表\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
      put(
          zip,
          "xl/_rels/workbook.xml.rels",
          "<Relationships><Relationship Id=\"r1\" Type=\""
              + office
              + "/worksheet\" Target=\"/xl/worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\""
              + office
              + "/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"r3\" Type=\""
              + office
              + "/worksheet\" Target=\"worksheets/sheet2.xml\"/></Relationships>");
      put(zip, "xl/sharedStrings.xml", "<sst " + NS + ">" + strings + "</sst>");
      put(
          zip,
          "xl/worksheets/sheet1.xml",
          "<worksheet " + NS + "><sheetData>" + rows + "</sheetData></worksheet>");
    }
    return out.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, String xml) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(xml.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_workbook_of_another_library_is_read_row_by_row() throws IOException {
    Delivered read = Delivered.read(workbook(), Hints.NONE);

    assertThat(read.dialect()).isEqualTo(new Dialect(Format.XLSX, false, null, null, true, "停车场"));
    assertThat(read.columns()).containsExactly("编号", "名称", "车位", "日期", "开放");
    assertThat(read.rows().getFirst())
        .containsExactly("001", "屯溪老街 & <东>", "120.5", "45351.0", "TRUE");
    assertThat(read.rows().get(1)).isEqualTo(Arrays.asList(null, "黎阳", null, null, null));
    assertThat(read.rejected())
        .singleElement()
        .satisfies(each -> assertThat(each.line()).isEqualTo(6));
  }

  @Test
  void the_sheet_that_was_named_is_read_and_one_that_is_not_there_refused() throws IOException {
    Hints other = new Hints(Format.XLSX, null, false, "其他", null);

    assertThat(Delivered.read(workbook(), other).rows()).containsExactly(List.of("x"));
    assertThatThrownBy(() -> Delivered.read(workbook(), new Hints(null, null, null, "没有", null)))
        .hasMessageContaining("停车场, 其他");
  }

  @Test
  void a_compressed_workbook_is_read_like_the_workbook() throws IOException {
    assertThat(Delivered.read(Delivered.gzip(workbook()), Hints.NONE).rows())
        .isEqualTo(Delivered.read(workbook(), Hints.NONE).rows());
  }

  @Test
  void the_text_of_a_cell_is_what_the_sheet_stores() throws IOException {
    Delivered read =
        Delivered.read(
            sheet(
                "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\""
                    + " t=\"inlineStr\"><is><t>乙</t></is></c><c t=\"s\"><v>1</v></c></row><row"
                    + " r=\"3\"><c r=\"A3\"><v>1.50</v></c><c r=\"B3\"><v>1E-3</v></c><c"
                    + " r=\"C3\"><v>123456789012345678901</v></c></row><row><c"
                    + " t=\"str\"><f>A3&amp;\"x\"</f><v>1.5x</v></c><c t=\"e\"><v>#N/A</v></c><c"
                    + " t=\"b\"><v>0</v></c></row><row r=\"9\"><c r=\"A9\" s=\"1\"/><c r=\"C9\""
                    + " t=\"d\"><v>2024-02-29</v></c></row><row r=\"10\"/>",
                "<si><t>甲</t></si><si><r><t>丙</t></r><r><t xml:space=\"preserve\">"
                    + " 丁</t></r><rPh><t>ding</t></rPh></si>"),
            Hints.NONE);

    assertThat(read.columns()).containsExactly("甲", "乙", "丙 丁");
    assertThat(read.rows())
        .containsExactly(
            List.of("1.50", "1E-3", "123456789012345678901"),
            List.of("1.5x", "#N/A", "FALSE"),
            Arrays.asList(null, null, "2024-02-29"));
  }

  @Test
  void a_workbook_that_was_cut_off_anywhere_is_refused() throws IOException {
    byte[] whole = workbook();

    for (int length = 4; length < whole.length; length += 97) {
      assertRefused("file-damaged", Arrays.copyOf(whole, length), Hints.NONE);
    }
  }

  @Test
  void any_wrong_byte_is_refused_or_changes_nothing_that_is_read() throws IOException {
    byte[] whole =
        sheet(
            "<row><c><v>甲</v></c></row><row><c><v>1</v></c></row>".repeat(50), "<si><t>x</t></si>");
    Delivered expected = Delivered.read(whole, new Hints(null, null, false, null, null));

    for (int at = 4; at < whole.length; at++) {
      byte[] wrong = whole.clone();
      wrong[at] ^= 0x55;
      try {
        assertThat(Delivered.read(wrong, new Hints(null, null, false, null, null)).rows())
            .as("byte %d", at)
            .isEqualTo(expected.rows());
      } catch (UnreadableFileException refused) {
        assertThat(refused.code()).as("byte %d", at).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ZZZZZZ1", "1", "XFE1", "甲1", ""})
  void a_cell_at_an_impossible_place_is_refused_without_making_room_for_it(String place)
      throws IOException {
    assertRefused(
        "file-damaged", sheet("<row><c r=\"" + place + "\"><v>1</v></c></row>", ""), Hints.NONE);
  }

  @Test
  void a_text_that_is_not_there_and_a_broken_element_are_refused() throws IOException {
    assertRefused("file-damaged", sheet("<row><c t=\"s\"><v>7</v></c></row>", ""), Hints.NONE);
    assertRefused("file-damaged", sheet("<row><c t=\"s\"><v>-1</v></c></row>", ""), Hints.NONE);
    assertRefused("file-damaged", sheet("<row><c><v>7</c></row>", ""), Hints.NONE);
    assertRefused("file-empty", sheet("<row/>", ""), Hints.NONE);
  }

  @Test
  void an_entity_is_never_followed() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      put(
          zip,
          "_rels/.rels",
          "<!DOCTYPE x [<!ENTITY e SYSTEM"
              + " \"file:///etc/passwd\">]><Relationships>&e;</Relationships>");
    }

    assertThatThrownBy(() -> Delivered.read(out.toByteArray(), Hints.NONE))
        .isInstanceOf(UnreadableFileException.class);
  }

  @Test
  void a_workbook_that_grows_out_of_all_proportion_is_refused() throws IOException {
    byte[] bomb = sheet("<row><c><v>1</v></c></row>" + "<row></row>".repeat(8 << 20), "");

    assertRefused("compression-bomb", bomb, Hints.NONE);
  }
}
