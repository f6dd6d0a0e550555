package org.citycatalog.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelimitedReaderTest {
  private static final Hints WITH_HEADER = new Hints(Format.CSV, null, true, null, ',');

  private static Delivered csv(String text) throws IOException {
    return Delivered.read(Delivered.utf8(text), WITH_HEADER);
  }

  private static void assertRefused(String code, String text) {
    assertThatThrownBy(() -> csv(text))
        .isInstanceOfSatisfying(
            UnreadableFileException.class, wrong -> assertThat(wrong.code()).isEqualTo(code));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void every_way_to_end_a_line_gives_the_same_rows(String end) throws IOException {
    Delivered read = csv(String.join(end, "编号,名称", "001,屯溪老街", "002,\"黎阳, in\"", ""));

    assertThat(read.columns()).containsExactly("编号", "名称");
    assertThat(read.rows()).containsExactly(List.of("001", "屯溪老街"), List.of("002", "黎阳, in"));
  }

  @Test
  void the_last_record_needs_no_line_end() throws IOException {
    assertThat(csv("a,b\n1,").rows()).containsExactly(List.of("1", ""));
    assertThat(csv("a,b\n1,\"2\"").rows()).containsExactly(List.of("1", "2"));
    assertThat(csv("a,b\n1,2\r").rows()).containsExactly(List.of("1", "2"));
  }

  @Test
  void quoted_cells_hold_quotes_delimiters_and_lines() throws IOException {
    Delivered read = csv("a,b\n\"他说\"\"好\"\"\",\"一\n二\r\n三,四\"\n\"\",\"\"\"\"\n");

    assertThat(read.rows()).containsExactly(List.of("他说\"好\"", "一\n二\r\n三,四"), List.of("", "\""));
  }

  @Test
  void quotes_inside_an_unquoted_cell_and_lone_returns_are_plain_text() throws IOException {
    assertThat(csv("a,b\n5\" 管,x\ry\n").rows()).containsExactly(List.of("5\" 管", "x\ry"));
  }

  @Test
  void cells_absent_at_the_end_of_a_record_are_null() throws IOException {
    assertThat(csv("a,b,c\n1\n1,2\n1,2,3\n").rows())
        .containsExactly(
            Arrays.asList("1", null, null), Arrays.asList("1", "2", null), List.of("1", "2", "3"));
  }

  @Test
  void more_cells_than_columns_reject_the_record_unless_they_are_empty() throws IOException {
    Delivered read = csv("a,b\n1,2,,\n3,4,五\n6,7\n");

    assertThat(read.rows()).containsExactly(List.of("1", "2"), List.of("6", "7"));
    assertThat(read.rejected())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.line()).isEqualTo(3);
          assertThat(each.text()).isEqualTo("3,4,五");
          assertThat(each.rejection()).contains("3 cells").contains("2 columns");
        });
  }

  @Test
  void lines_without_a_character_are_skipped_but_are_empty_cells_where_there_is_one_column()
      throws IOException {
    assertThat(csv("a,b\n\n1,2\r\n\r\n\n3,4\n").rows())
        .containsExactly(List.of("1", "2"), List.of("3", "4"));
    assertThat(csv("a\n1\n\n2\n").rows()).containsExactly(List.of("1"), List.of(""), List.of("2"));
  }

  @Test
  void text_after_a_closing_quote_rejects_every_line_that_the_record_touches() throws IOException {
    Delivered read = csv("a,b\n1,\"开\n2,好\n3,\"关\" x\n4,5\n");

    assertThat(read.rows()).containsExactly(List.of("4", "5"));
    assertThat(read.rejected()).extracting(SourceRecord::line).containsExactly(2L, 3L, 4L);
    assertThat(read.rejected())
        .extracting(SourceRecord::text)
        .containsExactly("1,\"开", "2,好", "3,\"关\" x");
    assertThat(read.rejected().getFirst().rejection()).contains("2 to 4");
  }

  @Test
  void line_numbers_count_the_lines_inside_cells() throws IOException {
    Delivered read = csv("a,b\n\"1\n1\n1\",2\n3,4,5\n\"6\"7,8\n");

    assertThat(read.rejected()).extracting(SourceRecord::line).containsExactly(5L, 6L);
  }

  @Test
  void a_quote_that_is_never_closed_refuses_the_file_and_names_its_line() {
    assertThatThrownBy(() -> csv("a,b\n1,2\n3,\"四\n5,6\n7,8\n"))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("line 3");
  }

  @Test
  void names_that_are_empty_too_long_or_doubled_refuse_the_file() {
    assertRefused("header-empty", "a,,c\n1,2,3\n");
    assertRefused("header-empty", "a, ,c\n1,2,3\n");
    assertRefused("header-empty", ",,\n1,2,3\n");
    assertRefused("header-duplicate", "名称,b,名称 \n1,2,3\n");
    assertRefused("header-too-long", "长".repeat(201) + ",b\n1,2\n");
    assertRefused("file-empty", "\n\n\n");
    assertRefused("quote-broken", "\"a\"b,c\n1,2\n");
  }

  @Test
  void empty_cells_at_the_end_of_a_header_are_no_columns() throws IOException {
    assertThat(csv("\uFEFFa , b,,\n1,2,,\n").columns()).containsExactly("a", "b");
  }

  @Test
  void a_million_columns_are_refused_with_little_memory() {
    String header =
        IntStream.range(0, 1_000_000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));

    assertRefused("too-many-columns", header + "\n1\n");
    assertThatThrownBy(() -> Delivered.read(",".repeat(1_000_000) + "\n"))
        .isInstanceOf(UnreadableFileException.class);
  }

  @Test
  void a_record_of_a_million_cells_is_rejected_like_any_other_that_is_too_long()
      throws IOException {
    Delivered read = csv("a,b\n" + "1,".repeat(1_000_000) + "\n2,3\n");

    assertThat(read.rows()).containsExactly(List.of("2", "3"));
    assertThat(read.rejected())
        .singleElement()
        .satisfies(each -> assertThat(each.text()).hasSize(500));
  }

  @Test
  void cells_and_records_beyond_the_limits_refuse_the_file() {
    Limits small = new Limits(1 << 20, 100, 10, 100, 1000, 5);

    assertThatThrownBy(
            () -> Delivered.read(Delivered.utf8("a,b\n1," + "x".repeat(101)), WITH_HEADER, small))
        .hasMessageContaining("100 characters");
    assertThatThrownBy(() ->
            Delivered.read(
                Delivered.utf8("a,b\n1,\"" + "x\n".repeat(100_000) + "\""), WITH_HEADER, small))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("is a quote missing?");
    assertThatThrownBy(() ->
            Delivered.read(Delivered.utf8("a,b\n" + "1,2\n".repeat(1 << 19)), WITH_HEADER, small))
        .isInstanceOfSatisfying(
            UnreadableFileException.class,
            wrong -> assertThat(wrong.code()).isEqualTo("file-too-large"));
  }

  @Test
  void bytes_that_are_no_characters_refuse_the_file_and_are_named() {
    byte[] start = Delivered.utf8("a,b\n" + "黄山,1\n".repeat(10_000));
    byte[] bytes = Delivered.joined(start, new byte[] {(byte) 0xE9, (byte) 0xBB, ',', '1', '\n'});

    assertThatThrownBy(() -> Delivered.read(bytes, new Hints(null, "UTF-8", true, null, null)))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("UTF-8");
    Dialect dialect = new Dialect(Format.CSV, false, "UTF-8", ',', true, null);
    assertThatThrownBy(
            () -> {
              try (SourceReader reader =
                  new Source(Delivered.file(bytes), dialect, Limits.DEFAULT).open()) {
                while (reader.next() != null) {}
              }
            })
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("Byte %,d".formatted(start.length + 1));
  }

  @Test
  void random_cells_come_back_as_they_were_written_whatever_the_buffer_holds() throws IOException {
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      List<List<@Nullable String>> table = table(random);
      String end = random.nextBoolean() ? "\n" : "\r\n";

      List<List<@Nullable String>> read = read(written(table, end), random);

      assertThat(read).as("seed %d", seed).isEqualTo(table);
    }
  }

  private static List<List<@Nullable String>> table(Random random) {
    String[] bits = {
      "a", "黄山", "\"", ",", "\n", "\r\n", "", "0", " ", "𠮷", "x".repeat(300), "\"\""
    };
    List<List<@Nullable String>> table = new ArrayList<>();
    for (int row = random.nextInt(1, 400); row > 0; row--) {
      List<@Nullable String> cells = new ArrayList<>();
      for (int cell = 0; cell < 3; cell++) {
        StringBuilder text = new StringBuilder();
        for (int bit = random.nextInt(4); bit > 0; bit--) {
          text.append(bits[random.nextInt(bits.length)]);
        }
        cells.add(text.toString());
      }
      table.add(cells);
    }
    return table;
  }

  private static String written(List<List<@Nullable String>> table, String end) {
    StringWriter text = new StringWriter();
    for (List<@Nullable String> row : table) {
      text.append(
              row.stream()
                  .map(cell -> "\"" + String.valueOf(cell).replace("\"", "\"\"") + "\"")
                  .collect(Collectors.joining(",")))
          .append(end);
    }
    return text.toString();
  }

  /// Reads through a source that gives a few characters at a time.
  private static List<List<@Nullable String>> read(String text, Random random) throws IOException {
    StringReader dripping =
        new StringReader(text) {
          @Override
          public int read(char[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(length, random.nextInt(1, 50)));
          }
        };
    List<List<@Nullable String>> rows = new ArrayList<>();
    try (DelimitedRecords records = new DelimitedRecords(dripping, ',', Limits.DEFAULT)) {
      while (records.advance()) {
        assertThat(records.broken()).isNull();
        @Nullable String[] cells = new String[3];
        records.cells(cells);
        rows.add(Arrays.asList(cells));
      }
    }
    return rows;
  }

  @Test
  void any_damage_to_a_file_keeps_rows_and_rejections_to_what_the_file_holds() throws IOException {
    for (long seed = 1; seed <= 300; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder("a,b,c\n");
      for (int i = 0; i < 50; i++) {
        text.append(i).append(",\"黄山\",x\n");
      }
      for (int i = random.nextInt(1, 6); i > 0; i--) {
        text.insert(random.nextInt(6, text.length()), "\",\n\r".charAt(random.nextInt(4)));
      }
      long lines = text.chars().filter(c -> c == '\n').count();

      try {
        Delivered read = csv(text.toString());

        assertThat(read.rows().size() + read.rejected().size())
            .as("seed %d", seed)
            .isLessThanOrEqualTo((int) lines);
        assertThat(read.rejected())
            .as("seed %d", seed)
            .allSatisfy(each -> assertThat(each.text()).isNotEmpty());
      } catch (UnreadableFileException refused) {
        assertThat(refused.code()).as("seed %d", seed).isEqualTo("quote-unclosed");
      }
    }
  }

  @Test
  void three_million_rows_need_no_more_memory_than_one() throws IOException {
    byte[] row = "341002,屯溪区,老街社区\n".getBytes(StandardCharsets.UTF_8);
    long rows = 3_000_000;
    InputStream endless =
        new InputStream() {
          private long at;

          @Override
          public int read() {
            return at == rows * row.length ? -1 : row[(int) (at++ % row.length)] & 0xFF;
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            int count = (int) Math.min(length, rows * row.length - at);
            for (int i = 0; i < count; i++) {
              target[offset + i] = row[(int) (at++ % row.length)];
            }
            return count == 0 ? -1 : count;
          }
        };
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    long before = runtime.totalMemory() - runtime.freeMemory();

    long count = 0;
    try (DelimitedRecords records =
        new DelimitedRecords(
            new StrictText(endless, StandardCharsets.UTF_8), ',', Limits.DEFAULT)) {
      @Nullable String[] cells = new String[3];
      while (records.advance()) {
        records.cells(cells);
        count++;
      }
      System.gc();
      assertThat(runtime.totalMemory() - runtime.freeMemory() - before).isLessThan(20L << 20);
    }

    assertThat(count).isEqualTo(rows);
  }
}
