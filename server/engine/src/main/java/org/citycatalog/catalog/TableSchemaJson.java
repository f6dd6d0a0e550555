package org.citycatalog.catalog;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A [TableSchema] as the JSON of the contract, and back from JSON that was checked before.
///
/// The items are `fields` in a Table Schema of their own and `items` in an entry.
public final class TableSchemaJson {
  static final String FIELDS = "fields";
  static final String ITEMS = "items";

  private TableSchemaJson() {}

  /// The schema as a Table Schema.
  public static JsonObject write(TableSchema schema) {
    JsonObjectBuilder json = JsonText.builder();
    json.add(FIELDS, items(schema));
    json.add("missingValues", JsonText.texts(schema.missingValues()));
    JsonText.putAll(json, "primaryKey", schema.primaryKey());
    return json.build();
  }

  /// Reads back what [#write] wrote or [EntryDocument] found valid.
  public static TableSchema read(JsonObject json) {
    return read(json, FIELDS);
  }

  static void writeInto(JsonObjectBuilder entry, TableSchema schema) {
    if (!schema.items().isEmpty()) {
      entry.add(ITEMS, items(schema));
    }
    if (!schema.missingValues().equals(TableSchema.EMPTY.missingValues())) {
      entry.add("missingValues", JsonText.texts(schema.missingValues()));
    }
    JsonText.putAll(entry, "primaryKey", schema.primaryKey());
  }

  static TableSchema read(JsonObject json, String array) {
    return new TableSchema(
        JsonText.objects(json, array).stream().map(TableSchemaJson::item).toList(),
        json.containsKey("missingValues")
            ? JsonText.texts(json, "missingValues")
            : TableSchema.EMPTY.missingValues(),
        JsonText.texts(json, "primaryKey"));
  }

  static Item item(JsonObject json) {
    String level = JsonText.text(json, "level");
    return new Item(
        json.getString("name"),
        EntryJson.optionalText(json, "title"),
        EntryJson.optionalText(json, "description"),
        ColumnType.ofCode(json.getString("type")),
        JsonText.text(json, "format"),
        JsonText.text(json, "unit"),
        level == null ? null : Level.valueOf(level),
        json.containsKey("constraints")
            ? constraints(json.getJsonObject("constraints"))
            : Constraints.NONE,
        json.containsKey("rights")
            ? JsonText.texts(json, "rights").stream()
                .map(ItemRight::ofCode)
                .collect(Collectors.toSet())
            : ItemRight.ALL,
        json.containsKey("personal") ? Personal.ofCode(json.getString("personal")) : Personal.NONE,
        json.containsKey("mask") ? MaskJson.read(json.getJsonObject("mask")) : Mask.CLEAR);
  }

  private static Constraints constraints(JsonObject json) {
    String pattern = JsonText.text(json, "pattern");
    return new Constraints(
        json.getBoolean("required", false),
        JsonText.text(json, "minimum"),
        JsonText.text(json, "maximum"),
        integer(json, "minLength"),
        integer(json, "maxLength"),
        pattern == null ? null : Pattern.compile(pattern),
        JsonText.texts(json, "enum"));
  }

  private static @Nullable Integer integer(JsonObject json, String name) {
    JsonNumber number = json.getJsonNumber(name);
    return number == null ? null : number.intValueExact();
  }

  private static JsonArrayBuilder items(TableSchema schema) {
    JsonArrayBuilder array = JsonText.array();
    schema.items().forEach(item -> array.add(write(item)));
    return array;
  }

  private static JsonObjectBuilder write(Item item) {
    JsonObjectBuilder json = JsonText.builder().add("name", item.name());
    EntryJson.put(json, "title", item.title());
    EntryJson.put(json, "description", item.description());
    json.add("type", item.type().code());
    JsonText.put(json, "format", item.format());
    JsonText.put(json, "unit", item.unit());
    Level level = item.level();
    JsonText.put(json, "level", level == null ? null : level.name());
    if (!item.constraints().equals(Constraints.NONE)) {
      json.add("constraints", write(item.constraints()));
    }
    if (!item.rights().equals(ItemRight.ALL)) {
      json.add(
          "rights", JsonText.texts(item.rights().stream().sorted().map(ItemRight::code).toList()));
    }
    if (item.personal() != Personal.NONE) {
      json.add("personal", item.personal().code());
    }
    if (!item.mask().equals(Mask.CLEAR)) {
      json.add("mask", MaskJson.write(item.mask()));
    }
    return json;
  }

  private static JsonObjectBuilder write(Constraints constraints) {
    JsonObjectBuilder json = JsonText.builder();
    if (constraints.required()) {
      json.add("required", true);
    }
    JsonText.put(json, "minimum", constraints.minimum());
    JsonText.put(json, "maximum", constraints.maximum());
    Integer minLength = constraints.minLength();
    if (minLength != null) {
      json.add("minLength", minLength.intValue());
    }
    Integer maxLength = constraints.maxLength();
    if (maxLength != null) {
      json.add("maxLength", maxLength.intValue());
    }
    Pattern pattern = constraints.pattern();
    JsonText.put(json, "pattern", pattern == null ? null : pattern.pattern());
    List<String> allowed = constraints.allowed();
    JsonText.putAll(json, "enum", allowed);
    return json;
  }
}
