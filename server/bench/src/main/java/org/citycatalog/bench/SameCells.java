package org.citycatalog.bench;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;

/// Compares two CSV files cell by cell; how cells are quoted does not matter.
final class SameCells {
  private SameCells() {}

  static void check(Path expected, Path answered) throws IOException {
    try (CsvReader<CsvRecord> one = CsvReader.builder().ofCsvRecord(expected);
        CsvReader<CsvRecord> other = CsvReader.builder().ofCsvRecord(answered)) {
      Iterator<CsvRecord> left = one.iterator();
      Iterator<CsvRecord> right = other.iterator();
      while (left.hasNext() && right.hasNext()) {
        CsvRecord record = left.next();
        WrongAnswerException.unlessEqual(
            "line " + record.getStartingLineNumber(), record.getFields(), right.next().getFields());
      }
      WrongAnswerException.unlessEqual("rows are left", left.hasNext(), right.hasNext());
    }
  }
}
