package org.citycatalog.catalog;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the cells of one column: the meaning of an item's type, format and constraints.
///
/// Strict on purpose: what is not clearly a value of the type is [Value.Unreadable], never a guess.
/// Space around numbers, dates, booleans and points is ignored; text and code stay as they are.
/// Safe for use by many threads.
///
/// Formats by type:
/// * `INTEGER`: ASCII digits with an optional sign, within 64 bits.
/// * `DECIMAL`: digits with an optional sign, point and exponent; the whole part within 64 bits and
///   at most 18 digits after the point.
/// * `BOOLEAN`: `true` and `false` in any case, or the two texts of `format`, e.g. `是|否`.
/// * `DATE`, `DATETIME`: ISO 8601, or a pattern of `%Y %m %d %H %M %S %f %z` as in Table Schema,
///   e.g. `%Y/%m/%d`; years have four digits, `%m`, `%d` and `%H` one or two. A date-time without
///   an offset is unreadable unless the format ends in a fixed one, e.g. `%Y-%m-%d %H:%M:%S+08:00`.
///   Instants are kept to the microsecond.
/// * `POINT`: `lon lat` (default), `lat lon`, either with a comma or spaces between, or `geojson`
///   (a Point or `[lon, lat]`).
public final class CellReader {
  private static final Pattern POINT =
      Pattern.compile(
          "\\s*([+-]?\\d+(?:\\.\\d+)?)(?:\\s*[,，]\\s*|\\s+)([+-]?\\d+(?:\\.\\d+)?)\\s*");
  private static final Pattern GEOJSON_POINT =
      Pattern.compile(
          "\\s*(?:\\{.*\"coordinates\"\\s*:\\s*)?\\[\\s*([+-]?\\d+(?:\\.\\d+)?)\\s*,\\s*([+-]?\\d+(?:\\.\\d+)?)"
              + "\\s*(?:,\\s*[+-]?\\d+(?:\\.\\d+)?\\s*)?\\](?:\\s*[,}].*)?",
          Pattern.DOTALL);
  private static final BigDecimal BEYOND_WHOLE = BigDecimal.valueOf(2).pow(63);
  private static final BigDecimal MIN_WHOLE = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final int MAX_FRACTION_DIGITS = 18;
  private static final int MAX_NUMBER_CHARS = 1_000;
  private static final int MAX_LONG_DIGITS = 18; // of which every number is within 64 bits

  private final Item item;
  private final Set<String> missingValues;
  private final int longestMissing; // spares most cells the hash
  private final Constraints constraints;
  private final boolean unconstrained;
  private final Set<String> allowed;
  private final @Nullable TemporalPattern pattern;
  private final @Nullable Value minimum;
  private final @Nullable Value maximum;

  private CellReader(Item item, List<String> missingValues) {
    this.item = item;
    this.missingValues = Set.copyOf(missingValues);
    this.longestMissing = missingValues.stream().mapToInt(String::length).max().orElse(-1);
    this.constraints = item.constraints();
    this.allowed = new HashSet<>(constraints.allowed());
    this.pattern = temporalPattern(item);
    this.minimum = bound(constraints.minimum());
    this.maximum = bound(constraints.maximum());
    this.unconstrained =
        !constraints.required()
            && minimum == null
            && maximum == null
            && constraints.minLength() == null
            && constraints.maxLength() == null
            && constraints.pattern() == null
            && allowed.isEmpty();
  }

  /// Makes the reader of a column.
  ///
  /// @throws IllegalArgumentException if the item's format or a bound makes no sense for its type
  public static CellReader of(Item item, List<String> missingValues) {
    return new CellReader(item, missingValues);
  }

  public Item item() {
    return item;
  }

  /// Reads one cell.
  ///
  /// @param text as delivered, null where the row has no such cell
  public Value read(@Nullable String text) {
    if (text == null || (text.length() <= longestMissing && missingValues.contains(text))) {
      return constraints.required()
          ? new Value.Unreadable(text == null ? "" : text, "a value is required")
          : Value.MISSING;
    }
    Value value = parse(text);
    return unconstrained || value instanceof Value.Unreadable ? value : constrained(value, text);
  }

  /// Reads a text as a value of the item's type, without constraints and missing values.
  public Value parse(String text) {
    return switch (item.type()) {
      case TEXT, CODE -> new Value.Text(text);
      case INTEGER -> integer(text);
      case DECIMAL -> decimal(text);
      case BOOLEAN -> bool(text);
      case DATE -> date(text);
      case DATETIME -> moment(text);
      case POINT -> point(text);
    };
  }

  private static Value integer(String raw) {
    String text = raw.strip();
    int length = text.length();
    boolean negative = length > 0 && text.charAt(0) == '-';
    int start = negative || (length > 0 && text.charAt(0) == '+') ? 1 : 0;
    if (start == length) {
      return new Value.Unreadable(raw, "not a whole number");
    }
    long number = 0; // kept negative, as there is one more negative number
    boolean beyond = false;
    for (int i = start; i < length; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return new Value.Unreadable(raw, "not a whole number");
      }
      beyond |= number < (Long.MIN_VALUE + digit) / 10;
      number = number * 10 - digit;
    }
    if (beyond || (!negative && number == Long.MIN_VALUE)) {
      return new Value.Unreadable(raw, "a whole number beyond 64 bits");
    }
    return new Value.Int(negative ? number : -number);
  }

  private static Value decimal(String raw) {
    String text = raw.strip();
    BigDecimal plain = shortDecimal(text);
    if (plain != null) {
      return new Value.Decimal(plain);
    }
    if (!isDecimal(text)) {
      return new Value.Unreadable(raw, "not a decimal number");
    }
    BigDecimal number = new BigDecimal(text);
    if (number.signum() == 0) {
      return new Value.Decimal(BigDecimal.ZERO);
    }
    if (number.scale() != 0) {
      number = number.stripTrailingZeros();
    }
    if (number.scale() > MAX_FRACTION_DIGITS) {
      return new Value.Unreadable(raw, "a decimal number with more than 18 digits after the point");
    }
    if (number.precision() - number.scale() > 19
        || (number.precision() - number.scale() > 18
            && (number.compareTo(BEYOND_WHOLE) >= 0 || number.compareTo(MIN_WHOLE) < 0))) {
      return new Value.Unreadable(raw, "a decimal number whose whole part is beyond 64 bits");
    }
    return new Value.Decimal(number.scale() < 0 ? number.setScale(0) : number);
  }

  /// Reads a decimal number of at most 18 digits without an exponent, as nearly all are, which
  /// spares [BigDecimal] reading a text and stripping zeros. Null where the text is none.
  private static @Nullable BigDecimal shortDecimal(String text) {
    int length = text.length();
    boolean negative = length > 0 && text.charAt(0) == '-';
    int start = negative || (length > 0 && text.charAt(0) == '+') ? 1 : 0;
    if (length - start > MAX_LONG_DIGITS + 1) {
      return null;
    }
    long number = 0;
    int digits = 0;
    int whole = -1; // digits before the point
    for (int i = start; i < length; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        number = number * 10 + (c - '0');
        digits++;
      } else if (c == '.' && whole < 0) {
        whole = digits;
      } else {
        return null;
      }
    }
    if (digits == 0 || digits > MAX_LONG_DIGITS) {
      return null;
    }
    int scale = whole < 0 ? 0 : digits - whole;
    while (scale > 0 && number % 10 == 0) {
      number /= 10;
      scale--;
    }
    return BigDecimal.valueOf(negative ? -number : number, scale);
  }

  /// Whether a text is `[+-]digits[.digits][e[+-]1 to 3 digits]` with a digit before or after the
  /// point. A text of more than a thousand characters is none: the time to read one grows with the
  /// square of its length.
  private static boolean isDecimal(String text) {
    int length = text.length();
    int at = length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    int whole = digitsEnd(text, at);
    int end = whole;
    int digits = whole - at;
    if (end < length && text.charAt(end) == '.') {
      end = digitsEnd(text, whole + 1);
      digits += end - whole - 1;
    }
    if (digits == 0 || length > MAX_NUMBER_CHARS) {
      return false;
    }
    if (end < length && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
      int exponent = end + 1;
      exponent +=
          exponent < length && (text.charAt(exponent) == '-' || text.charAt(exponent) == '+')
              ? 1
              : 0;
      end = digitsEnd(text, exponent);
      if (end == exponent || end - exponent > 3) {
        return false;
      }
    }
    return end == length;
  }

  private static int digitsEnd(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private Value bool(String raw) {
    String text = raw.strip();
    String format = item.format();
    if (format == null) {
      if (text.equalsIgnoreCase("true")) {
        return new Value.Bool(true);
      }
      return text.equalsIgnoreCase("false")
          ? new Value.Bool(false)
          : new Value.Unreadable(raw, "not true or false");
    }
    int bar = format.indexOf('|');
    if (text.equals(format.substring(0, bar))) {
      return new Value.Bool(true);
    }
    return text.equals(format.substring(bar + 1))
        ? new Value.Bool(false)
        : new Value.Unreadable(raw, "neither of the two texts " + format);
  }

  private Value date(String raw) {
    String text = raw.strip();
    LocalDate day = pattern == null ? TemporalPattern.isoDate(text) : pattern.date(text);
    return day == null ? notADate(raw) : new Value.Day(day);
  }

  private Value notADate(String raw) {
    return new Value.Unreadable(
        raw, "not a date written " + (item.format() == null ? "YYYY-MM-DD" : item.format()));
  }

  private Value moment(String raw) {
    String text = raw.strip();
    OffsetDateTime time = pattern == null ? TemporalPattern.isoMoment(text) : pattern.moment(text);
    if (time == null) {
      return new Value.Unreadable(
          raw,
          "not a date and time with its offset written "
              + (item.format() == null ? "YYYY-MM-DDThh:mm:ss+hh:mm" : item.format()));
    }
    return TemporalPattern.isWholeMicros(time)
        ? new Value.Moment(time)
        : new Value.Unreadable(raw, "a time finer than a microsecond");
  }

  private Value point(String raw) {
    String format = item.format() == null ? "lon lat" : item.format();
    var matcher = (format.equals("geojson") ? GEOJSON_POINT : POINT).matcher(raw);
    if (!matcher.matches()) {
      return new Value.Unreadable(raw, "not a point written " + format);
    }
    double first = Double.parseDouble(matcher.group(1));
    double second = Double.parseDouble(matcher.group(2));
    double longitude = format.equals("lat lon") ? second : first;
    double latitude = format.equals("lat lon") ? first : second;
    if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90) {
      return new Value.Unreadable(raw, "a point outside longitude -180..180 and latitude -90..90");
    }
    return new Value.Point(longitude + 0.0, latitude + 0.0); // + 0.0 makes -0.0 plain zero
  }

  private Value constrained(Value value, String text) {
    if (constraints.minLength() != null
        && text.codePointCount(0, text.length()) < constraints.minLength()) {
      return new Value.Unreadable(
          text, "fewer than %d characters".formatted(constraints.minLength()));
    }
    if (constraints.maxLength() != null
        && text.codePointCount(0, text.length()) > constraints.maxLength()) {
      return new Value.Unreadable(
          text, "more than %d characters".formatted(constraints.maxLength()));
    }
    Pattern wanted = constraints.pattern();
    if (wanted != null) {
      try {
        if (!SafePattern.matches(wanted, text)) {
          return new Value.Unreadable(text, "does not match " + wanted);
        }
      } catch (SafePattern.TooManySteps undecided) {
        return new Value.Unreadable(text, "takes too long to compare with " + wanted);
      }
    }
    if (!allowed.isEmpty() && !allowed.contains(text)) {
      return new Value.Unreadable(text, "not one of the values allowed");
    }
    if (minimum != null && ValueOrder.compare(value, minimum) < 0) {
      return new Value.Unreadable(text, "less than " + constraints.minimum());
    }
    if (maximum != null && ValueOrder.compare(value, maximum) > 0) {
      return new Value.Unreadable(text, "more than " + constraints.maximum());
    }
    return value;
  }

  private @Nullable Value bound(@Nullable String text) {
    if (text == null) {
      return null;
    }
    if (parse(text) instanceof Value.Unreadable wrong) {
      throw new IllegalArgumentException(
          "the bound '%s' of '%s' is %s".formatted(text, item.name(), wrong.reason()));
    }
    return parse(text);
  }

  private static @Nullable TemporalPattern temporalPattern(Item item) {
    String format = item.format();
    if (format == null) {
      return null;
    }
    return switch (item.type()) {
      case DATE, DATETIME -> TemporalPattern.of(format, item.type());
      case BOOLEAN -> {
        int bar = format.indexOf('|');
        if (bar < 1 || bar == format.length() - 1 || format.indexOf('|', bar + 1) >= 0) {
          throw new IllegalArgumentException(
              "the format of a boolean is two texts with | between, but was '%s'"
                  .formatted(format));
        }
        yield null;
      }
      case POINT -> {
        if (!Set.of("lon lat", "lat lon", "geojson").contains(format)) {
          throw new IllegalArgumentException(
              "the format of a point is 'lon lat', 'lat lon' or 'geojson' but was '%s'"
                  .formatted(format));
        }
        yield null;
      }
      case TEXT, CODE, INTEGER, DECIMAL ->
          throw new IllegalArgumentException("type %s has no format".formatted(item.type().code()));
    };
  }
}
