package org.citycatalog.sharing.ledger;

import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.JsonText;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.Statistics;
import org.citycatalog.catalog.UnavailableException;
import org.citycatalog.cql.Cql2Text;
import org.citycatalog.cql.Predicate;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Decision;
import org.citycatalog.sharing.Disclosure;
import org.citycatalog.sharing.Exhausted;
import org.citycatalog.sharing.Permit;
import org.citycatalog.sharing.Purpose;
import org.citycatalog.sharing.StatisticsPermit;
import org.citycatalog.sharing.ledger.RecordLog.Durable;
import org.jspecify.annotations.Nullable;

/// Who read what: every reading is announced before its first byte leaves, and its outcome follows.
///
/// What is open to everybody stays readable when the ledger has no room, and is counted then; all
/// else is not given out unrecorded. Readings by nobody known are counted by dataset and minute, so
/// that nobody can fill the disk; of these counts the last minute is lost in a kill. What somebody
/// looked for is kept under a seal of the asker's own.
public final class Ledger implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Ledger.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int SECONDS_BETWEEN_SUMS = 5;

  private final RecordLog log;
  private final InstantSource clock;
  private final Supplier<String> ids;
  private final byte[] literalKey;
  private final LiteralKeys literals;
  private final UseSums sums = new UseSums();
  private final ScheduledExecutorService minutes =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("ledger-sums").daemon(true).factory());

  /// @param log stays the caller's to close, after this
  /// @param ids random, never the same twice
  /// @param literalKey 32 secret bytes, for the seals of what somebody looked for in the catalog
  /// @param literals keys for the seals of what somebody looked for in a dataset
  public Ledger(
      RecordLog log,
      InstantSource clock,
      Supplier<String> ids,
      byte[] literalKey,
      LiteralKeys literals) {
    this.log = log;
    this.clock = clock;
    this.ids = ids;
    this.literalKey = literalKey.clone();
    this.literals = literals;
    var unused =
        minutes.scheduleWithFixedDelay(
            this::writeSums, SECONDS_BETWEEN_SUMS, SECONDS_BETWEEN_SUMS, TimeUnit.SECONDS);
  }

  /// What somebody asked of rows.
  ///
  /// @param door `page`, `page as` with a kind of caller, `export`, `match`, `preview`, or `look`
  ///   for whether a row is there
  /// @param filter null for all rows
  /// @param words null for none
  /// @param columns those asked for, in their order
  public record Question(
      String door,
      @Nullable Predicate filter,
      @Nullable String words,
      List<String> columns,
      List<String> sort) {
    public Question {
      columns = List.copyOf(columns);
      sort = List.copyOf(sort);
    }
  }

  /// Announces that somebody reads rows.
  public Disclosure reads(Caller caller, Permit permit, Question question) {
    boolean open = permit.basis() == Permit.Basis.OPEN;
    return open && caller.isAnonymous()
        ? new Counted(subject(permit.version().dataset()), "reads")
        : announced(caller, permit, question, open);
  }

  /// Announces that a keeper has the rows of a permit counted that a rule would give which is only
  /// written down. Whatever the rule says is open, the rows are not: it is recorded, or not done.
  public Disclosure previews(Caller keeper, Permit permit) {
    Question question =
        new Question("preview", permit.rows().orElse(null), null, List.of(), List.of());
    return announced(keeper, permit, question, false);
  }

  private Disclosure announced(Caller caller, Permit permit, Question question, boolean open) {
    DatasetId dataset = permit.version().dataset();
    String reading = ids.get();
    JsonObjectBuilder record =
        about(caller, "read", dataset)
            .add("reading", reading)
            .add("version", permit.version().number())
            .add("basis", code(permit.basis()))
            .add("door", question.door());
    permit.grant().ifPresent(grant -> record.add("grant", grant.id()).add("epoch", grant.epoch()));
    var columns = JsonText.array();
    for (String name : question.columns()) {
      Optional<Permit.PermittedColumn> column = permit.column(name);
      columns.add(
          column.isPresent() && !column.get().isClear()
              ? name + ":" + Mask.method(column.get().mask())
              : name);
    }
    record.add("columns", columns);
    try {
      addSealed(record, caller, dataset, question);
    } catch (UnavailableException noKey) {
      if (open) {
        return new Counted(subject(dataset), "unrecorded");
      }
      throw new UnavailableException("ledger-unavailable", "the reading cannot be sealed", noKey);
    }
    if (!question.sort().isEmpty()) {
      record.add("sort", JsonText.texts(question.sort()));
    }
    return new Announced(caller, dataset, reading, append(record, Durable.NOW), open);
  }

  /// Announces that somebody reads statistics, of which cells leave and no rows.
  ///
  /// @param by the groups that are told apart
  public Disclosure readsStatistics(
      Caller caller, StatisticsPermit permit, long version, String cube, List<String> by) {
    boolean open = permit.statistics().audience() == Statistics.Audience.EVERYBODY;
    if (open && caller.isAnonymous()) {
      return new Counted(subject(permit.dataset()), "reads");
    }
    String reading = ids.get();
    JsonObjectBuilder record =
        about(caller, "read", permit.dataset())
            .add("reading", reading)
            .add("version", version)
            .add("basis", code(Permit.Basis.STATISTICS))
            .add("door", "cube")
            .add("cube", cube)
            .add("columns", JsonText.texts(by));
    return new Announced(caller, permit.dataset(), reading, append(record, Durable.NOW), open);
  }

  private void addSealed(
      JsonObjectBuilder record, Caller caller, DatasetId dataset, Question question) {
    Predicate filter = question.filter();
    String words = question.words();
    if (filter == null && words == null) {
      return;
    }
    LiteralSeal own = LiteralSeal.of(literals.of(dataset), caller);
    if (filter != null) {
      record.add("filter", Cql2Text.print(filter, own::seal));
    }
    if (words != null) {
      record.add("words", own.seal(words));
    }
  }

  /// Announces that a keeper reads what a file holds, past its schema.
  ///
  /// @param door such as `quarantine`
  public Disclosure readsSource(Caller keeper, DatasetId dataset, String door) {
    String reading = ids.get();
    JsonObjectBuilder record =
        about(keeper, "read", dataset)
            .add("reading", reading)
            .add("basis", code(Permit.Basis.OWN))
            .add("door", door);
    return new Announced(keeper, dataset, reading, append(record, Durable.NOW), false);
  }

  /// Records that somebody was refused the rows of a dataset.
  public void refused(Caller caller, DatasetId dataset, Decision.Refusal refusal) {
    if (caller.isAnonymous()) {
      sums.add(subject(dataset), "refused", 1, clock.instant());
    } else {
      forget(
          append(
              about(caller, "refused", dataset)
                  .add("code", refusal.code())
                  .add("rule", refusal.rule()),
              Durable.SOON));
    }
  }

  /// Records that somebody got no rows because a quota is used up: for a grant like any other
  /// refusal, for a day as a sum, since it may be asked often.
  public void exhausted(Caller caller, DatasetId dataset, Exhausted bound) {
    if (bound.retrySeconds().isEmpty()) {
      refused(caller, dataset, new Decision.Refusal(bound.code(), bound.detail(), null));
    } else {
      throttled(caller);
    }
  }

  /// Counts that somebody asked too often, or has read enough for today.
  public void throttled(Caller caller) {
    UseSums.Subject subject =
        caller.kind() == Caller.Kind.PUBLIC
            ? new UseSums.Subject("door", "rates")
            : new UseSums.Subject("key", caller.key());
    sums.add(subject, "throttled", 1, clock.instant());
  }

  /// Counts that somebody asked for a dataset that there is not, for this caller.
  public void absent(Caller caller) {
    if (!caller.isAnonymous()) {
      sums.add(new UseSums.Subject("key", caller.key()), "absent", 1, clock.instant());
    }
  }

  /// Counts that somebody came with a key that is none.
  public void unknownKey() {
    sums.add(new UseSums.Subject("door", "authentication"), "refused", 1, clock.instant());
  }

  /// Counts that somebody could not log in.
  ///
  /// @param account the account that was named, where there is one
  public void loginFailed(Optional<String> account) {
    UseSums.Subject subject =
        account
            .map(id -> new UseSums.Subject("account", id))
            .orElseGet(() -> new UseSums.Subject("door", "log-in"));
    sums.add(subject, "refused", 1, clock.instant());
  }

  /// Records that somebody searched the catalog.
  public void searched(Caller caller, @Nullable String words, long hits) {
    if (caller.isAnonymous()) {
      sums.add(new UseSums.Subject("door", "search"), "searches", 1, clock.instant());
      return;
    }
    JsonObjectBuilder record = about(caller, "search", null).add("hits", hits);
    if (words != null) {
      record.add("words", LiteralSeal.of(literalKey, caller).seal(words));
    }
    forget(append(record, Durable.SOON));
  }

  /// Writes the counts of the minute, too.
  @Override
  public void close() {
    minutes.shutdown();
    try {
      if (!minutes.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "the ledger's sums are not written");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    sums.take(Instant.MAX).forEach(sum -> forget(log.append(sum, Durable.SOON)));
  }

  private void writeSums() {
    Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    sums.take(minute).forEach(sum -> forget(log.append(sum, Durable.SOON)));
  }

  private JsonObjectBuilder about(Caller caller, String kind, @Nullable DatasetId dataset) {
    JsonObjectBuilder record =
        JsonText.builder().add("kind", kind).add("at", clock.instant().toString());
    if (dataset != null) {
      record.add("dataset", dataset.value());
    }
    record.add("key", caller.key()).add("caller", code(caller.kind()));
    if (caller.organisation() != null) {
      record.add("organisation", caller.organisation().value());
    }
    if (!caller.purpose().equals(Purpose.UNSTATED)) {
      record.add("purpose", caller.purpose().code());
    }
    return record;
  }

  private CompletableFuture<Long> append(JsonObjectBuilder record, Durable when) {
    return log.append(record.build().toString(), when);
  }

  /// A record that nobody waits for: where it is not kept, the log of the records says so itself.
  private static void forget(CompletableFuture<Long> kept) {
    var unused = kept.exceptionally(failed -> -1L);
  }

  private static UseSums.Subject subject(DatasetId dataset) {
    return new UseSums.Subject("dataset", dataset.value());
  }

  private static String code(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /// A reading that is only counted.
  private final class Counted implements Disclosure {
    private final UseSums.Subject subject;
    private final AtomicBoolean over = new AtomicBoolean();

    Counted(UseSums.Subject subject, String what) {
      this.subject = subject;
      sums.add(subject, what, 1, clock.instant());
    }

    @Override
    public void announced() {
      // Nothing is announced that is open to everybody.
    }

    @Override
    public void left(long rows, long bytes) {
      // It is counted when it has ended.
    }

    @Override
    public void ended(long rows, long bytes, boolean whole) {
      if (over.compareAndSet(false, true)) {
        Instant now = clock.instant();
        sums.add(subject, "rows", rows, now);
        sums.add(subject, "bytes", bytes, now);
      }
    }
  }

  /// A reading with records of its own.
  private final class Announced implements Disclosure {
    private final Caller caller;
    private final DatasetId dataset;
    private final String reading;
    private final CompletableFuture<Long> kept;
    private final boolean open;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable Disclosure instead;

    Announced(
        Caller caller,
        DatasetId dataset,
        String reading,
        CompletableFuture<Long> kept,
        boolean open) {
      this.reading = reading;
      this.caller = caller;
      this.dataset = dataset;
      this.kept = kept;
      this.open = open;
    }

    @Override
    public void announced() {
      try {
        kept.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException failed) {
        notKept(failed);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        notKept(stopped);
      }
    }

    private void notKept(Exception failed) {
      if (!open) {
        throw new UnavailableException(
            "ledger-unavailable", "the reading cannot be recorded", failed);
      }
      instead = new Counted(subject(dataset), "unrecorded");
    }

    @Override
    public void left(long rows, long bytes) {
      outcome(rows, bytes, "goes-on");
    }

    @Override
    public void ended(long rows, long bytes, boolean whole) {
      Disclosure counted = instead;
      if (counted != null) {
        counted.ended(rows, bytes, whole);
      } else if (over.compareAndSet(false, true)) {
        outcome(rows, bytes, whole ? "whole" : "cut-off");
      }
    }

    private void outcome(long rows, long bytes, String end) {
      if (instead == null && kept.isDone() && !kept.isCompletedExceptionally()) {
        forget(
            append(
                about(caller, "outcome", dataset)
                    .add("reading", reading)
                    .add("rows", rows)
                    .add("bytes", bytes)
                    .add("end", end),
                Durable.SOON));
      }
    }
  }
}
