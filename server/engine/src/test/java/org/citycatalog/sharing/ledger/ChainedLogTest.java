package org.citycatalog.sharing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.citycatalog.catalog.UnavailableException;
import org.citycatalog.sharing.ledger.RecordLog.Durable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChainedLogTest {
  @TempDir Path home;

  @ParameterizedTest
  @EnumSource
  void what_was_written_is_chained_over_restarts_and_segments(Suite suite) throws Exception {
    for (int start = 0; start < 3; start++) {
      try (ChainedLog log = Writing.open(home, suite, Writing.SMALL)) {
        Writing.write(log, 20);
      }
    }

    Verification found = verified();
    assertThat(found.breaks()).isEmpty();
    assertThat(found.first()).isEqualTo(1);
    assertThat(found.segments()).isGreaterThan(3);
    assertThat(found.checkpoints()).isGreaterThanOrEqualTo(found.segments());
    assertThat(lines()).filteredOn(line -> line.contains("公交规划 7\"")).hasSize(3);
  }

  @Test
  void anybody_can_check_a_line_with_a_hash_function() throws Exception {
    Writing.closed(home, 3);

    List<String> lines = lines();
    String before = "0".repeat(64);
    for (String line : lines) {
      String[] parts = line.split(" ", 3);
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(HexFormat.of().parseHex(before));
      sha256.update((parts[0] + " " + parts[2]).getBytes(StandardCharsets.UTF_8));
      assertThat(HexFormat.of().formatHex(sha256.digest())).isEqualTo(parts[1]);
      before = parts[1];
    }
    assertThat(lines).hasSizeGreaterThan(3);
  }

  @Test
  void threads_that_write_at_once_each_have_a_number_of_their_own() throws Exception {
    List<Long> numbers = new ArrayList<>();
    try (ChainedLog log = Writing.open(home);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<long[]>> written = new ArrayList<>();
      for (int thread = 0; thread < 32; thread++) {
        written.add(threads.submit(() -> Writing.write(log, 50)));
      }
      for (Future<long[]> each : written) {
        LongStream.of(each.get()).forEach(numbers::add);
      }
    }

    assertThat(numbers).hasSize(32 * 50).doesNotHaveDuplicates();
    assertThat(verified().breaks()).isEmpty();
  }

  @Test
  void a_record_that_nobody_waits_for_is_soon_on_disk() throws Exception {
    try (ChainedLog log = Writing.open(home)) {
      long number = log.append(Writing.record(0), Durable.SOON).join();

      assertThat(log.last()).isGreaterThanOrEqualTo(number);
      assertThat(lines()).anyMatch(line -> line.contains("公交规划 0"));
    }
  }

  @Test
  void what_comes_after_the_closing_is_refused() throws Exception {
    ChainedLog log = Writing.open(home);
    log.close();

    CompletableFuture<Long> late = log.append(Writing.record(0), Durable.NOW);

    assertThatThrownBy(late::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            UnavailableException.class,
            told -> assertThat(told.code()).isEqualTo("ledger-unavailable"));
  }

  @Test
  void a_line_that_a_kill_cut_off_is_set_aside_and_a_record_says_so() throws Exception {
    Path ledger = Writing.closed(home, 3);
    String torn = "9 0123456789abcdef {\"kind\":\"re";
    Files.writeString(last(), torn, StandardOpenOption.APPEND);
    assertThat(verified().unacknowledged()).isEqualTo(torn.length());
    assertThat(verified().breaks()).isEmpty();

    Writing.closed(home, 1);

    assertThat(verified().breaks()).isEmpty();
    assertThat(verified().unacknowledged()).isZero();
    assertThat(lines()).anyMatch(line -> line.contains("\"recovered\"") && line.contains(":30,"));
    try (var files = Files.list(ledger)) {
      assertThat(files.filter(each -> each.getFileName().toString().startsWith("torn-")).toList())
          .singleElement()
          .satisfies(file -> assertThat(file).hasContent(torn));
    }
  }

  @Test
  void a_segment_that_a_kill_left_without_a_whole_line_is_set_aside() throws Exception {
    Path ledger = Writing.closed(home, 3);
    long next = verified().last() + 1;
    Files.writeString(SegmentFile.in(ledger, next), next + " 00");

    Writing.closed(home, 1);

    assertThat(verified().breaks()).isEmpty();
    assertThat(lines()).anyMatch(line -> line.contains("\"recovered\""));
  }

  @Test
  void where_acknowledged_records_are_damaged_the_ledger_goes_on_and_the_break_stays_named()
      throws Exception {
    Writing.closed(home, 3);
    Path damaged = last();
    String text = Files.readString(damaged);
    Files.writeString(damaged, text.replace("公交规划 1", "公交规划 9"));

    Writing.closed(home, 2);

    Verification found = verified();
    assertThat(found.breaks())
        .first()
        .hasToString(
            "0000000000000000001.ledger, line 3, record 3: the hash is not that of the record and"
                + " the one before");
    assertThat(lines()).anyMatch(line -> line.contains("\"broken\""));
    assertThat(Files.readString(damaged)).contains("公交规划 9");
    assertThat(lines()).filteredOn(line -> line.contains("公交规划 0")).hasSize(2);
  }

  @Test
  void another_suite_goes_on_in_a_segment_of_its_own() throws Exception {
    Writing.closed(home, 3);
    try (ChainedLog log = Writing.open(home, Suite.SM3, Writing.SMALL)) {
      Writing.write(log, 3);
    }

    Verification found = verified();
    assertThat(found.breaks()).isEmpty();
    assertThat(found.keys()).hasSize(2);
  }

  @Test
  void segments_that_were_kept_long_enough_go_and_the_rest_still_verifies() throws Exception {
    Instant[] now = {Instant.parse("2026-11-24T00:00:00Z")};
    ChainedLog.Settings year = new ChainedLog.Settings(2_000, Duration.ofDays(365));
    try (ChainedLog log =
        ChainedLog.open(
            Files.createDirectories(home.resolve("ledger")),
            SigningKey.in(home, Suite.SHA_256),
            () -> now[0],
            year)) {
      Writing.write(log, 40);
      now[0] = now[0].plus(Duration.ofDays(366));
      Writing.write(log, 40);
    }

    Verification found = verified();
    assertThat(found.breaks()).isEmpty();
    assertThat(found.first()).isGreaterThan(10);
    assertThat(lines()).anyMatch(line -> line.contains("\"retired\""));
    assertThat(lines()).filteredOn(line -> line.contains("公交规划 39")).isNotEmpty();
  }

  @Test
  void a_damaged_key_file_stops_the_start_with_what_to_do() throws Exception {
    Writing.closed(home, 1);
    Files.writeString(home.resolve("ledger-key-SHA-256"), "rubbish\nrubbish\n");

    assertThatThrownBy(() -> SigningKey.in(home, Suite.SHA_256))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is damaged; put it back from a backup");
  }

  private Verification verified() throws IOException {
    return Verification.of(home.resolve("ledger"), List.of(), Set.of());
  }

  private List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path segment : SegmentFile.all(home.resolve("ledger"))) {
      lines.addAll(Files.readAllLines(segment));
    }
    return lines;
  }

  private Path last() throws IOException {
    return SegmentFile.all(home.resolve("ledger")).getLast();
  }
}
