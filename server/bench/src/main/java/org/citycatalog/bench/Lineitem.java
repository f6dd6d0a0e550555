package org.citycatalog.bench;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.trino.tpch.LineItem;
import io.trino.tpch.LineItemGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Iterator;

/// The first three million rows of TPC-H's lineitem at scale factor 1, as CSV; synthetic.
final class Lineitem {
  static final int ROWS = 3_000_000;
  private static final String[] COLUMNS = {
    "orderkey",
    "partkey",
    "suppkey",
    "linenumber",
    "quantity",
    "extendedprice",
    "discount",
    "tax",
    "returnflag",
    "linestatus",
    "shipdate",
    "commitdate",
    "receiptdate",
    "shipinstruct",
    "shipmode",
    "comment"
  };

  private Lineitem() {}

  /// Makes the file where that has not been done before.
  static Path in(Path cache) throws IOException {
    Path file = cache.resolve("lineitem.csv");
    if (Files.exists(file)) {
      return file;
    }
    Files.createDirectories(cache);
    Path part = cache.resolve("lineitem.csv.part");
    try (CsvWriter out = CsvWriter.builder().build(part)) {
      out.writeRecord(COLUMNS);
      Iterator<LineItem> items = new LineItemGenerator(1, 1, 1).iterator();
      for (int i = 0; i < ROWS; i++) {
        String[] cells = items.next().toLine().split("\\|", -1);
        out.writeRecord(Arrays.copyOf(cells, COLUMNS.length)); // the line ends with a bar
      }
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    return file;
  }
}
