package org.citycatalog.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Measures what is named on the command line, and prints it as Markdown.
final class Benchmarks {
  private static final long SEED = 341000;

  private Benchmarks() {}

  /// Runs benchmarks.
  ///
  /// @param arguments a folder where data may stay between runs, and what to measure: `villages`,
  ///   `flights` or both; the system property `bench.options` adds options to the server's JVM
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> wanted =
        List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
    if (wanted.isEmpty() || !List.of("villages", "flights").containsAll(wanted)) {
      System.err.println("usage: Benchmarks folder villages|flights ...");
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
  }
}
