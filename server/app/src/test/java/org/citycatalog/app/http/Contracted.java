package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;

/// A published dataset that is shared and opened on request alone, and those who ask for it and
/// decide.
///
/// @param applicant an enterprise
/// @param provider a key of the dataset's provider
record Contracted(
    String id, ContractClient operator, ContractClient applicant, ContractClient provider) {
  static final String PURPOSE = "parking-guidance";
  static final String ORGANISATION = "913410000031532064";

  private static final byte[] CSV =
      "code,places\n00017,12\n00018,8\n00019,40\n".getBytes(StandardCharsets.UTF_8);

  /// Makes the dataset.
  ///
  /// @param changes pointers into the entry and JSON values in turn
  static Contracted dataset(SharedServer.Running city, String id, String... changes)
      throws Exception {
    String entry = Entries.minimal(id);
    String conditional = "{\"class\": \"conditional\", \"condition\": \"限停车诱导\"}";
    entry = patched(patched(entry, "/sharing", conditional), "/opening", conditional);
    for (int i = 0; i < changes.length; i += 2) {
      entry = patched(entry, changes[i], changes[i + 1]);
    }
    ok(city.operator.post("/datasets", entry));
    ok(city.operator.upload("/datasets/" + id + "/loads", CSV));
    ContractClient provider = key(city, "\"kind\": \"department\", \"provider\": \"transport\"");
    publish(city.operator, provider, id);
    return new Contracted(
        id,
        city.operator,
        key(city, "\"kind\": \"enterprise\", \"organisation\": \"" + ORGANISATION + "\""),
        provider);
  }

  /// Publishes, and has another key approve it where two persons have to be of one mind.
  static void publish(ContractClient first, ContractClient second, String id) throws Exception {
    Answer published =
        ok(
            first.send(
                "POST",
                "/api/v1/datasets/" + id + "/publication",
                new byte[0],
                "If-Match",
                first.get("/datasets/" + id).header("ETag")));
    if (published.status() == 202) {
      String change = published.header("Location").substring("/api/v1".length());
      ok(second.post(change + "/decisions", "{\"to\": \"approved\"}"));
    }
  }

  /// A caller with a new key.
  ///
  /// @param fields of the request for the key, beside its label
  static ContractClient key(SharedServer.Running city, String fields) throws Exception {
    Answer made = ok(city.operator.post("/keys", "{\"label\": \"合同测试\", " + fields + "}"));
    return city.anybody.withKey(made.json().getString("secret"));
  }

  /// Asks for it.
  ///
  /// @param changes pointers into the terms and JSON values in turn
  Answer ask(String... changes) throws Exception {
    return askAs(applicant, changes);
  }

  Answer askAs(ContractClient caller, String... changes) throws Exception {
    String terms =
        """
        {"dataset": "%s", "basis": "《条例》第十一条", "purpose": "%s", "scenario": "诱导屏显示剩余泊位",
         "rows": "places > 10", "columns": [{"name": "places"}], "method": "接口",
         "notAfter": "%s", "securityContact": "信息科 0559-0000000"}
        """
            .formatted(id, PURPOSE, Instant.now().plus(90, ChronoUnit.DAYS));
    for (int i = 0; i < changes.length; i += 2) {
      terms = patched(terms, changes[i], changes[i + 1]);
    }
    return caller.post("/access-requests", terms);
  }

  /// A request that the provider is to decide.
  String inReview(String... changes) throws Exception {
    String request = "/access-requests/" + ok(ask(changes)).json().getString("id");
    ok(decide(operator, request, "compliance-check"));
    ok(decide(operator, request, "provider-review"));
    return request;
  }

  /// A grant.
  String granted(String... changes) throws Exception {
    Answer approved = ok(decide(provider, inReview(changes), "approved"));
    return "/grants/" + approved.json().getString("grant");
  }

  /// A caller with a key for a grant.
  ContractClient keyOf(String grant) throws Exception {
    Answer made = ok(makeKey(grant));
    return applicant.withKey(made.json().getString("secret"));
  }

  Answer makeKey(String grant) throws Exception {
    return applicant.send("POST", "/api/v1" + grant + "/keys", new byte[0]);
  }

  boolean hasExpired(String grant) throws Exception {
    return ok(provider.get(grant)).json().getString("state").equals("expired");
  }

  /// Takes a step from where a request or a grant is.
  static Answer decide(ContractClient by, String subject, String to) throws Exception {
    return by.post(
        subject + "/decisions",
        "{\"to\": \"%s\", \"reason\": \"测试\"}".formatted(to),
        "If-Match",
        by.get(subject).header("ETag"));
  }

  /// Reads rows for the purpose of the grants.
  Answer rows(ContractClient caller, String query) throws Exception {
    return caller.get("/datasets/" + id + "/rows" + query, "CityCatalog-Purpose", PURPOSE);
  }

  /// Asks whether a tuple is there.
  ///
  /// @param values columns and values as JSON
  Answer match(ContractClient caller, String values) throws Exception {
    return caller.post(
        "/datasets/" + id + "/matches",
        "{\"values\": {" + values + "}}",
        "CityCatalog-Purpose",
        PURPOSE);
  }

  static Answer ok(Answer answer) {
    assertThat(answer.status()).as("%s", answer).isLessThan(300);
    return answer;
  }

  static String patched(String document, String pointer, String value) {
    String patch = "[{\"op\": \"add\", \"path\": \"%s\", \"value\": %s}]".formatted(pointer, value);
    try (JsonReader json = Json.createReader(new StringReader(document));
        JsonReader change = Json.createReader(new StringReader(patch))) {
      JsonObject changed = Json.createPatch(change.readArray()).apply(json.readObject());
      return changed.toString();
    }
  }
}
