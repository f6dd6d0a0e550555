package org.citycatalog.sharing.purge;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.StoredKey;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Grant;
import org.citycatalog.sharing.Role;
import org.citycatalog.sharing.contracts.ContractEvent;
import org.citycatalog.sharing.contracts.Contracts;
import org.citycatalog.sharing.identity.ApiKeys;
import org.citycatalog.sharing.ledger.LiteralKeys;
import org.jspecify.annotations.Nullable;

/// Purges from the request to the end.
///
/// The approval is the intent, and is on disk before anything is destroyed. From there one way
/// leads on, each step of which may be taken again: the catalog forgets what is named, the ledger's
/// key for it is destroyed, what lies in the data folder is erased, the database gives up its old
/// bytes, and then it is said to be done. A stop at any place goes on from the intent at the next
/// start; a failure, in a minute.
public final class Purging implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Purging.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration BETWEEN = Duration.ofMinutes(1);
  private static final int KEY_BYTES = 32;
  private static final String SERVER = "server";

  private final CatalogStore catalog;
  private final Contracts contracts;
  private final Purges purges;
  private final Boundary boundary;
  private final LiteralKeys literals;
  private final Erasure erasure;
  private final InstantSource clock;
  private final Supplier<String> ids;
  private final RandomGenerator random;
  private final Duration between;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("purge").daemon(true).factory());

  /// @param ids random, never the same twice
  /// @param random a `SecureRandom`
  public Purging(
      CatalogStore catalog,
      Contracts contracts,
      Purges purges,
      Boundary boundary,
      LiteralKeys literals,
      Erasure erasure,
      InstantSource clock,
      Supplier<String> ids,
      RandomGenerator random) {
    this(catalog, contracts, purges, boundary, literals, erasure, clock, ids, random, BETWEEN);
  }

  /// @param between how long what failed waits until it is tried again
  Purging(
      CatalogStore catalog,
      Contracts contracts,
      Purges purges,
      Boundary boundary,
      LiteralKeys literals,
      Erasure erasure,
      InstantSource clock,
      Supplier<String> ids,
      RandomGenerator random,
      Duration between) {
    this.catalog = catalog;
    this.contracts = contracts;
    this.purges = purges;
    this.boundary = boundary;
    this.literals = literals;
    this.erasure = erasure;
    this.clock = clock;
    this.ids = ids;
    this.random = random;
    this.between = between;
  }

  /// What somebody wants destroyed: versions of a dataset, a key, or the pseudonym key of a grant.
  ///
  /// @param versions their numbers
  /// @param versionsUpTo instead of numbers: this one and every older one
  public record Wanted(
      @Nullable DatasetId dataset,
      @Nullable List<Long> versions,
      @Nullable Long versionsUpTo,
      @Nullable String key,
      @Nullable String grant,
      String reason,
      String basis) {}

  /// Goes on with what was approved before; what it names is forgotten when this returns. To be
  /// called once, before anybody reads.
  public void start() {
    purges.approved().forEach(this::forget);
    var unused =
        worker.scheduleWithFixedDelay(this::goOn, 0, between.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Asks for a purge; nothing is destroyed before somebody else has approved it.
  public PurgeOutcome request(Caller caller, Wanted wanted) {
    List<Finding> findings = new ArrayList<>();
    said("/reason", wanted.reason(), findings);
    said("/basis", wanted.basis(), findings);
    return switch (subject(caller, wanted, findings)) {
      case NotNamed(var why) -> why;
      case Named(var subject) ->
          subject == null || !findings.isEmpty()
              ? new PurgeOutcome.Invalid(findings)
              : requested(caller, subject, wanted);
    };
  }

  private PurgeOutcome requested(Caller caller, Purge.Subject subject, Wanted wanted) {
    String id = ids.get();
    Purge purge =
        new Purge(
            id,
            subject,
            caller.person(),
            List.of(
                new ContractEvent(
                    id,
                    1,
                    null,
                    Purge.State.REQUESTED.code(),
                    clock.instant(),
                    caller.key(),
                    wanted.reason(),
                    wanted.basis())));
    purges.add(purge);
    return new PurgeOutcome.Kept(purge);
  }

  /// A purge that concerns the caller.
  public Optional<Purge> find(Caller caller, String id) {
    return purges.purge(id).filter(purge -> concerns(caller, purge.subject()));
  }

  /// The purges that concern the caller, newest first.
  public List<Purge> list(Caller caller) {
    Contracts.Concern concern =
        boundary.mayOperate(caller)
                || caller.has(Role.AUDITOR)
                || caller.has(Role.SECURITY_ADMINISTRATOR)
            ? Contracts.Concern.ALL
            : new Contracts.Concern(false, null, caller.provider());
    return purges.purges(concern).stream()
        .filter(purge -> concerns(caller, purge.subject()))
        .toList();
  }

  /// Whether a key was destroyed, for whoever may know.
  public boolean isPurged(Caller caller, String key) {
    return list(caller).stream()
        .anyMatch(purge ->
            purge.subject() instanceof Purge.Subject.ApiKey(String id, var kind)
                && id.equals(key)
                && purge.state().compareTo(Purge.State.APPROVED) >= 0);
  }

  /// Approves or refuses a purge. An approved one is done when this returns, or goes on.
  ///
  /// @param seenRevision the revision that the caller has looked at
  public PurgeOutcome decide(
      Caller caller, String id, long seenRevision, Purge.State to, @Nullable String reason) {
    Optional<Purge> found = find(caller, id);
    if (found.isEmpty()) {
      return new PurgeOutcome.Absent();
    }
    Purge purge = found.get();
    if (purge.revision() != seenRevision) {
      return new PurgeOutcome.MovedOn(purge.revision());
    }
    if (purge.state() != Purge.State.REQUESTED
        || to != Purge.State.APPROVED && to != Purge.State.REFUSED) {
      return new PurgeOutcome.NoSuchStep(purge.state().code(), to.code());
    }
    if (to == Purge.State.APPROVED && caller.isKnownAs(purge.requester())) {
      return new PurgeOutcome.Refused("second-person-needed");
    }
    if (to == Purge.State.REFUSED && (reason == null || reason.isBlank())) {
      return new PurgeOutcome.Invalid(
          List.of(new Finding("missing-field", "/reason", "this step needs a reason")));
    }
    Purge next = purge.moved(step(purge, to, caller.key(), reason));
    if (!purges.move(next)) {
      return new PurgeOutcome.MovedOn(purges.purge(id).orElseThrow().revision());
    }
    if (to == Purge.State.APPROVED) {
      // Whoever approved it reads nothing of it from here on.
      forget(next);
      await(worker.submit(this::goOn));
    }
    return new PurgeOutcome.Kept(purges.purge(id).orElseThrow());
  }

  @Override
  public void close() {
    worker.shutdownNow();
    try {
      if (!worker.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "purges go on at the next start");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Nothing it meets ends the going on: a worker that throws is not called again.
  private void goOn() {
    try {
      purges.approved().forEach(this::finish);
    } catch (RuntimeException | Error failed) {
      LOG.log(
          System.Logger.Level.ERROR,
          "it is not known which purges are to be done; it is looked again in a minute",
          failed);
    }
  }

  private void finish(Purge purge) {
    if (Thread.currentThread().isInterrupted()) {
      return; // the server stops
    }
    try {
      forget(purge);
      erase(purge);
      catalog.shred();
      purges.move(purge.moved(step(purge, Purge.State.DONE, SERVER, null)));
      LOG.log(System.Logger.Level.INFO, "purge " + purge.id() + " is done");
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | RuntimeException failed) {
      LOG.log(
          System.Logger.Level.ERROR,
          "purge " + purge.id() + " is not done yet; it is tried again in a minute",
          failed);
    }
  }

  private void forget(Purge purge) {
    switch (purge.subject()) {
      case Purge.Subject.Versions(var dataset, var numbers) -> {
        catalog.destroyVersions(
            dataset, numbers, purge.id(), purge.steps().getLast().by(), clock.instant());
        literals.destroy(dataset);
      }
      case Purge.Subject.ApiKey(String key, var kind) -> catalog.destroyKey(key);
      case Purge.Subject.PseudonymKey(String grant, var dataset) -> {
        byte[] other = new byte[KEY_BYTES];
        random.nextBytes(other);
        contracts.replaceMaskKey(grant, new Grant.Secret(other));
      }
    }
  }

  private void erase(Purge purge) throws ExecutionException, InterruptedException {
    if (purge.subject() instanceof Purge.Subject.Versions(var dataset, var numbers)) {
      erasure.erase(dataset, numbers).get();
    }
  }

  private static void await(Future<?> end) {
    try {
      end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException goesOn) {
      LOG.log(System.Logger.Level.INFO, "a purge waits for a load to end");
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException bug) {
      throw new IllegalStateException(bug.getCause());
    }
  }

  private ContractEvent step(Purge purge, Purge.State to, String by, @Nullable String reason) {
    return new ContractEvent(
        purge.id(),
        purge.revision() + 1,
        purge.state().code(),
        to.code(),
        clock.instant(),
        by,
        reason,
        null);
  }

  private sealed interface Naming {}

  /// @param subject null where it has mistakes
  private record Named(Purge.@Nullable Subject subject) implements Naming {}

  private record NotNamed(PurgeOutcome why) implements Naming {}

  private Naming subject(Caller caller, Wanted wanted, List<Finding> findings) {
    DatasetId dataset = wanted.dataset();
    String key = wanted.key();
    String grant = wanted.grant();
    if (dataset != null && key == null && grant == null) {
      return versions(caller, dataset, wanted, findings);
    }
    if (key != null && dataset == null && grant == null) {
      return key(caller, key);
    }
    if (grant != null && dataset == null && key == null) {
      return pseudonymKey(caller, grant);
    }
    findings.add(
        new Finding(
            "wrong-value",
            "/subject",
            "a purge destroys versions of one dataset, one key, or the pseudonym key of one"
                + " grant"));
    return new Named(null);
  }

  private Naming versions(Caller caller, DatasetId id, Wanted wanted, List<Finding> findings) {
    Optional<Dataset> dataset = catalog.dataset(id).filter(found -> boundary.maySee(caller, found));
    if (dataset.isEmpty()) {
      return new NotNamed(new PurgeOutcome.Absent());
    }
    if (!boundary.mayKeep(caller, id.provider())) {
      return new NotNamed(new PurgeOutcome.Refused("forbidden"));
    }
    List<Long> living = catalog.versions(id).stream().map(DatasetVersion::number).sorted().toList();
    List<Long> numbers = wanted.versions();
    Long upTo = wanted.versionsUpTo();
    if ((numbers == null) == (upTo == null)) {
      findings.add(
          new Finding(
              numbers == null ? "missing-field" : "wrong-value",
              "/subject/versions",
              "versions are named by their numbers, or by the last of them"));
      return new Named(null);
    }
    List<Long> chosen = new ArrayList<>();
    if (numbers == null) {
      living.stream().filter(number -> upTo != null && number <= upTo).forEach(chosen::add);
      if (chosen.isEmpty()) {
        findings.add(
            new Finding(
                "unknown-version", "/subject/versionsUpTo", "there is no version up to this one"));
      }
    } else {
      for (int i = 0; i < numbers.size(); i++) {
        long number = numbers.get(i);
        if (!living.contains(number)) {
          findings.add(
              new Finding(
                  "unknown-version",
                  "/subject/versions/" + i,
                  "there is no version %d".formatted(number)));
        } else if (!chosen.contains(number)) {
          chosen.add(number);
        }
      }
    }
    return new Named(new Purge.Subject.Versions(id, chosen.stream().sorted().toList()));
  }

  private Naming key(Caller caller, String id) {
    Optional<StoredKey> key =
        catalog.keys().stream().filter(each -> each.id().equals(id)).findAny();
    if (key.isPresent()) {
      Purge.Subject subject = new Purge.Subject.ApiKey(id, key.get().kind());
      if (concerns(caller, subject)) {
        return new Named(subject);
      }
    }
    return new NotNamed(
        boundary.mayOperate(caller)
            ? new PurgeOutcome.Absent()
            : new PurgeOutcome.Refused("forbidden"));
  }

  private Naming pseudonymKey(Caller caller, String id) {
    Optional<Grant> grant =
        contracts.grant(id).filter(found -> boundary.mayKeep(caller, found.dataset().provider()));
    if (grant.isEmpty()) {
      return new NotNamed(new PurgeOutcome.Absent());
    }
    if (grant.get().isInForce(clock.instant())) {
      return new NotNamed(new PurgeOutcome.Refused("grant-in-force"));
    }
    return new Named(new Purge.Subject.PseudonymKey(id, grant.get().dataset()));
  }

  /// The keys of auditors are destroyed by auditors, those of security administrators by security
  /// administrators, all others by operators.
  private boolean concerns(Caller caller, Purge.Subject subject) {
    return switch (subject) {
      case Purge.Subject.ApiKey(var key, String kind) ->
          ApiKeys.keptApart(kind).map(caller::has).orElseGet(() -> boundary.mayOperate(caller));
      case Purge.Subject.Versions(var dataset, var numbers) ->
          boundary.mayKeep(caller, dataset.provider());
      case Purge.Subject.PseudonymKey(var grant, var dataset) ->
          boundary.mayKeep(caller, dataset.provider());
    };
  }

  private static void said(String pointer, String text, List<Finding> findings) {
    if (text.isBlank()) {
      findings.add(new Finding("blank-text", pointer, "the text must not be blank"));
    }
  }
}
