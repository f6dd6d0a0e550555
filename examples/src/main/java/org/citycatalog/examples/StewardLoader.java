package org.citycatalog.examples;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.citycatalog.sdk.CityCatalog;
import org.citycatalog.sdk.DatasetRevision;
import org.citycatalog.sdk.LoadEndedException;
import org.citycatalog.sdk.LoadJob;
import org.citycatalog.sdk.Proposal;
import org.citycatalog.sdk.error.ConflictException;
import org.citycatalog.sdk.error.InvalidRequestException;
import org.citycatalog.sdk.model.BoundaryPreview;
import org.citycatalog.sdk.model.ColumnEvidence;
import org.citycatalog.sdk.model.ColumnType;
import org.citycatalog.sdk.model.DatasetEntry;
import org.citycatalog.sdk.model.Load;
import org.citycatalog.sdk.model.QuarantineEntry;
import org.citycatalog.sdk.model.ViewerChange;

/// A steward's question: is my file in the catalog, whole, typed as I say, and what was wrong with
/// it?
///
/// Registers a dataset from its description, looks at the types proposed for the file, accepts them
/// with the steward's own, loads the file, prints the report and every cell that breaks them, and
/// publishes.
public final class StewardLoader {
  private static final int TOLERATED_CELLS = 10;

  private final CityCatalog city;
  private final PrintStream out;

  StewardLoader(CityCatalog city, PrintStream out) {
    this.city = city;
    this.out = out;
  }

  /// Runs it.
  ///
  /// @param arguments address, API key, file of the entry, file of the rows, and for each column
  ///   whose type the steward knows better than the proposal `column=type`
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 4) {
      System.err.println("usage: StewardLoader address key entry.json rows.csv [column=type ...]");
      System.exit(2);
    }
    Map<String, ColumnType> types =
        Stream.of(arguments)
            .skip(4)
            .map(each -> each.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> ColumnType.of(pair[1])));
    try (CityCatalog city =
        CityCatalog.builder().endpoint(arguments[0]).apiKey(arguments[1]).build()) {
      new StewardLoader(city, System.out)
          .publish(Path.of(arguments[2]), Path.of(arguments[3]), types);
    }
  }

  /// Goes all the way.
  ///
  /// @param description a `DatasetEntry` as JSON
  /// @param rows the file of rows
  /// @param types the types that the steward knows better
  /// @return whether the dataset is published
  boolean publish(Path description, Path rows, Map<String, ColumnType> types) throws IOException {
    try {
      DatasetRevision draft = city.register(read(description));
      out.println("已登记 " + draft.entry().id() + " " + draft.entry().title().zh());

      Proposal proposal = draft.dataset().loading(rows).maxUnreadable(TOLERATED_CELLS).propose();
      printEvidence(proposal);
      for (Map.Entry<String, ColumnType> known : types.entrySet()) {
        proposal = proposal.with(known.getKey(), known.getValue());
      }

      LoadJob job = proposal.acceptAndLoad();
      printReport(job.await());
      printQuarantine(job);

      DatasetRevision loaded = draft.reread();
      printPreview(loaded.preview(entry -> entry));
      DatasetRevision published = loaded.publish();
      if (published.proposed().isPresent()) {
        out.println("等待第二人批准: 变更提议 " + published.proposed().getAsLong());
        return false;
      }
      out.println(published.entry().id() + " 已发布");
      return true;
    } catch (ConflictException conflict) {
      out.println("没有完成: " + conflict.title());
    } catch (InvalidRequestException invalid) {
      out.println("没有完成: " + invalid.title());
      invalid.findings().forEach(finding -> out.println("  " + finding.message()));
    } catch (LoadEndedException ended) {
      out.println("没有完成: " + ended.getMessage());
    }
    return false;
  }

  /// A misspelt property is an error here, not something passed over.
  private static DatasetEntry read(Path description) throws IOException {
    JsonbConfig strict = new JsonbConfig().setProperty("jsonb.fail-on-unknown-properties", true);
    try (InputStream in = Files.newInputStream(description)) {
      Jsonb jsonb = JsonbBuilder.create(strict);
      return jsonb.fromJson(in, DatasetEntry.class);
    }
  }

  private void printEvidence(Proposal proposal) {
    out.printf("%d 行，建议的类型:%n", proposal.evidence().rows());
    proposal
        .schema()
        .fields()
        .forEach(field -> out.printf("  %s: %s%n", field.name(), field.type()));
    for (ColumnEvidence column : proposal.evidence().columns()) {
      out.printf("  %s: %d/%d%n", column.name(), column.matching(), column.cells());
      column
          .counterExamples()
          .forEach(example ->
              out.printf(
                  "    第 %d 行 '%s' 不是 %s%n", example.line(), example.text(), example.type()));
    }
  }

  /// What publishing opens, and to whom, before it does.
  private void printPreview(BoundaryPreview preview) {
    for (ViewerChange change : preview.viewers()) {
      if (change.rows() != null) {
        out.printf(
            "  %s 可读 %d 行 %d 列%n", change.kind(), change.rows().after(), change.columns().size());
      }
    }
    preview.warnings().forEach(warning -> out.println("  注意: " + warning.message()));
  }

  private void printReport(Load load) {
    out.printf(
        "读取 %d 行 = 保留 %d + 拒绝 %d，%d 个单元格无法识别%n",
        load.rowsRead(), load.rowsKept(), load.rowsRejected(), load.cellsUnreadable());
  }

  private void printQuarantine(LoadJob job) {
    try (Stream<QuarantineEntry> entries = job.quarantine()) {
      entries.forEach(entry ->
          out.printf(
              "  第 %d 行 %s '%s': %s%n",
              entry.line(), entry.column(), entry.text(), entry.reason()));
    }
  }
}
