package org.citycatalog.catalog;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A [Mask] as the JSON of the contract: `{"method": "keep-prefix", "length": 3}`.
public final class MaskJson {
  private static final Set<String> METHODS =
      new LinkedHashSet<>(
          List.of(
              "clear",
              "drop",
              "null",
              "keep-prefix",
              "keep-region",
              "year",
              "age-band",
              "pseudonym",
              "geohash",
              "round",
              "bucket",
              "match-only"));

  private MaskJson() {}

  public static JsonObject write(Mask mask) {
    JsonObjectBuilder json = JsonText.builder().add("method", Mask.method(mask));
    switch (mask) {
      case Mask.KeepPrefix(int length) -> json.add("length", length);
      case Mask.KeepRegion(int digits) -> json.add("digits", digits);
      case Mask.AgeBand(int width) -> json.add("width", width);
      case Mask.Geohash(int length) -> json.add("length", length);
      case Mask.Round(BigDecimal to) -> json.add("to", to);
      case Mask.Bucket(List<BigDecimal> bounds) -> {
        JsonArrayBuilder array = JsonText.array();
        bounds.forEach(array::add);
        json.add("bounds", array);
      }
      default -> {
        // Its name says all.
      }
    }
    return json.build();
  }

  /// Reads back what [#write] wrote or what was found valid.
  ///
  /// @throws IllegalArgumentException with the rule that is broken
  public static Mask read(JsonObject json) {
    String method = json.getString("method");
    return switch (method) {
      case "clear" -> Mask.CLEAR;
      case "drop" -> new Mask.Drop();
      case "null" -> new Mask.Null();
      case "keep-prefix" -> new Mask.KeepPrefix(number(json, method, "length"));
      case "keep-region" -> new Mask.KeepRegion(number(json, method, "digits"));
      case "year" -> new Mask.Year();
      case "age-band" -> new Mask.AgeBand(number(json, method, "width"));
      case "pseudonym" -> new Mask.Pseudonym();
      case "geohash" -> new Mask.Geohash(number(json, method, "length"));
      case "round" -> new Mask.Round(decimal(json.get("to"), method, "to"));
      case "bucket" -> {
        List<BigDecimal> bounds = new ArrayList<>();
        if (json.get("bounds") instanceof jakarta.json.JsonArray array) {
          array.forEach(bound -> bounds.add(decimal(bound, method, "bounds")));
        }
        yield new Mask.Bucket(bounds);
      }
      case "match-only" -> new Mask.MatchOnly();
      default -> throw new IllegalArgumentException("there is no mask " + Findings.quoted(method));
    };
  }

  /// Reads the mask in a field; null where there is none, or a wrong one, which is a finding.
  static @Nullable Mask check(JsonPlace place, String name) {
    JsonPlace mask = place.object(name);
    if (mask == null) {
      return null;
    }
    int before = mask.findings().count();
    mask.shape(List.of("method"), List.of("length", "digits", "width", "to", "bounds"));
    mask.code("method", "masks", METHODS);
    if (mask.findings().count() > before) {
      return null;
    }
    try {
      return read(mask.object());
    } catch (IllegalArgumentException wrong) {
      mask.findings().add("bad-mask", mask.pointer(), String.valueOf(wrong.getMessage()));
      return null;
    }
  }

  private static int number(JsonObject json, String method, String name) {
    try {
      return decimal(json.get(name), method, name).intValueExact();
    } catch (ArithmeticException wrong) {
      throw new IllegalArgumentException(
          "%s needs a whole number as %s".formatted(method, name), wrong);
    }
  }

  private static BigDecimal decimal(@Nullable JsonValue value, String method, String name) {
    if (!(value instanceof JsonNumber number)) {
      throw new IllegalArgumentException("%s needs a number as %s".formatted(method, name));
    }
    BigDecimal decimal = number.bigDecimalValue();
    if (Math.abs((long) decimal.precision() - decimal.scale()) > 30 || decimal.scale() > 30) {
      throw new IllegalArgumentException("%s is too large or too fine".formatted(name));
    }
    return decimal;
  }
}
