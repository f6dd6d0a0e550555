package org.citycatalog.bench;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.citycatalog.sdk.Row;
import org.citycatalog.sdk.Rows;

/// All villages of China: half of the columns are Chinese text that can be searched.
final class VillagesBenchmark {
  static final String DATASET = "bench.villages";
  private static final String ROWS_A_SECOND = "60,000 rows/s";
  private final Path cache;
  private final Report report;
  private final String options;

  VillagesBenchmark(Path cache, Report report, String options) {
    this.cache = cache;
    this.report = report;
    this.options = options;
  }

  void run() throws IOException, InterruptedException {
    Path file = VillagesFile.in(cache);
    report.table("%,d villages, %.1f MB".formatted(VillagesFile.ROWS, Files.size(file) / 1e6));
    try (MeasuredServer server = MeasuredServer.start(options)) {
      try (PeakHeap heap = PeakHeap.of(server)) {
        server.publish("villages");
        load("first load of the process", server, file);
        load("second load", server, file);
        load("third load", server, file);
        checkQuestions(server.catalog().dataset(DATASET).rows());
        export(server, file);
        page(server, file);
        report.memory("of the process", server, heap.most());
      }
    }
  }

  private void load(String what, MeasuredServer server, Path file)
      throws IOException, InterruptedException {
    double load = Report.load();
    MeasuredServer.Took took = server.load(DATASET, file, VillagesFile.ROWS);
    report.row(what, took.of(VillagesFile.ROWS), ROWS_A_SECOND, load);
  }

  private void checkQuestions(Rows rows) {
    double load = Report.load();
    long inTunxi = rows.words("屯溪").where("areaCode = '341002'").total();
    WrongAnswerException.unlessEqual("屯溪 in 341002", 76L, inTunxi);
    long inHuangshan = rows.where("cityCode = '3410'").total();
    WrongAnswerException.unlessEqual("rows of 3410", 764L, inHuangshan);
    report.row("`q=屯溪` and `areaCode = '341002'`", inTunxi + " rows", "76 rows", load);
    report.row("`cityCode = '3410'`", inHuangshan + " rows", "764 rows", load);
  }

  private void export(MeasuredServer server, Path file) throws IOException, InterruptedException {
    double load = Report.load();
    Path exported = cache.resolve("villages-exported.csv");
    MeasuredServer.Took took = server.export(DATASET, exported);
    SameCells.check(file, exported);
    report.row(
        "export as CSV, `form=source`, equal to the file cell by cell",
        took.of(VillagesFile.ROWS),
        "",
        load);
  }

  private void page(MeasuredServer server, Path file) throws IOException {
    double load = Report.load();
    Rows all = server.catalog().dataset(DATASET).rows();
    long start = System.nanoTime();
    List<String> codes;
    try (Stream<Row> rows = all.stream()) {
      codes = rows.map(row -> row.text("code")).toList();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    WrongAnswerException.unlessEqual("rows paged through", VillagesFile.ROWS, codes.size());
    Iterator<String> paged = codes.iterator();
    try (CsvReader<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord record : records) {
        WrongAnswerException.unlessEqual("code", record.getField("code"), paged.next());
      }
    }
    report.row(
        "all rows through the SDK, in pages of 1,000, in the order of the file",
        Report.speed(VillagesFile.ROWS, seconds),
        "%,d rows".formatted(VillagesFile.ROWS),
        load);
  }
}
