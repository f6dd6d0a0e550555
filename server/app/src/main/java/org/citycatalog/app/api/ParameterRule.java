package org.citycatalog.app.api;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.citycatalog.catalog.Nearest;
import org.jspecify.annotations.Nullable;

/// What the contract says about one parameter.
///
/// Knows the keywords that parameters of `openapi.yaml` use and refuses to start with another one,
/// so that no rule of the contract is passed over.
///
/// @param in `query`, `path` or `header`
/// @param repeats whether several values may be given
/// @param allowed the only values; empty means any
record ParameterRule(
    String name,
    String in,
    boolean required,
    boolean repeats,
    Type type,
    List<String> allowed,
    @Nullable Long minimum,
    @Nullable Long maximum,
    @Nullable Integer maxLength) {
  private static final Set<String> KEYWORDS =
      Set.of(
          "type",
          "format",
          "enum",
          "minimum",
          "maximum",
          "maxLength",
          "default",
          "items",
          "description");
  private static final int SHOWN = 100;
  private static final int REPEATS = 100;

  enum Type {
    STRING,
    INTEGER,
    BOOLEAN,
    /// With its offset, as in RFC 3339.
    TIME
  }

  ParameterRule {
    allowed = List.copyOf(allowed);
  }

  /// Reads a parameter of the contract, with every `$ref` followed.
  static ParameterRule of(JsonObject parameter) {
    String name = parameter.getString("name");
    JsonObject schema = known(name, parameter.getJsonObject("schema"));
    boolean repeats = schema.getString("type").equals("array");
    JsonObject value = repeats ? known(name, schema.getJsonObject("items")) : schema;
    Type type =
        value.getString("format", "").equals("date-time")
            ? Type.TIME
            : Type.valueOf(value.getString("type").toUpperCase(java.util.Locale.ROOT));
    List<String> allowed =
        value.containsKey("enum")
            ? value.getJsonArray("enum").getValuesAs(JsonString::getString)
            : List.of();
    Long minimum = number(value, "minimum");
    Long maximum = number(value, "maximum");
    if (type == Type.INTEGER) {
      boolean small = value.getString("format", "").equals("int32");
      minimum = minimum == null ? (small ? Integer.MIN_VALUE : Long.MIN_VALUE) : minimum;
      maximum = maximum == null ? (small ? Integer.MAX_VALUE : Long.MAX_VALUE) : maximum;
    }
    return new ParameterRule(
        name,
        parameter.getString("in"),
        parameter.getBoolean("required", false),
        repeats,
        type,
        allowed,
        minimum,
        maximum,
        value.containsKey("maxLength") ? value.getInt("maxLength") : null);
  }

  private static JsonObject known(String name, JsonObject schema) {
    for (String keyword : schema.keySet()) {
      if (!KEYWORDS.contains(keyword)) {
        throw new IllegalStateException(
            "parameter '%s' has the unknown rule '%s'".formatted(name, keyword));
      }
    }
    return schema;
  }

  private static @Nullable Long number(JsonObject schema, String keyword) {
    return schema.containsKey(keyword) ? schema.getJsonNumber(keyword).longValueExact() : null;
  }

  /// Checks the values that a request gives; one of no length is a value too.
  Optional<Complaint> check(List<String> values) {
    if (values.isEmpty()) {
      return required
          ? Optional.of(
              Complaint.about(name, "missing-parameter", "'%s' is required".formatted(name)))
          : Optional.empty();
    }
    int most = repeats ? REPEATS : 1;
    if (values.size() > most) {
      String rule =
          repeats
              ? "'%s' may be given %d times but was given %d times"
                  .formatted(name, most, values.size())
              : "'%s' may be given once but was given %d times".formatted(name, values.size());
      return Optional.of(wrong(rule));
    }
    List<Complaint> wrong = new ArrayList<>();
    for (String value : values) {
      check(value).ifPresent(wrong::add);
    }
    return wrong.stream().findFirst();
  }

  private Optional<Complaint> check(String value) {
    return switch (type) {
      case BOOLEAN ->
          value.equals("true") || value.equals("false")
              ? Optional.empty()
              : Optional.of(
                  wrong("'%s' must be true or false but was %s".formatted(name, quoted(value))));
      case INTEGER -> isInRange(value) ? Optional.empty() : Optional.of(wrong(range(value)));
      case TIME ->
          isTime(value)
              ? Optional.empty()
              : Optional.of(
                  wrong(
                      "'%s' must be a time such as 2026-01-31T08:00:00Z but was %s"
                          .formatted(name, quoted(value))));
      case STRING -> checkText(value);
    };
  }

  private static boolean isTime(String value) {
    try {
      OffsetDateTime.parse(value);
      return true;
    } catch (DateTimeException notATime) {
      return false;
    }
  }

  private Optional<Complaint> checkText(String value) {
    if (!allowed.isEmpty() && !allowed.contains(value)) {
      return Optional.of(
          wrong("'%s' must be one of %s but was %s".formatted(name, allowed, quoted(value)))
              .near(Nearest.of(value, allowed)));
    }
    if (maxLength != null && value.codePointCount(0, value.length()) > maxLength) {
      return Optional.of(
          wrong(
              "'%s' may have %d characters but had %d"
                  .formatted(name, maxLength, value.codePointCount(0, value.length()))));
    }
    if (value.indexOf('\0') >= 0) {
      return Optional.of(wrong("'%s' must not hold the character U+0000".formatted(name)));
    }
    return Optional.empty();
  }

  private boolean isInRange(String value) {
    if (!value.matches("[+-]?[0-9]{1,20}") || minimum == null || maximum == null) {
      return false;
    }
    BigInteger number = new BigInteger(value);
    return number.compareTo(BigInteger.valueOf(minimum)) >= 0
        && number.compareTo(BigInteger.valueOf(maximum)) <= 0;
  }

  private String range(String value) {
    return "'%s' must be a whole number from %d to %d but was %s"
        .formatted(name, minimum, maximum, quoted(value));
  }

  private Complaint wrong(String rule) {
    return Complaint.about(name, "invalid-parameter", rule);
  }

  private static String quoted(String text) {
    return text.codePointCount(0, text.length()) <= SHOWN
        ? "'" + text + "'"
        : "'" + text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…'";
  }
}
