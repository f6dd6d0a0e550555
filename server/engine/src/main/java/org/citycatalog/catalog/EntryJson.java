package org.citycatalog.catalog;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An [Entry] as the JSON of the contract, and back from JSON that was checked before.
///
/// What a person wrote goes through [EntryDocument]; this is for what the server itself has kept,
/// which stays readable even when a code has since left its vocabulary.
public final class EntryJson {
  private EntryJson() {}

  /// The entry as schema `DatasetEntry`; a field without a value is not there.
  public static JsonObject write(Entry entry) {
    JsonObjectBuilder json = JsonText.builder().add("id", entry.id().value());
    put(json, "title", entry.title());
    put(json, "summary", entry.summary());
    json.add("category", entry.category());
    ResourceCode code = entry.code();
    JsonText.put(json, "code", code == null ? null : code.value());
    if (!entry.identifiers().equals(Entry.Identifiers.NONE)) {
      json.add("identifiers", write(entry.identifiers()));
    }
    Uscc providerCode = entry.providerCode();
    JsonText.put(json, "providerCode", providerCode == null ? null : providerCode.value());
    JsonText.put(json, "office", entry.office());
    json.add("formatClass", entry.formatClass());
    JsonText.putAll(json, "formats", entry.formats());
    TableSchemaJson.writeInto(json, entry.schema());
    json.add("sharing", write(entry.sharing()));
    json.add("opening", write(entry.opening()));
    json.add("level", entry.level().name());
    json.add("updateCycle", entry.updateCycle());
    json.add("issued", entry.issued().toString());
    JsonText.putAll(json, "related", entry.related());
    JsonText.put(json, "theme", entry.theme());
    JsonText.putAll(json, "keywords", entry.keywords());
    JsonText.putAll(
        json, "divisions", entry.divisions().stream().map(DivisionCode::value).toList());
    json.add("terms", entry.terms());
    JsonText.put(json, "contact", entry.contact());
    Entry.Origin origin = entry.origin();
    if (origin != null) {
      json.add("origin", write(origin));
    }
    if (entry.synthetic()) {
      json.add("synthetic", true);
    }
    if (!entry.distributions().isEmpty()) {
      JsonArrayBuilder distributions = JsonText.array();
      entry.distributions().forEach(each -> distributions.add(write(each)));
      json.add("distributions", distributions);
    }
    Entry.SecretReview review = entry.secretReview();
    if (review != null) {
      json.add(
          "secretReview",
          JsonText.builder().add("by", review.by()).add("on", review.on().toString()));
    }
    Statistics statistics = entry.statistics();
    if (statistics != null) {
      json.add("statistics", StatisticsJson.write(statistics));
    }
    return json.build();
  }

  /// Reads back what [#write] wrote or [EntryDocument] found valid.
  public static Entry read(JsonObject json) {
    String code = JsonText.text(json, "code");
    String providerCode = JsonText.text(json, "providerCode");
    return new Entry(
        new DatasetId(json.getString("id")),
        localText(json.getJsonObject("title")),
        localText(json.getJsonObject("summary")),
        json.getString("category"),
        code == null ? null : new ResourceCode(code),
        identifiers(json.getJsonObject("identifiers")),
        providerCode == null ? null : new Uscc(providerCode),
        JsonText.text(json, "office"),
        json.getString("formatClass"),
        JsonText.texts(json, "formats"),
        TableSchemaJson.read(json, TableSchemaJson.ITEMS),
        sharing(json.getJsonObject("sharing")),
        opening(json.getJsonObject("opening")),
        Level.valueOf(json.getString("level")),
        json.getString("updateCycle"),
        LocalDate.parse(json.getString("issued")),
        JsonText.texts(json, "related"),
        JsonText.text(json, "theme"),
        JsonText.texts(json, "keywords"),
        JsonText.texts(json, "divisions").stream().map(DivisionCode::new).toList(),
        json.getString("terms"),
        JsonText.text(json, "contact"),
        origin(json.getJsonObject("origin")),
        json.getBoolean("synthetic", false),
        distributions(json),
        secretReview(json.getJsonObject("secretReview")),
        StatisticsJson.read(json.getJsonObject("statistics")));
  }

  static LocalText localText(JsonObject json) {
    return new LocalText(json.getString("zh"), JsonText.text(json, "en"));
  }

  static @Nullable LocalText optionalText(JsonObject json, String name) {
    return json.containsKey(name) ? localText(json.getJsonObject(name)) : null;
  }

  static void put(JsonObjectBuilder object, String name, @Nullable LocalText text) {
    if (text != null) {
      JsonObjectBuilder json = JsonText.builder().add("zh", text.zh());
      JsonText.put(json, "en", text.en());
      object.add(name, json);
    }
  }

  private static JsonObjectBuilder write(Entry.Identifiers identifiers) {
    JsonObjectBuilder json = JsonText.builder();
    JsonText.put(json, "national", identifiers.national());
    JsonText.put(json, "provincial", identifiers.provincial());
    JsonText.put(json, "local", identifiers.local());
    return json;
  }

  private static JsonObjectBuilder write(Entry.Sharing sharing) {
    JsonObjectBuilder json = JsonText.builder().add("class", sharing.accessClass().code());
    JsonText.put(json, "condition", sharing.condition());
    JsonText.put(json, "methodClass", sharing.methodClass());
    JsonText.put(json, "method", sharing.method());
    JsonText.put(json, "legalBasis", sharing.legalBasis());
    JsonText.put(json, "rows", sharing.rows());
    return json;
  }

  private static JsonObjectBuilder write(Entry.Opening opening) {
    JsonObjectBuilder json = JsonText.builder().add("class", opening.accessClass().code());
    JsonText.put(json, "condition", opening.condition());
    JsonText.put(json, "legalBasis", opening.legalBasis());
    JsonText.put(json, "rows", opening.rows());
    return json;
  }

  private static JsonObjectBuilder write(Entry.Origin origin) {
    JsonObjectBuilder json = JsonText.builder().add("name", origin.name());
    JsonText.put(json, "url", origin.url());
    JsonText.put(json, "licence", origin.licence());
    return json;
  }

  private static JsonObjectBuilder write(Entry.Distribution distribution) {
    JsonObjectBuilder json = JsonText.builder();
    put(json, "title", distribution.title());
    json.add("url", distribution.url());
    JsonText.put(json, "format", distribution.format());
    return json;
  }

  private static Entry.Identifiers identifiers(@Nullable JsonObject json) {
    return json == null
        ? Entry.Identifiers.NONE
        : new Entry.Identifiers(
            JsonText.text(json, "national"),
            JsonText.text(json, "provincial"),
            JsonText.text(json, "local"));
  }

  private static Entry.Sharing sharing(JsonObject json) {
    return new Entry.Sharing(
        AccessClass.ofCode(json.getString("class")),
        JsonText.text(json, "condition"),
        JsonText.text(json, "methodClass"),
        JsonText.text(json, "method"),
        JsonText.text(json, "legalBasis"),
        JsonText.text(json, "rows"));
  }

  private static Entry.Opening opening(JsonObject json) {
    return new Entry.Opening(
        AccessClass.ofCode(json.getString("class")),
        JsonText.text(json, "condition"),
        JsonText.text(json, "legalBasis"),
        JsonText.text(json, "rows"));
  }

  private static Entry.@Nullable Origin origin(@Nullable JsonObject json) {
    return json == null
        ? null
        : new Entry.Origin(
            json.getString("name"), JsonText.text(json, "url"), JsonText.text(json, "licence"));
  }

  private static List<Entry.Distribution> distributions(JsonObject json) {
    return JsonText.objects(json, "distributions").stream()
        .map(each ->
            new Entry.Distribution(
                localText(each.getJsonObject("title")),
                each.getString("url"),
                JsonText.text(each, "format")))
        .toList();
  }

  private static Entry.@Nullable SecretReview secretReview(@Nullable JsonObject json) {
    return json == null
        ? null
        : new Entry.SecretReview(json.getString("by"), LocalDate.parse(json.getString("on")));
  }
}
