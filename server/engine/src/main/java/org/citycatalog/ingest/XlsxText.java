package org.citycatalog.ingest;

import java.io.IOException;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;

/// Collects the text inside an element.
final class XlsxText {
  private final Limits limits;
  private final StringBuilder text = new StringBuilder();

  XlsxText(Limits limits) {
    this.limits = limits;
  }

  /// Reads to the end of the element under the cursor: of `v` its text; of `si` and `is` the text
  /// of their `t`, without the reading aids of `rPh`.
  String read(XlsxBook.PartXml part, String element) throws IOException {
    XMLStreamReader xml = part.reader();
    boolean plain = element.equals("v");
    boolean inText = plain;
    boolean inAid = false;
    text.setLength(0);
    while (part.next()) {
      switch (xml.getEventType()) {
        case XMLStreamConstants.START_ELEMENT -> {
          inAid |= xml.getLocalName().equals("rPh");
          inText = plain || (!inAid && xml.getLocalName().equals("t"));
        }
        case XMLStreamConstants.END_ELEMENT -> {
          if (xml.getLocalName().equals(element)) {
            return text.toString();
          }
          inAid &= !xml.getLocalName().equals("rPh");
          inText = plain;
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          if (inText) {
            text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
            if (text.length() > limits.maxCellChars()) {
              throw new UnreadableFileException(
                  "cell-too-long",
                  "A cell of the sheet is longer than %,d characters."
                      .formatted(limits.maxCellChars()));
            }
          }
        }
        default -> {}
      }
    }
    throw new UnreadableFileException(
        "file-damaged", "The XLSX file is damaged: an element is not closed.");
  }
}
