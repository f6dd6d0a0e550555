package org.citycatalog.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.citycatalog.sdk.model.CallerKind;
import org.citycatalog.sharing.ledger.ChainedLog;
import org.citycatalog.sharing.ledger.RecordLog.Durable;
import org.citycatalog.sharing.ledger.SigningKey;
import org.citycatalog.sharing.ledger.Suite;
import org.citycatalog.sharing.ledger.Verification;

/// What it costs that a reading is on disk before its first byte leaves: the ledger by itself
/// beside the disk it stands on, and over HTTP the same page with and without a record.
final class LedgerBenchmark {
  private static final int SYNCS = 2_000;
  private static final int CALLERS = 256;
  private static final int RECORDS = 400_000;
  private static final int PAGES = 4_000;
  private static final String DATASET = "bench.villages";
  private static final String RECORD =
      "{\"kind\":\"read\",\"at\":\"2026-11-24T08:00:00.123456789Z\",\"dataset\":\"hotline.tickets\","
          + "\"key\":\"0f3c2a917bd4e856\",\"caller\":\"enterprise\","
          + "\"organisation\":\"913410000031532064\",\"purpose\":\"bus-planning\",\"version\":12,"
          + "\"basis\":\"grant\",\"door\":\"page\",\"grant\":\"k3v9q2x7m1p5t8w4z6b0\",\"epoch\":1,\"columns\":[\"at\",\"class\",\"org\",\"text:pseudonym\"],\"filter\":\"org"
          + " = '~kYxQ3v9q2x7m1p5t8w4z6b'\"}";

  private final Path cache;
  private final Report report;
  private final String options;

  LedgerBenchmark(Path cache, Report report, String options) {
    this.cache = cache;
    this.report = report;
    this.options = options;
  }

  void run() throws IOException, InterruptedException, ExecutionException {
    report.table("The ledger, records of %d bytes".formatted(RECORD.length()));
    disk();
    for (Suite suite : Suite.values()) {
      alone(suite);
      together(suite);
    }
    overHttp();
  }

  /// The disk by itself: as many bytes as a record, written and synced, one after another.
  private void disk() throws IOException {
    double load = Report.load();
    Path file = Files.createTempFile(cache, "synced", null);
    Percentiles times = new Percentiles();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < SYNCS; i++) {
        long start = System.nanoTime();
        channel.write(ByteBuffer.allocate(RECORD.length()));
        channel.force(false);
        times.add(System.nanoTime() - start);
      }
    } finally {
      Files.delete(file);
    }
    report.row("the disk's own write and sync", times.toString(), "", load);
  }

  private interface Work {
    void on(ChainedLog log) throws IOException, InterruptedException, ExecutionException;
  }

  /// In a folder of its own, which is verified at the end.
  private void with(Suite suite, Work work)
      throws IOException, InterruptedException, ExecutionException {
    Path home = Files.createTempDirectory(cache, "ledger");
    try {
      try (ChainedLog log =
          ChainedLog.open(
              home.resolve("ledger"),
              SigningKey.in(home, suite),
              InstantSource.system(),
              ChainedLog.Settings.DEFAULT)) {
        work.on(log);
      }
      Verification found = Verification.of(home.resolve("ledger"), List.of(), Set.of());
      WrongAnswerException.unlessEqual("breaks of the chain", List.of(), found.breaks());
    } finally {
      List<Path> left;
      try (Stream<Path> walk = Files.walk(home)) {
        left = walk.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path each : left) {
        Files.delete(each);
      }
    }
  }

  private void alone(Suite suite) throws IOException, InterruptedException, ExecutionException {
    double load = Report.load();
    with(
        suite,
        log -> {
          Percentiles times = new Percentiles();
          for (int i = 0; i < SYNCS; i++) {
            long start = System.nanoTime();
            log.append(RECORD, Durable.NOW).get();
            times.add(System.nanoTime() - start);
          }
          report.row(
              "one caller, %s, until on disk".formatted(suite.digestName()),
              times.toString(),
              "",
              load);
        });
  }

  private void together(Suite suite) throws IOException, InterruptedException, ExecutionException {
    double load = Report.load();
    with(
        suite,
        log -> {
          write(log, RECORDS / 4); // warm
          Percentiles times = new Percentiles();
          long start = System.nanoTime();
          write(log, RECORDS).forEach(times::addAll);
          double seconds = (System.nanoTime() - start) / 1e9;
          report.row(
              "%d callers, %s, each until on disk".formatted(CALLERS, suite.digestName()),
              "%,.0f records/s, %s".formatted(RECORDS / seconds, times),
              "20,000 records/s",
              load);
        });
  }

  private static List<Percentiles> write(ChainedLog log, int records)
      throws InterruptedException, ExecutionException {
    List<Percentiles> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Percentiles>> callers = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        callers.add(
            threads.submit(() -> {
              Percentiles times = new Percentiles();
              for (int i = 0; i < records / CALLERS; i++) {
                long start = System.nanoTime();
                log.append(RECORD, Durable.NOW).get();
                times.add(System.nanoTime() - start);
              }
              return times;
            }));
      }
      for (Future<Percentiles> caller : callers) {
        all.add(caller.get());
      }
    }
    return all;
  }

  /// The same page of open data, asked in turn by somebody known, whose reading is recorded, and by
  /// nobody known, whose is only counted.
  private void overHttp() throws IOException, InterruptedException {
    Path file = VillagesFile.in(cache);
    try (MeasuredServer server = MeasuredServer.start(options)) {
      server.publish("villages");
      server.load(DATASET, file, VillagesFile.ROWS);
      String key = server.key(CallerKind.RESEARCH, null, null);
      pages(server, key, "warm-up, not reported", false);
      pages(server, key, "idle", true);
      try (ExecutorService loading = Executors.newSingleThreadExecutor()) {
        Future<?> loads =
            loading.submit(() -> {
              while (!Thread.currentThread().isInterrupted()) {
                server.load(DATASET, file, VillagesFile.ROWS);
              }
              return null;
            });
        pages(server, key, "while files of 620,573 rows are loaded", true);
        loads.cancel(true);
      }
    }
  }

  private void pages(MeasuredServer server, String key, String when, boolean reported)
      throws IOException, InterruptedException {
    double load = Report.load();
    Percentiles counted = new Percentiles();
    Percentiles recorded = new Percentiles();
    for (int i = 0; i < PAGES; i++) {
      String query = "limit=10&filter=" + "cityCode%3D'" + (1101 + i % 100) + "'";
      counted.add(server.page(DATASET, query).nanos());
      recorded.add(server.page(DATASET, query, key, "measuring").nanos());
    }
    if (reported) {
      report.row("page of 10, not recorded, " + when, counted.toString(), "", load);
      report.row(
          "page of 10, recorded, " + when,
          "%s (+%.2f ms, +%.2f ms)"
              .formatted(
                  recorded,
                  recorded.millis(0.5) - counted.millis(0.5),
                  recorded.millis(0.99) - counted.millis(0.99)),
          "",
          load);
    }
  }
}
