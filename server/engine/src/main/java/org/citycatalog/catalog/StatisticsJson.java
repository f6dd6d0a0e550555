package org.citycatalog.catalog;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// [Statistics] as the JSON of the contract.
final class StatisticsJson {
  private StatisticsJson() {}

  static JsonObject write(Statistics statistics) {
    JsonObjectBuilder json =
        JsonText.builder().add("audience", statistics.audience().code()).add("k", statistics.k());
    Statistics.Dominance dominance = statistics.dominance();
    if (dominance != null) {
      json.add(
          "dominance", JsonText.builder().add("n", dominance.n()).add("share", dominance.share()));
    }
    JsonText.put(json, "contributor", statistics.contributor());
    JsonArrayBuilder groups = JsonText.array();
    for (Statistics.Group group : statistics.groups()) {
      JsonObjectBuilder each = JsonText.builder().add("item", group.item());
      if (!group.mask().equals(Mask.CLEAR)) {
        each.add("mask", MaskJson.write(group.mask()));
      }
      JsonText.putAll(each, "values", group.values());
      groups.add(each);
    }
    json.add("groups", groups);
    JsonArrayBuilder cubes = JsonText.array();
    statistics.cubes().forEach(cube -> cubes.add(write(cube)));
    return json.add("cubes", cubes).build();
  }

  private static JsonObjectBuilder write(Statistics.Cube cube) {
    JsonObjectBuilder json = JsonText.builder().add("name", cube.name());
    EntryJson.put(json, "title", cube.title());
    JsonArrayBuilder measures = JsonText.array();
    for (Statistics.Measure measure : cube.measures()) {
      JsonObjectBuilder each =
          JsonText.builder().add("name", measure.name()).add("function", measure.function().code());
      JsonText.put(each, "of", measure.of());
      measures.add(each);
    }
    return json.add("groups", JsonText.texts(cube.groups())).add("measures", measures);
  }

  static @Nullable Statistics read(@Nullable JsonObject json) {
    if (json == null) {
      return null;
    }
    JsonObject dominance = json.getJsonObject("dominance");
    return new Statistics(
        Statistics.Audience.ofCode(json.getString("audience")),
        json.getInt("k", Statistics.DEFAULT_K),
        dominance == null
            ? null
            : new Statistics.Dominance(
                dominance.getInt("n", 1), dominance.getJsonNumber("share").bigDecimalValue()),
        JsonText.text(json, "contributor"),
        JsonText.objects(json, "groups").stream().map(StatisticsJson::group).toList(),
        JsonText.objects(json, "cubes").stream().map(StatisticsJson::cube).toList());
  }

  private static Statistics.Group group(JsonObject json) {
    return new Statistics.Group(
        json.getString("item"),
        json.containsKey("mask") ? MaskJson.read(json.getJsonObject("mask")) : Mask.CLEAR,
        JsonText.texts(json, "values"));
  }

  private static Statistics.Cube cube(JsonObject json) {
    List<Statistics.Measure> measures =
        JsonText.objects(json, "measures").stream()
            .map(each ->
                new Statistics.Measure(
                    each.getString("name"),
                    Statistics.Function.ofCode(each.getString("function")),
                    JsonText.text(each, "of")))
            .toList();
    return new Statistics.Cube(
        json.getString("name"),
        EntryJson.localText(json.getJsonObject("title")),
        JsonText.texts(json, "groups"),
        measures);
  }
}
