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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Revision;
import org.citycatalog.export.RowForm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the engine's process with SIGKILL at random moments, and looks at what a new one finds.
@Tag("proof")
class KillTest {
  private static final int KILLS = 50;
  private static final long SEED = 20261123;

  @TempDir Path home;

  @Test
  void after_fifty_kills_every_acknowledged_write_is_there_and_none_is_half_there()
      throws Exception {
    Random random = new Random(SEED);
    DatasetId id = new DatasetId("transport.killed");
    List<String> edits = new ArrayList<>();
    int loads = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      List<String> acknowledged = runAndKill(kill, random);
      edits.addAll(acknowledged.stream().filter(line -> line.startsWith("edited ")).toList());
      List<String> loaded =
          acknowledged.stream().filter(line -> line.startsWith("loaded ")).toList();
      loads += loaded.size();

      try (World world = new World(home)) {
        Dataset dataset = world.catalog.dataset(id).orElseThrow();
        List<String> titles =
            world.catalog.revisions(id).stream()
                .map(Revision::entry)
                .map(entry -> "edited " + entry.title().zh())
                .toList();
        assertThat(acknowledged).as("kill %d", kill).noneMatch(line -> line.startsWith("trouble"));
        assertThat(titles).as("kill %d", kill).containsAll(edits);
        for (String line : loaded) {
          String[] parts = line.split(" ", -1);
          DatasetVersion version =
              world.catalog.version(id, Long.parseLong(parts[3])).orElseThrow();
          assertThat(version.rows())
              .as("kill %d %s", kill, line)
              .isEqualTo(Long.parseLong(parts[2]));
        }
        DatasetVersion newest = dataset.version();
        if (newest != null) {
          String rows = world.csv(id, RowForm.SOURCE).replace("\r\n", "\n");
          String mark = rows.split("[\n,]", 4)[2];
          assertThat(rows)
              .as("kill %d, version %d", kill, newest.number())
              .isEqualTo(KilledEngine.file(mark, Math.toIntExact(newest.rows())));
        }
        assertThat(world.catalog.openLoads()).as("kill %d", kill).isEmpty();
        assertThat(strangers(world, id)).as("kill %d", kill).isEmpty();
      }
    }
    assertThat(loads).as("loads acknowledged before a kill").isPositive();
    assertThat(edits).as("edits acknowledged before a kill").isNotEmpty();
  }

  /// What lies in the folder and belongs to no version.
  private List<Path> strangers(World world, DatasetId id) throws IOException {
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

  private List<String> runAndKill(int round, Random random)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
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
      Thread killer =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  process.waitFor(100 + random.nextInt(2400), TimeUnit.MILLISECONDS);
                } catch (InterruptedException stopped) {
                  Thread.currentThread().interrupt();
                }
                // By its handle: Process.destroyForcibly also closes the pipe that is read below.
                process.toHandle().destroyForcibly();
              });
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.add(line);
      }
      killer.join();
    }
    process.waitFor();
    return said;
  }
}
