package org.citycatalog.catalog;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonPatch;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Entries, providers and small code lists for tests.
public final class SampleEntries {
  public static final Provider TRANSPORT =
      new Provider(
          new ProviderNamespace("transport"),
          uscc("11341000003153206"),
          new LocalText("黄山市交通运输局", "Transport Bureau"),
          new DivisionCode("341000"),
          "0559-0000000");
  public static final Provider ECOLOGY =
      new Provider(
          new ProviderNamespace("ecology"),
          uscc("11341000003153281"),
          LocalText.of("黄山市生态环境局"),
          null,
          null);

  private SampleEntries() {}

  /// A valid entry with every field.
  public static JsonObject full() {
    return json(
        """
        {"id": "transport.parking",
         "title": {"zh": "停车场泊位信息", "en": "Parking lots"},
         "summary": {"zh": "全市公共停车场的位置、泊位数与剩余泊位。", "en": "Public car parks."},
         "category": "306002", "code": "306002/12",
         "identifiers": {"national": "N-1", "local": "黄-7"},
         "providerCode": "%s", "office": "运输科",
         "formatClass": "2", "formats": ["csv", "xlsx"],
         "items": [
           {"name": "编号", "type": "code", "constraints": {"required": true, "pattern": "P\\\\d{4}"}},
           {"name": "名称", "title": {"zh": "停车场名称"}, "description": {"zh": "全称", "en": "Full name"},
            "type": "text", "level": "G2", "constraints": {"minLength": 1, "maxLength": 80}},
           {"name": "剩余", "type": "integer", "unit": "个", "constraints": {"minimum": "0", "maximum": "9999"}},
           {"name": "收费", "type": "boolean", "format": "是|否"},
           {"name": "类型", "type": "text", "constraints": {"enum": ["路内", "路外"]}},
           {"name": "更新", "type": "datetime", "format": "%%Y-%%m-%%d %%H:%%M:%%S+08:00"},
           {"name": "位置", "type": "point", "format": "lat lon"}],
         "missingValues": ["", "NA"], "primaryKey": ["编号"],
         "sharing": {"class": "conditional", "condition": "限城市治理使用", "methodClass": "platform", "method": "接口"},
         "opening": {"class": "withheld", "legalBasis": "《政务数据共享条例》第九条"},
         "level": "G1", "updateCycle": "1", "issued": "2026-11-01", "related": ["306002/11"],
         "theme": "transport", "keywords": ["停车", "泊位"], "divisions": ["341002", "341003"],
         "terms": "CC-BY-4.0", "contact": "12345",
         "origin": {"name": "合成数据", "url": "https://example.org/源", "licence": "CC0"},
         "synthetic": true,
         "distributions": [{"title": {"zh": "接口"}, "url": "https://example.org/api", "format": "json"}],
         "secretReview": {"by": "市交通运输局办公室", "on": "2026-10-30"}}
        """
            .formatted(TRANSPORT.code()));
  }

  /// The least that is valid, unconditionally shared and open.
  public static JsonObject least() {
    return json(
        """
        {"id": "transport.bus", "title": {"zh": "公交站点"}, "summary": {"zh": "站点"}, "category": "306002",
         "formatClass": "2", "sharing": {"class": "unconditional"}, "opening": {"class": "unconditional"},
         "level": "G1", "updateCycle": "1", "issued": "2026-11-01", "terms": "CC0"}
        """);
  }

  /// The least with one item, fit to be published.
  public static JsonObject publishable() {
    return changed(least(), "add", "/items", "[{\"name\": \"站名\", \"type\": \"text\"}]");
  }

  public static JsonObject changed(
      JsonObject entry, String operation, String pointer, @Nullable String value) {
    String patch =
        "[{\"op\": \"%s\", \"path\": \"%s\", \"value\": %s}]".formatted(operation, pointer, value);
    try (JsonReader reader = Json.createReader(new StringReader(patch))) {
      JsonPatch change = Json.createPatch(reader.readArray());
      return change.apply(entry);
    }
  }

  public static JsonObject json(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  public static Entry entry(String id) {
    return EntryJson.read(changed(full(), "replace", "/id", "\"" + id + "\""));
  }

  public static Uscc uscc(String first17) {
    return new Uscc(first17 + Uscc.checkCharacter(first17));
  }

  public static Vocabularies vocabularies() {
    return new Vocabularies(
        List.of(
            list("themes", "transport", "ecology"),
            list("update-cycles", "1", "2", "9"),
            list("format-classes", "1", "2", "3"),
            list("formats", "csv", "json", "xlsx"),
            list("levels", "G1", "G2", "G3", "G4", "IMPORTANT"),
            list("sharing-methods", "platform", "mail"),
            list("divisions", "341000", "341002", "341003", "341021")));
  }

  private static Vocabulary list(String name, String... codes) {
    List<Vocabulary.Term> terms =
        Arrays.stream(codes)
            .map(code -> new Vocabulary.Term(code, LocalText.of("代码" + code), null, null))
            .toList();
    return new Vocabulary(name, LocalText.of(name), null, terms);
  }
}
