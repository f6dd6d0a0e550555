package org.citycatalog.sharing.contracts;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Grant;
import org.citycatalog.sharing.Role;
import org.citycatalog.sharing.deadlines.Timing;
import org.citycatalog.sharing.identity.ApiKeys;
import org.jspecify.annotations.Nullable;

/// Conditional sharing from the request to the end: who asks, who decides, what becomes of it.
///
/// Whoever a request or a grant does not concern is told that there is none. Silence grants
/// nothing: only the provider's approval does and, where more is given than everybody's rule, that
/// of a second person.
public final class Contracting {
  /// How many requests of an organisation may wait for a decision.
  public static final int MOST_OPEN = 1_000;

  private static final int MASK_KEY_BYTES = 32;

  private final CatalogStore catalog;
  private final Contracts contracts;
  private final Boundary boundary;
  private final ApiKeys keys;
  private final InstantSource clock;
  private final Supplier<String> ids;
  private final RandomGenerator random;

  /// @param ids random, never the same twice
  /// @param random a `SecureRandom`: the masks of a grant rest on it
  public Contracting(
      CatalogStore catalog,
      Contracts contracts,
      Boundary boundary,
      ApiKeys keys,
      InstantSource clock,
      Supplier<String> ids,
      RandomGenerator random) {
    this.catalog = catalog;
    this.contracts = contracts;
    this.boundary = boundary;
    this.keys = keys;
    this.clock = clock;
    this.ids = ids;
    this.random = random;
  }

  /// Asks for access to a dataset on behalf of the caller's organisation.
  public ContractOutcome.OfRequest submit(Caller caller, AccessRequest.Terms terms) {
    Uscc organisation = caller.organisation();
    if (organisation == null) {
      return new ContractOutcome.Refused("organisation-missing");
    }
    if (!caller.speaksFor(organisation)) {
      return new ContractOutcome.Refused("forbidden");
    }
    Optional<Dataset> dataset =
        catalog.dataset(terms.dataset()).filter(found -> boundary.maySee(caller, found));
    if (dataset.isEmpty()) {
      return new ContractOutcome.Absent();
    }
    if (caller.keeps(terms.dataset().provider())) {
      return new ContractOutcome.Refused("forbidden");
    }
    Instant now = clock.instant();
    List<Finding> findings =
        GrantCheck.check(boundary.entry(caller, dataset.get()), terms, caller.kind(), now);
    if (!findings.isEmpty()) {
      return new ContractOutcome.NotGrantable(findings);
    }
    AccessRequest request =
        new AccessRequest(
            ids.get(),
            terms,
            new AccessRequest.Applicant(organisation, caller.kind(), caller.person()),
            AccessRequest.State.SUBMITTED,
            1,
            now,
            now,
            Timing.NONE,
            List.of(),
            null);
    ContractEvent sent =
        new ContractEvent(
            request.id(), 1, null, request.state().code(), now, caller.key(), null, terms.basis());
    return contracts.add(request, sent, MOST_OPEN)
        ? new ContractOutcome.Request(request)
        : new ContractOutcome.Refused("too-many-access-requests");
  }

  /// A request that concerns the caller.
  public Optional<AccessRequest> request(Caller caller, String id) {
    return contracts.request(id).filter(found -> concerns(caller, found));
  }

  /// The requests that concern the caller, newest first.
  public List<AccessRequest> requests(Caller caller) {
    return contracts.requests(concern(caller)).stream()
        .filter(request -> concerns(caller, request))
        .toList();
  }

  /// A grant that concerns the caller.
  public Optional<Grant> grant(Caller caller, String id) {
    return contracts.grant(id).filter(found -> concerns(caller, found));
  }

  /// The grants that concern the caller, newest first.
  public List<Grant> grants(Caller caller) {
    return contracts.grants(concern(caller)).stream()
        .filter(grant -> concerns(caller, grant))
        .toList();
  }

  /// What happened to a request, oldest first.
  public List<ContractEvent> events(AccessRequest request) {
    return contracts.events(request.id());
  }

  /// What happened to a grant, oldest first.
  public List<ContractEvent> events(Grant grant) {
    return contracts.events(grant.id());
  }

  /// The time by which contracts run.
  public Instant now() {
    return clock.instant();
  }

  /// Where a grant is now: what nobody has ended the clock ends.
  public Grant.State state(Grant grant) {
    return grant.stateAt(clock.instant());
  }

  /// Moves a request on.
  ///
  /// @param seenRevision the revision that the caller has looked at
  public ContractOutcome.OfRequest decide(
      Caller caller,
      String id,
      long seenRevision,
      AccessRequest.State to,
      @Nullable String reason,
      @Nullable String basis) {
    Optional<AccessRequest> found = request(caller, id);
    if (found.isEmpty()) {
      return new ContractOutcome.Absent();
    }
    AccessRequest request = found.get();
    if (request.revision() != seenRevision) {
      return new ContractOutcome.MovedOn(request.revision());
    }
    Optional<AccessRequest.Role> mover = request.state().mover(to);
    if (mover.isEmpty()) {
      return new ContractOutcome.NoSuchStep(request.state().code(), to.code());
    }
    if (to == AccessRequest.State.APPROVED) {
      return approve(caller, request, reason, basis);
    }
    if (!acts(caller, mover.get(), request)) {
      return new ContractOutcome.Refused("forbidden");
    }
    if (AccessRequest.needsReason(to) && isBlank(reason)) {
      return withoutReason();
    }
    Instant now = clock.instant();
    AccessRequest next = request.moved(to, now);
    return kept(next, event(request, next, now, caller, reason, basis), null);
  }

  private ContractOutcome.OfRequest approve(
      Caller caller, AccessRequest request, @Nullable String reason, @Nullable String basis) {
    boolean provider = acts(caller, AccessRequest.Role.PROVIDER, request);
    boolean second = !request.approvals().isEmpty() && boundary.mayCheck(caller);
    if (!provider && !second) {
      return new ContractOutcome.Refused("forbidden");
    }
    if (caller.isKnownAs(request.applicant().key())
        || request.applicant().organisation().equals(caller.organisation())) {
      return new ContractOutcome.Refused("own-request");
    }
    if (request.approvals().stream().anyMatch(caller::isKnownAs)) {
      return new ContractOutcome.Refused("second-person-needed");
    }
    Optional<Dataset> dataset =
        catalog
            .dataset(request.terms().dataset())
            .filter(each -> each.state() == DatasetState.PUBLISHED);
    if (dataset.isEmpty()) {
      return new ContractOutcome.Refused("not-published");
    }
    Instant now = clock.instant();
    Entry entry = dataset.get().entry();
    List<Finding> findings =
        GrantCheck.check(entry, request.terms(), request.applicant().kind(), now);
    if (!findings.isEmpty()) {
      return new ContractOutcome.NotGrantable(findings);
    }
    AccessRequest approved = request.approvedBy(caller.person());
    if (GrantCheck.needsSecond(entry, request.terms()) && approved.approvals().size() < 2) {
      return kept(approved, event(request, approved, now, caller, reason, basis), null);
    }
    Grant grant = grantOf(approved, GrantCheck.clearance(entry, request.terms()));
    AccessRequest next = approved.granted(grant.id(), now);
    ContractEvent begun =
        new ContractEvent(
            grant.id(), 1, null, grant.state().code(), now, caller.key(), reason, basis);
    return kept(
        next, event(request, next, now, caller, reason, basis), new Contracts.Made(grant, begun));
  }

  private Grant grantOf(AccessRequest request, Level clearance) {
    AccessRequest.Terms terms = request.terms();
    byte[] maskKey = new byte[MASK_KEY_BYTES];
    random.nextBytes(maskKey);
    return new Grant(
        ids.get(),
        request.id(),
        terms.dataset(),
        request.applicant().organisation(),
        request.applicant().kind(),
        terms.purpose(),
        terms.rows(),
        terms.columns(),
        clearance,
        terms.notBefore(),
        terms.notAfter(),
        terms.quota(),
        Grant.State.ACTIVE,
        1,
        new Grant.Secret(maskKey),
        request.approvals());
  }

  /// Suspends, resumes, revokes or closes a grant; it holds from the next request on.
  ///
  /// @param seenEpoch the epoch that the caller has looked at
  public ContractOutcome.OfGrant decide(
      Caller caller, String id, long seenEpoch, Grant.State to, @Nullable String reason) {
    Optional<Grant> found = grant(caller, id);
    if (found.isEmpty()) {
      return new ContractOutcome.Absent();
    }
    Grant grant = found.get();
    if (grant.epoch() != seenEpoch) {
      return new ContractOutcome.MovedOn(grant.epoch());
    }
    Instant now = clock.instant();
    Grant.State from = grant.stateAt(now);
    if (!from.leadsTo(to)) {
      return new ContractOutcome.NoSuchStep(from.code(), to.code());
    }
    boolean may =
        to == Grant.State.CLOSED
            ? caller.speaksFor(grant.organisation())
            : boundary.mayReview(caller, grant.dataset().provider());
    if (!may) {
      return new ContractOutcome.Refused("forbidden");
    }
    if (to != Grant.State.ACTIVE && isBlank(reason)) {
      return withoutReason();
    }
    Grant next = grant.moved(to);
    ContractEvent event =
        new ContractEvent(
            id, next.epoch(), from.code(), to.code(), now, caller.key(), reason, null);
    return contracts.move(next, event)
        ? new ContractOutcome.Moved(next)
        : new ContractOutcome.MovedOn(contracts.grant(id).orElseThrow().epoch());
  }

  /// Makes a key that is of use for one grant alone, for the organisation that received it. Who may
  /// not state the grant's purpose gets none: it would say more than the key it was made with.
  public ContractOutcome.OfKey makeKey(Caller caller, String id) {
    Optional<Grant> found = grant(caller, id);
    if (found.isEmpty()) {
      return new ContractOutcome.Absent();
    }
    Grant grant = found.get();
    if (!caller.speaksFor(grant.organisation()) || caller.kind() != grant.kind()) {
      return new ContractOutcome.Refused("forbidden");
    }
    if (!caller.mayState(grant.purpose())) {
      return new ContractOutcome.Refused("purpose-outside-key");
    }
    if (caller.isNarrowed() && caller.clearance().compareTo(grant.clearance()) < 0) {
      return new ContractOutcome.Refused("clearance-too-low");
    }
    Grant.State state = state(grant);
    if (state != Grant.State.ACTIVE && state != Grant.State.SUSPENDED) {
      return new ContractOutcome.Refused(
          state == Grant.State.EXPIRED ? "grant-expired" : "grant-revoked");
    }
    return keys.makeFor(caller, grant)
        .<ContractOutcome.OfKey>map(made -> new ContractOutcome.Key(made.key(), made.secret()))
        .orElseGet(() -> new ContractOutcome.Refused("too-many-keys"));
  }

  private ContractOutcome.OfRequest kept(
      AccessRequest next, ContractEvent event, Contracts.@Nullable Made grant) {
    return contracts.move(next, event, grant)
        ? new ContractOutcome.Request(next)
        : new ContractOutcome.MovedOn(contracts.request(next.id()).orElseThrow().revision());
  }

  private static ContractEvent event(
      AccessRequest before,
      AccessRequest next,
      Instant now,
      Caller caller,
      @Nullable String reason,
      @Nullable String basis) {
    return new ContractEvent(
        next.id(),
        next.revision(),
        before.state().code(),
        next.state().code(),
        now,
        caller.key(),
        reason,
        basis);
  }

  private static ContractOutcome.NotDone withoutReason() {
    return new ContractOutcome.Invalid(
        List.of(new Finding("missing-field", "/reason", "this step needs a reason")));
  }

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  boolean acts(Caller caller, AccessRequest.Role role, AccessRequest request) {
    return switch (role) {
      case RECIPIENT -> caller.speaksFor(request.applicant().organisation());
      case BUREAU -> boundary.mayCheck(caller);
      case PROVIDER -> caller.has(Role.REVIEWER) && request.provider().equals(caller.provider());
    };
  }

  private boolean concerns(Caller caller, AccessRequest request) {
    return caller.speaksFor(request.applicant().organisation())
        || caller.keeps(request.provider())
        || boundary.mayCheck(caller);
  }

  private boolean concerns(Caller caller, Grant grant) {
    return caller.speaksFor(grant.organisation())
        || grant.id().equals(caller.grant())
        || caller.keeps(grant.dataset().provider())
        || boundary.mayCheck(caller);
  }

  private Contracts.Concern concern(Caller caller) {
    return boundary.mayOperate(caller) || boundary.mayCheck(caller)
        ? Contracts.Concern.ALL
        : new Contracts.Concern(false, caller.organisation(), caller.provider());
  }
}
