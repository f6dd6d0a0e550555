package org.citycatalog.app.api;

import jakarta.json.Json;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.citycatalog.api.model.FileCompression;
import org.citycatalog.api.model.FileFormat;
import org.citycatalog.api.model.LoadState;
import org.citycatalog.api.model.SchemaProposal;
import org.citycatalog.api.model.SourceFile;
import org.citycatalog.catalog.Load;
import org.citycatalog.catalog.TableSchema;
import org.jspecify.annotations.Nullable;

/// Loads as they are on the wire.
final class LoadWire {
  private static final double NANOS = 1e9;

  private LoadWire() {}

  static org.citycatalog.api.model.Load load(
      Load load, Instant now, Answers answers, WireJson json, Language language, String requestId) {
    Load.Report report = load.report();
    long bytes = load.source() == null ? 0 : load.source().bytes();
    Instant until = load.ended() == null ? now : load.ended();
    double seconds = Duration.between(load.started(), until).toNanos() / NANOS;
    boolean reading = load.state() == Load.State.RUNNING && report.bytesRead() > 0;
    return org.citycatalog.api.model.Load.builder()
        .id(load.id())
        .dataset(load.dataset().value())
        .state(LoadState.valueOf(load.state().name()))
        .started(Wire.time(load.started()))
        .ended(Wire.timeOrNull(load.ended()))
        .by(load.by())
        .bytes(bytes)
        .bytesRead(
            load.state() == Load.State.LOADED
                ? Long.valueOf(bytes)
                : Long.valueOf(report.bytesRead()))
        .rowsRead(report.rowsRead())
        .rowsKept(report.rowsKept())
        .rowsRejected(report.rowsRejected())
        .cellsUnreadable(report.cellsUnreadable())
        .rowsPerSecond(seconds > 0 && report.rowsRead() > 0 ? report.rowsRead() / seconds : null)
        .secondsRemaining(
            reading ? seconds * (bytes - report.bytesRead()) / report.bytesRead() : null)
        .version(load.version())
        .source(load.source() == null ? null : source(load.source()))
        .problem(
            load.problemCode() == null
                ? null
                : answers.problem(
                    new Complaint(
                        load.problemCode(),
                        load.problemDetail(),
                        null,
                        null,
                        java.util.List.of(),
                        java.util.List.of(),
                        null),
                    language,
                    requestId))
        .proposal(load.proposal() == null ? null : proposal(load.proposal(), json))
        .build();
  }

  /// Null until the file has been looked into.
  static @Nullable SourceFile source(org.citycatalog.catalog.SourceFile file) {
    if (file.format().equals(org.citycatalog.catalog.SourceFile.UNKNOWN)) {
      return null;
    }
    return SourceFile.builder()
        .format(FileFormat.valueOf(file.format().toUpperCase(Locale.ROOT)))
        .compression(file.compression() == null ? null : FileCompression.GZIP)
        .encoding(file.encoding())
        .delimiter(file.delimiter() == null ? null : file.delimiter().toString())
        .header(file.header())
        .sheet(file.sheet())
        .sha256(file.sha256())
        .bytes(file.bytes())
        .build();
  }

  /// A load proposes only where the dataset had no items.
  private static SchemaProposal proposal(String text, WireJson json) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return json.read(
          ProposalWire.document(reader.readObject(), TableSchema.EMPTY), SchemaProposal.class);
    }
  }
}
