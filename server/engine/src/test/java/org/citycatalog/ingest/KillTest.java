package org.citycatalog.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.export.RowForm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the engine's process with SIGKILL at random moments, and looks at what a new one finds.
@Tag("proof")
class KillTest {
  private static final int KILLS = 50;
  private static final long SEED = 20261123;
  private static final int MOST_WRITES = 12;
  // About half of what was counted.
  private static final int LEAST_LOADS = 85;
  private static final int LEAST_EDITS = 60;

  @TempDir Path home;

  @Test
  @SuppressWarnings("SystemOut") // how many writes there were is what the test is worth
  void after_fifty_kills_every_acknowledged_write_is_there_and_none_is_half_there()
      throws Exception {
    // Two engines, each in a folder of its own, because a kill is mostly waited for.
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var one = threads.submit(() -> kill(Files.createDirectory(home.resolve("one")), SEED));
      var other =
          threads.submit(() -> kill(Files.createDirectory(home.resolve("other")), SEED + 1));
      int loads = one.get().loads() + other.get().loads();
      int edits = one.get().edits() + other.get().edits();
      System.out.printf("kills came after %d loads and %d edits%n", loads, edits);

      assertThat(loads).as("loads acknowledged before a kill").isGreaterThan(LEAST_LOADS);
      assertThat(edits).as("edits acknowledged before a kill").isGreaterThan(LEAST_EDITS);
    }
  }

  private record Acknowledged(int loads, int edits) {}

  /// Kills one engine again and again, and looks at its folder after each kill.
  private static Acknowledged kill(Path home, long seed) throws Exception {
    Random random = new Random(seed);
    DatasetId id = new DatasetId("transport.killed");
    List<String> edits = new ArrayList<>();
    int loads = 0;
    for (int kill = 0; kill < KILLS / 2; kill++) {
      List<String> acknowledged = runAndKill(home, kill, random);
      edits.addAll(acknowledged.stream().filter(line -> line.startsWith("edited ")).toList());
      List<String> loaded =
          acknowledged.stream().filter(line -> line.startsWith("loaded ")).toList();
      loads += loaded.size();
      assertThat(acknowledged).as("kill %d", kill).noneMatch(line -> line.startsWith("trouble"));

      try (World world = new World(home)) {
        check(world, home, id, "seed %d, kill %d".formatted(seed, kill), edits, loaded);
      }
    }
    return new Acknowledged(loads, edits.size());
  }

  private static void check(
      World world, Path home, DatasetId id, String when, List<String> edits, List<String> loaded)
      throws IOException {
    Dataset dataset = world.catalog.dataset(id).orElseThrow();
    List<String> titles =
        world.catalog.revisions(id).stream()
            .map(revision -> "edited " + revision.entry().title().zh())
            .toList();
    assertThat(titles).as(when).containsAll(edits);
    for (String line : loaded) {
      String[] parts = line.split(" ", -1);
      DatasetVersion version = world.catalog.version(id, Long.parseLong(parts[3])).orElseThrow();
      assertThat(version.rows()).as("%s, %s", when, line).isEqualTo(Long.parseLong(parts[2]));
    }
    DatasetVersion newest = dataset.version();
    if (newest != null) {
      String rows = world.csv(id, RowForm.SOURCE).replace("\r\n", "\n");
      String mark = rows.split("[\n,]", 4)[2];
      assertThat(rows)
          .as("%s, version %d", when, newest.number())
          .isEqualTo(KilledEngine.file(mark, Math.toIntExact(newest.rows())));
    }
    assertThat(world.catalog.openLoads()).as(when).isEmpty();
    assertThat(strangers(world, home, id)).as(when).isEmpty();
  }

  /// What lies in the folder and belongs to no version.
  private static List<Path> strangers(World world, Path home, DatasetId id) throws IOException {
    List<String> numbers =
        world.catalog.versions(id).stream()
            .map(version -> Long.toString(version.number()))
            .toList();
    List<Path> strangers = new ArrayList<>();
    Path rows = home.resolve("rows").resolve(id.value());
    if (Files.isDirectory(rows)) {
      try (Stream<Path> list = Files.list(rows)) {
        list.filter(each -> !numbers.contains(String.valueOf(each.getFileName())))
            .forEach(strangers::add);
      }
    }
    try (Stream<Path> list = Files.list(home.resolve("incoming"))) {
      list.forEach(strangers::add);
    }
    return strangers;
  }

  private static List<String> runAndKill(Path home, int round, Random random)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1", // it lives for a few seconds
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KilledEngine.class.getName(),
                home.toString(),
                Long.toString(random.nextLong()),
                Integer.toString(round))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> said = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).isEqualTo("ready");
      // After so many writes, so that a slow machine has as many as a fast one, and a moment more.
      CountDownLatch writes = new CountDownLatch(random.nextInt(MOST_WRITES));
      long moment = writes.getCount() == 0 ? random.nextInt(800) : random.nextInt(80);
      Thread killer =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  writes.await(1, TimeUnit.MINUTES);
                  process.waitFor(moment, TimeUnit.MILLISECONDS);
                } catch (InterruptedException stopped) {
                  Thread.currentThread().interrupt();
                }
                // By its handle: Process.destroyForcibly also closes the pipe that is read below.
                process.toHandle().destroyForcibly();
              });
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.add(line);
        writes.countDown();
      }
      killer.join();
    }
    process.waitFor();
    return said;
  }
}
