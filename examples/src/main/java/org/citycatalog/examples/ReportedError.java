package org.citycatalog.examples;

import java.io.PrintStream;
import org.citycatalog.sdk.CityCatalog;
import org.citycatalog.sdk.Corrections;
import org.citycatalog.sdk.Row;
import org.citycatalog.sdk.model.Correction;
import org.citycatalog.sdk.model.CorrectionReport;

/// A research institution finds that the description of a dataset is not right, and its steward
/// mends it.
public final class ReportedError {
  private static final String PARKING = "transport.parking";

  private final PrintStream out;

  ReportedError(PrintStream out) {
    this.out = out;
  }

  /// Goes from the report to the correction.
  ///
  /// @param reader of the dataset
  /// @param steward of its provider
  void run(CityCatalog reader, CityCatalog steward) {
    long version = reader.dataset(PARKING).versions().get(0).version();
    Row first = reader.dataset(PARKING).rows().first(1).get(0);

    Correction report =
        reader
            .dataset(PARKING)
            .reportError(
                CorrectionReport.builder()
                    .version(version)
                    .problem("摘要没有说明空位多久更新一次，例如 " + first.text("name"))
                    .build());
    out.println("已报告: " + report.state());

    Corrections corrections = steward.corrections();
    Correction seen = corrections.of(PARKING).get(0);
    seen = corrections.verify(corrections.accept(seen));
    out.println("已核实: " + seen.state());
    // A wrong row is corrected in the version that the steward loads for it.
    corrections.corrected(seen, version);

    Correction mine = reader.corrections().get(report.id());
    out.println("第 " + mine.correctedIn() + " 版: " + mine.state());
  }
}
