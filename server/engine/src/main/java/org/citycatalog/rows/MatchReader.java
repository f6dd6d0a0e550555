package org.citycatalog.rows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.CellReader;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.Value;
import org.citycatalog.cql.Predicate;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Decision;
import org.citycatalog.sharing.Disclosure;
import org.citycatalog.sharing.Exhausted;
import org.citycatalog.sharing.MatchDecision;
import org.citycatalog.sharing.MatchPermit;
import org.citycatalog.sharing.Permit;
import org.citycatalog.sharing.ledger.Ledger;
import org.citycatalog.sharing.quota.MatchBudget;
import org.citycatalog.sharing.quota.Quotas;
import org.citycatalog.sharing.quota.Use;

/// Answers whether a whole tuple of values is among the rows of a grant: yes or no, and nothing
/// else.
///
/// Every question is in the ledger before it is answered, is a call of the grant's quota, and a
/// grant has so many an hour. Yes and no take the same way and at least the same time; what lies
/// above that is not levelled.
public final class MatchReader {
  private static final Duration AT_LEAST = Duration.ofMillis(25);

  private final CatalogStore catalog;
  private final Boundary boundary;
  private final RowStore store;
  private final Ledger ledger;
  private final Quotas quotas;
  private final MatchBudget budget;

  public MatchReader(
      CatalogStore catalog,
      Boundary boundary,
      RowStore store,
      Ledger ledger,
      Quotas quotas,
      MatchBudget budget) {
    this.catalog = catalog;
    this.boundary = boundary;
    this.store = store;
    this.ledger = ledger;
    this.quotas = quotas;
    this.budget = budget;
  }

  /// Asks.
  ///
  /// @param texts by column, as its cells are written
  /// @throws IndexUnavailableException while the version's index is being rebuilt
  public MatchAnswer match(Caller caller, DatasetId id, Map<String, String> texts) {
    long until = System.nanoTime() + AT_LEAST.toNanos();
    Optional<Dataset> dataset = catalog.dataset(id).filter(found -> boundary.maySee(caller, found));
    if (dataset.isEmpty()) {
      ledger.absent(caller);
      return new MatchAnswer.Absent();
    }
    DatasetVersion version = dataset.get().version();
    if (version == null) {
      return new MatchAnswer.Refused("not-loaded");
    }
    return switch (boundary.matching(caller, dataset.get(), version)) {
      case MatchDecision.Invisible invisible -> new MatchAnswer.Absent();
      case MatchDecision.Refused(Decision.Refusal refusal) -> {
        ledger.refused(caller, id, refusal);
        yield new MatchAnswer.Refused(refusal.code());
      }
      case MatchDecision.Permitted(MatchPermit permit) -> {
        Optional<Predicate> tuple = tuple(permit, texts);
        if (tuple.isEmpty()) {
          yield new MatchAnswer.NoTuple(permit.columns().stream().map(Item::name).toList());
        }
        yield counted(caller, permit, tuple.get(), until);
      }
    };
  }

  /// Counts the question and gives its answer; one that is not answered counts nothing.
  private MatchAnswer counted(Caller caller, MatchPermit matched, Predicate tuple, long until) {
    Use use = quotas.use(caller, matched.permit());
    Optional<Exhausted> bound = use.call();
    if (bound.isPresent()) {
      ledger.exhausted(caller, matched.permit().version().dataset(), bound.get());
      return new MatchAnswer.OverQuota(bound.get());
    }
    try {
      Optional<Duration> wait = budget.take(matched.grant().id());
      if (wait.isPresent()) {
        ledger.throttled(caller);
        use.cancel();
        return new MatchAnswer.TooOften(wait.get());
      }
      return answer(caller, matched, tuple, use, until);
    } catch (RuntimeException failed) {
      use.cancel();
      throw failed;
    }
  }

  /// The tuple as a filter; empty where it is none: whether it is depends on the schema alone.
  private static Optional<Predicate> tuple(MatchPermit permit, Map<String, String> texts) {
    Map<String, String> rest = new HashMap<>(texts);
    List<Predicate> parts = new ArrayList<>();
    for (Item item : permit.columns()) {
      String text = rest.remove(item.name());
      if (text == null) {
        return Optional.empty();
      }
      Value value =
          CellReader.of(item, permit.permit().version().schema().missingValues()).read(text);
      if (value instanceof Value.Missing || value instanceof Value.Unreadable) {
        return Optional.empty();
      }
      parts.add(new Predicate.Comparison(item.name(), Predicate.Operator.EQUAL, value));
    }
    return rest.isEmpty() ? Optional.of(new Predicate.And(parts)) : Optional.empty();
  }

  private MatchAnswer answer(
      Caller caller, MatchPermit matched, Predicate tuple, Use use, long until) {
    Permit permit = matched.permit();
    List<String> columns = matched.columns().stream().map(Item::name).toList();
    Ledger.Question question = new Ledger.Question("match", tuple, null, columns, List.of());
    Disclosure disclosure = use.counting(ledger.reads(caller, permit, question));
    boolean found = isThere(permit, tuple);
    disclosure.announced();
    long left = until - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = until - System.nanoTime();
    }
    return new MatchAnswer.Answered(found, disclosure);
  }

  private boolean isThere(Permit permit, Predicate tuple) {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    PredicateQueries predicates = new PredicateQueries(permit.version().schema());
    permit.rows().ifPresent(rule -> query.add(predicates.whereTrue(rule), Occur.FILTER));
    query.add(predicates.whereTrue(tuple), Occur.FILTER);
    try (RowIndex index = store.take(permit.version())) {
      // Counted to the end: how early a row is found would tell that there is one.
      return index.searcher().count(query.build()) > 0;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
