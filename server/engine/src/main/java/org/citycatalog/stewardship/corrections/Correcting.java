package org.citycatalog.stewardship.corrections;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.Nearest;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Permit;
import org.citycatalog.sharing.contracts.ContractEvent;
import org.citycatalog.sharing.deadlines.Deadline;
import org.citycatalog.sharing.deadlines.DeadlineEvent;
import org.citycatalog.sharing.deadlines.Deadlines;
import org.citycatalog.sharing.deadlines.EscalationClock;
import org.citycatalog.sharing.deadlines.Extension;
import org.citycatalog.sharing.deadlines.Timing;
import org.jspecify.annotations.Nullable;

/// Errors in data, from the report to the correction.
///
/// A report concerns who made it (the key with its successors, and its organisation), the dataset's
/// provider and the operator; for everybody else there is none. Who made it sees it on, also when
/// the data may no longer be read.
public final class Correcting implements EscalationClock.Dated {
  /// Reports that an organisation, or a key without one, may have open: who sends more sends what
  /// nobody reads.
  public static final int MOST_OPEN = 100;

  private final CatalogStore catalog;
  private final Corrections corrections;
  private final Boundary boundary;
  private final Deadlines deadlines;
  private final InstantSource clock;
  private final Supplier<String> ids;

  /// @param ids random, never the same twice
  public Correcting(
      CatalogStore catalog,
      Corrections corrections,
      Boundary boundary,
      Deadlines deadlines,
      InstantSource clock,
      Supplier<String> ids) {
    this.catalog = catalog;
    this.corrections = corrections;
    this.boundary = boundary;
    this.deadlines = deadlines;
    this.clock = clock;
    this.ids = ids;
  }

  /// A report and by when it is to be answered.
  ///
  /// @param deadline null where it is answered, or the profile says nothing
  public record Waiting(Correction correction, @Nullable Deadline deadline, boolean overdue) {}

  /// Reports an error.
  ///
  /// @param permit what the caller may read of the version; that the row is there has been seen
  ///   under it
  public CorrectionOutcome report(Caller caller, Permit permit, Correction.Report report) {
    if (!permit.version().dataset().equals(report.dataset())
        || permit.version().number() != report.version()) {
      throw new IllegalArgumentException("the permit is for another version");
    }
    if (caller.kind() == Caller.Kind.PUBLIC || caller.kind() == Caller.Kind.AUDITOR) {
      return new CorrectionOutcome.Refused("forbidden");
    }
    Optional<Finding> mistake = mistake(permit, report);
    if (mistake.isPresent()) {
      return new CorrectionOutcome.Invalid(List.of(mistake.get()));
    }
    Instant now = clock.instant();
    Correction correction =
        new Correction(
            ids.get(),
            report,
            new Correction.Reporter(caller.person(), caller.kind(), caller.organisation()),
            Correction.State.REPORTED,
            1,
            now,
            now,
            Timing.NONE,
            null);
    ContractEvent reported =
        new ContractEvent(
            correction.id(), 1, null, correction.state().code(), now, caller.key(), null, null);
    return corrections.add(correction, reported, MOST_OPEN)
        ? new CorrectionOutcome.Kept(correction)
        : new CorrectionOutcome.Refused("too-many-corrections");
  }

  /// A column that is masked answers like one that is not there: nobody can say that a value is
  /// wrong which is not shown.
  private static Optional<Finding> mistake(Permit permit, Correction.Report report) {
    String field = report.field();
    if (field != null && permit.column(field).filter(Permit.PermittedColumn::isClear).isEmpty()) {
      List<String> clear =
          permit.columns().stream()
              .filter(Permit.PermittedColumn::isClear)
              .map(column -> column.item().name())
              .toList();
      return Optional.of(
          new Finding(
              "unknown-column",
              "/field",
              "there is no column '%s'".formatted(field),
              Nearest.of(field, clear)));
    }
    return report.problem().isBlank()
        ? Optional.of(new Finding("blank-text", "/problem", "the problem must not be blank"))
        : Optional.empty();
  }

  /// A report that concerns the caller.
  public Optional<Correction> correction(Caller caller, String id) {
    return corrections.correction(id).filter(found -> concerns(caller, found));
  }

  /// The reports that concern the caller: overdue ones that were escalated first, then newest
  /// first.
  ///
  /// @param dataset those on this dataset alone, null for all
  /// @param overdue true for those alone whose deadline is over, false for the others alone, null
  ///   for all
  public List<Waiting> corrections(
      Caller caller, @Nullable DatasetId dataset, @Nullable Boolean overdue) {
    return corrections.corrections(concern(caller)).stream()
        .filter(each -> concerns(caller, each))
        .filter(each -> dataset == null || each.report().dataset().equals(dataset))
        .map(this::of)
        .filter(each -> overdue == null || each.overdue() == overdue)
        .sorted(Comparator.comparing(each -> !isEscalated(each)))
        .toList();
  }

  private static boolean isEscalated(Waiting waiting) {
    return waiting.overdue() && waiting.correction().timing().escalated() != null;
  }

  /// By when a report is to be answered.
  public Waiting of(Correction correction) {
    return at(correction, clock.instant());
  }

  private Waiting at(Correction correction, Instant now) {
    Optional<Deadline> deadline =
        correction.state().isOpen()
            ? deadlines.of(
                DeadlineEvent.CORRECTION,
                correction.reporter().kind().regime(),
                correction.made(),
                correction.timing())
            : Optional.empty();
    return new Waiting(
        correction, deadline.orElse(null), deadline.filter(each -> each.isOver(now)).isPresent());
  }

  /// What happened to a report, oldest first.
  public List<ContractEvent> events(Correction correction) {
    return corrections.events(correction.id());
  }

  /// Moves a report on; for the dataset's provider and the operator.
  ///
  /// @param seenRevision the revision that the caller has looked at
  /// @param version the version in which it is corrected; for that step alone
  public CorrectionOutcome decide(
      Caller caller,
      String id,
      long seenRevision,
      Correction.State to,
      @Nullable String reason,
      @Nullable Long version) {
    Optional<Correction> found = correction(caller, id);
    if (found.isEmpty()) {
      return new CorrectionOutcome.Absent();
    }
    Correction correction = found.get();
    if (correction.revision() != seenRevision) {
      return new CorrectionOutcome.MovedOn(correction.revision());
    }
    if (!correction.state().leadsTo(to)) {
      return new CorrectionOutcome.NoSuchStep(correction.state().code(), to.code());
    }
    if (!boundary.mayKeep(caller, correction.provider())) {
      return new CorrectionOutcome.Refused("forbidden");
    }
    List<Finding> mistakes = mistakes(correction.report(), to, reason, version);
    if (!mistakes.isEmpty()) {
      return new CorrectionOutcome.Invalid(mistakes);
    }
    Instant now = clock.instant();
    Correction next = correction.moved(to, now, version);
    return kept(
        next,
        new ContractEvent(
            id,
            next.revision(),
            correction.state().code(),
            to.code(),
            now,
            caller.key(),
            reason,
            null));
  }

  private List<Finding> mistakes(
      Correction.Report report,
      Correction.State to,
      @Nullable String reason,
      @Nullable Long version) {
    List<Finding> mistakes = new ArrayList<>();
    if (to == Correction.State.REJECTED && (reason == null || reason.isBlank())) {
      mistakes.add(new Finding("missing-field", "/reason", "a rejection needs a reason"));
    }
    if (to == Correction.State.CORRECTED) {
      if (version == null) {
        mistakes.add(
            new Finding("missing-field", "/version", "say in which version it is corrected"));
      } else if (!corrects(report, version)) {
        mistakes.add(
            new Finding(
                "wrong-value",
                "/version",
                "it was seen in version %d; version %d is none after it"
                    .formatted(report.version(), version)));
      }
    } else if (version != null) {
      mistakes.add(
          new Finding("wrong-value", "/version", "only the step to 'corrected' has a version"));
    }
    return mistakes;
  }

  private boolean corrects(Correction.Report report, long version) {
    boolean isLater =
        report.isAboutDescription() ? version >= report.version() : version > report.version();
    return isLater && catalog.version(report.dataset(), version).isPresent();
  }

  /// Extends the deadline of a report once; for the dataset's provider and the operator.
  ///
  /// @param seenRevision the revision that the caller has looked at
  public CorrectionOutcome extend(
      Caller caller, String id, long seenRevision, @Nullable String reason) {
    Optional<Correction> found = correction(caller, id);
    if (found.isEmpty()) {
      return new CorrectionOutcome.Absent();
    }
    Correction correction = found.get();
    if (correction.revision() != seenRevision) {
      return new CorrectionOutcome.MovedOn(correction.revision());
    }
    if (!boundary.mayKeep(caller, correction.provider())) {
      return new CorrectionOutcome.Refused("forbidden");
    }
    if (reason == null || reason.isBlank()) {
      return new CorrectionOutcome.Invalid(
          List.of(new Finding("missing-field", "/reason", "an extension needs a reason")));
    }
    Instant now = clock.instant();
    return switch (Extension.of(at(correction, now).deadline(), now)) {
      case Extension.No(String why) -> new CorrectionOutcome.NotExtendable(why);
      case Extension.By(int days) -> {
        Correction next = correction.timed(correction.timing().extended(days));
        yield kept(next, act(next, ContractEvent.Act.EXTENDED, now, caller.key(), reason));
      }
    };
  }

  /// Notes every report that is overdue and has not been noted.
  @Override
  public int escalate() {
    Instant now = clock.instant();
    int noted = 0;
    for (Correction correction : corrections.watched()) {
      if (at(correction, now).overdue()) {
        Correction next = correction.timed(correction.timing().escalatedAt(now));
        ContractEvent event =
            act(next, ContractEvent.Act.ESCALATED, now, ContractEvent.CLOCK, null);
        noted += corrections.move(next, event) ? 1 : 0;
      }
    }
    return noted;
  }

  private static ContractEvent act(
      Correction next, ContractEvent.Act act, Instant now, String by, @Nullable String reason) {
    String state = next.state().code();
    return new ContractEvent(next.id(), next.revision(), state, state, act, now, by, reason, null);
  }

  private CorrectionOutcome kept(Correction next, ContractEvent event) {
    return corrections.move(next, event)
        ? new CorrectionOutcome.Kept(next)
        : new CorrectionOutcome.MovedOn(corrections.correction(next.id()).orElseThrow().revision());
  }

  private boolean concerns(Caller caller, Correction correction) {
    Correction.Reporter reporter = correction.reporter();
    return caller.isKnownAs(reporter.key())
        || reporter.organisation() != null && caller.speaksFor(reporter.organisation())
        || isKeeper(caller, correction.provider());
  }

  /// Whoever sees the dataset as its provider does, or coordinates between departments, sees what
  /// was reported; to answer is for stewards.
  private boolean isKeeper(Caller caller, ProviderNamespace provider) {
    return caller.keeps(provider) || boundary.mayCheck(caller);
  }

  private Corrections.Concern concern(Caller caller) {
    boolean isBound = caller.grant() != null;
    return new Corrections.Concern(
        !isBound && caller.kind() == Caller.Kind.OPERATOR || boundary.mayCheck(caller),
        caller.person(),
        isBound ? null : caller.organisation(),
        isBound ? null : caller.provider());
  }
}
