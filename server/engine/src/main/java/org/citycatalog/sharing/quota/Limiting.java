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

/// Who sets limits, and who sees what is used of them: the operator sets those of keys and
/// organisations, a provider those of its datasets; each caller sees its own use.
public final class Limiting {
  private static final String AUDITOR = "auditor";

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

  /// The limits of a subject.
  public Outcome of(Caller caller, Subject subject) {
    return refusal(caller, subject).orElseGet(() -> new Outcome.Known(limits.of(subject)));
  }

  /// Sets the limits of a subject, from the next request on.
  public Outcome set(Caller caller, Subject subject, Limits set) {
    Optional<Outcome> refusal = refusal(caller, subject);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    limits.set(subject, set, caller.key(), clock.instant());
    return new Outcome.Known(set);
  }

  private Optional<Outcome> refusal(Caller caller, Subject subject) {
    return switch (subject.kind()) {
      case KEY -> {
        if (!boundary.mayOperate(caller)) {
          yield Optional.of(new Outcome.Refused());
        }
        Optional<StoredKey> key =
            catalog.keys().stream().filter(each -> each.id().equals(subject.id())).findFirst();
        if (key.isEmpty()) {
          yield Optional.of(new Outcome.Absent());
        }
        // Who operates cannot hold back the one who reads what operators did.
        yield key.get().kind().equals(AUDITOR)
            ? Optional.of(new Outcome.Refused())
            : Optional.empty();
      }
      case ORGANISATION ->
          boundary.mayOperate(caller) ? Optional.empty() : Optional.of(new Outcome.Refused());
      case DATASET -> {
        DatasetId id = new DatasetId(subject.id());
        if (!sees(caller, id)) {
          yield Optional.of(new Outcome.Absent());
        }
        yield boundary.mayKeep(caller, id.provider())
            ? Optional.empty()
            : Optional.of(new Outcome.Refused());
      }
    };
  }

  /// What a caller with a key has used today of what it may: of its key, of its organisation, and
  /// of the datasets that it sees and others keep.
  public List<DayUse> use(Caller caller) {
    Instant now = clock.instant();
    List<DayUse> uses = new ArrayList<>();
    Subject key = Subject.key(caller.key());
    add(uses, key, key.text(), now);
    Uscc organisation = caller.organisation();
    if (organisation != null) {
      Subject subject = Subject.organisation(organisation);
      add(uses, subject, subject.text(), now);
    }
    limits.all().keySet().stream()
        .filter(subject -> subject.kind() == Subject.Kind.DATASET)
        .sorted(Comparator.comparing(Subject::id))
        .forEach(subject -> {
          DatasetId id = new DatasetId(subject.id());
          if (sees(caller, id) && !boundary.mayKeep(caller, id.provider())) {
            add(uses, subject, Quotas.ofReader(id, caller), now);
          }
        });
    return uses;
  }

  private void add(List<DayUse> uses, Subject subject, String counted, Instant now) {
    Quota quota = limits.of(subject).day();
    if (quota.isBounded()) {
      uses.add(
          new DayUse(
              subject, quota, quotas.used(Counter.ofDay(counted, now)), Counter.dayEnd(now)));
    }
  }

  private boolean sees(Caller caller, DatasetId id) {
    return catalog.dataset(id).filter(found -> boundary.maySee(caller, found)).isPresent();
  }
}
