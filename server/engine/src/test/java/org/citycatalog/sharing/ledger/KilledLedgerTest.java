package org.citycatalog.sharing.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that writes, and takes its room away, at random moments.
class KilledLedgerTest {
  private static final int KILLS = 8;
  private static final int MOST_RECORDS = 400;
  private static final long SEED = 20261124;

  @TempDir Path home;

  @Test
  @SuppressWarnings("SystemOut") // how many there were is what the test is worth
  void after_every_kill_the_chain_holds_and_no_acknowledged_record_is_missing() throws Exception {
    Random random = new Random(SEED);
    Set<String> acknowledged = new HashSet<>();
    for (int kill = 0; kill < KILLS; kill++) {
      acknowledged.addAll(run(kill, random.nextInt(MOST_RECORDS), List.of(), 20_000));

      Verification found = Verification.of(home.resolve("ledger"), List.of(), Set.of());
      assertThat(found.breaks()).as("seed %d, kill %d", SEED, kill).isEmpty();
      assertThat(kept()).as("seed %d, kill %d", SEED, kill).containsAll(acknowledged);
    }
    System.out.printf("seed %d: %d records acknowledged%n", SEED, acknowledged.size());
    assertThat(acknowledged).hasSizeGreaterThan(KILLS * MOST_RECORDS / 8);
  }

  @Test
  void a_write_that_the_disk_refuses_halfway_is_refused_and_leaves_nothing() throws Exception {
    // No file may grow beyond 8 KiB, and no segment ends by itself before that.
    List<String> limited = List.of("bash", "-c", "ulimit -f 8; exec \"$@\"", "limited");
    List<String> said = run(0, 2_000, limited, 1 << 20);

    Verification found = Verification.of(home.resolve("ledger"), List.of(), Set.of());
    assertThat(found.breaks()).isEmpty();
    assertThat(said).anyMatch(line -> line.startsWith("refused "));
    List<String> kept = kept();
    assertThat(kept).containsAll(said.stream().filter(line -> !line.startsWith("ref")).toList());
    for (String line : said) {
      if (line.startsWith("refused ")) {
        assertThat(kept).noneMatch(each -> each.endsWith(" " + line.substring(8)));
      }
    }
  }

  /// Number and text of every record there is.
  private List<String> kept() throws IOException {
    List<String> kept = new ArrayList<>();
    for (Path segment : SegmentFile.all(home.resolve("ledger"))) {
      for (String line : Files.readAllLines(segment)) {
        String[] parts = line.split(" ", 3);
        if (parts.length == 3 && parts[2].startsWith("{\"is\":\"")) {
          kept.add(parts[0] + " " + parts[2].substring(7, parts[2].length() - 2));
        }
      }
    }
    return kept;
  }

  /// Runs a writer until it has said so many lines and kills it.
  private List<String> run(int round, int lines, List<String> launcher, long segmentBytes)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(launcher);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            KilledLedger.class.getName(),
            home.toString(),
            Integer.toString(round),
            Long.toString(segmentBytes)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    List<String> said = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).isEqualTo("ready");
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.add(line);
        if (said.size() >= lines && process.isAlive()) {
          // By its handle: Process.destroyForcibly also closes the pipe that is read here.
          process.toHandle().destroyForcibly();
        }
      }
    }
    process.waitFor();
    return said;
  }
}
