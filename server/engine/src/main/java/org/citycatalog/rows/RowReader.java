package org.citycatalog.rows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.BytesRef;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.ItemRight;
import org.citycatalog.catalog.Tombstone;
import org.citycatalog.cql.Cql2Text;
import org.citycatalog.cql.Predicate;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Decision;
import org.citycatalog.sharing.Disclosure;
import org.citycatalog.sharing.Exhausted;
import org.citycatalog.sharing.Permit;
import org.citycatalog.sharing.Seal;
import org.citycatalog.sharing.ledger.Ledger;
import org.citycatalog.sharing.quota.Quotas;
import org.citycatalog.sharing.quota.Use;
import org.citycatalog.sharing.rules.AccessChange;
import org.citycatalog.sharing.rules.RowComparison;
import org.citycatalog.sharing.rules.Viewer;
import org.jspecify.annotations.Nullable;

/// Answers questions to the rows of one dataset.
///
/// The way of every question: the boundary decides and gives a permit; the question is checked
/// against what the permit shows; rows are read within it. A page names the version it is of, and
/// its cursor leads on through that version, whatever is loaded meanwhile.
public final class RowReader implements RowComparison {
  /// Rows a page may have.
  public static final int MAX_LIMIT = 10_000;

  private final CatalogStore catalog;
  private final Boundary boundary;
  private final RowStore store;
  private final Seal seal;
  private final Ledger ledger;
  private final Quotas quotas;
  private final CursorPlaces places = new CursorPlaces();

  /// @param ledger knows of every reading before anything of it is given out
  /// @param quotas counts what is given out
  public RowReader(
      CatalogStore catalog,
      Boundary boundary,
      RowStore store,
      Seal seal,
      Ledger ledger,
      Quotas quotas) {
    this.catalog = catalog;
    this.boundary = boundary;
    this.store = store;
    this.seal = seal;
    this.ledger = ledger;
    store.whenDestroyed(places::clear);
    this.quotas = quotas;
  }

  /// Reads one page.
  ///
  /// @param limit 1 to [#MAX_LIMIT] rows
  /// @param cursor `next` of the page before, asked with the same query; null for the first page
  /// @throws IndexUnavailableException while the version's index is being rebuilt
  public RowAnswer page(
      Caller caller, DatasetId id, RowQuery asked, int limit, @Nullable String cursor) {
    return page(caller, null, id, asked, limit, cursor);
  }

  /// Reads one page with the eyes of somebody else; only who keeps the dataset may.
  ///
  /// @param as null for the caller's own
  public RowAnswer page(
      Caller caller,
      Viewer.@Nullable Anybody as,
      DatasetId id,
      RowQuery asked,
      int limit,
      @Nullable String cursor) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "limit must be 1 to %d but was %d".formatted(MAX_LIMIT, limit));
    }
    Optional<RowCursor> from = cursor == null ? Optional.empty() : RowCursor.open(cursor, seal, id);
    if (as != null && !boundary.mayKeep(caller, id.provider())) {
      boolean seen = catalog.dataset(id).filter(each -> boundary.maySee(caller, each)).isPresent();
      return seen ? new RowAnswer.Refused("forbidden") : new RowAnswer.Absent();
    }
    if (as != null
        && caller.isNarrowed()
        && as.kind().clearance().compareTo(caller.clearance()) > 0) {
      return new RowAnswer.Refused("clearance-too-low");
    }
    Caller eyes = as == null ? caller : as.seenBy(caller);
    String door = as == null ? "page" : "page as " + as.kind().name().toLowerCase(Locale.ROOT);
    return switch (permit(eyes, id, from.map(RowCursor::version))) {
      case Refusal(var answer) -> answer;
      case Permitted(var permit) -> {
        CheckedRowQuery.Result checked = CheckedRowQuery.check(asked, permit, store.filters());
        if (checked.mistake() != null) {
          yield checked.mistake();
        }
        String question = fingerprint(asked, permit);
        if (cursor != null && (from.isEmpty() || !from.get().question().equals(question))) {
          yield new RowAnswer.Mistake(
              "cursor-invalid",
              "cursor",
              null,
              "the cursor was not made for this question; ask for the first page again",
              List.of());
        }
        CheckedRowQuery query = present(checked.query());
        yield counted(
            caller,
            permit,
            use -> {
              // On its way to the disk while the query runs.
              Disclosure disclosure =
                  use.counting(ledger.reads(caller, permit, asked(door, asked, query, permit)));
              RowAnswer.Page page =
                  inTime(
                      permit,
                      disclosure,
                      index ->
                          page(
                              index,
                              permit,
                              query,
                              question,
                              limit,
                              from.orElse(null),
                              disclosure));
              disclosure.announced();
              return use.rows(page.rows().size())
                  .<RowAnswer>map(bound -> over(caller, id, disclosure, bound))
                  .orElse(page);
            });
      }
    };
  }

  /// Reads every matching row of the newest version.
  ///
  /// @throws IndexUnavailableException while the version's index is being rebuilt
  public RowAnswer stream(Caller caller, DatasetId id, RowQuery asked) {
    return switch (permit(caller, id, Optional.empty())) {
      case Refusal(var answer) -> answer;
      case Permitted(var permit) -> {
        CheckedRowQuery.Result checked = CheckedRowQuery.check(asked, permit, store.filters());
        if (checked.mistake() != null) {
          yield checked.mistake();
        }
        CheckedRowQuery query = present(checked.query());
        yield counted(
            caller,
            permit,
            use -> {
              Disclosure disclosure =
                  use.counting(ledger.reads(caller, permit, asked("export", asked, query, permit)));
              RowStream rows =
                  inTime(permit, disclosure, index -> PermittedRows.of(store, permit, query));
              Optional<Exhausted> bound;
              try {
                disclosure.announced();
                bound = use.rows(rows.total());
              } catch (RuntimeException failed) {
                close(rows);
                throw failed;
              }
              if (bound.isPresent()) {
                close(rows);
                return over(caller, id, disclosure, bound.get());
              }
              return new RowAnswer.Stream(rows, disclosure);
            });
      }
    };
  }

  private interface Finding<T> {
    T in(RowIndex index) throws IOException;
  }

  /// Does what a reading asks of an index, in the time that a question has once the index is open.
  /// Of one that takes longer nothing leaves.
  private <T> T inTime(Permit permit, Disclosure disclosure, Finding<T> work) {
    try (RowIndex index = store.take(permit.version())) {
      return store.timed(() -> work.in(index));
    } catch (QueryTooSlowException slow) {
      disclosure.announced();
      disclosure.ended(0, 0, false);
      throw slow;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void close(RowStream rows) {
    try {
      rows.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Looks whether a row is there for the caller; the look is recorded like a reading.
  ///
  /// @param key values of the primary key by its columns, as `form=typed` gives them; empty to look
  ///   at the version alone, which reads nothing
  /// @throws IndexUnavailableException while the version's index is being rebuilt
  public RowLook look(Caller caller, DatasetId id, long version, Map<String, String> key) {
    return switch (permit(caller, id, Optional.of(version))) {
      case Refusal(RowAnswer.Gone gone) -> new RowLook.NoVersion();
      case Refusal(RowAnswer.Refused(String code)) -> new RowLook.Refused(code);
      case Refusal(RowAnswer.NotLoaded notLoaded) -> new RowLook.NotLoaded();
      case Refusal(RowAnswer.Absent absent) -> new RowLook.Absent();
      case Refusal(RowAnswer.Purged purged) -> new RowLook.Refused("purged");
      case Refusal(var other) -> throw new IllegalStateException("no refusal: " + other);
      case Permitted(var permit) when key.isEmpty() -> new RowLook.Seen(permit);
      case Permitted(var permit) -> look(caller, permit, key);
    };
  }

  private RowLook look(Caller caller, Permit permit, Map<String, String> key) {
    List<String> columns = permit.view().primaryKey();
    boolean usable =
        columns.stream()
            .allMatch(name -> permit.column(name).orElseThrow().allows(ItemRight.FILTER));
    if (columns.isEmpty() || !usable) {
      return new RowLook.NoKey();
    }
    if (!key.keySet().equals(Set.copyOf(columns))) {
      return new RowLook.WrongKey(columns);
    }
    Optional<Predicate> named = KeyPredicate.of(permit.view(), columns, key);
    if (named.isEmpty()) {
      return new RowLook.NoRow();
    }
    RowQuery asked = new RowQuery(Cql2Text.print(named.get()), null, columns, List.of());
    CheckedRowQuery.Result checked = CheckedRowQuery.check(asked, permit, store.filters());
    if (checked.mistake() != null) {
      // A text that no filter can hold is in no cell either.
      return new RowLook.NoRow();
    }
    CheckedRowQuery query = present(checked.query());
    Use use = quotas.use(caller, permit);
    Optional<Exhausted> bound = use.call();
    if (bound.isPresent()) {
      ledger.exhausted(caller, permit.version().dataset(), bound.get());
      return new RowLook.Refused(bound.get().code());
    }
    Disclosure disclosure = ledger.reads(caller, permit, asked("look", asked, query, permit));
    try (RowIndex index = store.take(permit.version())) {
      boolean there = index.count(query.query()) > 0;
      disclosure.announced();
      disclosure.ended(there ? 1 : 0, 0, true);
      return there ? new RowLook.Seen(permit) : new RowLook.NoRow();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Gives an answer that was counted before it is given; one that fails counts nothing.
  private RowAnswer counted(Caller caller, Permit permit, Function<Use, RowAnswer> answer) {
    Use use = quotas.use(caller, permit);
    Optional<Exhausted> bound = use.call();
    if (bound.isPresent()) {
      return over(caller, permit.version().dataset(), bound.get());
    }
    try {
      return answer.apply(use);
    } catch (RuntimeException failed) {
      use.cancel();
      throw failed;
    }
  }

  /// Of an answer that is not given, nothing has left.
  private RowAnswer over(Caller caller, DatasetId id, Disclosure disclosure, Exhausted bound) {
    disclosure.ended(0, 0, false);
    return over(caller, id, bound);
  }

  private RowAnswer over(Caller caller, DatasetId id, Exhausted bound) {
    ledger.exhausted(caller, id, bound);
    return new RowAnswer.OverQuota(bound);
  }

  /// How many rows there are for whoever has the permit; empty where the version's index is no
  /// longer kept and only some of its rows are the caller's.
  ///
  /// @throws IndexUnavailableException while the version's index is being rebuilt
  public OptionalLong count(Permit permit) {
    if (permit.rows().isEmpty()) {
      return OptionalLong.of(permit.version().rows());
    }
    if (!store.isKept(permit.version())) {
      return OptionalLong.empty();
    }
    CheckedRowQuery all =
        present(CheckedRowQuery.check(RowQuery.ALL, permit, store.filters()).query());
    try (RowIndex index = store.take(permit.version())) {
      return OptionalLong.of(index.count(all.query()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public Optional<AccessChange.Rows> compare(
      Caller keeper, Optional<Permit> before, Optional<Permit> after) {
    Optional<DatasetVersion> version = before.or(() -> after).map(Permit::version);
    if (version.isEmpty()
        || !store.isKept(version.get())
        || catalog
            .dataset(version.get().dataset())
            .filter(each -> boundary.isClearedForAll(keeper, each))
            .isEmpty()) {
      return Optional.empty();
    }
    // A count under a rule that somebody has just written is an answer about the rows. Both are on
    // their way to the disk before one is waited for.
    List<Disclosure> counts =
        Stream.concat(before.stream(), after.stream())
            .map(permit -> ledger.previews(keeper, permit))
            .toList();
    counts.forEach(Disclosure::announced);
    counts.forEach(count -> count.ended(0, 0, true));
    Query then = rows(before);
    Query next = rows(after);
    try (RowIndex index = store.take(version.get())) {
      return Optional.of(
          new AccessChange.Rows(
              index.count(then),
              index.count(next),
              index.count(without(next, then)),
              index.count(without(then, next))));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Query rows(Optional<Permit> permit) {
    return permit
        .map(each ->
            present(CheckedRowQuery.check(RowQuery.ALL, each, store.filters()).query()).query())
        .orElseGet(() -> MatchNoDocsQuery.INSTANCE);
  }

  /// Both are sets of rows for which a rule is true; a row for which it is unknown is in neither.
  private static Query without(Query of, Query other) {
    return new BooleanQuery.Builder()
        .add(of, BooleanClause.Occur.FILTER)
        .add(other, BooleanClause.Occur.MUST_NOT)
        .build();
  }

  private sealed interface Entry {}

  private record Permitted(Permit permit) implements Entry {}

  private record Refusal(RowAnswer answer) implements Entry {}

  private Entry permit(Caller caller, DatasetId id, Optional<Long> wanted) {
    Optional<Dataset> dataset = catalog.dataset(id);
    if (dataset.isEmpty() || !boundary.maySee(caller, dataset.get())) {
      ledger.absent(caller);
      return new Refusal(new RowAnswer.Absent());
    }
    DatasetVersion newest = dataset.get().version();
    if (wanted.isPresent() && (newest == null || newest.number() != wanted.get())) {
      return older(caller, dataset.get(), wanted.get());
    }
    if (newest == null) {
      return new Refusal(new RowAnswer.NotLoaded());
    }
    Decision decision = boundary.decide(caller, dataset.get(), newest);
    return refusal(caller, id, decision).orElseGet(() -> new Permitted((Permit) decision));
  }

  /// Of a version that is not the newest. Whoever may not read it is answered as about any number:
  /// which ones there are is for readers alone.
  private Entry older(Caller caller, Dataset dataset, long number) {
    DatasetId id = dataset.id();
    Optional<Tombstone> tombstone = catalog.tombstone(id, number);
    Optional<DatasetVersion> version =
        tombstone
            .map(Tombstone::emptied)
            .or(() -> catalog.version(id, number).filter(store::isKept));
    Optional<Decision> decision = version.map(each -> boundary.decide(caller, dataset, each));
    if (decision.isPresent() && decision.get() instanceof Permit permit) {
      return tombstone.isPresent() ? new Refusal(new RowAnswer.Purged()) : new Permitted(permit);
    }
    DatasetVersion newest = dataset.version();
    if (newest == null) {
      return new Refusal(new RowAnswer.NotLoaded());
    }
    return refusal(caller, id, boundary.decide(caller, dataset, newest))
        .or(() -> decision.flatMap(each -> refusal(caller, id, each)))
        .orElseGet(() -> new Refusal(new RowAnswer.Gone()));
  }

  private Optional<Entry> refusal(Caller caller, DatasetId id, Decision decision) {
    return switch (decision) {
      case Permit permit -> Optional.empty();
      case Decision.Refusal refused -> {
        ledger.refused(caller, id, refused);
        yield Optional.of(new Refusal(new RowAnswer.Refused(refused.code())));
      }
      case Decision.Invisible invisible -> Optional.of(new Refusal(new RowAnswer.Absent()));
    };
  }

  private RowAnswer.Page page(
      RowIndex index,
      Permit permit,
      CheckedRowQuery query,
      String question,
      int limit,
      @Nullable RowCursor from,
      Disclosure disclosure)
      throws IOException {
    DatasetVersion version = permit.version();
    long total = from == null ? index.count(query.query()) : from.total();
    ScoreDoc behind = from == null ? null : places.of(index, query, version, from);
    // One more than asked for tells whether there is a next page.
    ScoreDoc[] found = IndexRows.find(index, query, version.schema(), limit + 1, behind);
    int given = Math.min(limit, found.length);
    ShownColumns columns = new ShownColumns(permit, query.select());
    Function<BytesRef, Row> shape = columns.shape();
    List<Row> rows = new ArrayList<>(given);
    StoredFields stored = index.reader().storedFields();
    for (int i = 0; i < given; i++) {
      rows.add(shape.apply(StoredRowVisitor.row(stored, found[i].doc)));
    }
    String next = null;
    if (found.length > limit) {
      ScoreDoc[] page = Arrays.copyOf(found, limit);
      RowCursor cursor = RowCursor.behind(version.number(), question, total, from, page);
      places.keep(index, version, cursor, page[limit - 1]);
      next = cursor.seal(seal, version.dataset());
    }
    return new RowAnswer.Page(version.number(), columns.items(), total, rows, next, disclosure);
  }

  private static Ledger.Question asked(
      String door, RowQuery asked, CheckedRowQuery query, Permit permit) {
    List<Item> items = permit.version().schema().items();
    List<String> columns = IntStream.of(query.select()).mapToObj(i -> items.get(i).name()).toList();
    return new Ledger.Question(door, query.filter(), asked.words(), columns, asked.sort());
  }

  private static CheckedRowQuery present(@Nullable CheckedRowQuery query) {
    if (query == null) {
      throw new IllegalStateException("neither a mistake nor a query");
    }
    return query;
  }

  /// Binds a cursor to the question and to what the caller was permitted.
  private static String fingerprint(RowQuery asked, Permit permit) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (String part :
          List.of(
              permit.scope(),
              String.valueOf(asked.filter()),
              String.valueOf(asked.words()),
              asked.select().toString(),
              asked.sort().toString())) {
        sha256.update((part.length() + ":" + part).getBytes(StandardCharsets.UTF_8));
      }
      return Base64.getEncoder().encodeToString(sha256.digest());
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
  }
}
