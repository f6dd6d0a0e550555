package org.citycatalog.catalog;

import java.time.DateTimeException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the mistakes in the items of a dataset.
final class SchemaCheck {
  private static final Set<String> TYPES =
      Arrays.stream(ColumnType.values())
          .map(ColumnType::code)
          .collect(Collectors.toCollection(LinkedHashSet::new));
  private static final int TITLE = 4000;

  private final Set<String> levels;

  SchemaCheck(Set<String> levels) {
    this.levels = levels;
  }

  /// Checks the items, the missing values and the primary key of an object.
  ///
  /// @param array the field that holds the items
  void check(JsonPlace place, String array) {
    List<String> missing =
        place.texts("missingValues", 0, 100, 100, true).stream()
            .map(JsonPlace.Element::text)
            .toList();
    Set<String> names = new HashSet<>();
    for (JsonPlace item : place.objects(array, 2000)) {
      item(item, names, missing);
    }
    for (JsonPlace.Element key : place.texts("primaryKey", 0, 50, 200, false)) {
      if (!names.contains(key.text())) {
        place
            .findings()
            .unknown(
                "unknown-item",
                key.pointer(),
                "no item is named " + Findings.quoted(key.text()),
                key.text(),
                names);
      }
    }
  }

  private void item(JsonPlace item, Set<String> names, List<String> missing) {
    int before = item.findings().count();
    item.shape(
        List.of("name", "type"),
        List.of(
            "title",
            "description",
            "format",
            "unit",
            "level",
            "constraints",
            "rights",
            "personal",
            "mask"));
    String name = item.text("name", 200);
    if (name != null && !names.add(name)) {
      item.findings()
          .add("duplicate-item", item.at("name"), "two items are named " + Findings.quoted(name));
    }
    item.localText("title", TITLE, TITLE);
    item.localText("description", TITLE, TITLE);
    String type = item.code("type", "column types", TYPES);
    item.text("format", 100);
    item.text("unit", 50);
    item.code("level", "vocabulary levels", levels);
    JsonPlace constraints = item.object("constraints");
    if (constraints != null) {
      constraints(constraints);
    }
    boundary(item, type);
    if (item.findings().count() == before) {
      meaning(TableSchemaJson.item(item.object()), item, missing);
    }
  }

  /// What is said about readers other than the provider.
  private static void boundary(JsonPlace item, @Nullable String type) {
    Set<String> rights = new HashSet<>();
    for (JsonPlace.Element right : item.texts("rights", 0, 10, 20, false)) {
      item.code(right.text(), right.pointer(), "item rights", ItemRight.CODES);
      rights.add(right.text());
    }
    if (!rights.isEmpty() && !rights.contains(ItemRight.VISIBLE.code())) {
      item.findings()
          .add(
              "right-without-visible",
              item.at("rights"),
              "what is not visible cannot be filtered, sorted, counted or suggested");
    }
    item.code("personal", "kinds of personal items", Personal.CODES);
    Mask mask = MaskJson.check(item, "mask");
    if (mask != null && type != null && !Mask.suits(mask, ColumnType.ofCode(type))) {
      item.findings()
          .add(
              "mask-unsuitable",
              item.at("mask"),
              "%s does not suit a column of type %s".formatted(Mask.method(mask), type));
    }
  }

  private static void constraints(JsonPlace place) {
    place.shape(
        List.of(),
        List.of("required", "minimum", "maximum", "minLength", "maxLength", "pattern", "enum"));
    place.truth("required");
    place.text("minimum", 1000);
    place.text("maximum", 1000);
    Integer least = place.count("minLength");
    Integer most = place.count("maxLength");
    if (least != null && most != null && least > most) {
      place
          .findings()
          .add(
              "bad-bound",
              place.at("minLength"),
              "minLength %d is more than maxLength %d".formatted(least, most));
    }
    String regex = place.text("pattern", 1000);
    if (regex != null) {
      pattern(regex, place);
    }
    place.texts("enum", 1, 10_000, 10_000, true);
  }

  private static void pattern(String regex, JsonPlace place) {
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException wrong) {
      place
          .findings()
          .add(
              "bad-pattern",
              place.at("pattern"),
              "the pattern cannot be read: %s at character %d"
                  .formatted(
                      wrong.getDescription().toLowerCase(Locale.ROOT), wrong.getIndex() + 1));
      return;
    }
    SafePattern.objection(regex)
        .ifPresent(rule -> place.findings().add("dangerous-pattern", place.at("pattern"), rule));
  }

  /// Checks that format, bounds and allowed values make sense for the type.
  private static void meaning(Item item, JsonPlace place, List<String> missing) {
    Constraints all = item.constraints();
    if (unreadable(item, Constraints.NONE, missing, "bad-format", place.at("format"), place)) {
      return;
    }
    String constraints = place.at("constraints");
    boolean low =
        unreadable(
            item,
            bounds(all.minimum(), null),
            missing,
            "bad-bound",
            constraints + "/minimum",
            place);
    boolean high =
        unreadable(
            item,
            bounds(null, all.maximum()),
            missing,
            "bad-bound",
            constraints + "/maximum",
            place);
    if (!low && !high) {
      order(item, all, constraints, place);
    }
    CellReader reader = CellReader.of(with(item, Constraints.NONE), missing);
    for (int i = 0; i < all.allowed().size(); i++) {
      if (reader.parse(all.allowed().get(i)) instanceof Value.Unreadable wrong) {
        place
            .findings()
            .add(
                "bad-enum-value",
                constraints + "/enum/" + i,
                "%s is %s".formatted(Findings.quoted(wrong.text()), wrong.reason()));
      }
    }
  }

  private static void order(Item item, Constraints all, String constraints, JsonPlace place) {
    String minimum = all.minimum();
    String maximum = all.maximum();
    if ((minimum != null || maximum != null) && item.type() == ColumnType.POINT) {
      place
          .findings()
          .add("bad-bound", constraints, "points have no order, so a point has no bounds");
    } else if (minimum != null && maximum != null) {
      CellReader reader = CellReader.of(with(item, Constraints.NONE), List.of());
      if (ValueOrder.compare(reader.parse(minimum), reader.parse(maximum)) > 0) {
        place
            .findings()
            .add(
                "bad-bound",
                constraints + "/minimum",
                "minimum %s is more than maximum %s"
                    .formatted(Findings.quoted(minimum), Findings.quoted(maximum)));
      }
    }
  }

  private static Constraints bounds(@Nullable String minimum, @Nullable String maximum) {
    return new Constraints(false, minimum, maximum, null, null, null, List.of());
  }

  private static Item with(Item item, Constraints constraints) {
    return new Item(item.name(), null, null, item.type(), item.format(), null, null, constraints);
  }

  private static boolean unreadable(
      Item item,
      Constraints constraints,
      List<String> missing,
      String code,
      String pointer,
      JsonPlace place) {
    try {
      CellReader.of(with(item, constraints), missing);
      return false;
    } catch (IllegalArgumentException | DateTimeException wrong) {
      String rule = wrong.getMessage();
      place.findings().add(code, pointer, rule == null ? "it makes no sense for its type" : rule);
      return true;
    }
  }
}
