package org.citycatalog.ingest;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.citycatalog.catalog.ColumnType;
import org.jspecify.annotations.Nullable;

/// Decides the type of a column from what was seen in it.
///
/// A type is proposed only if every cell that is not missing is of it: what is 99 % numbers is
/// text, and the reason says so. In doubt a column stays closer to its text: a code can be made a
/// number later, a lost zero not found again.
final class TypeRules {
  /// @param shown the type whose counter-examples are shown, null for none
  /// @param shownFor the kinds that do not speak against it
  record Verdict(
      ColumnType type,
      @Nullable String format,
      @Nullable ColumnType shown,
      Predicate<CellKind> shownFor,
      String reason) {}

  private static final Set<CellKind> ALMOST_NUMBERS =
      Collections.unmodifiableSet(
          EnumSet.of(
              CellKind.FULL_WIDTH,
              CellKind.AMOUNT,
              CellKind.GROUPED,
              CellKind.EXPONENT,
              CellKind.FINE_FRACTION));
  private static final int MIN_ID_LENGTH = 5;
  private static final Pattern CODE_NAME =
      Pattern.compile(
          ".*(?:代码|代碼|编码|編碼|编号|編號|邮编|郵編|证号|證號|号码|號碼|电话|電話|手机|手機|单号|卡号|账号|学号|工号|行政区划).*|(?:.*[_\\-"
              + " .]|)(?:code|zip|zipcode|postcode|phone|tel|telephone|mobile|fips|isbn|issn|uscc)(?:[_\\-"
              + " .].*|)|.*(?<=[a-z0-9])Code");
  private static final Pattern ID_NAME =
      Pattern.compile(
          "(?:.*[_\\- .]|)(?:id|no|uuid|guid)|.*(?<=[a-z0-9])(?:Id|ID|No)|.*(?:号|號|标识)");
  private static final Pattern PHONE_NAME =
      Pattern.compile(".*(?:电话|電話|手机|手機|phone|mobile|tel).*", Pattern.CASE_INSENSITIVE);
  private static final Pattern DATE_NAME =
      Pattern.compile(".*(?:日期|时间|時間|年月日|date|day|time|日).*", Pattern.CASE_INSENSITIVE);
  private static final Pattern LON_LAT_NAME =
      Pattern.compile(
          ".*(?:经纬度|經緯度|坐标|座標|位置|lon_?lat|lng_?lat|location|geometry|point|coord|position).*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern LAT_LON_NAME =
      Pattern.compile(".*(?:纬经度|緯經度|lat_?lon|lat_?lng).*", Pattern.CASE_INSENSITIVE);

  private TypeRules() {}

  /// @param column with at least its cells counted
  static Verdict of(ColumnEvidence column) {
    if (column.valued() == 0) {
      return text("Every cell is missing.");
    }
    if (column.isAll(CellKind.DIGITS::contains)) {
      return digits(column);
    }
    if (column.isAll(CellKind.NUMBERS::contains)) {
      return new Verdict(
          ColumnType.DECIMAL,
          null,
          ColumnType.INTEGER,
          CellKind.WHOLE::equals,
          "All cells are numbers; with a fraction: %,d."
              .formatted(column.count(CellKind.FRACTION)));
    }
    if (column.isAll(CellKind.TRUE_FALSE::equals)) {
      return all(ColumnType.BOOLEAN, null, "All cells are true or false.");
    }
    if (column.isAll(CellKind.YES_NO::equals)) {
      return all(ColumnType.BOOLEAN, "是|否", "All cells are 是 or 否.");
    }
    if (column.isAll(CellKind.DATES::contains)) {
      return dates(column);
    }
    if (column.isAll(CellKind.MOMENT::equals)) {
      return all(
          ColumnType.DATETIME,
          null,
          "All cells are date-times with their offset, written the ISO way.");
    }
    if (column.isAll(CellKind.LOCAL_TIME::equals)) {
      return new Verdict(
          ColumnType.TEXT,
          null,
          ColumnType.DATETIME,
          CellKind.MOMENT::equals,
          "All cells are date-times, but none says its offset; with a format such as %Y-%m-%d"
              + " %H:%M:%S+08:00 they can be read.");
    }
    if (column.isAll(CellKind.JSON_POINT::equals)
        && LON_LAT_NAME.matcher(column.name()).matches()) {
      return all(ColumnType.POINT, "geojson", "All cells are points of GeoJSON.");
    }
    if (column.isAll(CellKind.COORDINATES::equals)) {
      return pairs(column);
    }
    return words(column);
  }

  private static Verdict text(String reason) {
    return new Verdict(ColumnType.TEXT, null, null, kind -> true, reason);
  }

  private static Verdict all(ColumnType type, @Nullable String format, String reason) {
    return new Verdict(type, format, null, kind -> true, reason);
  }

  private static Verdict code(String reason) {
    return new Verdict(ColumnType.CODE, null, ColumnType.INTEGER, CellKind.WHOLE::equals, reason);
  }

  private static Verdict digits(ColumnEvidence column) {
    if (column.count(CellKind.ZERO_LED) > 0) {
      return code(
          "All cells are digits, but %,d of them start with 0, which a number would lose."
              .formatted(column.count(CellKind.ZERO_LED)));
    }
    if (column.count(CellKind.LONG_DIGITS) > 0) {
      return code(
          "All cells are digits, but %,d of them have 15 or more, as identifiers do."
              .formatted(column.count(CellKind.LONG_DIGITS)));
    }
    if (column.count(CellKind.PLUS_LED) > 0) {
      return code(
          "All cells are digits, but %,d of them start with +, which a number would lose."
              .formatted(column.count(CellKind.PLUS_LED)));
    }
    String name = column.name();
    if (column.isCompactDates()) {
      return DATE_NAME.matcher(name).matches()
          ? all(
              ColumnType.DATE,
              "%Y%m%d",
              "All cells are dates of eight digits, and the name speaks of dates.")
          : all(
              ColumnType.INTEGER,
              null,
              "All cells are whole numbers; they could be dates of eight digits, but the name does"
                  + " not say so.");
    }
    if (PHONE_NAME.matcher(name).matches() && isCodeName(name)) {
      return code("All cells are digits, and the name speaks of telephones.");
    }
    if (column.isConstantLength() && column.shortest() > 1 && isCodeName(name)) {
      return code(
          "All cells have %d digits, and the name speaks of codes.".formatted(column.shortest()));
    }
    if (column.isConstantLength()
        && column.shortest() >= MIN_ID_LENGTH
        && ID_NAME.matcher(name).matches()) {
      return code(
          "All cells have %d digits, and the name speaks of identifiers."
              .formatted(column.shortest()));
    }
    return all(ColumnType.INTEGER, null, "All cells are whole numbers.");
  }

  private static boolean isCodeName(String name) {
    return CODE_NAME.matcher(name).matches()
        || CODE_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  private static Verdict dates(ColumnEvidence column) {
    Set<CellKind> written = EnumSet.noneOf(CellKind.class);
    for (CellKind kind : CellKind.DATES) {
      if (column.count(kind) > 0) {
        written.add(kind);
      }
    }
    // What is written with two digits each can also be read as written with one or two.
    if (written.equals(EnumSet.of(CellKind.ISO_DATE, CellKind.DASH_DATE))) {
      written.remove(CellKind.ISO_DATE);
    }
    CellKind way = written.iterator().next();
    if (written.size() > 1) {
      return new Verdict(
          ColumnType.TEXT,
          null,
          ColumnType.DATE,
          way::equals,
          "All cells are dates, but they are written in %d ways.".formatted(written.size()));
    }
    String format = way.dateFormat();
    return all(
        ColumnType.DATE,
        format,
        "All cells are dates written %s.".formatted(format == null ? "YYYY-MM-DD" : format));
  }

  private static Verdict pairs(ColumnEvidence column) {
    String name = column.name();
    boolean latLonName = LAT_LON_NAME.matcher(name).matches();
    boolean named = latLonName || LON_LAT_NAME.matcher(name).matches();
    if (named && !latLonName && column.fitsLonLat() && !column.isLatLonOfChina()) {
      return all(
          ColumnType.POINT,
          null,
          column.isLonLatOfChina()
              ? "All cells are longitude and latitude within China."
              : "All cells are pairs of coordinates; that longitude comes first is taken for"
                  + " granted.");
    }
    if (named && column.fitsLatLon() && !column.isLonLatOfChina()) {
      return all(
          ColumnType.POINT,
          "lat lon",
          column.isLatLonOfChina()
              ? "All cells are latitude and longitude within China."
              : "All cells are pairs of coordinates, and the name puts latitude first.");
    }
    return text("All cells are pairs of numbers, but it is not sure that they are coordinates.");
  }

  /// A column of more than one kind, or of words.
  private static Verdict words(ColumnEvidence column) {
    if (column.isCodeLike() && isCodeName(column.name())) {
      return new Verdict(
          ColumnType.CODE,
          null,
          mostCommon(column),
          kind -> isOf(kind, mostCommon(column)),
          "No cell holds a space or a Chinese character, and the name speaks of codes.");
    }
    ColumnType next = mostCommon(column);
    String reason =
        next == null
            ? "The cells are words."
            : "%s; the others are not.".formatted(share(column, next));
    for (CellKind kind : ALMOST_NUMBERS) {
      if (column.count(kind) > 0 && column.isAll(TypeRules::isNumberLike)) {
        next = ColumnType.DECIMAL;
        reason = "%,d of the numbers are %s.".formatted(column.count(kind), what(kind));
        break;
      }
    }
    ColumnType shown = next;
    return new Verdict(ColumnType.TEXT, null, shown, kind -> isOf(kind, shown), reason);
  }

  private static boolean isNumberLike(CellKind kind) {
    return kind == CellKind.WHOLE || kind == CellKind.FRACTION || ALMOST_NUMBERS.contains(kind);
  }

  private static String what(CellKind kind) {
    return switch (kind) {
      case FULL_WIDTH -> "written in full-width digits";
      case AMOUNT -> "amounts in 万 or 亿";
      case GROUPED -> "written with commas between thousands";
      case EXPONENT -> "written with an exponent and could be names";
      case FINE_FRACTION -> "finer than the 18 digits after the point that are kept";
      default -> "no plain numbers";
    };
  }

  private static boolean isOf(CellKind kind, @Nullable ColumnType type) {
    return type == null
        || kind.type() == type
        || (type == ColumnType.DECIMAL && kind.type() == ColumnType.INTEGER);
  }

  private static String share(ColumnEvidence column, ColumnType type) {
    long count = countOf(column, type);
    return "%,d of %,d cells are of type %s".formatted(count, column.valued(), type.code());
  }

  private static long countOf(ColumnEvidence column, ColumnType type) {
    long count = 0;
    for (CellKind kind : CellKind.values()) {
      count += isOf(kind, type) ? column.count(kind) : 0;
    }
    return count;
  }

  /// The type that at least half of the cells have, null where there is none.
  private static @Nullable ColumnType mostCommon(ColumnEvidence column) {
    ColumnType best = null;
    long most = (column.valued() - 1) / 2;
    for (ColumnType type :
        List.of(
            ColumnType.INTEGER,
            ColumnType.DECIMAL,
            ColumnType.BOOLEAN,
            ColumnType.DATE,
            ColumnType.DATETIME,
            ColumnType.POINT)) {
      long count = countOf(column, type);
      if (count > most) {
        best = type;
        most = count;
      }
    }
    return best;
  }
}
