package org.citycatalog.sharing.quota;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.StoredKey;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Quota;
import org.citycatalog.sharing.identity.ApiKeys;

/// Who sets limits, and who sees what is used of them: the operator sets those of keys and
/// organisations, a provider those of its datasets; each caller sees its own use.
public final class Limiting {
  private final CatalogStore catalog;
  private final Boundary boundary;
  private final LimitBook limits;
  private final Quotas quotas;
  private final InstantSource clock;

  public Limiting(
      CatalogStore catalog,
      Boundary boundary,
      LimitBook limits,
      Quotas quotas,
      InstantSource clock) {
    this.catalog = catalog;
    this.boundary = boundary;
    this.limits = limits;
    this.quotas = quotas;
    this.clock = clock;
  }

  /// What became of looking at limits or setting them.
  public sealed interface Outcome {
    record Known(Limits limits) implements Outcome {}

    /// For the caller there is no such thing.
    record Absent() implements Outcome {}

    record Refused() implements Outcome {}
  }

  /// What is used of a limit in a day.
  ///
  /// @param ends when it begins anew
  public record DayUse(Subject subject, Quota quota, Amount used, Instant ends) {}

  /// The limits of a subject; those of a key are its successors', too.
  public Outcome of(Caller caller, Subject subject) {
    return switch (reach(caller, subject)) {
      case Reach.Reached(Subject whose) -> new Outcome.Known(limits.of(whose));
      case Reach.Not(Outcome why) -> why;
    };
  }

  /// Sets the limits of a subject, from the next request on.
  public Outcome set(Caller caller, Subject subject, Limits set) {
    return switch (reach(caller, subject)) {
      case Reach.Reached(Subject whose) -> {
        limits.set(whose, set, caller.key(), clock.instant());
        yield new Outcome.Known(set);
      }
      case Reach.Not(Outcome why) -> why;
    };
  }

  private sealed interface Reach {
    /// @param whose under which the limits stand
    record Reached(Subject whose) implements Reach {}

    record Not(Outcome why) implements Reach {}
  }

  private Reach reach(Caller caller, Subject subject) {
    return switch (subject.kind()) {
      case KEY -> key(caller, subject.id());
      case ORGANISATION ->
          boundary.mayOperate(caller)
              ? new Reach.Reached(subject)
              : new Reach.Not(new Outcome.Refused());
      case DATASET -> {
        DatasetId id = new DatasetId(subject.id());
        if (!sees(caller, id)) {
          yield new Reach.Not(new Outcome.Absent());
        }
        yield boundary.mayKeep(caller, id.provider())
            ? new Reach.Reached(subject)
            : new Reach.Not(new Outcome.Refused());
      }
    };
  }

  private Reach key(Caller caller, String id) {
    if (!boundary.mayOperate(caller)) {
      return new Reach.Not(new Outcome.Refused());
    }
    Optional<StoredKey> key =
        catalog.keys().stream().filter(each -> each.id().equals(id)).findFirst();
    if (key.isEmpty()) {
      return new Reach.Not(new Outcome.Absent());
    }
    // Who operates cannot hold back the one who reads what operators did; and what says who
    // operates reads nothing that is counted by key.
    return ApiKeys.keptApart(key.get().kind()).isPresent()
        ? new Reach.Not(new Outcome.Refused())
        : new Reach.Reached(Subject.key(key.get().root()));
  }

  /// What a caller with a key has used today of what it may: of its key, of its organisation, and
  /// of the datasets that it sees and others keep.
  public List<DayUse> use(Caller caller) {
    if (caller.kind() == Caller.Kind.PUBLIC) {
      // Counted with all who are not known: there is no use of its own to be shown.
      return List.of();
    }
    Instant now = clock.instant();
    List<DayUse> uses = new ArrayList<>();
    add(uses, Subject.key(caller.person()), Subject.key(caller.key()), now);
    Uscc organisation = caller.organisation();
    if (organisation != null) {
      Subject subject = Subject.organisation(organisation);
      add(uses, subject, subject, now);
    }
    limits.all().keySet().stream()
        .filter(subject -> subject.kind() == Subject.Kind.DATASET)
        .sorted(Comparator.comparing(Subject::id))
        .forEach(subject -> {
          DatasetId id = new DatasetId(subject.id());
          if (sees(caller, id) && !boundary.mayKeep(caller, id.provider())) {
            add(uses, limits.of(subject).day(), subject, Quotas.ofReader(id, caller), now);
          }
        });
    return uses;
  }

  /// @param whose under which the limits stand and the use is counted
  /// @param shown what the caller knows it by
  private void add(List<DayUse> uses, Subject whose, Subject shown, Instant now) {
    add(uses, limits.of(whose).day(), shown, whose.text(), now);
  }

  private void add(List<DayUse> uses, Quota quota, Subject shown, String counted, Instant now) {
    if (quota.isBounded()) {
      uses.add(
          new DayUse(shown, quota, quotas.used(Counter.ofDay(counted, now)), Counter.dayEnd(now)));
    }
  }

  private boolean sees(Caller caller, DatasetId id) {
    return catalog.dataset(id).filter(found -> boundary.maySee(caller, found)).isPresent();
  }
}
