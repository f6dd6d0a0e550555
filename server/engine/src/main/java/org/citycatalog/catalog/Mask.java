package org.citycatalog.catalog;

import java.math.BigDecimal;
import java.util.List;

/// What is shown of a column in place of its values. Equal values have equal masks; whatever is
/// missing or unreadable is missing under a mask.
///
/// A masked column can be read and nothing else: whoever could filter or sort by it could search
/// for its values.
public sealed interface Mask {
  /// The values as they are.
  Mask CLEAR = new Clear();

  /// The values as they are.
  record Clear() implements Mask {}

  /// There is no such column.
  record Drop() implements Mask {}

  /// The column without its values.
  record Null() implements Mask {}

  /// The first characters of texts and codes.
  record KeepPrefix(int length) implements Mask {
    public KeepPrefix {
      within("length", length, 1, 100);
    }
  }

  /// The division at the beginning of a code (GB/T 2260): province, city or county.
  ///
  /// @param digits 2, 4 or 6
  record KeepRegion(int digits) implements Mask {
    public KeepRegion {
      if (digits != 2 && digits != 4 && digits != 6) {
        throw new IllegalArgumentException("keep-region keeps 2, 4 or 6 digits but was " + digits);
      }
    }
  }

  /// The year of a date or time, in its own offset.
  record Year() implements Mask {}

  /// The age in whole years when the version was loaded, in bands: `20-24`.
  ///
  /// @param width years of a band
  record AgeBand(int width) implements Mask {
    public AgeBand {
      within("width", width, 2, 50);
    }
  }

  /// A pseudonym: the same value has the same one within one grant and, as each grant has a key of
  /// its own, another in every other.
  record Pseudonym() implements Mask {}

  /// The geohash of a point.
  ///
  /// @param length characters; 5 are about 5 km, 6 about 1 km
  record Geohash(int length) implements Mask {
    public Geohash {
      within("length", length, 1, 8);
    }
  }

  /// Numbers rounded to the nearest multiple, halves to the even one.
  record Round(BigDecimal to) implements Mask {
    public Round {
      if (to.signum() <= 0) {
        throw new IllegalArgumentException("round needs a step above 0 but had " + to);
      }
    }
  }

  /// Numbers as the interval they are in: `<10`, `10..100`, `>=100`, lower bounds included.
  ///
  /// @param bounds rising, at least one
  record Bucket(List<BigDecimal> bounds) implements Mask {
    public Bucket {
      bounds = List.copyOf(bounds);
      if (bounds.isEmpty() || bounds.size() > 1000) {
        throw new IllegalArgumentException(
            "bucket needs 1 to 1000 bounds but had " + bounds.size());
      }
      for (int i = 1; i < bounds.size(); i++) {
        if (bounds.get(i - 1).compareTo(bounds.get(i)) >= 0) {
          throw new IllegalArgumentException("the bounds of bucket must rise");
        }
      }
    }
  }

  /// Nothing is shown; whether a whole tuple of values is there is answered with yes or no.
  record MatchOnly() implements Mask {}

  /// What [Bucket] shows, in rising order.
  public static List<String> labels(Bucket bucket) {
    List<BigDecimal> bounds = bucket.bounds();
    List<String> labels = new java.util.ArrayList<>();
    labels.add("<" + bounds.getFirst().toPlainString());
    for (int i = 1; i < bounds.size(); i++) {
      labels.add(bounds.get(i - 1).toPlainString() + ".." + bounds.get(i).toPlainString());
    }
    labels.add(">=" + bounds.getLast().toPlainString());
    return List.copyOf(labels);
  }

  private static void within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be %d to %d but was %d".formatted(name, least, most, value));
    }
  }

  /// The mask's name in the contract.
  static String method(Mask mask) {
    return switch (mask) {
      case Clear clear -> "clear";
      case Drop drop -> "drop";
      case Null none -> "null";
      case KeepPrefix prefix -> "keep-prefix";
      case KeepRegion region -> "keep-region";
      case Year year -> "year";
      case AgeBand band -> "age-band";
      case Pseudonym pseudonym -> "pseudonym";
      case Geohash geohash -> "geohash";
      case Round round -> "round";
      case Bucket bucket -> "bucket";
      case MatchOnly match -> "match-only";
    };
  }

  /// Whether a column of this type can be masked so.
  static boolean suits(Mask mask, ColumnType type) {
    return switch (mask) {
      case Clear clear -> true;
      case Drop drop -> true;
      case Null none -> true;
      case MatchOnly match -> type != ColumnType.POINT;
      case Pseudonym pseudonym -> type != ColumnType.POINT;
      case KeepPrefix prefix -> type == ColumnType.TEXT || type == ColumnType.CODE;
      case KeepRegion region -> type == ColumnType.CODE || type == ColumnType.TEXT;
      case Year year -> type == ColumnType.DATE || type == ColumnType.DATETIME;
      case AgeBand band -> type == ColumnType.DATE || type == ColumnType.DATETIME;
      case Geohash geohash -> type == ColumnType.POINT;
      case Round round -> type == ColumnType.INTEGER || type == ColumnType.DECIMAL;
      case Bucket bucket -> type == ColumnType.INTEGER || type == ColumnType.DECIMAL;
    };
  }
}
