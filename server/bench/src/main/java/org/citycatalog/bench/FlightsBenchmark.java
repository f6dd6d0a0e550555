package org.citycatalog.bench;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Three million flights: loads, pages of 100 by random filters, an export.
final class FlightsBenchmark {
  private static final String DATASET = "bench.flights";
  private static final String ROWS_A_SECOND = "100,000 rows/s";
  private static final String PAGE_TIMES = "p50 5 ms, p99 25 ms";
  private static final int LIMIT = 100;
  private static final int WARM_UP = 300; // of each kind
  private static final int MEASURED = 300; // of each kind
  private static final int CHECKED = 300; // in each order; a scan takes as long as many pages
  private final Path cache;
  private final Report report;
  private final String options;
  private final long seed;

  FlightsBenchmark(Path cache, Report report, String options, long seed) {
    this.cache = cache;
    this.report = report;
    this.options = options;
    this.seed = seed;
  }

  void run() throws IOException, InterruptedException {
    Flights flights = Flights.in(cache);
    Path villages = VillagesFile.in(cache);
    report.table(
        "%,d flights, %.1f MB, seed %d"
            .formatted(Flights.ROWS, Files.size(flights.csv()) / 1e6, seed));
    try (MeasuredServer server = MeasuredServer.start(options)) {
      long most;
      try (PeakHeap heap = PeakHeap.of(server)) {
        server.publish("flights");
        load("first load of the process", server, flights.csv());
        load("second load", server, flights.csv());
        export(server, flights.csv());
        most = heap.most();
      }
      pages(server, flights);
      try (PeakHeap heap = PeakHeap.of(server)) {
        server.publish("villages");
        server.load(VillagesBenchmark.DATASET, villages, VillagesFile.ROWS);
        report.memory(
            "of the process, villages loaded beside", server, Math.max(most, heap.most()));
      }
    }
  }

  private void load(String what, MeasuredServer server, Path file)
      throws IOException, InterruptedException {
    double load = Report.load();
    MeasuredServer.Took took = server.load(DATASET, file, Flights.ROWS);
    report.row(what, took.of(Flights.ROWS), ROWS_A_SECOND, load);
  }

  private void export(MeasuredServer server, Path file) throws IOException, InterruptedException {
    double load = Report.load();
    Path exported = cache.resolve("flights-exported.csv");
    MeasuredServer.Took took = server.export(DATASET, exported);
    SameCells.check(file, exported);
    report.row(
        "export as CSV, `form=source`, equal to the file cell by cell",
        took.of(Flights.ROWS),
        "",
        load);
  }

  private void pages(MeasuredServer server, Flights flights)
      throws IOException, InterruptedException {
    Random random = new Random(seed);
    for (String sort : List.of("", "-delay", "date,origin")) {
      ask(server, flights, random, WARM_UP, sort);
      double load = Report.load();
      Asked asked = ask(server, flights, random, MEASURED, sort);
      String order = sort.isEmpty() ? "" : ", `sort=%s`".formatted(sort);
      asked.first.forEach((kind, times) ->
          report.row(
              "page of 100, %s%s".formatted(kind.title(), order), times.toString(), "", load));
      report.row(
          "page of 100, all %,d filters%s".formatted(asked.all.count(), order),
          asked.all.toString(),
          PAGE_TIMES,
          load);
      report.row(
          "second page of 100, by cursor, %,d filters%s".formatted(asked.second.count(), order),
          asked.second.toString(),
          PAGE_TIMES,
          load);
      // Behind the measurement, as scans in between would cool down what is measured.
      for (Answer answer : asked.answers.subList(0, CHECKED)) {
        WrongAnswerException.unlessEqual(
            "total of " + answer.filter.text(), answer.filter.count(), answer.total);
      }
    }
  }

  private record Answer(FlightFilter filter, int total) {}

  /// Times of first pages by kind and in all, of second pages, and totals to be checked.
  private record Asked(
      Map<FlightFilter.Kind, Percentiles> first,
      Percentiles all,
      Percentiles second,
      List<Answer> answers) {}

  private static Asked ask(
      MeasuredServer server, Flights flights, Random random, int times, String sort)
      throws IOException, InterruptedException {
    Asked asked =
        new Asked(new LinkedHashMap<>(), new Percentiles(), new Percentiles(), new ArrayList<>());
    for (int i = 0; i < times; i++) {
      for (FlightFilter.Kind kind : FlightFilter.Kind.values()) {
        FlightFilter filter = kind.random(flights, random);
        String query =
            "limit=%d&filter=%s%s"
                .formatted(
                    LIMIT, encoded(filter.text()), sort.isEmpty() ? "" : "&sort=" + encoded(sort));
        MeasuredServer.Page page = server.page(DATASET, query);
        asked.first.computeIfAbsent(kind, added -> new Percentiles()).add(page.nanos());
        asked.all.add(page.nanos());
        JsonObject json = page.json();
        int total = json.getInt("total");
        asked.answers.add(new Answer(filter, total));
        WrongAnswerException.unlessEqual(
            "rows of " + query, Math.min(LIMIT, total), json.getJsonArray("rows").size());
        if (total > LIMIT) {
          String next = query + "&cursor=" + encoded(json.getString("next"));
          MeasuredServer.Page second = server.page(DATASET, next);
          asked.second.add(second.nanos());
          WrongAnswerException.unlessEqual(
              "rows of " + next,
              Math.min(LIMIT, total - LIMIT),
              second.json().getJsonArray("rows").size());
        }
      }
    }
    return asked;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
