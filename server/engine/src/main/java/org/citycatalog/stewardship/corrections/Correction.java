package org.citycatalog.stewardship.corrections;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.deadlines.Timing;
import org.jspecify.annotations.Nullable;

/// Something that a reader found wrong, and how far the answer is.
///
/// @param id random
/// @param revision counts its events, from 1: a decision names the one it has seen
/// @param made when it was reported; the deadline counts from there
/// @param since when it came into its state
/// @param timing what became of its deadline
/// @param correctedIn the version in which it is corrected
public record Correction(
    String id,
    Report report,
    Reporter reporter,
    State state,
    long revision,
    Instant made,
    Instant since,
    Timing timing,
    @Nullable Long correctedIn) {
  /// What is wrong, in the words of who found it.
  ///
  /// @param version the version it was seen in
  /// @param row values of the primary key by its columns, in their order; empty where the dataset
  ///   or a column as a whole is meant
  /// @param field the column; null where the row or the dataset as a whole is meant
  public record Report(
      DatasetId dataset,
      long version,
      Map<String, String> row,
      @Nullable String field,
      String problem,
      @Nullable String proposed,
      @Nullable String evidence,
      @Nullable String contact) {
    public Report {
      row = Collections.unmodifiableMap(new LinkedHashMap<>(row));
    }

    /// Whether the description is meant, not the rows: it can be mended without a new version.
    boolean isAboutDescription() {
      return row.isEmpty() && field == null;
    }
  }

  /// Who found it.
  public record Reporter(String key, Caller.Kind kind, @Nullable Uscc organisation) {}

  /// Where it is.
  public enum State {
    REPORTED,
    /// The provider looks into it.
    ACCEPTED,
    /// It is wrong indeed.
    VERIFIED,
    CORRECTED,
    REJECTED;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<State> ofCode(String code) {
      return Arrays.stream(values()).filter(each -> each.code().equals(code)).findFirst();
    }

    boolean isOpen() {
      return this != CORRECTED && this != REJECTED;
    }

    boolean leadsTo(State to) {
      return switch (this) {
        case REPORTED -> to == ACCEPTED || to == REJECTED;
        case ACCEPTED -> to == VERIFIED || to == REJECTED;
        case VERIFIED -> to == CORRECTED || to == REJECTED;
        case CORRECTED, REJECTED -> false;
      };
    }
  }

  /// Whether somebody still has to answer it.
  public boolean isOpen() {
    return state.isOpen();
  }

  /// Whether it may become overdue and has not been noted as that.
  public boolean isWatched() {
    return state.isOpen() && timing.escalated() == null;
  }

  ProviderNamespace provider() {
    return report.dataset().provider();
  }

  Correction moved(State to, Instant at, @Nullable Long version) {
    return new Correction(id, report, reporter, to, revision + 1, made, at, timing, version);
  }

  Correction timed(Timing next) {
    return new Correction(
        id, report, reporter, state, revision + 1, made, since, next, correctedIn);
  }
}
