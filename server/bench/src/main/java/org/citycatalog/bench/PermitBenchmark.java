package org.citycatalog.bench;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;
import org.citycatalog.rows.RowAnswer;
import org.citycatalog.rows.RowQuery;
import org.citycatalog.rows.RowReader;
import org.citycatalog.rows.RowStore;
import org.citycatalog.sdk.CityCatalog;
import org.citycatalog.sdk.model.AccessRequest;
import org.citycatalog.sdk.model.AccessRequestState;
import org.citycatalog.sdk.model.AccessTerms;
import org.citycatalog.sdk.model.CallerKind;
import org.citycatalog.sdk.model.GrantColumn;
import org.citycatalog.sdk.model.Mask;
import org.citycatalog.sdk.model.MaskMethod;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Decision;
import org.citycatalog.sharing.Permit;
import org.citycatalog.sharing.Purpose;
import org.citycatalog.sharing.Seal;
import org.citycatalog.sharing.contracts.Contracts;
import org.citycatalog.sharing.jdbc.JdbcContracts;
import org.citycatalog.sharing.jdbc.JdbcLiteralKeys;
import org.citycatalog.sharing.jdbc.JdbcQuotaStore;
import org.citycatalog.sharing.ledger.ChainedLog;
import org.citycatalog.sharing.ledger.Ledger;
import org.citycatalog.sharing.ledger.SigningKey;
import org.citycatalog.sharing.ledger.Suite;
import org.citycatalog.sharing.quota.LimitBook;
import org.citycatalog.sharing.quota.Network;
import org.citycatalog.sharing.quota.QuotaStore;
import org.citycatalog.sharing.quota.Quotas;
import org.citycatalog.sharing.quota.Rate;
import org.citycatalog.sharing.quota.Rates;

/// What a grant costs: the same question by who reads under a grant with a row predicate and five
/// masks, by the provider who writes the predicate into the filter, and by the provider without it.
final class PermitBenchmark {
  private static final String DATASET = "bench.lineitem";
  private static final String ADMITTED = "bench.admitted";
  private static final String PREDICATE = "shipmode IN ('RAIL', 'AIR')";
  private static final String PURPOSE = "measuring";
  private static final int GRANTS = 1_000;
  private static final String ONE_ORDER = "page of 100, one order";
  private static final String A_MONTH = "page of 100, a month of shipping";
  private static final String A_SORTED_MONTH = "page of 100, a month, `sort=-quantity`";
  private static final int WARM_UP = 100;
  private static final int MEASURED = 300;
  private static final int EXPORTS = 5;
  private static final int DECISIONS = 200_000;
  private static final long FILTER_BYTES = 64L << 20; // the server's, of a heap of 1 GiB
  private static final int FILTER_USES = 20;
  private final Path cache;
  private final Report report;
  private final String options;
  private final long seed;

  PermitBenchmark(Path cache, Report report, String options, long seed) {
    this.cache = cache;
    this.report = report;
    this.options = options;
    this.seed = seed;
  }

  /// A kind of question: a filter, and the rest of the query string.
  ///
  /// @param second whether the page behind the first is timed
  private record Kind(Function<Random, String> filter, String rest, boolean second) {
    Kind(Function<Random, String> filter, String rest) {
      this(filter, "&limit=100" + rest, false);
    }
  }

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    kinds.put(ONE_ORDER, new Kind(r -> "orderkey = " + (1 + r.nextInt(3_000_000)), ""));
    kinds.put(
        "page of 100, a flag, large quantities",
        new Kind(r -> "returnflag = 'R' AND quantity > " + (40 + r.nextInt(10)), ""));
    kinds.put(A_MONTH, new Kind(PermitBenchmark::month, ""));
    kinds.put(
        "page of 100, the beginning of a comment, some are there",
        new Kind(
            r -> "comment LIKE '%c%%' AND NOT receiptdate IS NULL".formatted('a' + r.nextInt(26)),
            ""));
    kinds.put(
        "page of 100, one of two conditions",
        new Kind(r -> "suppkey = " + (1 + r.nextInt(10_000)) + " OR discount > 0.09", ""));
    kinds.put(
        "page of 100, words of a comment",
        new Kind(r -> "quantity > " + r.nextInt(20), "&q=furiously%20deposits"));
    kinds.put(A_SORTED_MONTH, new Kind(PermitBenchmark::month, "&sort=-quantity"));
    kinds.put(
        "page of 100, a flag, `sort=shipdate,orderkey`",
        new Kind(
            r -> "returnflag = 'A' AND quantity = " + (1 + r.nextInt(50)),
            "&sort=shipdate,orderkey"));
    kinds.put(
        "second page of 100, by cursor, a month",
        new Kind(PermitBenchmark::month, "&limit=100", true));
    kinds.put(
        "second page of 100, by cursor, a month, `sort=-quantity`",
        new Kind(PermitBenchmark::month, "&limit=100&sort=-quantity", true));
    kinds.put(
        "total and one row, some suppliers and discounts",
        new Kind(
            r -> "suppkey > %d AND discount < 0.0%d".formatted(r.nextInt(10_000), 1 + r.nextInt(9)),
            "&limit=1",
            false));
    return kinds;
  }

  private static String month(Random random) {
    int year = 1992 + random.nextInt(6);
    int month = 1 + random.nextInt(11);
    return "shipdate >= DATE('%d-%02d-01') AND shipdate < DATE('%d-%02d-01')"
        .formatted(year, month, year, month + 1);
  }

  void run() throws IOException, InterruptedException {
    Path file = Lineitem.in(cache);
    report.table(
        "%,d rows of TPC-H lineitem, %.1f MB, %,d live grants, seed %d"
            .formatted(Lineitem.ROWS, Files.size(file) / 1e6, GRANTS, seed));
    try (MeasuredServer server = MeasuredServer.start(options)) {
      server.publish("lineitem");
      server.load(DATASET, file, Lineitem.ROWS);
      List<String> keys = grants(server, DATASET, GRANTS);
      String granted = keys.getLast();
      String provider = server.key(CallerKind.DEPARTMENT, "bench", null);
      for (Map.Entry<String, Kind> kind : kinds().entrySet()) {
        pages(server, kind.getKey(), kind.getValue(), granted, provider);
      }
      first(server, keys);
      for (String kind : List.of(ONE_ORDER, A_MONTH, A_SORTED_MONTH)) {
        drawn(server, kind, Objects.requireNonNull(kinds().get(kind)), keys, provider);
      }
      exports(server, granted, provider);
      decisions(server);
      twins(server, granted, provider);
    }
  }

  /// The boundary by itself, over the catalog of the server, grants out of the cache; then the rows
  /// that the grants admit, over its indexes.
  private void decisions(MeasuredServer server) throws IOException {
    try (JdbcCatalogStore store = JdbcCatalogStore.sqlite(server.home().resolve("catalog.db"))) {
      JdbcContracts contracts = new JdbcContracts(store.database());
      Boundary boundary = new Boundary(contracts, InstantSource.system(), new byte[32]);
      List<Caller> callers =
          contracts.grants(Contracts.Concern.ALL).stream()
              .map(grant ->
                  new Caller(Caller.Kind.ENTERPRISE, "key", null, grant.organisation())
                      .under(grant.id(), Level.G2)
                      .asking(new Purpose(PURPOSE)))
              .toList();
      WrongAnswerException.unlessEqual("grants", GRANTS, callers.size());
      Dataset dataset = store.dataset(new DatasetId(DATASET)).orElseThrow();
      decisions(boundary, dataset, callers);
      filters(server, store, boundary, callers);
      rates(new LimitBook(new JdbcQuotaStore(store.database())), new Random(seed));
    }
  }

  private void decisions(Boundary boundary, Dataset dataset, List<Caller> callers) {
    double load = Report.load();
    DatasetVersion version = Objects.requireNonNull(dataset.version());
    Percentiles times = new Percentiles();
    Random random = new Random(seed);
    for (int i = 0; i < 2 * DECISIONS; i++) {
      Caller caller = callers.get(random.nextInt(callers.size()));
      long start = System.nanoTime();
      Decision decision = boundary.decide(caller, dataset, version);
      long nanos = System.nanoTime() - start;
      if (!(decision instanceof Permit)) {
        throw new WrongAnswerException("refused: " + decision);
      }
      if (i >= DECISIONS) {
        times.add(nanos);
      }
    }
    report.row(
        "decision from the cache, one of 1,000 grants",
        "p50 %.2f µs, p99 %.2f µs".formatted(times.millis(0.5) * 1e3, times.millis(0.99) * 1e3),
        "20 µs",
        load);
  }

  private void filters(
      MeasuredServer server, JdbcCatalogStore store, Boundary boundary, List<Caller> callers)
      throws IOException {
    double load = Report.load();
    Path folder = Files.createTempDirectory(cache, "ledger");
    Random random = new Random(seed);
    try (RowStore rows =
            new RowStore(server.home().resolve("rows"), FILTER_BYTES, Duration.ofSeconds(10));
        ChainedLog log =
            ChainedLog.open(
                folder.resolve("ledger"),
                SigningKey.in(folder, Suite.SHA_256),
                InstantSource.system(),
                ChainedLog.Settings.DEFAULT);
        Ledger ledger =
            new Ledger(
                log,
                InstantSource.system(),
                () -> Long.toString(random.nextLong()),
                new byte[32],
                new JdbcLiteralKeys(store.database(), new byte[32], new SecureRandom()))) {
      QuotaStore counts = new JdbcQuotaStore(store.database());
      Quotas quotas = new Quotas(counts, new LimitBook(counts), InstantSource.system());
      RowReader reader =
          new RowReader(store, boundary, rows, new Seal(new byte[32]), ledger, quotas);
      for (int i = 0; i < FILTER_USES * GRANTS; i++) {
        Caller caller = callers.get(random.nextInt(callers.size()));
        RowQuery asked =
            new RowQuery("orderkey = " + random.nextInt(3_000_000), null, List.of(), List.of());
        RowAnswer answer = reader.page(caller, new DatasetId(DATASET), asked, 1, null);
        if (!(answer instanceof RowAnswer.Page page)) {
          throw new WrongAnswerException("no page: " + answer);
        }
        page.disclosure().ended(page.rows().size(), 0, true);
      }
      RowStore.FilterUse use = rows.filterUse();
      report.row(
          "rows that permits admit, 1,000 rules that differ, each used some %d times"
              .formatted(FILTER_USES),
          "%,d kept in %.1f MB; %.0f %% of the uses found theirs, %,d were built"
              .formatted(
                  use.held(),
                  use.bytes() / 1e6,
                  100.0 * use.hits() / (use.hits() + use.misses()),
                  use.built()),
          "128 MB",
          load);
    } finally {
      MeasuredServer.delete(folder);
    }
  }

  /// What every request is counted against before anything else: without a key, which costs more.
  private void rates(LimitBook limits, Random random) {
    double load = Report.load();
    Rate enough = new Rate(1_000_000_000, Duration.ofSeconds(1));
    Rates rates = new Rates(new Rates.Settings(enough, enough, enough), limits, System::nanoTime);
    Percentiles times = new Percentiles();
    for (int i = 0; i < 2 * DECISIONS; i++) {
      String address = "10.0.%d.%d".formatted(random.nextInt(64), random.nextInt(256));
      long start = System.nanoTime();
      Rates.Verdict verdict = rates.request(Caller.ANONYMOUS, Network.of(address));
      long nanos = System.nanoTime() - start;
      if (verdict.refused().isPresent()) {
        throw new WrongAnswerException("refused: " + verdict);
      }
      if (i >= DECISIONS) {
        times.add(nanos);
      }
    }
    report.row(
        "request without a key counted against its rates, 16,384 addresses",
        "p50 %.1f µs, p99 %.1f µs".formatted(times.millis(0.5) * 1e3, times.millis(0.99) * 1e3),
        "5 µs",
        load);
  }

  /// How much of the rows that a grant does not admit shows in the time of its answers: the same
  /// questions where they are, and where they are not.
  private void twins(MeasuredServer server, String granted, String provider)
      throws IOException, InterruptedException {
    Path admitted = cache.resolve("lineitem-admitted.csv");
    String filter = "&filter=" + URLEncoder.encode(PREDICATE, StandardCharsets.UTF_8);
    server.export(DATASET, "csv?form=source" + filter, provider, PURPOSE, admitted);
    int rows;
    try (Stream<String> lines = Files.lines(admitted)) {
      rows = (int) lines.count() - 1;
    }
    server.publish("lineitem", ADMITTED);
    server.load(ADMITTED, admitted, rows);
    String[] datasets = {DATASET, ADMITTED};
    String[] keys = {granted, grants(server, ADMITTED, 1).getLast()};
    for (Map.Entry<String, Kind> kind : kinds().entrySet()) {
      double load = Report.load();
      Random random = new Random(seed);
      Percentiles[] times = {new Percentiles(), new Percentiles()};
      for (int i = 0; i < WARM_UP + MEASURED; i++) {
        String asked = kind.getValue().filter().apply(random);
        int[] totals = new int[2];
        for (int turn = 0; turn < 2; turn++) {
          int where = (i + turn) % 2;
          MeasuredServer.Page page =
              page(server, datasets[where], asked, kind.getValue(), keys[where]);
          totals[where] = page.json().getInt("total");
          if (i >= WARM_UP) {
            times[where].add(page.nanos());
          }
        }
        WrongAnswerException.unlessEqual("total of " + asked, totals[1], totals[0]);
      }
      report.row(
          kind.getKey() + ", %,d hidden rows beside".formatted(Lineitem.ROWS - rows),
          "%s: %.2f (p50) and %.2f (p99) of where they are not (%s)"
              .formatted(
                  times[0],
                  times[0].millis(0.5) / times[1].millis(0.5),
                  times[0].millis(0.99) / times[1].millis(0.99),
                  times[1]),
          "",
          load);
    }
  }

  /// Makes live grants, each with a rule of its own.
  ///
  /// @return the secret of a key of each
  private static List<String> grants(MeasuredServer server, String dataset, int count) {
    CityCatalog operator = server.catalog();
    try (CityCatalog applicant =
            server.as(server.key(CallerKind.ENTERPRISE, null, "913410000031532064"));
        CityCatalog provider = server.as(server.key(CallerKind.DEPARTMENT, "bench", null))) {
      List<String> secrets = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        AccessRequest request = applicant.accessRequests().submit(terms(dataset, rule(i, count)));
        request = operator.accessRequests().decide(request, AccessRequestState.COMPLIANCE_CHECK);
        request = operator.accessRequests().decide(request, AccessRequestState.PROVIDER_REVIEW);
        request = provider.accessRequests().decide(request, AccessRequestState.APPROVED);
        String grant = applicant.grants().of(request).orElseThrow().id();
        secrets.add(applicant.grants().makeKey(grant).secret());
      }
      return secrets;
    }
  }

  /// The last one's is the plain predicate.
  private static String rule(int grant, int grants) {
    return grant == grants - 1 ? PREDICATE : PREDICATE + " AND suppkey > " + grant;
  }

  private static AccessTerms terms(String dataset, String rows) {
    List<GrantColumn> columns =
        List.of(
            clear("orderkey"),
            masked("partkey", Mask.builder().method(MaskMethod.PSEUDONYM).build()),
            clear("suppkey"),
            clear("linenumber"),
            clear("quantity"),
            masked(
                "extendedprice",
                Mask.builder()
                    .method(MaskMethod.ROUND)
                    .to(java.math.BigDecimal.valueOf(1000))
                    .build()),
            clear("discount"),
            masked("tax", Mask.builder().method(MaskMethod.NULL).build()),
            clear("returnflag"),
            clear("linestatus"),
            clear("shipdate"),
            masked("commitdate", Mask.builder().method(MaskMethod.YEAR).build()),
            clear("receiptdate"),
            masked("shipinstruct", Mask.builder().method(MaskMethod.KEEP_PREFIX).length(4).build()),
            clear("shipmode"),
            clear("comment"));
    return AccessTerms.builder()
        .dataset(dataset)
        .basis("测速")
        .purpose(PURPOSE)
        .scenario("测速")
        .rows(rows)
        .columns(columns)
        .method("接口")
        .notAfter(OffsetDateTime.now(ZoneOffset.UTC).plusMonths(3))
        .securityContact("0559-0000000")
        .build();
  }

  private static GrantColumn clear(String name) {
    return GrantColumn.builder().name(name).build();
  }

  private static GrantColumn masked(String name, Mask mask) {
    return GrantColumn.builder().name(name).mask(mask).build();
  }

  /// Each question is asked by three in turn; who begins, and finds it cold, changes.
  private void pages(MeasuredServer server, String what, Kind kind, String granted, String provider)
      throws IOException, InterruptedException {
    double load = Report.load();
    Random random = new Random(seed);
    String[] keys = {granted, provider, provider};
    Percentiles[] times = {new Percentiles(), new Percentiles(), new Percentiles()};
    for (int i = 0; i < WARM_UP + MEASURED; i++) {
      String filter = kind.filter().apply(random);
      String[] filters = {filter, "(" + filter + ") AND " + PREDICATE, filter};
      int[] totals = new int[keys.length];
      for (int turn = 0; turn < keys.length; turn++) {
        int who = (i + turn) % keys.length;
        MeasuredServer.Page page = page(server, DATASET, filters[who], kind, keys[who]);
        totals[who] = page.json().getInt("total");
        if (i >= WARM_UP) {
          times[who].add(page.nanos());
        }
      }
      WrongAnswerException.unlessEqual("total of " + filter, totals[1], totals[0]);
    }
    report.row(
        what + ", under the grant",
        "%s: %.2f of the predicate written by its provider (%s), %.2f of no predicate (%s)"
            .formatted(
                times[0],
                times[0].millis(0.5) / times[1].millis(0.5),
                times[1],
                times[0].millis(0.5) / times[2].millis(0.5),
                times[2]),
        "1.2 of the predicate written",
        load);
  }

  /// What it costs that a key, its grant and what was counted of it are not in memory yet.
  private void first(MeasuredServer server, List<String> keys)
      throws IOException, InterruptedException {
    double load = Report.load();
    Kind kind = Objects.requireNonNull(kinds().get(ONE_ORDER));
    Random random = new Random(seed);
    Percentiles first = new Percentiles();
    Percentiles second = new Percentiles();
    for (Percentiles times : List.of(first, second)) {
      for (String key : keys.subList(0, keys.size() - 1)) {
        times.add(page(server, DATASET, kind.filter().apply(random), kind, key).nanos());
      }
    }
    report.row(
        ONE_ORDER + ", the first under each of 1,000 grants",
        "%s: %.2f of the second (%s)"
            .formatted(first, first.millis(0.5) / second.millis(0.5), second),
        "",
        load);
  }

  /// The same by two, one of them under a grant drawn from all: mostly one that was not asked under
  /// for a while, and whose rows are not kept.
  private void drawn(
      MeasuredServer server, String what, Kind kind, List<String> keys, String provider)
      throws IOException, InterruptedException {
    double load = Report.load();
    Random random = new Random(seed);
    Percentiles[] times = {new Percentiles(), new Percentiles()};
    for (int i = 0; i < WARM_UP + MEASURED; i++) {
      int grant = random.nextInt(keys.size());
      String filter = kind.filter().apply(random);
      String[] filters = {filter, "(" + filter + ") AND " + rule(grant, keys.size())};
      String[] asking = {keys.get(grant), provider};
      int[] totals = new int[asking.length];
      for (int turn = 0; turn < asking.length; turn++) {
        int who = (i + turn) % asking.length;
        MeasuredServer.Page page = page(server, DATASET, filters[who], kind, asking[who]);
        totals[who] = page.json().getInt("total");
        if (i >= WARM_UP) {
          times[who].add(page.nanos());
        }
      }
      WrongAnswerException.unlessEqual("total of " + filter, totals[1], totals[0]);
    }
    report.row(
        what + ", under a grant drawn from 1,000",
        "%s: %.2f of the predicate written by its provider (%s)"
            .formatted(times[0], times[0].millis(0.5) / times[1].millis(0.5), times[1]),
        "1.2 of the predicate written",
        load);
  }

  private static MeasuredServer.Page page(
      MeasuredServer server, String dataset, String filter, Kind kind, String key)
      throws IOException, InterruptedException {
    String query = "filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8) + kind.rest();
    MeasuredServer.Page first = server.page(dataset, query, key, PURPOSE);
    if (!kind.second()) {
      return first;
    }
    String cursor = first.json().getString("next");
    return server.page(dataset, query + "&cursor=" + cursor, key, PURPOSE);
  }

  private void exports(MeasuredServer server, String granted, String provider)
      throws IOException, InterruptedException {
    String filter = "&filter=" + URLEncoder.encode(PREDICATE, StandardCharsets.UTF_8);
    for (String file :
        List.of("csv?form=typed", "csv?form=source", "jsonl?form=typed", "jsonl?form=source")) {
      double load = Report.load();
      Path to = cache.resolve("lineitem-exported");
      Percentiles bound = new Percentiles();
      Percentiles written = new Percentiles();
      Percentiles all = new Percentiles();
      for (int i = 0; i < EXPORTS; i++) {
        all.add(export(server, file, provider, to));
        if (i % 2 == 0) {
          bound.add(export(server, file, granted, to));
          written.add(export(server, file + filter, provider, to));
        } else {
          written.add(export(server, file + filter, provider, to));
          bound.add(export(server, file, granted, to));
        }
      }
      report.row(
          "export as `%s` under the grant, median of %d".formatted(file, EXPORTS),
          "%.2f s: %.2f of the predicate written by its provider (%.2f s), %.2f of all rows (%.2f s)"
              .formatted(
                  bound.millis(0.5) / 1e3,
                  bound.millis(0.5) / written.millis(0.5),
                  written.millis(0.5) / 1e3,
                  bound.millis(0.5) / all.millis(0.5),
                  all.millis(0.5) / 1e3),
          "1.2 of the predicate written",
          load);
    }
  }

  /// @return nanoseconds
  private static long export(MeasuredServer server, String file, String key, Path to)
      throws IOException, InterruptedException {
    return (long) (server.export(DATASET, file, key, PURPOSE, to).seconds() * 1e9);
  }
}
