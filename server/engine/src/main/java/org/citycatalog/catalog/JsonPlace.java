package org.citycatalog.catalog;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An object inside a document a caller wrote, where it stands, and where its mistakes go.
///
/// Every reading method answers null for a field that is not there and for one that is wrong; the
/// latter is a finding.
record JsonPlace(JsonObject object, String pointer, Findings findings) {
  /// The document itself, null with a finding if it is no object.
  static @Nullable JsonPlace root(JsonValue document, Findings findings) {
    return of(document, "", findings);
  }

  private static @Nullable JsonPlace of(JsonValue value, String pointer, Findings findings) {
    if (value.getValueType() == ValueType.OBJECT) {
      return new JsonPlace(value.asJsonObject(), pointer, findings);
    }
    wrongType(findings, pointer, "an object", value);
    return null;
  }

  /// Adds findings for fields that are not there and fields that are none of these.
  void shape(List<String> required, List<String> optional) {
    List<String> known = new ArrayList<>(required);
    known.addAll(optional);
    for (String name : object.keySet()) {
      if (!known.contains(name)) {
        findings.unknown(
            "unknown-field",
            at(name),
            "there is no field %s here".formatted(Findings.quoted(name)),
            name,
            known);
      }
    }
    for (String name : required) {
      if (!object.containsKey(name)) {
        findings.add("missing-field", at(name), "the field '%s' is required".formatted(name));
      }
    }
  }

  /// JSON Pointer to a field.
  String at(String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  /// A text that is not blank.
  ///
  /// @param most characters (code points)
  @Nullable String text(String name, int most) {
    JsonValue value = object.get(name);
    return value == null ? null : text(value, at(name), most, false);
  }

  private @Nullable String text(JsonValue value, String where, int most, boolean mayBeBlank) {
    if (!(value instanceof JsonString string)) {
      wrongType(findings, where, "a text", value);
      return null;
    }
    String text = string.getString();
    int length = text.codePointCount(0, text.length());
    if (length > most) {
      findings.add(
          "text-too-long",
          where,
          "the text may have %d characters but has %d".formatted(most, length));
      return null;
    }
    if (!mayBeBlank && text.isBlank()) {
      findings.add("blank-text", where, "the text must not be blank");
      return null;
    }
    if (text.codePoints().anyMatch(JsonPlace::isUnfit)) {
      findings.add(
          "bad-character", where, "the text holds a control character or half of a surrogate pair");
      return null;
    }
    return text;
  }

  /// Control characters other than tab and line ends break terminals and databases; half a
  /// surrogate pair is no text.
  private static boolean isUnfit(int point) {
    return (point < ' ' && point != '\t' && point != '\n' && point != '\r')
        || point == 0x7F
        || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }

  /// Checks a text in Chinese with optional English.
  void localText(String name, int mostChinese, int mostEnglish) {
    JsonPlace place = object(name);
    if (place != null) {
      place.shape(List.of("zh"), List.of("en"));
      place.text("zh", mostChinese);
      place.text("en", mostEnglish);
    }
  }

  /// A text that a type reads; its rule is the message of the exception.
  <T> @Nullable T typed(String name, String code, Function<String, T> type) {
    String text = text(name, 1000);
    return text == null ? null : typed(text, at(name), code, type);
  }

  <T> @Nullable T typed(String text, String where, String code, Function<String, T> type) {
    try {
      return type.apply(text);
    } catch (IllegalArgumentException wrong) {
      String rule = wrong.getMessage();
      findings.add(code, where, rule == null ? "not valid: " + Findings.quoted(text) : rule);
      return null;
    }
  }

  /// A text that must be one of the codes.
  @Nullable String code(String name, String list, Set<String> codes) {
    String text = text(name, 1000);
    return text == null ? null : code(text, at(name), list, codes);
  }

  @Nullable String code(String text, String where, String list, Set<String> codes) {
    if (codes.contains(text)) {
      return text;
    }
    findings.unknown(
        "unknown-code",
        where,
        "%s is no code of %s".formatted(Findings.quoted(text), list),
        text,
        codes);
    return null;
  }

  @Nullable LocalDate date(String name, LocalDate first, LocalDate last) {
    String text = text(name, 100);
    if (text == null) {
      return null;
    }
    LocalDate date;
    try {
      date = LocalDate.parse(text);
    } catch (DateTimeException wrong) {
      findings.add(
          "bad-date", at(name), "a date is written YYYY-MM-DD but was " + Findings.quoted(text));
      return null;
    }
    if (date.isBefore(first) || date.isAfter(last)) {
      findings.add(
          "date-out-of-range",
          at(name),
          "the date must be from %s to %s but was %s".formatted(first, last, date));
      return null;
    }
    return date;
  }

  /// A whole number from 0 to 2^31 - 1.
  @Nullable Integer count(String name) {
    JsonValue value = object.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof JsonNumber number) {
      BigDecimal decimal = number.bigDecimalValue();
      boolean small =
          Math.abs((long) decimal.precision() - decimal.scale())
              <= 10; // 1e999999 is not worked out
      if (small
          && decimal.signum() >= 0
          && decimal.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0
          && decimal.stripTrailingZeros().scale() <= 0) {
        return decimal.intValueExact();
      }
    }
    wrongType(findings, at(name), "a whole number from 0 to 2147483647", value);
    return null;
  }

  void truth(String name) {
    JsonValue value = object.get(name);
    if (value != null
        && value.getValueType() != ValueType.TRUE
        && value.getValueType() != ValueType.FALSE) {
      wrongType(findings, at(name), "true or false", value);
    }
  }

  @Nullable JsonPlace object(String name) {
    JsonValue value = object.get(name);
    return value == null ? null : of(value, at(name), findings);
  }

  /// The elements of an array that are objects; the others are findings.
  List<JsonPlace> objects(String name, int most) {
    List<JsonPlace> places = new ArrayList<>();
    JsonArray array = array(name, 0, most);
    for (int i = 0; i < array.size(); i++) {
      JsonPlace place = of(array.get(i), at(name) + "/" + i, findings);
      if (place != null) {
        places.add(place);
      }
    }
    return places;
  }

  /// The elements of an array that are texts, each with its pointer; the others, and doubles, are
  /// findings.
  List<Element> texts(String name, int least, int most, int mostCharacters, boolean mayBeBlank) {
    List<Element> texts = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    JsonArray array = array(name, least, most);
    for (int i = 0; i < array.size(); i++) {
      String where = at(name) + "/" + i;
      String text = text(array.get(i), where, mostCharacters, mayBeBlank);
      if (text == null) {
        continue;
      }
      if (seen.add(text)) {
        texts.add(new Element(text, where));
      } else {
        findings.add("duplicate-element", where, Findings.quoted(text) + " is there already");
      }
    }
    return texts;
  }

  /// An element of an array.
  record Element(String text, String pointer) {}

  private JsonArray array(String name, int least, int most) {
    JsonValue value = object.get(name);
    if (value == null) {
      return JsonValue.EMPTY_JSON_ARRAY;
    }
    if (value.getValueType() != ValueType.ARRAY) {
      wrongType(findings, at(name), "an array", value);
      return JsonValue.EMPTY_JSON_ARRAY;
    }
    JsonArray array = value.asJsonArray();
    if (array.size() < least || array.size() > most) {
      findings.add(
          array.size() < least ? "too-few-elements" : "too-many-elements",
          at(name),
          "the array must have %d to %d elements but has %d".formatted(least, most, array.size()));
      return JsonValue.EMPTY_JSON_ARRAY;
    }
    return array;
  }

  private static void wrongType(Findings findings, String where, String wanted, JsonValue value) {
    findings.add(
        "wrong-type",
        where,
        "%s is expected here but not %s"
            .formatted(wanted, value.getValueType().name().toLowerCase(Locale.ROOT)));
  }
}
