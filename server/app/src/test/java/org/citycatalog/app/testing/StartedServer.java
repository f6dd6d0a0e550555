package org.citycatalog.app.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The packaged server in a process of its own, on a free port of the loopback address.
///
/// Needs `mvn package` of `server/app` to have put Liberty into its `target/liberty/wlp`, which is
/// found from the working directory upwards or by the system property `citycatalog.liberty`.
/// Servers that run side by side share that installation and nothing that is written to.
@SuppressWarnings("try") // whoever is interrupted while a server stops wants to know
public final class StartedServer implements AutoCloseable {
  /// Setting: the heap, `512m` for example.
  public static final String HEAP = "citycatalog.heap";

  /// Setting: further options of the JVM, with spaces between them.
  public static final String JVM = "citycatalog.jvm";

  /// Setting: words before the command, with spaces between them. What they start must become the
  /// server and not be its parent.
  public static final String LAUNCHER = "citycatalog.launcher";

  /// Option of the JVM with which a server is there in a third of the time, and works slower later.
  public static final String QUICK = "-XX:TieredStopAtLevel=1";

  private static final String SERVER = "citycatalog";
  private static final Duration LONGEST_START = Duration.ofMinutes(3);
  private static final Duration LONGEST_STOP = Duration.ofMinutes(1);
  private final Path home;
  private final Path folder;
  private final Map<String, String> settings;
  private final int port;
  private final Process process;

  private StartedServer(
      Path home, Path folder, Map<String, String> settings, int port, Process process) {
    this.home = home;
    this.folder = folder;
    this.settings = Map.copyOf(settings);
    this.port = port;
    this.process = process;
  }

  /// Starts a server with the demo city in it, and waits until it is ready.
  ///
  /// @param home the data folder; empty or one of this server's
  public static StartedServer start(Path home) throws IOException, InterruptedException {
    return start(home, Map.of("CITYCATALOG_DEMO", "true"));
  }

  /// Starts a server and waits until it is ready.
  ///
  /// @param settings environment variables beside home and port, and [#HEAP], [#JVM] and
  ///   [#LAUNCHER]
  /// @throws IllegalStateException with the log if it does not start
  public static StartedServer start(Path home, Map<String, String> settings)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("citycatalog-server-");
    copy(
        liberty().resolve("usr/servers").resolve(SERVER),
        folder.resolve("usr/servers").resolve(SERVER));
    return start(home, folder, settings);
  }

  /// Starts a server again that has ended, however it did: with the same settings, in the folder
  /// where it left its logs and what Liberty keeps between starts, on another port.
  ///
  /// @return the server to use and to close from now on
  public StartedServer again() throws IOException, InterruptedException {
    if (process.isAlive()) {
      throw new IllegalStateException("it has not ended");
    }
    return start(home, folder, settings);
  }

  private static StartedServer start(Path home, Path folder, Map<String, String> settings)
      throws IOException, InterruptedException {
    int port = freePort();
    ProcessBuilder builder = new ProcessBuilder(command(liberty(), settings, SERVER));
    builder.directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("console.log").toFile());
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeIf(name -> name.startsWith("CITYCATALOG_") || name.startsWith("WLP_"));
    environment.put("WLP_USER_DIR", folder.resolve("usr").toString());
    environment.put("WLP_OUTPUT_DIR", folder.resolve("output").toString());
    environment.put("HTTP_HOST", "127.0.0.1");
    environment.put("HTTP_PORT", Integer.toString(port));
    environment.put("CITYCATALOG_HOME", home.toAbsolutePath().toString());
    environment.putAll(settings);
    environment.keySet().removeAll(Set.of(HEAP, JVM, LAUNCHER));
    StartedServer server =
        new StartedServer(home.toAbsolutePath(), folder, settings, port, builder.start());
    try {
      server.awaitReady();
      return server;
    } catch (IOException | InterruptedException | RuntimeException failed) {
      server.close();
      throw failed;
    }
  }

  /// Where the server is, without a slash at the end; the API is under `/api/v1`.
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /// The key that reads the ledger.
  public String auditorKey() throws IOException {
    return Files.readString(home.resolve("auditor-key"), StandardCharsets.UTF_8).strip();
  }

  /// The key that makes accounts.
  public String securityKey() throws IOException {
    return Files.readString(home.resolve("security-key"), StandardCharsets.UTF_8).strip();
  }

  /// The key that operates.
  public String operatorKey() throws IOException {
    return Files.readString(home.resolve("operator-key"), StandardCharsets.UTF_8).strip();
  }

  public Path home() {
    return home;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isRunning() {
    return process.isAlive();
  }

  /// Ends the process as `kill -9` does, with no chance to tidy up.
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /// Asks the process to end, and waits until it has.
  ///
  /// @throws IllegalStateException if it does not
  public void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("the server did not stop in " + LONGEST_STOP + ":\n" + log());
    }
  }

  /// Everything the server has logged so far.
  public String log() {
    Path messages = folder.resolve("output").resolve(SERVER).resolve("logs/messages.log");
    StringBuilder log = new StringBuilder();
    for (Path file : List.of(folder.resolve("console.log"), messages)) {
      if (Files.exists(file)) {
        try {
          log.append(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException failed) {
          throw new UncheckedIOException(failed);
        }
      }
    }
    return log.toString();
  }

  /// Ends the process, in whatever state it is, and deletes what it wrote outside its data folder.
  @Override
  public void close() throws IOException {
    boolean interrupted = false;
    try {
      if (process.isAlive()) {
        process.destroy();
        if (!process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
          kill();
        }
      }
    } catch (InterruptedException stopping) {
      process.destroyForcibly();
      interrupted = true;
    }
    delete(folder);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest ready = HttpRequest.newBuilder(URI.create(url() + "/health/ready")).build();
    long end = System.nanoTime() + LONGEST_START.toNanos();
    while (!isReady(client, ready)) {
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "the server ended with %d:%n%s".formatted(process.exitValue(), log()));
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not ready after " + LONGEST_START + ":\n" + log());
      }
    }
  }

  private static boolean isReady(HttpClient client, HttpRequest ready) throws InterruptedException {
    try {
      HttpResponse<String> answer = client.send(ready, HttpResponse.BodyHandlers.ofString());
      // Before the application is there, nothing is asked and nothing is wrong.
      return answer.statusCode() == 200 && answer.body().contains("\"database\"");
    } catch (IOException notListening) {
      return false;
    }
  }

  /// The same as the README's command gives; `bin/server` would look for a Java of its own.
  static List<String> command(Path liberty, Map<String, String> settings, String server) {
    List<String> command = new ArrayList<>(words(settings.get(LAUNCHER)));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + liberty.resolve("lib/platform/java/java24.options"));
    command.add("-Xmx" + settings.getOrDefault(HEAP, "1g"));
    command.addAll(words(settings.get(JVM)));
    command.add("--add-modules=jdk.incubator.vector");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Djdk.attach.allowAttachSelf=true");
    command.add("-javaagent:" + liberty.resolve("bin/tools/ws-javaagent.jar"));
    command.add("-jar");
    command.add(liberty.resolve("bin/tools/ws-server.jar").toString());
    command.add(server);
    return command;
  }

  private static List<String> words(@Nullable String text) {
    return text == null ? List.of() : List.of(text.split(" ", -1));
  }

  static Path liberty() {
    String set = System.getProperty("citycatalog.liberty");
    if (set != null) {
      return Path.of(set).toAbsolutePath();
    }
    Path here = Path.of("").toAbsolutePath();
    for (Path each = here; each != null; each = each.getParent()) {
      for (String place : List.of("target/liberty/wlp", "server/app/target/liberty/wlp")) {
        if (Files.isDirectory(each.resolve(place).resolve("usr/servers").resolve(SERVER))) {
          return each.resolve(place);
        }
      }
    }
    throw new IllegalStateException(
        "no packaged server above %s; run mvn -pl server/app -am package first".formatted(here));
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Copies a server's configuration without what it has written while it ran: it may be running
  /// now.
  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            String name = from.relativize(folder).toString();
            if (name.equals("workarea") || name.equals("logs")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(name));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file).toString()));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  static void delete(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return; // a server that was started again has the same folder
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : files) {
      Files.deleteIfExists(each);
    }
  }
}
