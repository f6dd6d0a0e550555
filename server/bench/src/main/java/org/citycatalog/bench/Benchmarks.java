package org.citycatalog.bench;

import java.nio.file.Path;
import java.util.List;

/// Measures what is named on the command line, and prints it as Markdown.
final class Benchmarks {
  private static final long SEED = 341000;
  private static final List<String> KNOWN = List.of("villages", "flights", "ledger", "permits");

  private Benchmarks() {}

  /// Runs benchmarks.
  ///
  /// @param arguments a folder where data may stay between runs, and what to measure: `villages`,
  ///   `flights`, `ledger`, `permits`; the system property `bench.options` adds options to the
  ///   server's JVM
  public static void main(String[] arguments) throws Exception {
    List<String> wanted =
        List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
    if (wanted.isEmpty() || !KNOWN.containsAll(wanted)) {
      System.err.println("usage: Benchmarks folder villages|flights|ledger|permits ...");
      System.exit(2);
    }
    Path cache = Path.of(arguments[0]).toAbsolutePath();
    Report report = new Report(System.out);
    String options = System.getProperty("bench.options", "");
    report.machine();
    if (wanted.contains("villages")) {
      new VillagesBenchmark(cache, report, options).run();
    }
    if (wanted.contains("flights")) {
      new FlightsBenchmark(cache, report, options, SEED).run();
    }
    if (wanted.contains("ledger")) {
      new LedgerBenchmark(cache, report, options).run();
    }
    if (wanted.contains("permits")) {
      new PermitBenchmark(cache, report, options, SEED).run();
    }
  }
}
