package org.citycatalog.sharing.contracts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Purpose;
import org.citycatalog.sharing.Quota;
import org.citycatalog.sharing.deadlines.DeadlineEvent;
import org.citycatalog.sharing.deadlines.Timing;
import org.jspecify.annotations.Nullable;

/// What somebody asks to read of one dataset, and how far the answer is.
///
/// @param id random
/// @param since when it came into its state
/// @param timing what became of the deadline that runs in its state
/// @param approvals persons who have approved it, in their order; never the same twice
/// @param revision counts its events, from 1: a decision names the one it has seen
/// @param grant the grant it became
public record AccessRequest(
    String id,
    Terms terms,
    Applicant applicant,
    State state,
    long revision,
    Instant made,
    Instant since,
    Timing timing,
    List<String> approvals,
    @Nullable String grant) {
  public AccessRequest {
    approvals = List.copyOf(approvals);
  }

  /// What is asked for, and would be granted to the letter.
  ///
  /// @param basis the law, duty or contract that the applicant relies on
  /// @param scenario what is done with the data, in the applicant's words
  /// @param rows CQL2 text, null for all rows
  /// @param columns name and mask of every column, in their order
  /// @param method how the data is taken over, in the applicant's words
  /// @param notAfter the first instant at which it is over
  /// @param securityContact who answers for the data at the applicant's
  /// @param quota what is to be read in all
  public record Terms(
      DatasetId dataset,
      String basis,
      Purpose purpose,
      String scenario,
      @Nullable String rows,
      Map<String, Mask> columns,
      String method,
      Instant notBefore,
      Instant notAfter,
      String securityContact,
      Quota quota) {
    public Terms {
      columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }
  }

  /// Who asks.
  ///
  /// @param key the person who sent the request, known by the first of his keys
  public record Applicant(Uscc organisation, Caller.Kind kind, String key) {}

  /// Where a request is; an answer that does not come in time is no consent.
  public enum State {
    SUBMITTED,
    COMPLIANCE_CHECK,
    PROVIDER_REVIEW,
    APPROVED,
    REFUSED,
    RETURNED,
    DISPUTED,
    COORDINATED;

    private static final Map<State, Map<State, Role>> EDGES =
        Map.of(
            SUBMITTED,
            Map.of(COMPLIANCE_CHECK, Role.BUREAU),
            COMPLIANCE_CHECK,
            Map.of(PROVIDER_REVIEW, Role.BUREAU, RETURNED, Role.BUREAU),
            PROVIDER_REVIEW,
            Map.of(APPROVED, Role.PROVIDER, REFUSED, Role.PROVIDER, RETURNED, Role.PROVIDER),
            REFUSED,
            Map.of(DISPUTED, Role.RECIPIENT),
            DISPUTED,
            Map.of(COORDINATED, Role.BUREAU));

    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<State> ofCode(String code) {
      return Arrays.stream(values()).filter(each -> each.code().equals(code)).findFirst();
    }

    /// What is waited for here.
    Optional<DeadlineEvent> awaited() {
      return switch (this) {
        case SUBMITTED, COMPLIANCE_CHECK -> Optional.of(DeadlineEvent.COMPLIANCE_CHECK);
        case PROVIDER_REVIEW -> Optional.of(DeadlineEvent.PROVIDER_REVIEW);
        case APPROVED -> Optional.of(DeadlineEvent.PROVISION);
        case DISPUTED -> Optional.of(DeadlineEvent.DISPUTE_COORDINATION);
        case REFUSED, RETURNED, COORDINATED -> Optional.empty();
      };
    }

    /// Who may move a request from here to another state; empty where nobody may.
    Optional<Role> mover(State to) {
      return Optional.ofNullable(EDGES.getOrDefault(this, Map.of()).get(to));
    }
  }

  /// On whose behalf somebody acts on a request or a grant.
  enum Role {
    /// The organisation that asked, or received.
    RECIPIENT,
    /// The data bureau: whoever checks, see [Boundary#mayCheck].
    BUREAU,
    /// The provider of the dataset.
    PROVIDER
  }

  private static final Set<State> WITHOUT_REASON =
      EnumSet.of(State.COMPLIANCE_CHECK, State.PROVIDER_REVIEW, State.APPROVED);

  static boolean needsReason(State to) {
    return !WITHOUT_REASON.contains(to);
  }

  ProviderNamespace provider() {
    return terms.dataset().provider();
  }

  /// Whether somebody is to decide on it.
  public boolean isOpen() {
    return state != State.APPROVED && state.awaited().isPresent();
  }

  /// Whether it may become overdue and has not been noted as that.
  public boolean isWatched() {
    return state.awaited().isPresent() && timing.escalated() == null;
  }

  /// When what is waited for began: the check of a request begins when it is sent, not when
  /// somebody takes it up.
  Instant awaitedFrom() {
    return state == State.COMPLIANCE_CHECK ? made : since;
  }

  AccessRequest moved(State to, Instant at) {
    Timing next = to.awaited().equals(state.awaited()) ? timing : Timing.NONE;
    return new AccessRequest(
        id, terms, applicant, to, revision + 1, made, at, next, approvals, grant);
  }

  AccessRequest timed(Timing next) {
    return new AccessRequest(
        id, terms, applicant, state, revision + 1, made, since, next, approvals, grant);
  }

  AccessRequest approvedBy(String person) {
    List<String> all = new ArrayList<>(approvals);
    all.add(person);
    return new AccessRequest(
        id, terms, applicant, state, revision + 1, made, since, timing, all, grant);
  }

  AccessRequest granted(String newGrant, Instant at) {
    return new AccessRequest(
        id, terms, applicant, State.APPROVED, revision, made, at, Timing.NONE, approvals, newGrant);
  }
}
