package org.citycatalog.ingest;

import java.time.LocalDate;
import org.citycatalog.catalog.CellReader;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.Constraints;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.Value;
import org.jspecify.annotations.Nullable;

/// Tells the kind of a cell. A kind that stands for a type is given only where the reader of that
/// type reads the cell.
final class CellKinds {
  private static final int IDENTIFIER_DIGITS = 15;
  private static final int MAX_SHAPED = 64;

  private final CellReader whole = reader(ColumnType.INTEGER, null);
  private final CellReader fraction = reader(ColumnType.DECIMAL, null);
  private final CellReader isoDate = reader(ColumnType.DATE, null);
  private final CellReader moment = reader(ColumnType.DATETIME, null);
  private final CellReader dash = reader(ColumnType.DATE, "%Y-%m-%d");
  private final CellReader slash = reader(ColumnType.DATE, "%Y/%m/%d");
  private final CellReader dot = reader(ColumnType.DATE, "%Y.%m.%d");
  private final CellReader chinese = reader(ColumnType.DATE, "%Y年%m月%d日");
  private final CellReader compact = reader(ColumnType.DATE, "%Y%m%d");
  private final CellReader local = reader(ColumnType.DATETIME, "%Y-%m-%d %H:%M:%SZ");
  private final CellReader coordinates = reader(ColumnType.POINT, "lon lat");
  private final CellReader swapped = reader(ColumnType.POINT, "lat lon");
  private final CellReader json = reader(ColumnType.POINT, "geojson");

  static CellReader reader(ColumnType type, @Nullable String format) {
    return CellReader.of(
        new Item("cell", null, null, type, format, null, null, Constraints.NONE),
        java.util.List.of());
  }

  private static boolean reads(CellReader reader, String text) {
    return !(reader.parse(text) instanceof Value.Unreadable);
  }

  /// The kind of a cell that is not empty.
  CellKind of(String raw) {
    char first = raw.charAt(0);
    char last = raw.charAt(raw.length() - 1);
    String text =
        first <= ' ' || last <= ' ' || first == '\u3000' || last == '\u3000' ? raw.strip() : raw;
    int length = text.length();
    if (length == 0) {
      return CellKind.TEXT;
    }
    first = text.charAt(0);
    if ((first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.') {
      return length > MAX_SHAPED && !isDigits(text) ? CellKind.TEXT : numeric(text, first);
    }
    if (first == '{' || first == '[') {
      return reads(json, text) ? CellKind.JSON_POINT : CellKind.TEXT;
    }
    if (length <= 5) {
      if (text.equals("是") || text.equals("否")) {
        return text.length() == raw.length() ? CellKind.YES_NO : CellKind.TEXT;
      }
      if (length >= 4 && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))) {
        return CellKind.TRUE_FALSE;
      }
    }
    return length <= MAX_SHAPED && first >= '\uFF10' && first <= '\uFF19'
        ? CellKind.FULL_WIDTH
        : CellKind.TEXT;
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private CellKind numeric(String text, char first) {
    int length = text.length();
    int start = first == '-' || first == '+' ? 1 : 0;
    int at = start;
    while (at < length && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    int digits = at - start;
    boolean zeroLed = digits > 1 && text.charAt(start) == '0';
    if (at == length) {
      if (digits == 0) {
        return CellKind.TEXT;
      }
      if (digits >= IDENTIFIER_DIGITS) {
        return CellKind.LONG_DIGITS;
      }
      return first == '+' ? CellKind.PLUS_LED : zeroLed ? CellKind.ZERO_LED : plain(text);
    }
    return switch (text.charAt(at)) {
      case '.' -> dotted(text, at, digits, first == '+' || zeroLed);
      case 'e', 'E' -> reads(fraction, text) ? CellKind.EXPONENT : CellKind.TEXT;
      case '-' -> digits == 4 ? dashed(text) : CellKind.TEXT;
      case '/' ->
          digits == 4 && reads(slash, text)
              ? CellKind.SLASH_DATE
              : localTime(text.replace('/', '-'));
      case '年' -> reads(chinese, text) ? CellKind.CHINESE_DATE : CellKind.TEXT;
      case '万', '亿', '萬', '億' ->
          at == length - 1 || at == length - 2 ? CellKind.AMOUNT : CellKind.TEXT;
      case ',', '，' -> grouped(text, at) ? CellKind.GROUPED : pair(text);
      case ' ', '\t' -> pair(text);
      default -> CellKind.TEXT;
    };
  }

  private CellKind plain(String text) {
    return reads(whole, text) ? CellKind.WHOLE : CellKind.TEXT;
  }

  private CellKind dotted(String text, int point, int digits, boolean notPlain) {
    int length = text.length();
    int at = point + 1;
    while (at < length && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == length) {
      if (notPlain || digits >= IDENTIFIER_DIGITS) {
        return CellKind.TEXT;
      }
      return reads(fraction, text) ? CellKind.FRACTION : CellKind.FINE_FRACTION;
    }
    return switch (text.charAt(at)) {
      case '.' -> digits == 4 && reads(dot, text) ? CellKind.DOT_DATE : CellKind.TEXT;
      // With digits after the point nobody would take it for a name.
      case 'e', 'E' -> notPlain ? CellKind.TEXT : scientific(text);
      case '万', '亿', '萬', '億' -> at >= length - 2 ? CellKind.AMOUNT : CellKind.TEXT;
      default -> pair(text);
    };
  }

  private CellKind scientific(String text) {
    if (reads(fraction, text)) {
      return CellKind.FRACTION;
    }
    return text.matches("-?[0-9]+\\.[0-9]+[eE]-[0-9]{1,3}")
        ? CellKind.FINE_FRACTION
        : CellKind.TEXT;
  }

  private CellKind dashed(String text) {
    int length = text.length();
    if (length <= 10) {
      if (length == 10 && reads(isoDate, text)) {
        return CellKind.ISO_DATE;
      }
      return reads(dash, text) ? CellKind.DASH_DATE : CellKind.TEXT;
    }
    return reads(moment, text) ? CellKind.MOMENT : localTime(text);
  }

  private CellKind localTime(String text) {
    String plain = text.replace('T', ' ');
    int point = plain.indexOf('.');
    String toSecond = point > 0 ? plain.substring(0, point) : plain;
    long colons = toSecond.chars().filter(c -> c == ':').count();
    return colons > 0 && reads(local, toSecond + (colons == 1 ? ":00" : ""))
        ? CellKind.LOCAL_TIME
        : CellKind.TEXT;
  }

  private static boolean grouped(String text, int comma) {
    int groups = 0;
    int at = comma;
    while (at < text.length() && text.charAt(at) == ',') {
      for (int i = 1; i <= 3; i++) {
        if (at + i >= text.length() || text.charAt(at + i) < '0' || text.charAt(at + i) > '9') {
          return false;
        }
      }
      at += 4;
      groups++;
    }
    return groups > 0 && comma <= 4 && (at == text.length() || text.charAt(at) == '.');
  }

  private CellKind pair(String text) {
    return reads(coordinates, text) || reads(swapped, text) ? CellKind.COORDINATES : CellKind.TEXT;
  }

  /// Whether eight digits are a date of the years 1900 to 2100.
  boolean isCompactDate(String text) {
    return text.length() == 8
        && compact.parse(text) instanceof Value.Day(LocalDate day)
        && day.getYear() >= 1900
        && day.getYear() <= 2100;
  }

  /// Longitude and latitude as the text of a cell of kind COORDINATES gives them in its order.
  double[] pairOf(String text) {
    if (coordinates.parse(text) instanceof Value.Point(double x, double y)) {
      return new double[] {x, y};
    }
    if (swapped.parse(text) instanceof Value.Point(double x, double y)) {
      return new double[] {y, x};
    }
    throw new IllegalArgumentException("no pair of coordinates: '%s'".formatted(text));
  }
}
