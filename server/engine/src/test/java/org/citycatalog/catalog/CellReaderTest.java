package org.citycatalog.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellReaderTest {
  private static Value read(ColumnType type, @Nullable String format, String text) {
    return reader(type, format, Constraints.NONE).read(text);
  }

  private static CellReader reader(
      ColumnType type, @Nullable String format, Constraints constraints) {
    return CellReader.of(
        new Item("列", null, null, type, format, null, null, constraints), List.of("", "NA", "无"));
  }

  private static void assertUnreadable(Value value, String text) {
    assertThat(value).isInstanceOf(Value.Unreadable.class);
    assertThat(((Value.Unreadable) value).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NA", "无"})
  void a_missing_text_is_missing_whatever_the_type(String text) {
    for (ColumnType type : ColumnType.values()) {
      assertThat(read(type, null, text)).isEqualTo(Value.MISSING);
    }
  }

  @Test
  void a_cell_that_is_not_there_is_missing_and_one_that_must_be_is_unreadable() {
    Constraints required = new Constraints(true, null, null, null, null, null, List.of());

    assertThat(reader(ColumnType.TEXT, null, Constraints.NONE).read(null)).isEqualTo(Value.MISSING);
    assertUnreadable(reader(ColumnType.TEXT, null, required).read(null), "");
    assertUnreadable(reader(ColumnType.INTEGER, null, required).read("无"), "无");
  }

  @ParameterizedTest
  @ValueSource(strings = {" 屯溪 ", "０１２", "001", "N/A", " "})
  void text_and_code_stay_as_they_are(String text) {
    assertThat(read(ColumnType.TEXT, null, text)).isEqualTo(new Value.Text(text));
    assertThat(read(ColumnType.CODE, null, text)).isEqualTo(new Value.Text(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-0,0",
    "+7,7",
    "007,7",
    "' 12 ',12",
    "9223372036854775807,9223372036854775807",
    "-9223372036854775808,-9223372036854775808",
    "000000000000000000000000001,1"
  })
  void whole_numbers_are_read(String text, long number) {
    assertThat(read(ColumnType.INTEGER, null, text)).isEqualTo(new Value.Int(number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775808",
        "-9223372036854775809",
        "99999999999999999999999999",
        "+",
        "-",
        " ",
        "1.0",
        "1e3",
        "１２",
        "1 2",
        "1,234",
        "--1",
        "٣",
        "0x1F",
        "1_000",
        "3万",
        "342425199001011234567"
      })
  void what_is_no_whole_number_of_64_bits_is_unreadable(String text) {
    assertUnreadable(read(ColumnType.INTEGER, null, text), text);
  }

  @Test
  void whole_numbers_are_those_of_the_library_for_random_texts() {
    Random random = new Random(20260501);
    for (int i = 0; i < 100_000; i++) {
      String text =
          new BigInteger(random.nextInt(1, 70), random)
              .multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1))
              .toString();

      Value value = read(ColumnType.INTEGER, null, text);

      BigInteger number = new BigInteger(text);
      assertThat(value)
          .as("seed 20260501, round %d, text %s", i, text)
          .matches(each ->
              number.bitLength() < 64
                  ? each.equals(new Value.Int(number.longValue()))
                  : each instanceof Value.Unreadable);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.50,1.5",
    "1e3,1000",
    "-0.00,0",
    ".097,0.097",
    "5.,5",
    "100,100",
    "+1.25,1.25",
    "1E-3,0.001",
    "9223372036854775807.5,9223372036854775807.5",
    "0.000000000000000001,0.000000000000000001",
    "0.10000000000000000000000,0.1"
  })
  void decimals_are_read_exactly_and_equal_numbers_are_equal(String text, String number) {
    assertThat(read(ColumnType.DECIMAL, null, text))
        .isEqualTo(new Value.Decimal(new BigDecimal(number)));
  }

  @Test
  void decimals_are_the_same_whether_they_are_written_with_an_exponent_or_without() {
    Random random = new Random(20261201);
    for (int i = 0; i < 100_000; i++) {
      String digits = digits(random, random.nextInt(12));
      String fraction = random.nextInt(3) == 0 ? "" : "." + digits(random, random.nextInt(12));
      String sign = List.of("", "", "-", "+").get(random.nextInt(4));
      String text = (sign + digits + fraction).isEmpty() ? "0" : sign + digits + fraction;

      // A text with an exponent is left to the library.
      Value library = read(ColumnType.DECIMAL, null, text + "e0");
      if (library instanceof Value.Unreadable) {
        assertUnreadable(read(ColumnType.DECIMAL, null, text), text);
      } else {
        assertThat(read(ColumnType.DECIMAL, null, text))
            .as("seed 20261201, round %d, text %s", i, text)
            .isEqualTo(library);
      }
    }
  }

  /// Many of them zeros.
  private static String digits(Random random, int count) {
    return random
        .ints(count, 0, 20)
        .mapToObj(digit -> Integer.toString(Math.max(0, digit - 10)))
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        "-",
        "+.",
        "1.2.3",
        "1e",
        "1e+",
        "e5",
        "1e1000",
        "1e999",
        "9223372036854775809",
        "0.0000000000000000001",
        "NaN",
        "Infinity",
        "1,5",
        "12.5%",
        "1.5万",
        "１.５",
        "1d",
        "0x1p3"
      })
  void what_is_no_decimal_that_can_be_kept_is_unreadable(String text) {
    assertUnreadable(read(ColumnType.DECIMAL, null, text), text);
  }

  @Test
  void a_number_of_a_million_digits_is_refused_at_once() {
    String text = "9".repeat(1_000_000);

    assertUnreadable(read(ColumnType.DECIMAL, null, text), text);
    assertUnreadable(read(ColumnType.INTEGER, null, text), text);
  }

  @Test
  void booleans_are_true_and_false_or_the_two_texts_of_the_format() {
    assertThat(read(ColumnType.BOOLEAN, null, " TRUE ")).isEqualTo(new Value.Bool(true));
    assertThat(read(ColumnType.BOOLEAN, null, "False")).isEqualTo(new Value.Bool(false));
    assertThat(read(ColumnType.BOOLEAN, "是|否", "否")).isEqualTo(new Value.Bool(false));
    assertUnreadable(read(ColumnType.BOOLEAN, "是|否", "true"), "true");
    assertUnreadable(read(ColumnType.BOOLEAN, null, "1"), "1");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-,2024-02-29,2024-02-29",
        "-,' 2024-12-31 ',2024-12-31",
        "%Y/%m/%d,2024/2/9,2024-02-09",
        "%Y/%m/%d,2024/02/09,2024-02-09",
        "%Y%m%d,20240229,2024-02-29",
        "%Y年%m月%d日,2024年2月29日,2024-02-29",
        "%d.%m.%Y,09.02.2024,2024-02-09",
        "%Y%%%m%%%d,2024%02%09,2024-02-09",
        "-,0000-01-01,0000-01-01",
        "-,2000-02-29,2000-02-29"
      })
  void dates_are_read_as_their_format_says(@Nullable String format, String text, LocalDate day) {
    assertThat(read(ColumnType.DATE, format, text)).isEqualTo(new Value.Day(day));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-,2023-02-29",
        "-,1900-02-29",
        "-,2024-02-30",
        "-,2024-13-01",
        "-,2024-00-10",
        "-,2024-01-00",
        "-,2024-1-1",
        "-,2024-01-01T00:00:00Z",
        "-,2024/01/01",
        "-,２０２４-01-01",
        "-,20240101",
        "%Y%m%d,2024229",
        "%Y%m%d,202402291",
        "%Y%m%d,20230229",
        "%Y/%m/%d,24/02/09",
        "%Y/%m/%d,2024/002/09",
        "%Y年%m月%d日,2024年2月29",
        "%Y年%m月%d日,2023年2月29日",
        "%Y年%m月%d日,二〇二四年二月九日"
      })
  void days_that_never_were_and_other_ways_to_write_them_are_unreadable(
      @Nullable String format, String text) {
    assertUnreadable(read(ColumnType.DATE, format, text), text);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-,2024-02-29T08:30:00+08:00,2024-02-29T08:30+08:00",
        "-,2024-02-29 08:30:00Z,2024-02-29T08:30Z",
        "-,2024-02-29T08:30-05:30,2024-02-29T08:30-05:30",
        "-,2024-02-29T23:59:59.123456+08:00,2024-02-29T23:59:59.123456+08:00",
        "-,2024-02-29T23:59:59.5Z,2024-02-29T23:59:59.5Z",
        "-,2024-02-29T23:59:59.500000000Z,2024-02-29T23:59:59.5Z",
        "%Y-%m-%d %H:%M:%S+08:00,2024-02-29 08:30:00,2024-02-29T08:30+08:00",
        "%Y-%m-%d %H:%M:%SZ,2024-02-29 08:30:05,2024-02-29T08:30:05Z",
        "%Y%m%d%H%M%S+08:00,20240229083005,2024-02-29T08:30:05+08:00",
        "%Y/%m/%d %H:%M%z,2024/2/9 8:30+08:00,2024-02-09T08:30+08:00",
        "%Y-%m-%d %H:%M:%S.%f%z,2024-02-29 08:30:05.25Z,2024-02-29T08:30:05.25Z"
      })
  void date_times_keep_the_offset_they_were_written_with(
      @Nullable String format, String text, OffsetDateTime time) {
    assertThat(read(ColumnType.DATETIME, format, text)).isEqualTo(new Value.Moment(time));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-,2024-02-29T08:30:00",
        "-,2024-02-29",
        "-,2024-02-29T24:00:00Z",
        "-,2024-02-29T08:60:00Z",
        "-,2024-02-29T08:30:60Z",
        "-,2023-02-29T08:30:00Z",
        "-,2024-02-29T08:30:00.1234567Z",
        "-,2024-02-29T08:30:00+19:00",
        "-,2024-02-29T08:30:00+08",
        "-,2024-02-29T08:30:00.Z",
        "-,2024-02-29T08:30:00ZZ",
        "%Y-%m-%d %H:%M:%S+08:00,2024-02-29 24:00:00",
        "%Y-%m-%d %H:%M:%S+08:00,2024-02-29 08:30:00+08:00",
        "%Y-%m-%d %H:%M:%S+08:00,2024-02-29",
        "%Y%m%d%H%M%S+08:00,2024022983005"
      })
  void times_without_an_offset_or_that_never_were_are_unreadable(
      @Nullable String format, String text) {
    assertUnreadable(read(ColumnType.DATETIME, format, text), text);
  }

  @Test
  void dates_are_those_of_the_library_for_random_digits() {
    Random random = new Random(7);
    for (int i = 0; i < 50_000; i++) {
      String text =
          "%04d-%02d-%02d".formatted(random.nextInt(2200), random.nextInt(15), random.nextInt(34));
      LocalDate expected;
      try {
        expected = LocalDate.parse(text);
      } catch (java.time.DateTimeException wrong) {
        expected = null;
      }

      Value value = read(ColumnType.DATE, null, text);

      if (expected == null) {
        assertUnreadable(value, text);
      } else {
        assertThat(value).as("seed 7, round %d", i).isEqualTo(new Value.Day(expected));
      }
    }
  }

  @Test
  void points_are_read_in_the_order_of_their_format() {
    assertThat(read(ColumnType.POINT, null, "118.3 29.7")).isEqualTo(new Value.Point(118.3, 29.7));
    assertThat(read(ColumnType.POINT, null, "118.3，29.7")).isEqualTo(new Value.Point(118.3, 29.7));
    assertThat(read(ColumnType.POINT, "lat lon", "29.7, 118.3"))
        .isEqualTo(new Value.Point(118.3, 29.7));
    assertThat(
            read(
                ColumnType.POINT,
                "geojson",
                "{\"type\":\"Point\",\"coordinates\":[118.3,29.7,120]}"))
        .isEqualTo(new Value.Point(118.3, 29.7));
    assertThat(read(ColumnType.POINT, null, "-0 0")).isEqualTo(new Value.Point(0.0, 0.0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "29.7 118.3",
        "118.3",
        "118.3 29.7 5",
        "118.3,,29.7",
        "181 0",
        "东经118 北纬29",
        "1e2 3"
      })
  void what_is_no_longitude_and_latitude_is_unreadable(String text) {
    assertUnreadable(read(ColumnType.POINT, null, text), text);
  }

  @ParameterizedTest
  @CsvSource({
    "DATE,%Y-%m",
    "DATE,%Y-%m-%d %H",
    "DATE,%Y-%q-%d",
    "DATE,%Y-%m-%d%",
    "DATE,%Y-%m-%d-%d",
    "DATETIME,%Y-%m-%d %H:%M:%S",
    "DATETIME,%Y-%m-%d %z+08:00 %H+08:00",
    "BOOLEAN,是",
    "BOOLEAN,是|否|无",
    "BOOLEAN,|否",
    "POINT,x y",
    "INTEGER,%d",
    "TEXT,any"
  })
  void a_format_that_makes_no_sense_for_its_type_is_refused(ColumnType type, String format) {
    assertThatThrownBy(() -> reader(type, format, Constraints.NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void constraints_make_a_cell_unreadable_and_keep_its_text() {
    Constraints range = new Constraints(false, "0", "100", null, null, null, List.of());
    Constraints shape =
        new Constraints(false, null, null, 2, 3, Pattern.compile("[一-龥]+"), List.of());
    Constraints list = new Constraints(false, null, null, null, null, null, List.of("空闲", "占用"));

    assertThat(reader(ColumnType.DECIMAL, null, range).read("100.0"))
        .isEqualTo(new Value.Decimal(new BigDecimal("100")));
    assertUnreadable(reader(ColumnType.DECIMAL, null, range).read("100.01"), "100.01");
    assertUnreadable(reader(ColumnType.INTEGER, null, range).read("-1"), "-1");
    assertThat(reader(ColumnType.TEXT, null, shape).read("屯溪区")).isEqualTo(new Value.Text("屯溪区"));
    assertUnreadable(reader(ColumnType.TEXT, null, shape).read("区"), "区");
    assertUnreadable(reader(ColumnType.TEXT, null, shape).read("屯溪a"), "屯溪a");
    assertUnreadable(reader(ColumnType.CODE, null, list).read("空閒"), "空閒");
    assertThat(reader(ColumnType.CODE, null, list).read("无")).isEqualTo(Value.MISSING);
  }

  @Test
  void a_bound_that_is_no_value_of_the_type_is_refused() {
    Constraints wrong = new Constraints(false, "many", null, null, null, null, List.of());

    assertThatThrownBy(() -> reader(ColumnType.INTEGER, null, wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("many");
  }
}
