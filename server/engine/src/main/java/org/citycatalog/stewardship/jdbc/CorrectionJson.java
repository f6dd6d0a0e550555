package org.citycatalog.stewardship.jdbc;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.JsonText;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.jdbc.TimingJson;
import org.citycatalog.stewardship.corrections.Correction;
import org.jspecify.annotations.Nullable;

/// Reports of errors as the JSON they are kept as.
final class CorrectionJson {
  private CorrectionJson() {}

  static JsonObject write(Correction correction) {
    Correction.Report report = correction.report();
    JsonObjectBuilder row = JsonText.builder();
    report.row().forEach(row::add);
    JsonObjectBuilder said = JsonText.builder();
    said.add("dataset", report.dataset().value()).add("version", report.version()).add("row", row);
    JsonText.put(said, "field", report.field());
    said.add("problem", report.problem());
    JsonText.put(said, "proposed", report.proposed());
    JsonText.put(said, "evidence", report.evidence());
    JsonText.put(said, "contact", report.contact());
    Correction.Reporter reporter = correction.reporter();
    JsonObjectBuilder by = JsonText.builder();
    by.add("key", reporter.key()).add("kind", reporter.kind().name());
    Uscc organisation = reporter.organisation();
    JsonText.put(by, "organisation", organisation == null ? null : organisation.value());
    JsonObjectBuilder json = JsonText.builder();
    json.add("id", correction.id())
        .add("report", said)
        .add("reporter", by)
        .add("state", correction.state().name())
        .add("revision", correction.revision())
        .add("made", correction.made().toString())
        .add("since", correction.since().toString())
        .add("timing", TimingJson.write(correction.timing()));
    Long correctedIn = correction.correctedIn();
    if (correctedIn != null) {
      json.add("correctedIn", correctedIn.longValue());
    }
    return json.build();
  }

  static Correction read(String text) {
    JsonObject json = JsonText.object(text);
    JsonObject said = json.getJsonObject("report");
    JsonObject by = json.getJsonObject("reporter");
    JsonObject row = said.getJsonObject("row");
    Map<String, String> key = new LinkedHashMap<>();
    row.keySet().forEach(name -> key.put(name, row.getString(name)));
    return new Correction(
        json.getString("id"),
        new Correction.Report(
            new DatasetId(said.getString("dataset")),
            said.getJsonNumber("version").longValueExact(),
            key,
            JsonText.text(said, "field"),
            said.getString("problem"),
            JsonText.text(said, "proposed"),
            JsonText.text(said, "evidence"),
            JsonText.text(said, "contact")),
        new Correction.Reporter(
            by.getString("key"),
            Caller.Kind.valueOf(by.getString("kind")),
            organisation(JsonText.text(by, "organisation"))),
        Correction.State.valueOf(json.getString("state")),
        json.getJsonNumber("revision").longValueExact(),
        Instant.parse(json.getString("made")),
        Instant.parse(json.getString("since")),
        TimingJson.read(json),
        number(json, "correctedIn"));
  }

  private static @Nullable Uscc organisation(@Nullable String code) {
    return code == null ? null : new Uscc(code);
  }

  private static @Nullable Long number(JsonObject json, String name) {
    JsonNumber number = json.getJsonNumber(name);
    return number == null ? null : number.longValueExact();
  }
}
