package org.citycatalog.catalog;

import jakarta.json.JsonNumber;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds the mistakes of form in what a steward wrote about statistics; what it means beside the
/// items is checked by [StatisticsRules].
final class StatisticsShape {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final int MOST_CUBES = 50;
  private static final int MOST_GROUPS = 8;
  static final int MOST_VALUES = 5000;

  private StatisticsShape() {}

  static void check(JsonPlace entry) {
    JsonPlace place = entry.object("statistics");
    if (place == null) {
      return;
    }
    place.shape(List.of("audience", "groups", "cubes"), List.of("k", "dominance", "contributor"));
    place.code("audience", "audiences", Statistics.Audience.CODES);
    within(place, "k", Statistics.LEAST_K, Statistics.MOST_K);
    place.text("contributor", 200);
    JsonPlace dominance = place.object("dominance");
    if (dominance != null) {
      dominance.shape(List.of("share"), List.of("n"));
      within(dominance, "n", 1, 10);
      share(dominance);
    }
    for (JsonPlace group : place.objects("groups", MOST_GROUPS)) {
      group.shape(List.of("item"), List.of("mask", "values"));
      group.text("item", 200);
      MaskJson.check(group, "mask");
      group.texts("values", 1, MOST_VALUES, 200, false);
    }
    Set<String> names = new HashSet<>();
    for (JsonPlace cube : place.objects("cubes", MOST_CUBES)) {
      cube(cube, names);
    }
  }

  private static void cube(JsonPlace cube, Set<String> names) {
    cube.shape(List.of("name", "title", "groups", "measures"), List.of());
    name(cube, names);
    cube.localText("title", 200, 400);
    cube.texts("groups", 1, MOST_GROUPS, 200, false);
    Set<String> measured = new HashSet<>();
    for (JsonPlace measure : cube.objects("measures", 20)) {
      measure.shape(List.of("name", "function"), List.of("of"));
      name(measure, measured);
      String function = measure.text("function", 100);
      if (function != null && !Statistics.Function.CODES.contains(function)) {
        measure
            .findings()
            .unknown(
                "measure-unsafe",
                measure.at("function"),
                "%s may tell about single rows; a figure is a count, a sum or an avg"
                    .formatted(Findings.quoted(function)),
                function,
                Statistics.Function.CODES);
      }
      boolean counts = Statistics.Function.COUNT.code().equals(function);
      String of = measure.text("of", 200);
      if (function != null && counts == measure.object().containsKey("of")) {
        measure
            .findings()
            .add(
                of == null ? "missing-field" : "unknown-field",
                measure.at("of"),
                counts ? "a count is of rows" : "the item that is summed is named in 'of'");
      }
    }
  }

  private static void name(JsonPlace place, Set<String> names) {
    String name = place.text("name", 200);
    if (name == null) {
      return;
    }
    if (!NAME.matcher(name).matches()) {
      place
          .findings()
          .add(
              "wrong-value",
              place.at("name"),
              "a name has 1 to 64 characters a-z 0-9 - but was " + Findings.quoted(name));
    } else if (!names.add(name)) {
      place
          .findings()
          .add("duplicate-element", place.at("name"), Findings.quoted(name) + " is there already");
    }
  }

  private static void within(JsonPlace place, String name, int least, int most) {
    Integer number = place.count(name);
    if (number != null && (number < least || number > most)) {
      place
          .findings()
          .add(
              "out-of-range",
              place.at(name),
              "the number must be %d to %d but was %d".formatted(least, most, number));
    }
  }

  private static void share(JsonPlace dominance) {
    if (!(dominance.object().get("share") instanceof JsonNumber number)) {
      if (dominance.object().containsKey("share")) {
        dominance.findings().add("wrong-type", dominance.at("share"), "a number is expected here");
      }
      return;
    }
    BigDecimal share = number.bigDecimalValue();
    if (share.signum() <= 0 || share.compareTo(BigDecimal.ONE) >= 0 || share.scale() > 9) {
      dominance
          .findings()
          .add(
              "out-of-range",
              dominance.at("share"),
              "the share must be above 0 and below 1, with 9 digits at most");
    }
  }
}
