package org.citycatalog.sharing.contracts;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.catalog.Finding;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Grant;
import org.citycatalog.sharing.deadlines.Deadline;
import org.citycatalog.sharing.deadlines.DeadlineEvent;
import org.citycatalog.sharing.deadlines.Deadlines;
import org.citycatalog.sharing.deadlines.EscalationClock;
import org.citycatalog.sharing.deadlines.Extension;
import org.jspecify.annotations.Nullable;

/// By when requests for access are to be answered, and what becomes of those that are not.
///
/// What is overdue is shown, and escalated: an event of the clock, once for each deadline, that
/// both sides and the ledger have. It moves no request: silence is no consent.
public final class RequestDeadlines implements EscalationClock.Dated {
  private final Contracting contracting;
  private final Contracts contracts;
  private final CatalogStore catalog;
  private final Deadlines deadlines;
  private final InstantSource clock;

  public RequestDeadlines(
      Contracting contracting,
      Contracts contracts,
      CatalogStore catalog,
      Deadlines deadlines,
      InstantSource clock) {
    this.contracting = contracting;
    this.contracts = contracts;
    this.catalog = catalog;
    this.deadlines = deadlines;
    this.clock = clock;
  }

  /// A request and what it waits for.
  ///
  /// @param deadline null where nobody has to act, or the profile says nothing
  public record Waiting(AccessRequest request, @Nullable Deadline deadline, boolean overdue) {}

  /// The requests that concern the caller: overdue ones that were escalated first, then newest
  /// first.
  ///
  /// @param overdue true for those alone whose deadline is over, false for the others alone, null
  ///   for all
  public List<Waiting> requests(Caller caller, @Nullable Boolean overdue) {
    Look look = new Look(clock.instant());
    return contracting.requests(caller).stream()
        .map(look::at)
        .filter(each -> overdue == null || each.overdue() == overdue)
        .sorted(Comparator.comparing(each -> !isEscalated(each)))
        .toList();
  }

  private static boolean isEscalated(Waiting waiting) {
    return waiting.overdue() && waiting.request().timing().escalated() != null;
  }

  /// What a request waits for now.
  public Waiting of(AccessRequest request) {
    return new Look(clock.instant()).at(request);
  }

  /// Extends the deadline of a request, for whom it waits for.
  ///
  /// @param seenRevision the revision that the caller has looked at
  public ContractOutcome.OfRequest extend(
      Caller caller, String id, long seenRevision, @Nullable String reason) {
    Optional<AccessRequest> found = contracting.request(caller, id);
    if (found.isEmpty()) {
      return new ContractOutcome.Absent();
    }
    AccessRequest request = found.get();
    if (request.revision() != seenRevision) {
      return new ContractOutcome.MovedOn(request.revision());
    }
    if (!acts(caller, request)) {
      return new ContractOutcome.Refused("forbidden");
    }
    if (reason == null || reason.isBlank()) {
      return new ContractOutcome.Invalid(
          List.of(new Finding("missing-field", "/reason", "an extension needs a reason")));
    }
    Instant now = clock.instant();
    return switch (Extension.of(new Look(now).at(request).deadline(), now)) {
      case Extension.No(String why) -> new ContractOutcome.NotExtendable(why);
      case Extension.By(int days) -> {
        AccessRequest next = request.timed(request.timing().extended(days));
        yield kept(next, ContractEvent.Act.EXTENDED, now, caller.key(), reason)
            ? new ContractOutcome.Request(next)
            : new ContractOutcome.MovedOn(contracts.request(id).orElseThrow().revision());
      }
    };
  }

  /// Whether it is for the caller to do what is waited for; where nothing is, whether the caller is
  /// one of those who decide.
  private boolean acts(Caller caller, AccessRequest request) {
    return request
        .state()
        .awaited()
        .map(event ->
            switch (event) {
              case COMPLIANCE_CHECK, DISPUTE_COORDINATION ->
                  contracting.acts(caller, AccessRequest.Role.BUREAU, request);
              case PROVIDER_REVIEW, PROVISION, CORRECTION ->
                  contracting.acts(caller, AccessRequest.Role.PROVIDER, request);
            })
        .orElseGet(() ->
            contracting.acts(caller, AccessRequest.Role.BUREAU, request)
                || contracting.acts(caller, AccessRequest.Role.PROVIDER, request));
  }

  /// Notes every request that is overdue and has not been noted. Whoever moves one at the same time
  /// was in time for that.
  @Override
  public int escalate() {
    Instant now = clock.instant();
    Look look = new Look(now);
    int noted = 0;
    for (AccessRequest request : contracts.watched()) {
      if (look.at(request).overdue()
          && kept(
              request.timed(request.timing().escalatedAt(now)),
              ContractEvent.Act.ESCALATED,
              now,
              ContractEvent.CLOCK,
              null)) {
        noted++;
      }
    }
    return noted;
  }

  private boolean kept(
      AccessRequest next, ContractEvent.Act act, Instant now, String by, @Nullable String reason) {
    String state = next.state().code();
    return contracts.move(
        next,
        new ContractEvent(next.id(), next.revision(), state, state, act, now, by, reason, null),
        null);
  }

  /// One look at many requests, which asks for each dataset once.
  private final class Look {
    private final Instant now;
    private final Map<DatasetId, Boolean> empty = new HashMap<>();

    Look(Instant now) {
      this.now = now;
    }

    Waiting at(AccessRequest request) {
      Optional<Deadline> deadline =
          request
              .state()
              .awaited()
              .filter(event -> event != DeadlineEvent.PROVISION || isToBeProvided(request))
              .flatMap(event ->
                  deadlines.of(
                      event,
                      request.applicant().kind().regime(),
                      request.awaitedFrom(),
                      request.timing()));
      return new Waiting(
          request, deadline.orElse(null), deadline.filter(each -> each.isOver(now)).isPresent());
    }

    /// What was granted is provided when there are rows; what is over or withdrawn need not be.
    private boolean isToBeProvided(AccessRequest request) {
      String grant = request.grant();
      boolean isLive =
          grant != null
              && contracts
                  .grant(grant)
                  .map(found -> found.stateAt(now))
                  .filter(state -> state == Grant.State.ACTIVE || state == Grant.State.SUSPENDED)
                  .isPresent();
      return isLive && empty.computeIfAbsent(request.terms().dataset(), this::isEmpty);
    }

    private boolean isEmpty(DatasetId id) {
      return catalog
          .dataset(id)
          .filter(found -> found.state() == DatasetState.PUBLISHED && found.version() == null)
          .isPresent();
    }
  }
}
