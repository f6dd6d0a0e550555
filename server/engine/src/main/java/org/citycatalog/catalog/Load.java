package org.citycatalog.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One file on its way to be a version.
///
/// @param id random, `[a-z0-9]{20}`
/// @param by id of the key that loads
/// @param acknowledged whether the caller was told that the load will be done, so that a restart
///   takes it up again
/// @param request how the file is to be read and what is tolerated, as JSON
/// @param source null until the file is stored whole
/// @param report counts so far; at the end exact, and rows read = kept + rejected
/// @param version the version it became, when loaded
/// @param problemCode stable code of why it was refused or failed
/// @param problemDetail one sentence for that
/// @param proposal the proposed schema with its evidence as JSON, where the load had to propose one
public record Load(
    String id,
    DatasetId dataset,
    State state,
    Instant started,
    @Nullable Instant ended,
    String by,
    boolean acknowledged,
    String request,
    @Nullable SourceFile source,
    Report report,
    @Nullable Long version,
    @Nullable String problemCode,
    @Nullable String problemDetail,
    @Nullable String proposal) {
  /// A load whose file has arrived and that waits its turn.
  public static Load waiting(
      String id,
      DatasetId dataset,
      Instant started,
      String by,
      boolean acknowledged,
      String request,
      SourceFile source) {
    return new Load(
        id,
        dataset,
        State.WAITING,
        started,
        null,
        by,
        acknowledged,
        request,
        source,
        Report.NOTHING,
        null,
        null,
        null,
        null);
  }

  /// The same load while its file is read.
  public Load running(SourceFile readAs) {
    return with(State.RUNNING, ended, readAs, report, version, null, null, proposal);
  }

  public Load withReport(Report counts) {
    return with(state, ended, source, counts, version, problemCode, problemDetail, proposal);
  }

  public Load withProposal(String proposed) {
    return with(state, ended, source, report, version, problemCode, problemDetail, proposed);
  }

  /// The same load, become a version.
  public Load loaded(long number, Instant at) {
    return with(State.LOADED, at, source, report, number, null, null, proposal);
  }

  /// The same load, ended without a version.
  public Load ended(State end, Instant at, @Nullable String code, @Nullable String detail) {
    return with(end, at, source, report, null, code, detail, proposal);
  }

  /// The same load without anything that was read from its file.
  public Load emptied() {
    return with(state, ended, null, Report.NOTHING, version, problemCode, null, null);
  }

  private Load with(
      State newState,
      @Nullable Instant newEnded,
      @Nullable SourceFile newSource,
      Report newReport,
      @Nullable Long newVersion,
      @Nullable String newCode,
      @Nullable String newDetail,
      @Nullable String newProposal) {
    return new Load(
        id,
        dataset,
        newState,
        started,
        newEnded,
        by,
        acknowledged,
        request,
        newSource,
        newReport,
        newVersion,
        newCode,
        newDetail,
        newProposal);
  }

  /// Where a load is; the last four are final.
  public enum State {
    WAITING,
    RUNNING,
    LOADED,
    REFUSED,
    FAILED,
    CANCELLED;

    public boolean isFinal() {
      return this != WAITING && this != RUNNING;
    }
  }

  /// How far a load is.
  public record Report(
      long bytesRead, long rowsRead, long rowsKept, long rowsRejected, long cellsUnreadable) {
    public static final Report NOTHING = new Report(0, 0, 0, 0, 0);
  }
}
