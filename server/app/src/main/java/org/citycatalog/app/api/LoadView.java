package org.citycatalog.app.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.citycatalog.api.model.LoadState;
import org.citycatalog.api.model.Problem;
import org.citycatalog.api.model.SchemaProposal;
import org.citycatalog.catalog.JsonText;
import org.citycatalog.catalog.Load;
import org.citycatalog.catalog.SourceFile;
import org.jspecify.annotations.Nullable;

/// Loads as their dataset's keeper sees them.
final class LoadView {
  private final Answers answers;
  private final WireJson wire;
  private final InstantSource clock;

  LoadView(Answers answers, WireJson wire, InstantSource clock) {
    this.answers = answers;
    this.wire = wire;
    this.clock = clock;
  }

  /// The contract's `Load`.
  org.citycatalog.api.model.Load of(Load load, Language language, String requestId) {
    SourceFile source = load.source();
    Load.Report report = load.report();
    long bytes = source == null ? report.bytesRead() : source.bytes();
    boolean known = source != null && !source.format().equals(SourceFile.UNKNOWN);
    double seconds = seconds(load);
    String proposal = load.proposal();
    return org.citycatalog.api.model.Load.builder()
        .id(load.id())
        .dataset(load.dataset().value())
        .state(LoadState.fromString(load.state().name().toLowerCase(Locale.ROOT)))
        .started(Wire.time(load.started()))
        .ended(Wire.timeOrNull(load.ended()))
        .by(load.by())
        .bytes(bytes)
        .bytesRead(report.bytesRead())
        .rowsRead(report.rowsRead())
        .rowsKept(report.rowsKept())
        .rowsRejected(report.rowsRejected())
        .cellsUnreadable(report.cellsUnreadable())
        .rowsPerSecond(seconds > 0 ? report.rowsRead() / seconds : null)
        .secondsRemaining(remaining(load, bytes, seconds))
        .version(load.version())
        .source(known && source != null ? DatasetView.source(source) : null)
        .problem(problem(load, language, requestId))
        .proposal(
            proposal == null ? null : wire.read(JsonText.object(proposal), SchemaProposal.class))
        .build();
  }

  /// Why a load ended without rows.
  Complaint problem(Load load) {
    String code = load.problemCode();
    String detail = load.problemDetail();
    if (code == null) {
      throw new IllegalStateException("load %s ended without a reason".formatted(load.id()));
    }
    return detail == null ? Complaint.of(code) : Complaint.of(code, detail);
  }

  private @Nullable Problem problem(Load load, Language language, String requestId) {
    return load.problemCode() == null
        ? null
        : answers.problem(problem(load), language, requestId);
  }

  private @Nullable Double remaining(Load load, long bytes, double seconds) {
    long read = load.report().bytesRead();
    return load.state() == Load.State.RUNNING && read > 0 && bytes >= read
        ? seconds * (bytes - read) / read
        : null;
  }

  private double seconds(Load load) {
    Instant ended = load.ended();
    return Duration.between(load.started(), ended == null ? clock.instant() : ended).toMillis() / 1000.0;
  }
}
