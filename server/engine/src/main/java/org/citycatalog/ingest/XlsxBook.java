package org.citycatalog.ingest;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// The parts of an XLSX file (ECMA-376), each within the limits and with its checksum compared.
final class XlsxBook implements Closeable {
  /// @param part the entry of the zip that holds it
  record SheetPart(String name, boolean hidden, String part) {}

  private static final XMLInputFactory XML = XMLInputFactory.newDefaultFactory();

  static {
    XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    // Without a reporter the JDK prints errors to the console, before it throws them.
    XML.setXMLReporter((message, type, information, location) -> {});
    XML.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
  }

  private final ZipFile zip;
  private final long fileBytes;
  private final @Nullable Path unpacked;
  private final Limits limits;
  private final List<SheetPart> sheets = new ArrayList<>();
  private @Nullable String stringsPart;
  private long inflated;

  private XlsxBook(ZipFile zip, long fileBytes, @Nullable Path unpacked, Limits limits) {
    this.zip = zip;
    this.fileBytes = fileBytes;
    this.unpacked = unpacked;
    this.limits = limits;
  }

  /// Opens a workbook; a compressed one is unpacked beside the system's other temporary files until
  /// it is closed.
  static XlsxBook open(Path file, boolean gzip, Limits limits) throws IOException {
    Path unpacked = gzip ? unpack(file, limits) : null;
    try {
      ZipFile zip = new ZipFile((unpacked == null ? file : unpacked).toFile());
      XlsxBook book = new XlsxBook(zip, Files.size(file), unpacked, limits);
      try {
        book.readParts();
        return book;
      } catch (IOException | RuntimeException wrong) {
        zip.close();
        throw wrong;
      }
    } catch (ZipException | EOFException wrong) {
      delete(unpacked);
      throw new UnreadableFileException(
          "file-damaged",
          "The XLSX file is damaged or was cut off: it is no whole zip archive.",
          wrong);
    } catch (IOException | RuntimeException wrong) {
      delete(unpacked);
      throw wrong;
    }
  }

  private static Path unpack(Path file, Limits limits) throws IOException {
    Path target = Files.createTempFile("citycatalog-", ".xlsx");
    try (InputStream content = StoredBytes.contentOf(new StoredBytes(file), true, limits)) {
      Files.copy(content, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      return target;
    } catch (IOException wrong) {
      delete(target);
      throw wrong;
    }
  }

  private static void delete(@Nullable Path unpacked) throws IOException {
    if (unpacked != null) {
      Files.deleteIfExists(unpacked);
    }
  }

  private void readParts() throws IOException {
    String workbook = "";
    for (Relation relation : relations("_rels/.rels", "").values()) {
      if (relation.type().endsWith("/officeDocument")) {
        workbook = relation.target();
      }
    }
    if (workbook.isEmpty() || zip.getEntry(workbook) == null) {
      throw new UnreadableFileException(
          "format-wrong", "The file is a zip archive, but no XLSX workbook.");
    }
    int slash = workbook.lastIndexOf('/') + 1;
    String folder = workbook.substring(0, slash);
    Map<String, Relation> relations =
        relations(folder + "_rels/" + workbook.substring(slash) + ".rels", folder);
    for (Relation relation : relations.values()) {
      if (relation.type().endsWith("/sharedStrings")) {
        stringsPart = relation.target();
      }
    }
    readXml(
        workbook,
        xml -> {
          if (xml.getLocalName().equals("sheet")) {
            Relation relation = relations.get(attribute(xml, "id"));
            String name = attribute(xml, "name");
            if (relation != null && name != null && relation.type().endsWith("/worksheet")) {
              String state = attribute(xml, "state");
              sheets.add(
                  new SheetPart(
                      name, state != null && !state.equals("visible"), relation.target()));
            }
          }
        });
  }

  /// The sheets, in the order of the workbook.
  List<SheetPart> sheets() {
    return List.copyOf(sheets);
  }

  /// The sheet of a name, or the first one that is not hidden where the name is null.
  ///
  /// @throws UnreadableFileException if there is none
  SheetPart sheet(@Nullable String name) throws UnreadableFileException {
    for (SheetPart sheet : sheets) {
      if (name == null ? !sheet.hidden() : sheet.name().equals(name)) {
        return sheet;
      }
    }
    throw new UnreadableFileException(
        "sheet-unknown",
        name == null
            ? "The workbook has no visible sheet."
            : "The workbook has no sheet '%s'; it has: %s."
                .formatted(
                    name,
                    String.join(", ", sheets.stream().map(SheetPart::name).limit(20).toList())));
  }

  /// The entry that holds shared strings, null where there are none.
  @Nullable String stringsPart() {
    return stringsPart;
  }

  private record Relation(String type, String target) {}

  private Map<String, Relation> relations(String part, String folder) throws IOException {
    Map<String, Relation> relations = new LinkedHashMap<>();
    if (zip.getEntry(part) == null) {
      return relations;
    }
    readXml(
        part,
        xml -> {
          String id = attribute(xml, "Id");
          String type = attribute(xml, "Type");
          String target = attribute(xml, "Target");
          if (xml.getLocalName().equals("Relationship")
              && id != null
              && type != null
              && target != null) {
            relations.put(
                id,
                new Relation(type, target.startsWith("/") ? target.substring(1) : folder + target));
          }
        });
    return relations;
  }

  private interface Element {
    void start(XMLStreamReader xml);
  }

  private void readXml(String part, Element element) throws IOException {
    try (PartXml xml = open(part)) {
      while (xml.next()) {
        if (xml.reader().isStartElement()) {
          element.start(xml.reader());
        }
      }
    }
  }

  /// An attribute by its local name, in whatever namespace: strict and transitional files differ in
  /// theirs.
  static @Nullable String attribute(XMLStreamReader xml, String name) {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      if (xml.getAttributeLocalName(i).equals(name)) {
        return xml.getAttributeValue(i);
      }
    }
    return null;
  }

  /// Opens a part as XML.
  PartXml open(String part) throws IOException {
    ZipEntry entry = zip.getEntry(part);
    if (entry == null) {
      throw new UnreadableFileException(
          "file-damaged", "The XLSX file lacks its part '%s'.".formatted(part));
    }
    PartBytes bytes;
    try {
      bytes = new PartBytes(zip.getInputStream(entry), entry);
    } catch (ZipException wrong) {
      throw new UnreadableFileException(
          "file-damaged", "The XLSX file is damaged in its part '%s'.".formatted(part), wrong);
    }
    try {
      return new PartXml(XML.createXMLStreamReader(bytes, null), bytes, part);
    } catch (XMLStreamException wrong) {
      bytes.close();
      throw PartXml.failure(wrong, part);
    }
  }

  /// Size of the stored file.
  long fileBytes() {
    return fileBytes;
  }

  /// Bytes of the stored file up to the part of a sheet that was read; an estimate, as parts are
  /// packed one by one.
  long bytesRead(PartXml xml) {
    double share =
        xml.bytes.size() <= 0 ? 1 : Math.min(1.0, (double) xml.bytes.read / xml.bytes.size());
    return (long) (fileBytes * share);
  }

  @Override
  public void close() throws IOException {
    try {
      zip.close();
    } finally {
      delete(unpacked);
    }
  }

  /// The XML of one part, with every failure as what it means for the file.
  static final class PartXml implements Closeable {
    private final XMLStreamReader xml;
    private final PartBytes bytes;
    private final String part;

    private PartXml(XMLStreamReader xml, PartBytes bytes, String part) {
      this.xml = xml;
      this.bytes = bytes;
      this.part = part;
    }

    XMLStreamReader reader() {
      return xml;
    }

    /// Starts a record: what follows may be as long as one.
    void startRecord() {
      bytes.sinceRecord = 0;
    }

    /// Goes to the next event; false at the end of the part.
    boolean next() throws IOException {
      try {
        if (!xml.hasNext()) {
          return false;
        }
        xml.next();
        return true;
      } catch (XMLStreamException wrong) {
        throw failure(wrong, part);
      }
    }

    private static IOException failure(XMLStreamException wrong, String part) {
      for (Throwable cause = wrong; cause != null; cause = cause.getCause()) {
        if (cause instanceof UnreadableFileException known) {
          return known;
        }
        if (cause instanceof XMLStreamException nested
            && nested.getNestedException() instanceof UnreadableFileException known) {
          return known;
        }
      }
      return new UnreadableFileException(
          "file-damaged", "The XLSX file is damaged in its part '%s'.".formatted(part), wrong);
    }

    @Override
    public void close() throws IOException {
      bytes.close();
    }
  }

  /// The bytes of one part; the JDK compares a checksum only when a zip is read front to back.
  private final class PartBytes extends FilterInputStream {
    private final ZipEntry entry;
    private final CRC32 crc = new CRC32();
    private long read;
    private long sinceRecord;

    PartBytes(InputStream in, ZipEntry entry) {
      super(in);
      this.entry = entry;
    }

    long size() {
      return entry.getSize();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count;
      try {
        count = super.read(target, offset, length);
      } catch (ZipException | EOFException wrong) {
        throw damaged(wrong);
      }
      if (count < 0) {
        if (crc.getValue() != entry.getCrc()) {
          throw damaged(null);
        }
        return -1;
      }
      crc.update(target, offset, count);
      read += count;
      inflated += count;
      sinceRecord += count;
      limits.checkInflated(inflated, fileBytes);
      if (sinceRecord > 4L * limits.maxRecordChars()) {
        throw new UnreadableFileException(
            "record-too-long",
            "A record of the file is longer than %,d characters."
                .formatted(limits.maxRecordChars()));
      }
      return count;
    }

    private UnreadableFileException damaged(@Nullable IOException cause) {
      String message = "The XLSX file is damaged in its part '%s'.".formatted(entry.getName());
      return cause == null
          ? new UnreadableFileException("file-damaged", message)
          : new UnreadableFileException("file-damaged", message, cause);
    }
  }
}
