package org.citycatalog.sharing.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whoever changes a ledger behind the server's back is found out.
class VerificationTest {
  @TempDir Path home;
  private Path ledger;

  @BeforeEach
  void write() throws IOException {
    ledger = Writing.closed(home, 12);
    assertThat(verified().breaks()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void any_bit_flipped_in_any_file_is_found(Suite suite) throws IOException {
    Path folder = home.resolve(suite.name());
    try (ChainedLog log = Writing.open(folder, suite, Writing.SMALL)) {
      Writing.write(log, 3);
    }
    Path written = folder.resolve("ledger");
    List<Path> files = new ArrayList<>(SegmentFile.all(written));
    files.add(Tail.head(written));
    assertThat(files).hasSizeGreaterThan(1);
    assertThat(Verification.of(written, List.of(), Set.of()).breaks()).isEmpty();
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
        byte[] changed = bytes.clone();
        changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        Files.write(file, changed);
        assertThat(Verification.of(written, List.of(), Set.of()).breaks())
            .as("bit %d of byte %d of %s", bit % Byte.SIZE, bit / Byte.SIZE, file.getFileName())
            .isNotEmpty();
      }
      Files.write(file, bytes);
    }
  }

  @Test
  void a_line_cut_out_anywhere_is_found_and_named() throws IOException {
    for (Path file : SegmentFile.all(ledger)) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        List<String> rest = new ArrayList<>(lines);
        String cut = rest.remove(i);
        Files.write(file, rest);
        long record = Long.parseLong(cut.substring(0, cut.indexOf(' ')));
        assertThat(verified().breaks())
            .as("without record %d", record)
            .first()
            .extracting(Verification.Break::record)
            .isEqualTo(record);
      }
      Files.write(file, lines);
    }
  }

  @Test
  void a_file_cut_off_after_any_byte_is_found() throws IOException {
    for (Path file : SegmentFile.all(ledger)) {
      byte[] bytes = Files.readAllBytes(file);
      for (int length = 0; length < bytes.length; length++) {
        Files.write(file, Arrays.copyOf(bytes, length));
        assertThat(verified().breaks()).as("%d bytes of %s", length, file).isNotEmpty();
      }
      Files.write(file, bytes);
    }
  }

  @Test
  void a_segment_that_is_gone_is_found() throws IOException {
    List<Path> segments = SegmentFile.all(ledger);
    for (Path file : segments.subList(1, segments.size())) {
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      assertThat(verified().breaks()).as("without %s", file).isNotEmpty();
      Files.write(file, bytes);
    }
  }

  @Test
  void records_that_were_written_anew_with_hashes_that_fit_are_found_by_the_signatures()
      throws IOException {
    Path last = SegmentFile.all(ledger).getFirst();
    Link at = Link.START;
    StringBuilder forged = new StringBuilder();
    for (String line : Files.readAllLines(last)) {
      String json = line.split(" ", 3)[2].replace("公交规划 1", "公交规划 8");
      at = at.next(Suite.SHA_256.digest(), json.getBytes(StandardCharsets.UTF_8));
      forged.append(at).append(' ').append(json).append('\n');
    }
    Files.writeString(last, forged);

    assertThat(verified().breaks())
        .extracting(Verification.Break::why)
        .contains("the checkpoint's signature is not good");
  }

  @Test
  void an_end_that_was_cut_off_with_its_head_is_found_by_a_checkpoint_taken_before()
      throws IOException {
    String taken = Objects.requireNonNull(verified().checkpoint());
    Path file = SegmentFile.all(ledger).getLast();
    List<String> lines = Files.readAllLines(file);
    List<String> kept = lines.subList(0, lines.size() - 2);
    Files.write(file, kept);
    String[] last = kept.getLast().split(" ", 3);
    Files.writeString(Tail.head(ledger), last[0] + " " + last[1]);
    assertThat(verified().breaks()).isEmpty();

    assertThat(Verification.of(ledger, List.of(taken), Set.of()).breaks())
        .singleElement()
        .extracting(Verification.Break::why)
        .asString()
        .contains("were kept once and are missing");
  }

  @Test
  void a_ledger_written_by_somebody_with_another_key_is_found_by_the_key() throws IOException {
    Set<String> known = verified().keys();
    Path other = Writing.closed(home.resolve("other"), 12);

    assertThat(Verification.of(ledger, List.of(), known).isGood()).isTrue();
    assertThat(Verification.of(other, List.of(), known).breaks())
        .first()
        .extracting(Verification.Break::why)
        .isEqualTo("the segment names a key that is not one of those given");
  }

  @Test
  void the_command_says_what_is_there_and_where_it_breaks() throws IOException {
    String key = verified().keys().iterator().next();

    assertThat(told(0, ledger.toString(), "--key", key))
        .contains("records 1 to ", "signed checkpoints", "the chain holds");

    Path file = SegmentFile.all(ledger).getFirst();
    Files.writeString(file, Files.readString(file).replace("公交规划 3", "公交规划 4"));
    assertThat(told(1, ledger.toString()))
        .contains("BROKEN at 0000000000000000001.ledger, line 5, record 5: the hash is not");
  }

  @Test
  void the_command_says_what_it_wants() {
    assertThat(told(2)).startsWith("usage: ");
    assertThat(told(2, "--colour", "x")).startsWith("there is no option --colour");
    assertThat(told(2, "/nowhere")).startsWith("there is no folder /nowhere");
    assertThat(told(2, ledger.toString(), "--checkpoint", "12"))
        .startsWith("a checkpoint is a number and 64 hex digits, but '12' is not");
  }

  private static String told(int ended, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int with =
        VerifyLedger.run(List.of(arguments), new PrintStream(out, true, StandardCharsets.UTF_8));
    String told = out.toString(StandardCharsets.UTF_8);
    assertThat(with).as(told).isEqualTo(ended);
    return told;
  }

  private Verification verified() throws IOException {
    return Verification.of(ledger, List.of(), Set.of());
  }
}
