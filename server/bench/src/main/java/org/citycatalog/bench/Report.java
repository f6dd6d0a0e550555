package org.citycatalog.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;

/// Prints what is measured as a Markdown table, row by row as it comes.
final class Report {
  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  /// Says on what is measured.
  void machine() {
    out.printf(
        "%n%s, Java %s, %d processors, %s%n",
        LocalDate.now(java.time.ZoneOffset.UTC),
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"));
  }

  /// Starts a table.
  void table(String subject) {
    out.printf(
        "%n### %s%n%n| what | measured | target | load |%n| --- | --- | --- | --- |%n", subject);
  }

  /// The machine's load average of the last minute, to be taken before a measurement: what else ran
  /// then.
  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /// Prints a row.
  ///
  /// @param target empty where there is none
  /// @param load what [#load()] was before
  void row(String what, String measured, String target, double load) {
    out.printf("| %s | %s | %s | %.1f |%n", what, measured, target, load);
    out.flush();
  }

  /// Prints the memory that a server has taken.
  ///
  /// @param of the process, and what it has done
  /// @param heap bytes in use at once
  void memory(String of, MeasuredServer server, long heap) throws IOException {
    row(
        "most heap %s, garbage included".formatted(of),
        "%d MiB".formatted(heap >> 20),
        "heap of 1,024 MiB",
        load());
    row(
        "most resident memory %s, mapped files included".formatted(of),
        "%d MiB".formatted(server.peakResident() >> 20),
        "",
        load());
  }

  static String speed(int rows, double seconds) {
    return "%.2f s, %,.0f rows/s".formatted(seconds, rows / seconds);
  }
}
