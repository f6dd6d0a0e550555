package org.citycatalog.sharing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.citycatalog.catalog.CellReader;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.Constraints;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.Value;
import org.jspecify.annotations.Nullable;

/// Turns the cells of one column into what is shown of them.
///
/// The result is text as [CellReader] reads it under the item of [#shown]. Not safe for use by
/// several threads.
public final class Masking {
  private static final int PSEUDONYM_BYTES = 16;

  private final Mask mask;
  private final CellReader cells;
  private final LocalDate day;
  private final @Nullable Mac mac;
  private final byte[] context;

  /// @param column the column that is masked
  /// @param missingValues of the version's schema
  /// @param loaded when the version was loaded: ages are of that day, so that they do not change
  /// @param key the grant's, or that of the server where there is no grant; 32 bytes
  /// @param dataset keeps the pseudonyms of one key apart
  Masking(
      Permit.PermittedColumn column,
      List<String> missingValues,
      Instant loaded,
      byte[] key,
      DatasetId dataset) {
    this.mask = column.mask();
    this.cells = CellReader.of(column.item(), missingValues);
    this.day = loaded.atOffset(ZoneOffset.ofHours(8)).toLocalDate(); // the city's own day
    this.context = (dataset + " " + column.item().name()).getBytes(StandardCharsets.UTF_8);
    this.mac = mask instanceof Mask.Pseudonym ? mac(key) : null;
  }

  /// The item of what is shown of a column.
  static Item shown(Item item, Mask mask) {
    ColumnType type =
        switch (mask) {
          case Mask.Clear clear -> item.type();
          case Mask.Year year -> ColumnType.INTEGER;
          case Mask.Round round -> ColumnType.DECIMAL;
          case Mask.KeepPrefix prefix -> item.type();
          case Mask.Drop drop -> ColumnType.CODE;
          case Mask.Null none -> ColumnType.CODE;
          case Mask.KeepRegion region -> ColumnType.CODE;
          case Mask.AgeBand band -> ColumnType.CODE;
          case Mask.Pseudonym pseudonym -> ColumnType.CODE;
          case Mask.Geohash geohash -> ColumnType.CODE;
          case Mask.Bucket bucket -> ColumnType.CODE;
          case Mask.MatchOnly match -> ColumnType.CODE;
        };
    return mask.equals(Mask.CLEAR)
        ? item
        : new Item(
            item.name(),
            item.title(),
            item.description(),
            type,
            null,
            mask instanceof Mask.Round ? item.unit() : null,
            item.level(),
            Constraints.NONE);
  }

  /// What is shown of a cell; null where it has no value that can be read.
  ///
  /// @param text as delivered
  public @Nullable String shown(@Nullable String text) {
    Value value = cells.read(text);
    if (value instanceof Value.Missing || value instanceof Value.Unreadable) {
      return null;
    }
    return switch (mask) {
      case Mask.Clear clear -> text;
      case Mask.Drop drop -> null;
      case Mask.Null none -> null;
      case Mask.MatchOnly match -> null;
      case Mask.KeepPrefix(int length) -> prefix(value, length);
      case Mask.KeepRegion(int digits) -> prefix(value, digits);
      case Mask.Year year -> Integer.toString(date(value).getYear());
      case Mask.AgeBand(int width) -> ageBand(date(value), width);
      case Mask.Pseudonym pseudonym -> pseudonym(value);
      case Mask.Geohash(int length) -> geohash(value, length);
      case Mask.Round(BigDecimal to) ->
          number(value)
              .divide(to, 0, RoundingMode.HALF_EVEN)
              .multiply(to)
              .stripTrailingZeros()
              .toPlainString();
      case Mask.Bucket bucket -> bucket(number(value), bucket);
    };
  }

  private static String prefix(Value value, int length) {
    String text = text(value);
    int points = text.codePointCount(0, text.length());
    return text.substring(0, text.offsetByCodePoints(0, Math.min(length, points)));
  }

  private static String text(Value value) {
    return value instanceof Value.Text(String text) ? text : value.toString();
  }

  private static LocalDate date(Value value) {
    return switch (value) {
      case Value.Day(LocalDate day) -> day;
      case Value.Moment(var time) -> time.toLocalDate();
      default -> throw unsuitable(value);
    };
  }

  private static BigDecimal number(Value value) {
    return switch (value) {
      case Value.Int(long number) -> BigDecimal.valueOf(number);
      case Value.Decimal(var number) -> number;
      default -> throw unsuitable(value);
    };
  }

  private @Nullable String ageBand(LocalDate birth, int width) {
    int age = Period.between(birth, day).getYears();
    if (birth.isAfter(day)) {
      return null;
    }
    int low = age / width * width;
    return low + "-" + (low + width - 1);
  }

  private static String bucket(BigDecimal number, Mask.Bucket bucket) {
    int place = 0;
    while (place < bucket.bounds().size() && number.compareTo(bucket.bounds().get(place)) >= 0) {
      place++;
    }
    return Mask.labels(bucket).get(place);
  }

  /// The same value has the same pseudonym however it was written.
  private String pseudonym(Value value) {
    Mac keyed = mac;
    if (keyed == null) {
      throw unsuitable(value);
    }
    String canonical =
        switch (value) {
          case Value.Text(String text) -> text;
          case Value.Decimal(var number) -> number.stripTrailingZeros().toPlainString();
          case Value.Moment(var time) -> time.toInstant().toString();
          default -> value.toString();
        };
    keyed.update(ByteBuffer.allocate(Integer.BYTES).putInt(context.length).flip());
    keyed.update(context);
    byte[] all = keyed.doFinal(canonical.getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(all, PSEUDONYM_BYTES));
  }

  private static String geohash(Value value, int length) {
    if (value instanceof Value.Point(double longitude, double latitude)) {
      return Geohash.of(longitude, latitude, length);
    }
    throw unsuitable(value);
  }

  private static IllegalStateException unsuitable(Value value) {
    return new IllegalStateException(
        "the mask does not suit a " + value.getClass().getSimpleName());
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
