package org.citycatalog.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.citycatalog.sdk.WireServer.cutOff;
import static org.citycatalog.sdk.WireServer.problem;
import static org.citycatalog.sdk.WireServer.reply;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.citycatalog.sdk.error.IncompleteAnswerException;
import org.citycatalog.sdk.error.NotFoundException;
import org.citycatalog.sdk.model.ExportFormat;
import org.citycatalog.sdk.model.RowForm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportTest {
  private static final String CSV = "name,free\n\"老街\n\"\"东\"\"\",3\n公园,\n";

  @TempDir Path folder;

  private final List<AutoCloseable> toClose = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : toClose) {
      each.close();
    }
  }

  private Rows rows(WireServer server) {
    CityCatalog city = CityCatalog.builder().endpoint(server.url()).waiting(time -> {}).build();
    toClose.add(server);
    toClose.add(city);
    return city.dataset("transport.parking").rows();
  }

  private static WireServer.Reply file(String type, String text, long rows) {
    return reply(
        200,
        type,
        text.getBytes(StandardCharsets.UTF_8),
        "CityCatalog-Rows",
        Long.toString(rows),
        "CityCatalog-Version",
        "4");
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void a_whole_answer_becomes_the_file_byte_by_byte() throws IOException {
    Path target = folder.resolve("停车.csv");
    WireServer server = WireServer.inTurn(file("text/csv; charset=utf-8", CSV, 2));

    long written = rows(server).export(ExportFormat.CSV, target);

    assertThat(written).isEqualTo(2);
    assertThat(target).hasContent(CSV);
    assertThat(left()).containsExactly(target);
  }

  @Test
  void a_file_is_for_those_who_may_read_what_programs_write_here() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain.txt"), "x");
    WireServer server = WireServer.inTurn(file("text/csv; charset=utf-8", CSV, 2));
    Path target = folder.resolve("parking.csv");

    rows(server).export(ExportFormat.CSV, target);

    assertThat(permissions(target)).isEqualTo(permissions(plain));
  }

  /// Empty where the file system has none.
  private static Set<PosixFilePermission> permissions(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    return view == null ? Set.of() : view.readAttributes().permissions();
  }

  @Test
  void a_cut_off_answer_leaves_no_file_and_keeps_the_old_one() throws IOException {
    Path target = folder.resolve("停车.csv");
    Files.writeString(target, "old");
    byte[] whole = CSV.getBytes(StandardCharsets.UTF_8);
    WireServer server =
        WireServer.inTurn(cutOff("text/csv", whole, whole.length + 100, "CityCatalog-Rows", "2"));
    Rows rows = rows(server);

    assertThatThrownBy(() -> rows.export(ExportFormat.CSV, target))
        .isInstanceOf(IncompleteAnswerException.class)
        .hasMessageContaining("of 2");

    assertThat(target).hasContent("old");
    assertThat(left()).containsExactly(target);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CSV|text/csv|`a\n1\n`|1|true",
        "CSV|text/csv|`a\n`|0|true",
        "CSV|text/csv|`a\n1\n`|2|false",
        "CSV|text/csv|`a\n1\n2`|2|false",
        "CSV|text/csv|`a\n\"1\n2\n`|1|false",
        "JSONL|application/x-ndjson|`{\"a\":1}\n{\"a\":\"x\"}\n`|2|true",
        "JSONL|application/x-ndjson|`{\"a\":1}\n{\"a\"`|2|false",
        "JSONL|application/x-ndjson|`{\"a\":1}\n`|2|false",
        "JSON|application/json|`[]`|0|true",
        "JSON|application/json|`[{\"a\":\"}{[\\\\\\\"\"},{\"a\":{\"b\":[1]}}]`|2|true",
        "JSON|application/json|`[{\"a\":1},{\"a\":2}`|2|false",
        "JSON|application/json|`[{\"a\":1}]`|2|false",
      })
  void rows_are_counted_against_the_promise(
      ExportFormat format, String type, String text, long promised, boolean whole) {
    Rows rows = rows(WireServer.inTurn(file(type, text, promised)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    if (whole) {
      assertThat(written(rows, format, out)).isEqualTo(promised);
    } else {
      assertThatThrownBy(() -> rows.export(format, out))
          .isInstanceOf(IncompleteAnswerException.class);
    }
  }

  private static long written(Rows rows, ExportFormat format, ByteArrayOutputStream out) {
    try {
      return rows.export(format, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void an_answer_that_promises_nothing_is_not_trusted() {
    byte[] whole = CSV.getBytes(StandardCharsets.UTF_8);
    Rows rows = rows(WireServer.inTurn(reply(200, "text/csv", whole)));

    assertThatThrownBy(() -> rows.open(ExportFormat.CSV))
        .isInstanceOf(IncompleteAnswerException.class);
  }

  @Test
  void the_question_goes_with_it() throws IOException {
    WireServer server = WireServer.inTurn(file("text/csv", "name\n", 0));

    try (ExportStream in =
        rows(server)
            .where(Conditions.eq("区", "屯溪 & 徽州"))
            .select("name", "free")
            .sort(Order.desc("free"))
            .form(RowForm.SOURCE)
            .open(ExportFormat.CSV)) {
      assertThat(in.version()).isEqualTo(4);
      in.readAllBytes();
    }

    String target = URLDecoder.decode(server.asked().get(0).target(), StandardCharsets.UTF_8);
    assertThat(target)
        .isEqualTo(
            "/api/v1/datasets/transport.parking/export.csv?filter=\"区\" = '屯溪 & 徽州'"
                + "&select=name,free&sort=-free&form=source");
  }

  @Test
  void a_refusal_is_no_file() throws IOException {
    Path target = folder.resolve("x.csv");
    Rows rows = rows(WireServer.inTurn(problem(404, "not-found")));

    assertThatThrownBy(() -> rows.export(ExportFormat.CSV, target))
        .isInstanceOf(NotFoundException.class);

    assertThat(left()).isEmpty();
  }

  @Test
  void a_column_that_an_address_cannot_list_is_refused() {
    Rows rows = rows(WireServer.inTurn(file("text/csv", "a\n", 0))).select("a,b");

    assertThatIllegalArgumentException().isThrownBy(() -> rows.open(ExportFormat.CSV));
  }
}
