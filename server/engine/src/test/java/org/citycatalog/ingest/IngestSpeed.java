package org.citycatalog.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.citycatalog.catalog.CellReader;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.Value;

/// Prints how fast files are read, looked through for types, and read under those: a measurement,
/// not a test.
///
/// Run it with the test class path and the files to read; each step runs three times on one thread.
final class IngestSpeed {
  private IngestSpeed() {}

  public static void main(String[] files) throws IOException {
    for (String file : files) {
      Source source = Source.find(Path.of(file), Hints.NONE, Limits.DEFAULT);
      System.out.println(file + " " + source.dialect());
      TypeProposal proposal = null;
      for (int round = 0; round < 3; round++) {
        print("read", read(source));
        long start = System.nanoTime();
        try (SourceReader reader = source.open()) {
          proposal = TypeProposal.of(reader);
        }
        print("propose", new Run(proposal.rows(), 0, System.nanoTime() - start));
        print("typed", typed(source, proposal.toSchema()));
      }
      if (proposal != null) {
        System.out.println("missing values " + proposal.missingValues());
        proposal.columns().forEach(System.out::println);
      }
    }
  }

  private record Run(long rows, long odd, long nanos) {}

  private static void print(String what, Run run) {
    System.out.printf(
        "%-8s %,12d rows %,8d odd %,12.0f rows/s %s%n",
        what,
        run.rows,
        run.odd,
        run.rows / (run.nanos / 1e9),
        Duration.ofNanos(run.nanos).toMillis() + " ms");
  }

  private static Run read(Source source) throws IOException {
    long start = System.nanoTime();
    long rows = 0;
    long rejected = 0;
    try (SourceReader reader = source.open()) {
      for (SourceRecord record = reader.next(); record != null; record = reader.next()) {
        rows++;
        rejected += record.rejection() == null ? 0 : 1;
      }
    }
    return new Run(rows, rejected, System.nanoTime() - start);
  }

  private static Run typed(Source source, TableSchema schema) throws IOException {
    long start = System.nanoTime();
    long rows = 0;
    long unreadable = 0;
    List<Item> items = schema.items();
    CellReader[] readers = new CellReader[items.size()];
    for (int i = 0; i < readers.length; i++) {
      readers[i] = CellReader.of(items.get(i), schema.missingValues());
    }
    try (SourceReader reader = source.open()) {
      for (SourceRecord record = reader.next(); record != null; record = reader.next()) {
        rows++;
        if (record.rejection() == null) {
          for (int i = 0; i < readers.length; i++) {
            unreadable += readers[i].read(record.cells()[i]) instanceof Value.Unreadable ? 1 : 0;
          }
        }
      }
    }
    return new Run(rows, unreadable, System.nanoTime() - start);
  }
}
