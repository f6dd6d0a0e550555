package org.citycatalog.catalog;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A way to write dates or date-times: `%Y %m %d %H %M %S %f %z` and plain characters.
///
/// Reads digits by hand and answers null for what does not fit, as millions of cells may not.
/// Widths: `%Y` 4 digits; `%m`, `%d` and `%H` 1 or 2, but 2 where the next field follows at once;
/// `%M` and `%S` 2; `%f` 1 to 9 digits of a second, not rounded; `%z` is `Z` or `±hh:mm`. There is
/// no hour 24, no second 60 and no 29 February but in leap years.
final class TemporalPattern {
  private static final Pattern FIXED_OFFSET =
      Pattern.compile("(.*%[HMSf].*?)([+-](?:0\\d|1[0-8]):[0-5]\\d|Z)", Pattern.DOTALL);
  private static final int NANOS_PER_MICRO = 1_000;

  private final String fields;
  private final @Nullable ZoneOffset fixed;

  private TemporalPattern(String fields, @Nullable ZoneOffset fixed) {
    this.fields = fields;
    this.fixed = fixed;
  }

  /// Makes the pattern of a format.
  ///
  /// @throws IllegalArgumentException if the format makes no sense for the type
  static TemporalPattern of(String format, ColumnType type) {
    String fields = format;
    ZoneOffset fixed = null;
    boolean offset = false;
    var withOffset = FIXED_OFFSET.matcher(format);
    if (type == ColumnType.DATETIME && withOffset.matches()) {
      fields = withOffset.group(1);
      fixed = ZoneOffset.of(withOffset.group(2));
      offset = true;
    }
    String seen = "";
    for (int i = 0; i < fields.length(); i++) {
      if (fields.charAt(i) != '%') {
        continue;
      }
      char field = ++i < fields.length() ? fields.charAt(i) : '?';
      if ("YmdHMSfz%".indexOf(field) < 0) {
        throw new IllegalArgumentException(
            "a date format knows %%Y %%m %%d %%H %%M %%S %%f %%z but was '%s'".formatted(format));
      }
      if (field != '%' && seen.indexOf(field) >= 0) {
        throw new IllegalArgumentException(
            "a date format names %%%s once but was '%s'".formatted(field, format));
      }
      seen += field;
    }
    if (!seen.contains("Y") || !seen.contains("m") || !seen.contains("d")) {
      throw new IllegalArgumentException(
          "a date format needs %%Y, %%m and %%d but was '%s'".formatted(format));
    }
    if (type == ColumnType.DATE && seen.matches(".*[HMSfz].*")) {
      throw new IllegalArgumentException(
          "a date has no time of day, but its format was '%s'".formatted(format));
    }
    if (fixed != null && seen.contains("z")) {
      throw new IllegalArgumentException("a format has one offset, but was '%s'".formatted(format));
    }
    if (type == ColumnType.DATETIME && !offset && !seen.contains("z")) {
      throw new IllegalArgumentException(
          "a datetime format needs an offset, %%z or a fixed one such as +08:00 at its end, but was '%s'"
              .formatted(format));
    }
    return new TemporalPattern(fields, fixed);
  }

  /// Reads a date, null if the text is none.
  @Nullable LocalDate date(String text) {
    Reading reading = new Reading(text);
    return reading.read(fields) ? reading.date() : null;
  }

  /// Reads a date-time, null if the text is none.
  @Nullable OffsetDateTime moment(String text) {
    Reading reading = new Reading(text);
    return reading.read(fields) ? reading.moment(fixed) : null;
  }

  /// Reads an ISO 8601 date, `YYYY-MM-DD`, null if the text is none.
  static @Nullable LocalDate isoDate(String text) {
    Reading reading = new Reading(text);
    return text.length() == 10 && reading.isoDate() ? reading.date() : null;
  }

  /// Reads an ISO 8601 date-time with its offset, `T` or a space before the time, seconds and their
  /// fraction optional; null if the text is none.
  static @Nullable OffsetDateTime isoMoment(String text) {
    Reading reading = new Reading(text);
    return reading.isoMoment() ? reading.moment(null) : null;
  }

  /// Whether a time is kept as it is: to the microsecond.
  static boolean isWholeMicros(OffsetDateTime time) {
    return time.getNano() % NANOS_PER_MICRO == 0;
  }

  private static final class Reading {
    private final String text;
    private int at;
    private int year;
    private int month;
    private int day;
    private int hour;
    private int minute;
    private int second;
    private int nano;
    private int offsetSeconds;

    Reading(String text) {
      this.text = text;
    }

    boolean read(String fields) {
      int length = fields.length();
      for (int i = 0; i < length; i++) {
        char c = fields.charAt(i);
        if (c == '%') {
          char field = fields.charAt(++i);
          boolean adjacent =
              i + 1 < length && fields.charAt(i + 1) == '%' && fields.charAt(i + 2) != '%';
          if (!field(field, adjacent ? 2 : 1)) {
            return false;
          }
        } else if (!literal(c)) {
          return false;
        }
      }
      return at == text.length();
    }

    private boolean field(char field, int least) {
      return switch (field) {
        case 'Y' -> (year = digits(4, 4)) >= 0;
        case 'm' -> (month = digits(least, 2)) >= 0;
        case 'd' -> (day = digits(least, 2)) >= 0;
        case 'H' -> (hour = digits(least, 2)) >= 0;
        case 'M' -> (minute = digits(2, 2)) >= 0;
        case 'S' -> (second = digits(2, 2)) >= 0;
        case 'f' -> fraction();
        case 'z' -> offset();
        default -> literal('%');
      };
    }

    boolean isoDate() {
      return (year = digits(4, 4)) >= 0
          && literal('-')
          && (month = digits(2, 2)) >= 0
          && literal('-')
          && (day = digits(2, 2)) >= 0;
    }

    boolean isoMoment() {
      if (!isoDate() || !(literal('T') || literal(' ') || literal('t'))) {
        return false;
      }
      if ((hour = digits(2, 2)) < 0 || !literal(':') || (minute = digits(2, 2)) < 0) {
        return false;
      }
      if (literal(':') && ((second = digits(2, 2)) < 0 || (literal('.') && !fraction()))) {
        return false;
      }
      return (literal('z') || offset()) && at == text.length();
    }

    private boolean literal(char c) {
      if (at < text.length() && text.charAt(at) == c) {
        at++;
        return true;
      }
      return false;
    }

    /// The number of the next digits, as many as there are up to `most`; -1 if there are fewer than
    /// `least`.
    private int digits(int least, int most) {
      int number = 0;
      int count = 0;
      while (count < most && at < text.length()) {
        int digit = text.charAt(at) - '0';
        if (digit < 0 || digit > 9) {
          break;
        }
        number = number * 10 + digit;
        at++;
        count++;
      }
      return count < least ? -1 : number;
    }

    private boolean fraction() {
      int start = at;
      nano = digits(1, 9);
      for (int count = at - start; count < 9; count++) {
        nano *= 10;
      }
      return at > start;
    }

    private boolean offset() {
      if (literal('Z')) {
        return true;
      }
      int sign = literal('+') ? 1 : literal('-') ? -1 : 0;
      if (sign == 0) {
        return false;
      }
      int hours = digits(2, 2);
      if (hours < 0 || !literal(':')) {
        return false;
      }
      int minutes = digits(2, 2);
      int seconds = hours * 3600 + minutes * 60;
      if (minutes < 0 || minutes > 59 || seconds > 18 * 3600) {
        return false;
      }
      offsetSeconds = sign * seconds;
      return true;
    }

    @Nullable LocalDate date() {
      if (month < 1
          || month > 12
          || day < 1
          || (day > 28 && day > YearMonth.of(year, month).lengthOfMonth())) {
        return null;
      }
      return LocalDate.of(year, month, day);
    }

    @Nullable OffsetDateTime moment(@Nullable ZoneOffset fixed) {
      LocalDate date = date();
      if (date == null || hour > 23 || minute > 59 || second > 59) {
        return null;
      }
      return OffsetDateTime.of(
          LocalDateTime.of(year, month, day, hour, minute, second, nano),
          fixed != null ? fixed : ZoneOffset.ofTotalSeconds(offsetSeconds));
    }
  }
}
