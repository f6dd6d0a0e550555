package org.citycatalog.app.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Files as they are delivered, most of them bad, for the items of [Entries#minimal].
final class Delivered {
  private static final int MEBI = 1 << 20;

  private Delivered() {}

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return out.toByteArray();
  }

  /// Rows that fit, numbered.
  static byte[] rows(int count) {
    StringBuilder rows = new StringBuilder("code,places\n");
    for (int row = 0; row < count; row++) {
      rows.append("%08d,".formatted(row)).append(row % 500).append('\n');
    }
    return utf8(rows.toString());
  }

  /// 160 KiB that become 160 MiB.
  static byte[] gzipBomb() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] lines = new byte[MEBI];
    Arrays.fill(lines, (byte) '\n');
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(utf8("code,places\n"));
      for (int i = 0; i < 160; i++) {
        gzip.write(lines);
      }
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return out.toByteArray();
  }

  static byte[] workbook(String rows) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put(
        "_rels/.rels",
        """
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
        <Relationship Id="r1" Target="xl/workbook.xml"
        Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
        </Relationships>
        """);
    parts.put(
        "xl/workbook.xml",
        """
        <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
        <sheets><sheet name="停车场" sheetId="1" r:id="r1"/></sheets></workbook>
        """);
    parts.put(
        "xl/_rels/workbook.xml.rels",
        """
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
        <Relationship Id="r1" Target="worksheets/sheet1.xml"
        Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>
        </Relationships>
        """);
    parts.put(
        "xl/worksheets/sheet1.xml",
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"
            + "<row r=\"1\"><c t=\"inlineStr\"><is><t>code</t></is></c>"
            + "<c t=\"inlineStr\"><is><t>places</t></is></c></row>"
            + rows
            + "</sheetData></worksheet>");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(utf8(part.getValue()));
      }
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return out.toByteArray();
  }

  static byte[] workbookBomb() {
    return workbook("<row r=\"2\"><c><v>1</v></c></row>".repeat(100 * MEBI / 34));
  }

  static byte[] millionColumns() {
    StringBuilder header = new StringBuilder();
    for (int column = 0; column < 1_000_000; column++) {
      header.append(column == 0 ? "c" : ",c").append(column);
    }
    return utf8(header.append("\n1\n").toString());
  }

  /// A record of 20 million characters, in cells that are each short enough.
  static byte[] longRecord() {
    return gzip(utf8("code,places\n" + ("x".repeat(1_000_000) + ",").repeat(20) + "\n"));
  }

  static byte[] without(byte[] file, int last) {
    return Arrays.copyOf(file, file.length - last);
  }

  static byte[] flipped(byte[] file, int at) {
    byte[] copy = file.clone();
    copy[at] ^= 0x55;
    return copy;
  }
}
