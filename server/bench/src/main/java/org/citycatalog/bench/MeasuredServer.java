package org.citycatalog.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.bind.JsonbBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.citycatalog.app.testing.StartedServer;
import org.citycatalog.sdk.CityCatalog;
import org.citycatalog.sdk.model.CallerKind;
import org.citycatalog.sdk.model.DatasetEntry;
import org.citycatalog.sdk.model.KeyRequest;
import org.citycatalog.sdk.model.Provider;
import org.jspecify.annotations.Nullable;

/// A server that has just started, with an empty catalog in a folder of its own and a heap of 1
/// GiB, and one client that keeps its connection.
final class MeasuredServer implements AutoCloseable {
  private static final String HEAP = "1g";
  private static final Pattern USED_HEAP =
      Pattern.compile(
          "^jvm_memory_used_bytes\\{area=\"heap\"[^}]*} ([0-9.E+]+)", Pattern.MULTILINE);
  private static final Pattern PEAK_RESIDENT = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private final Path home;
  private final StartedServer server;
  private final HttpClient http;
  private final CityCatalog steward;

  private MeasuredServer(Path home, StartedServer server, HttpClient http, CityCatalog steward) {
    this.home = home;
    this.server = server;
    this.http = http;
    this.steward = steward;
  }

  /// @param options more options of the server's JVM, as `JAVA_TOOL_OPTIONS` takes them
  static MeasuredServer start(String options) throws IOException, InterruptedException {
    Path home = Files.createTempDirectory("citycatalog-bench-");
    Map<String, String> settings =
        Map.of("CITYCATALOG_DEMO", "false", "citycatalog.heap", HEAP, "JAVA_TOOL_OPTIONS", options);
    StartedServer server = StartedServer.start(home, settings);
    CityCatalog steward =
        CityCatalog.builder().endpoint(server.url()).apiKey(server.operatorKey()).build();
    steward.addProvider(read("provider", Provider.class));
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return new MeasuredServer(home, server, http, steward);
  }

  /// The server through the SDK.
  CityCatalog catalog() {
    return steward;
  }

  /// The folder that holds everything it keeps.
  Path home() {
    return home;
  }

  /// The secret of a new key.
  ///
  /// @param provider namespace, null for none
  /// @param organisation code, null for none
  String key(CallerKind kind, @Nullable String provider, @Nullable String organisation) {
    return steward
        .keys()
        .add(
            KeyRequest.builder()
                .label("bench")
                .kind(kind)
                .provider(provider)
                .organisation(organisation)
                .build())
        .secret();
  }

  /// The server through the SDK, with another key; to be closed.
  CityCatalog as(String key) {
    return CityCatalog.builder().endpoint(server.url()).apiKey(key).build();
  }

  /// Registers and publishes the dataset that a resource of this package describes.
  void publish(String entry) throws IOException {
    steward.register(read(entry, DatasetEntry.class)).publish();
  }

  /// Publishes an entry under another id.
  void publish(String entry, String id) throws IOException {
    steward.register(read(entry, DatasetEntry.class).toBuilder().id(id).build()).publish();
  }

  /// How long something took.
  ///
  /// @param seconds for the client
  /// @param processorSeconds that the server's process spent meanwhile on all processors together,
  ///   its compiler and garbage collector included: what other programs change least
  record Took(double seconds, double processorSeconds) {
    String of(int rows) {
      return "%.2f s (%.1f s of processors), %,.0f rows/s"
          .formatted(seconds, processorSeconds, rows / seconds);
    }
  }

  private Took took(long startNanos, Duration processorsBefore) {
    return new Took(
        (System.nanoTime() - startNanos) / 1e9,
        processors().minus(processorsBefore).toMillis() / 1e3);
  }

  private Duration processors() {
    return ProcessHandle.of(server.pid())
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  /// Sends a file and waits until its rows can be read, as `curl --data-binary` does.
  Took load(String dataset, Path file, int rows) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri(dataset + "/loads"))
            .header("Authorization", "Bearer " + server.operatorKey())
            .header("Content-Type", "application/octet-stream")
            .POST(HttpRequest.BodyPublishers.ofFile(file))
            .build();
    Duration before = processors();
    long start = System.nanoTime();
    HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    Took took = took(start, before);
    JsonObject load = json(answer, 201);
    WrongAnswerException.unlessEqual("rows loaded", rows, load.getInt("rowsKept"));
    WrongAnswerException.unlessEqual("cells unreadable", 0, load.getInt("cellsUnreadable"));
    return took;
  }

  /// Writes all rows, as they were delivered, to a file.
  Took export(String dataset, Path to) throws IOException, InterruptedException {
    return export(HttpRequest.newBuilder(uri(dataset + "/export.csv?form=source")).build(), to);
  }

  /// Writes the rows that a key reads to a file.
  ///
  /// @param file the format and the query, e.g. `csv?form=source`
  Took export(String dataset, String file, String key, String purpose, Path to)
      throws IOException, InterruptedException {
    return export(keyed(dataset + "/export." + file, key, purpose), to);
  }

  private Took export(HttpRequest request, Path to) throws IOException, InterruptedException {
    Duration before = processors();
    long start = System.nanoTime();
    HttpResponse<Path> answer = http.send(request, HttpResponse.BodyHandlers.ofFile(to));
    Took took = took(start, before);
    WrongAnswerException.unlessEqual("status of the export", 200, answer.statusCode());
    return took;
  }

  /// A page as it came.
  ///
  /// @param nanos from sending the request to holding the last byte
  record Page(long nanos, byte[] body) {
    JsonObject json() {
      return MeasuredServer.json(body);
    }
  }

  /// Asks for one page with this query string, e.g. `filter=...&limit=100`.
  Page page(String dataset, String query) throws IOException, InterruptedException {
    return page(query, HttpRequest.newBuilder(uri(dataset + "/rows?" + query)).build());
  }

  /// Asks for one page with a key and a purpose.
  Page page(String dataset, String query, String key, String purpose)
      throws IOException, InterruptedException {
    return page(query, keyed(dataset + "/rows?" + query, key, purpose));
  }

  private HttpRequest keyed(String rest, String key, String purpose) {
    return HttpRequest.newBuilder(uri(rest))
        .header("Authorization", "Bearer " + key)
        .header("CityCatalog-Purpose", purpose)
        .build();
  }

  private Page page(String query, HttpRequest request) throws IOException, InterruptedException {
    long start = System.nanoTime();
    HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    long nanos = System.nanoTime() - start;
    if (answer.statusCode() != 200) {
      throw new WrongAnswerException(query + ": " + text(answer.body()));
    }
    return new Page(nanos, answer.body());
  }

  /// The heap in use now, garbage included, in bytes.
  long usedHeap() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/metrics"))
            .header("Authorization", "Bearer " + server.operatorKey())
            .build();
    String metrics = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    double used =
        USED_HEAP
            .matcher(metrics)
            .results()
            .mapToDouble(each -> Double.parseDouble(each.group(1)))
            .sum();
    if (used == 0) {
      throw new IllegalStateException("no jvm_memory_used_bytes of the heap in /metrics");
    }
    return (long) used;
  }

  /// The most memory the process has had resident so far, mapped files included, in bytes; 0 where
  /// the system has no `/proc`.
  long peakResident() throws IOException {
    Path status = Path.of("/proc/%d/status".formatted(server.pid()));
    if (!Files.exists(status)) {
      return 0;
    }
    Matcher peak = PEAK_RESIDENT.matcher(Files.readString(status, StandardCharsets.UTF_8));
    return peak.find() ? Long.parseLong(peak.group(1)) << 10 : 0;
  }

  @Override
  public void close() throws IOException {
    steward.close();
    http.close();
    server.close();
    delete(home);
  }

  /// Deletes a folder with all that is in it.
  static void delete(Path folder) throws IOException {
    List<Path> left;
    try (Stream<Path> walk = Files.walk(folder)) {
      left = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : left) {
      Files.deleteIfExists(each);
    }
  }

  private URI uri(String rest) {
    return URI.create(server.url() + "/api/v1/datasets/" + rest);
  }

  private static JsonObject json(HttpResponse<byte[]> answer, int status) {
    if (answer.statusCode() != status) {
      throw new WrongAnswerException(answer.statusCode() + " " + text(answer.body()));
    }
    return json(answer.body());
  }

  private static JsonObject json(byte[] body) {
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(body))) {
      return reader.readObject();
    }
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  private static <T> T read(String resource, Class<T> type) throws IOException {
    try (InputStream in = MeasuredServer.class.getResourceAsStream(resource + ".json")) {
      return JsonbBuilder.create().fromJson(Objects.requireNonNull(in, resource), type);
    }
  }
}
