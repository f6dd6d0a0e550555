package org.citycatalog.sharing.jdbc;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.JsonText;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.MaskJson;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Grant;
import org.citycatalog.sharing.Purpose;
import org.citycatalog.sharing.Quota;
import org.citycatalog.sharing.contracts.AccessRequest;
import org.citycatalog.sharing.contracts.ContractEvent;
import org.jspecify.annotations.Nullable;

/// Requests, grants and events as the JSON they are kept as.
final class ContractJson {
  private ContractJson() {}

  static JsonObject write(AccessRequest request) {
    AccessRequest.Terms terms = request.terms();
    JsonObjectBuilder asked = JsonText.builder();
    asked
        .add("dataset", terms.dataset().value())
        .add("basis", terms.basis())
        .add("purpose", terms.purpose().code())
        .add("scenario", terms.scenario());
    JsonText.put(asked, "rows", terms.rows());
    asked
        .add("columns", columns(terms.columns()))
        .add("method", terms.method())
        .add("notBefore", terms.notBefore().toString())
        .add("notAfter", terms.notAfter().toString())
        .add("securityContact", terms.securityContact())
        .add("quota", quota(terms.quota()));
    AccessRequest.Applicant applicant = request.applicant();
    JsonObjectBuilder json = JsonText.builder();
    json.add("id", request.id())
        .add("terms", asked)
        .add(
            "applicant",
            JsonText.builder()
                .add("organisation", applicant.organisation().value())
                .add("kind", applicant.kind().name())
                .add("key", applicant.key()))
        .add("state", request.state().name())
        .add("revision", request.revision())
        .add("made", request.made().toString())
        .add("since", request.since().toString())
        .add("timing", TimingJson.write(request.timing()))
        .add("approvals", JsonText.texts(request.approvals()));
    JsonText.put(json, "grant", request.grant());
    return json.build();
  }

  static AccessRequest request(String text) {
    JsonObject json = JsonText.object(text);
    JsonObject asked = json.getJsonObject("terms");
    JsonObject applicant = json.getJsonObject("applicant");
    return new AccessRequest(
        json.getString("id"),
        new AccessRequest.Terms(
            new DatasetId(asked.getString("dataset")),
            asked.getString("basis"),
            new Purpose(asked.getString("purpose")),
            asked.getString("scenario"),
            JsonText.text(asked, "rows"),
            columns(asked),
            asked.getString("method"),
            Instant.parse(asked.getString("notBefore")),
            Instant.parse(asked.getString("notAfter")),
            asked.getString("securityContact"),
            // Requests of before quotas were asked for have none.
            asked.containsKey("quota") ? quota(asked.getJsonObject("quota")) : Quota.NONE),
        new AccessRequest.Applicant(
            new Uscc(applicant.getString("organisation")),
            Caller.Kind.valueOf(applicant.getString("kind")),
            applicant.getString("key")),
        AccessRequest.State.valueOf(json.getString("state")),
        json.getJsonNumber("revision").longValueExact(),
        Instant.parse(json.getString("made")),
        Instant.parse(json.getString("since")),
        TimingJson.read(json),
        texts(json, "approvals"),
        JsonText.text(json, "grant"));
  }

  static JsonObject write(Grant grant) {
    JsonObjectBuilder json = JsonText.builder();
    json.add("id", grant.id())
        .add("request", grant.request())
        .add("dataset", grant.dataset().value())
        .add("organisation", grant.organisation().value())
        .add("kind", grant.kind().name())
        .add("purpose", grant.purpose().code());
    JsonText.put(json, "rows", grant.rows());
    json.add("columns", columns(grant.columns()))
        .add("clearance", grant.clearance().name())
        .add("notBefore", grant.notBefore().toString())
        .add("notAfter", grant.notAfter().toString())
        .add("quota", quota(grant.quota()))
        .add("state", grant.state().name())
        .add("epoch", grant.epoch())
        .add("maskKey", Base64.getEncoder().encodeToString(grant.maskKey().bytes()))
        .add("approvedBy", JsonText.texts(grant.approvedBy()));
    return json.build();
  }

  static Grant grant(String text) {
    JsonObject json = JsonText.object(text);
    return new Grant(
        json.getString("id"),
        json.getString("request"),
        new DatasetId(json.getString("dataset")),
        new Uscc(json.getString("organisation")),
        Caller.Kind.valueOf(json.getString("kind")),
        new Purpose(json.getString("purpose")),
        JsonText.text(json, "rows"),
        columns(json),
        Level.valueOf(json.getString("clearance")),
        Instant.parse(json.getString("notBefore")),
        Instant.parse(json.getString("notAfter")),
        quota(json.getJsonObject("quota")),
        Grant.State.valueOf(json.getString("state")),
        json.getJsonNumber("epoch").longValueExact(),
        new Grant.Secret(Base64.getDecoder().decode(json.getString("maskKey"))),
        texts(json, "approvedBy"));
  }

  static JsonObject write(ContractEvent event) {
    JsonObjectBuilder json = JsonText.builder();
    json.add("subject", event.subject()).add("number", event.number());
    JsonText.put(json, "from", event.from());
    json.add("to", event.to());
    ContractEvent.Act act = event.act();
    JsonText.put(json, "act", act == null ? null : act.name());
    json.add("at", event.at().toString()).add("by", event.by());
    JsonText.put(json, "reason", event.reason());
    JsonText.put(json, "basis", event.basis());
    return json.build();
  }

  static ContractEvent event(String text) {
    return event(JsonText.object(text));
  }

  static ContractEvent event(JsonObject json) {
    String act = JsonText.text(json, "act");
    return new ContractEvent(
        json.getString("subject"),
        json.getJsonNumber("number").longValueExact(),
        JsonText.text(json, "from"),
        json.getString("to"),
        act == null ? null : ContractEvent.Act.valueOf(act),
        Instant.parse(json.getString("at")),
        json.getString("by"),
        JsonText.text(json, "reason"),
        JsonText.text(json, "basis"));
  }

  private static JsonArrayBuilder columns(Map<String, Mask> columns) {
    JsonArrayBuilder array = JsonText.array();
    columns.forEach((name, mask) ->
        array.add(JsonText.builder().add("name", name).add("mask", MaskJson.write(mask))));
    return array;
  }

  private static Map<String, Mask> columns(JsonObject json) {
    Map<String, Mask> columns = new LinkedHashMap<>();
    for (JsonObject column : json.getJsonArray("columns").getValuesAs(JsonObject.class)) {
      columns.put(column.getString("name"), MaskJson.read(column.getJsonObject("mask")));
    }
    return columns;
  }

  private static List<String> texts(JsonObject json, String name) {
    return json.getJsonArray(name).getValuesAs(JsonString::getString);
  }

  static JsonObjectBuilder quota(Quota quota) {
    JsonObjectBuilder json = JsonText.builder();
    put(json, "calls", quota.calls());
    put(json, "rows", quota.rows());
    put(json, "bytes", quota.bytes());
    return json;
  }

  static Quota quota(JsonObject json) {
    return new Quota(number(json, "calls"), number(json, "rows"), number(json, "bytes"));
  }

  private static void put(JsonObjectBuilder json, String name, @Nullable Long value) {
    if (value != null) {
      json.add(name, value.longValue());
    }
  }

  private static @Nullable Long number(JsonObject json, String name) {
    JsonNumber number = json.getJsonNumber(name);
    return number == null ? null : number.longValueExact();
  }
}
