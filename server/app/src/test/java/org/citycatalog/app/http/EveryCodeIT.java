package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.citycatalog.app.container.ServedIT;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Sends what leads to each code of `error-codes.yaml`, and looks at the whole answer.
@ExtendWith(SharedServer.class)
class EveryCodeIT {
  /// What a server tells of its inside: classes, stacks, files, statements.
  private static final Pattern INSIDE =
      Pattern.compile(
          "\\b(java|javax|jakarta|jdk|sun|org|com|io|dev)\\.[a-z]+\\.|Exception|\\tat"
              + " |(?i:sqlite|lucene|liberty|postgres|hikari|select .* from|insert"
              + " into)|/tmp/|/home/|/usr/|\\.java\\b");

  private static final Path TESTS = Path.of("src/test/java"); // tests run in their module's folder

  /// Codes that need a server of their own, and who meets them.
  private static final Map<String, Class<?>> ELSEWHERE = elsewhere();

  /// Codes that no request of today leads to, and who meets them.
  private static final Map<String, Path> NOT_OVER_HTTP = notOverHttp();

  private final SharedServer.Running city;
  private final ContractClient anybody;
  private final ContractClient operator;
  private final Map<String, Trigger> triggers = new LinkedHashMap<>();

  private interface Trigger {
    Answer send() throws Exception;
  }

  EveryCodeIT(SharedServer.Running city) {
    this.city = city;
    this.anybody = city.anybody;
    this.operator = city.operator;
    requests();
    entries();
    rows();
    files();
    findings();
    contracts();
    previews();
    grants();
    statistics();
    matches();
    purges();
    limits();
  }

  @Test
  void every_code_is_met_or_it_is_said_why_not() {
    List<String> said = new ArrayList<>(triggers.keySet());
    said.addAll(ELSEWHERE.keySet());
    said.addAll(NOT_OVER_HTTP.keySet());

    assertThat(said).containsExactlyInAnyOrderElementsOf(codes().keySet());
  }

  @Test
  void who_is_said_to_meet_a_code_names_it() throws Exception {
    Map<String, Path> met = new TreeMap<>(NOT_OVER_HTTP);
    ELSEWHERE.forEach(
        (code, test) -> met.put(code, TESTS.resolve(test.getName().replace('.', '/') + ".java")));

    for (Map.Entry<String, Path> each : met.entrySet()) {
      assertThat(Files.readString(each.getValue()).replace("\\\"", "\""))
          .as("%s", each.getValue())
          .contains("\"" + each.getKey() + "\"");
    }
  }

  @TestFactory
  Stream<DynamicTest> what_leads_to() {
    Map<String, Integer> codes = codes();
    return triggers.entrySet().stream()
        .map(each ->
            DynamicTest.dynamicTest(
                each.getKey(),
                () -> meets(each.getKey(), codes.getOrDefault(each.getKey(), 0), each.getValue())));
  }

  private static void meets(String code, int status, Trigger trigger) throws Exception {
    Answer answer = trigger.send();

    String text = answer.text();
    assertThat(INSIDE.matcher(text).results().map(found -> found.group()).toList())
        .as("inner text of %s", text)
        .isEmpty();
    if (answer.status() < 400) {
      assertThat(text).as("a warning").contains("\"code\":\"" + code + "\"");
      return;
    }
    assertThat(answer.status()).as("%s", answer).isNotEqualTo(500);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    JsonObject problem = answer.json();
    if (problem.getString("code").equals(code)) {
      assertThat(answer.status()).as("%s", answer).isEqualTo(status);
      assertThat(problem.getInt("status")).isEqualTo(status);
      assertThat(problem.getString("type")).isEqualTo("urn:citycatalog:error:" + code);
      return;
    }
    assertThat(problem.getString("code"))
        .as("%s", answer)
        .isIn("invalid-body", "not-ready", "not-grantable");
    assertThat(problem.getJsonArray("findings").getValuesAs(JsonObject.class))
        .as("%s", answer)
        .anySatisfy(finding -> {
          assertThat(finding.getString("code")).isEqualTo(code);
          assertThat(finding.getString("message")).isNotBlank();
          assertThat(finding.getString("pointer")).matches("(/.*)?");
        });
  }

  private void requests() {
    on("unknown-parameter", () -> anybody.get("/datasets?lmit=3"));
    on("invalid-parameter", () -> anybody.get("/datasets?limit=0"));
    on("malformed-json", () -> operator.post("/providers", "{"));
    on("invalid-body", () -> operator.post("/providers", "[]"));
    on(
        "body-too-large",
        () ->
            anybody.post(
                "/datasets/transport.parking/rows/query",
                "{\"filter\": \"" + "x".repeat(2 << 20) + "\"}"));
    on("not-found", () -> anybody.get("/datasets/transport.nothing"));
    on("not-acceptable", () -> anybody.get("/vocabularies", "Accept", "text/html"));
    on(
        "unsupported-media-type",
        () -> operator.post("/providers", "x", "Content-Type", "text/plain"));
    on("method-not-allowed", () -> anybody.send("PATCH", "/api/v1/vocabularies", new byte[0]));
    on("key-missing", () -> anybody.get("/keys"));
    on("key-invalid", () -> anybody.withKey("cck_x").get("/keys"));
    on(
        "key-expired",
        () -> {
          Instant end = Instant.now().plusSeconds(3);
          ContractClient holder =
              Contracted.key(city, "\"kind\": \"research\", \"expires\": \"" + end + "\"");
          Waiting.until("the key is over", () -> holder.get("/datasets").status() != 200);
          return holder.get("/datasets");
        });
    on(
        "purpose-outside-key",
        () ->
            Contracted.key(city, "\"kind\": \"research\", \"purposes\": [\"statistics\"]")
                .get("/datasets", "CityCatalog-Purpose", "marketing"));
    on(
        "already-rotated",
        () -> {
          ContractClient holder = key("research");
          String rotation =
              "/keys/" + holder.get("/keys/current").json().getString("id") + "/rotation";
          Contracted.ok(holder.post(rotation, "{\"overlapHours\": 1}"));
          return holder.post(rotation, "{\"overlapHours\": 1}");
        });
    on(
        "key-over",
        () -> {
          String id =
              operator
                  .post("/keys", "{\"label\": \"试用\", \"kind\": \"research\"}")
                  .json()
                  .getJsonObject("key")
                  .getString("id");
          operator.delete("/keys/" + id);
          return operator.post("/keys/" + id + "/rotation", "{}");
        });
    on(
        "clearance-too-high",
        () ->
            operator.post(
                "/keys", "{\"label\": \"x\", \"kind\": \"enterprise\", \"clearance\": \"G4\"}"));
    on(
        "clearance-too-low",
        () -> {
          String id = "transport.level-two";
          register(patched(Entries.minimal(id), "/level", "\"G2\""));
          load(id, Delivered.rows(3));
          publish(id);
          return Contracted.key(city, "\"kind\": \"department\", \"clearance\": \"G1\"")
              .get("/datasets/" + id + "/rows");
        });
    on(
        "login-failed",
        () -> anybody.post("/sessions", "{\"name\": \"nobody\", \"password\": \"x\"}"));
    on("session-over", () -> anybody.withKey("ccs_" + "A".repeat(43)).get("/caller"));
    on("password-change-needed", () -> People.of(city, "first").get("/datasets"));
    on(
        "password-wrong",
        () ->
            People.of(city, "wrong")
                .put(
                    "/accounts/current/password",
                    "{\"old\": \"x\", \"password\": \"Vier-Wald-Staetten\"}"));
    on(
        "password-too-weak",
        () -> {
          People.Made weak = People.make(city, "weak", "");
          return weak.logIn()
              .put(
                  "/accounts/current/password",
                  "{\"old\": \"" + weak.password() + "\", \"password\": \"kurz\"}");
        });
    on(
        "account-name-taken",
        () -> {
          People.make(city, "taken", "");
          return People.administrator(city)
              .post(
                  "/accounts", "{\"name\": \"taken\", \"label\": \"x\", \"kind\": \"department\"}");
        });
    on(
        "own-account",
        () -> {
          People.Made own = People.make(city, "own", "\"security-administrator\"");
          return own.settled().send("DELETE", "/api/v1/accounts/" + own.id() + "/lock", null);
        });
    on("roles-exclusive", () -> account("\"roles\": [\"auditor\", \"operator\"]"));
    on("role-needs-provider", () -> account("\"roles\": [\"steward\"]"));
    on("token-not-taken", () -> anybody.withKey("e30.e30.e30").get("/caller"));
    on("key-in-query", () -> anybody.get("/datasets?key=cck_x"));
    on("forbidden", () -> key("enterprise").get("/keys"));
    on("grant-required", () -> key("department").get("/datasets/hotline.tickets/rows"));
    on(
        "rows-withheld",
        () -> {
          String id = "transport.withheld";
          String withheld = "{\"class\": \"withheld\", \"legalBasis\": \"依法不予共享\"}";
          register(
              patched(patched(Entries.minimal(id), "/sharing", withheld), "/opening", withheld));
          load(id, Delivered.rows(3));
          publish(id);
          return key("department").get("/datasets/" + id + "/rows");
        });
  }

  private void entries() {
    on(
        "id-taken",
        () -> {
          register(Entries.minimal("transport.taken"));
          return operator.post("/datasets", Entries.minimal("transport.taken"));
        });
    on(
        "if-match-missing",
        () -> operator.put("/datasets/transport.parking", Entries.minimal("transport.parking")));
    on(
        "stale-revision",
        () ->
            operator.put(
                "/datasets/transport.parking",
                Entries.minimal("transport.parking"),
                "If-Match",
                "\"0\""));
    on(
        "not-published",
        () -> {
          register(Entries.minimal("transport.draft"));
          return operator.post(
              "/datasets/transport.draft/withdrawal",
              "{\"reason\": \"数据有误\"}",
              "If-Match",
              tag("transport.draft"));
        });
    on("not-ready", () -> unready("transport.unready", "/level", "\"IMPORTANT\""));
    on("important-opened", () -> unready("transport.important", "/level", "\"IMPORTANT\""));
    on("nothing-to-share", () -> unready("transport.empty", "/items", "[]"));
    on(
        "direct-identifier-opened",
        () -> {
          String entry = patched(Entries.minimal("transport.person"), "/synthetic", "false");
          register(patched(entry, "/items/0/title/zh", "\"身份证号\""));
          return publication("transport.person");
        });
    on("sensitive-unprotected", () -> publicationOf("transport.health", "sensitive", "诊断"));
    on("personal-basis-required", () -> publicationOf("transport.belief", "sensitive", "信仰"));
    on(
        "sensitive-unmarked",
        () ->
            register(
                patched(
                    patched(Entries.minimal("transport.unmarked"), "/synthetic", "false"),
                    "/items/0/title/zh",
                    "\"宗教信仰\"")));
    on(
        "identifier-unmarked",
        () ->
            register(
                patched(
                    patched(Entries.minimal("transport.unnamed"), "/synthetic", "false"),
                    "/items/0/title/zh",
                    "\"公民身份号码\"")));
    on(
        "id-fixed",
        () -> {
          register(Entries.minimal("transport.fixed"));
          return operator.put(
              "/datasets/transport.fixed",
              Entries.minimal("transport.moved"),
              "If-Match",
              tag("transport.fixed"));
        });
    on("no-secret-review", () -> register(Entries.minimal("transport.no-review")));
    on(
        "level-below-item",
        () ->
            register(patched(Entries.minimal("transport.below-item"), "/items/0/level", "\"G2\"")));
    on("no-rows", () -> register(Entries.minimal("transport.no-rows")));
    on(
        "no-contact",
        () -> {
          String water =
              Entries.TRANSPORT
                  .replace("transport", "water")
                  .replace("11341000YY0000029D", "11341000YY0000088G");
          Answer added = operator.post("/providers", water);
          assertThat(added.status()).as("%s", added).isEqualTo(201);
          return register(Entries.minimal("water.levels"));
        });
  }

  private Answer publicationOf(String id, String personal, String title) throws Exception {
    String entry = patched(Entries.minimal(id), "/synthetic", "false");
    entry = patched(entry, "/items/0/personal", quoted(personal));
    register(patched(entry, "/items/0/title/zh", quoted(title)));
    return publication(id);
  }

  private void contracts() {
    on(
        "row-scope-unusable",
        () -> {
          String id = "transport.rescoped";
          register(Entries.minimal(id));
          load(id, Delivered.rows(3));
          String area = "{\"name\": \"area\", \"type\": \"text\"}";
          String later = patched(Entries.minimal(id), "/items/-", area);
          Contracted.ok(
              operator.put(
                  "/datasets/" + id,
                  patched(later, "/opening/rows", "\"area = '1'\""),
                  "If-Match",
                  tag(id)));
          publish(id);
          return anybody.get("/datasets/" + id + "/rows");
        });
    on("organisation-missing", () -> contracted("asks").askAs(key("enterprise")));
    on(
        "own-request",
        () -> {
          ContractClient both =
              Contracted.key(
                  city,
                  "\"kind\": \"department\", \"provider\": \"transport\", \"organisation\": \""
                      + Contracted.ORGANISATION
                      + "\"");
          return Contracted.decide(both, contracted("own").inReview(), "approved");
        });
    on(
        "second-person-needed",
        () -> {
          Contracted parking =
              Contracted.dataset(city, "transport.contract-two", "/items/1/level", "\"G3\"");
          String request = parking.inReview();
          Contracted.ok(Contracted.decide(parking.provider(), request, "approved"));
          return Contracted.decide(parking.provider(), request, "approved");
        });
    on(
        "change-decided",
        () -> {
          String id = "transport.two-decided";
          register(patched(Entries.minimal(id), "/level", "\"G3\""));
          String change =
              publication(id).header("Location").substring("/api/v1".length()) + "/decisions";
          Contracted.ok(operator.post(change, "{\"to\": \"taken-back\"}"));
          return operator.post(change, "{\"to\": \"taken-back\"}");
        });
    on(
        "no-such-step",
        () -> {
          Contracted parking = contracted("step");
          return Contracted.decide(parking.provider(), parking.granted(), "active");
        });
    on(
        "not-extendable",
        () -> {
          Contracted parking = contracted("extension");
          String request = parking.inReview();
          return parking
              .provider()
              .post(
                  request + "/extension",
                  "{\"reason\": \"需现场核实\"}",
                  "If-Match",
                  parking.provider().get(request).header("ETag"));
        });
    on(
        "no-such-row",
        () ->
            reported(
                "row-less", "{\"version\": 1, \"row\": {\"code\": \"9\"}, \"problem\": \"有误\"}"));
    on(
        "no-row-key",
        () -> {
          Contracted parking = contracted("keyless");
          return parking
              .provider()
              .post(
                  "/datasets/" + parking.id() + "/corrections",
                  "{\"version\": 1, \"row\": {\"code\": \"00017\"}, \"problem\": \"有误\"}");
        });
    on(
        "too-many-corrections",
        () -> {
          ContractClient reader = key("research");
          String address = "/datasets/transport.parking/corrections";
          String report = "{\"version\": 1, \"problem\": \"有误\"}";
          for (int i = 0; i < 100; i++) {
            Contracted.ok(reader.post(address, report));
          }
          return reader.post(address, report);
        });
    on(
        "too-many-keys",
        () -> {
          Contracted parking = contracted("keys");
          String grant = parking.granted();
          for (int i = 0; i < 5; i++) {
            parking.keyOf(grant);
          }
          return parking.makeKey(grant);
        });
    asked("not-grantable", "/columns/0/name", "\"plcaes\"");
    asked("wrong-value", "/purpose", "\"Parking Guidance\"");
    asked("column-twice", "/columns/-", "{\"name\": \"places\"}");
    asked("term-over", "/notAfter", "\"2020-01-01T00:00:00Z\"");
    asked("term-too-long", "/notAfter", "\"2099-01-01T00:00:00Z\"");
    asked("mask-shows-nothing", "/columns/0/mask", "{\"method\": \"drop\"}");
    on(
        "important-granted",
        () -> {
          Contracted parking =
              Contracted.dataset(
                  city,
                  "transport.contract-important",
                  "/items/1/level",
                  "\"IMPORTANT\"",
                  "/opening",
                  "{\"class\": \"withheld\", \"legalBasis\": \"依法不予开放\"}");
          return parking.askAs(
              Contracted.key(
                  city,
                  "\"kind\": \"department\", \"organisation\": \""
                      + Contracted.ORGANISATION
                      + "\""));
        });
    on(
        "direct-identifier-granted",
        () ->
            Contracted.dataset(city, "transport.contract-person", "/items/1/personal", "\"direct\"")
                .ask());
  }

  /// Of a dataset with rows and a live grant.
  private void warned(String code, String... changes) {
    on(
        code,
        () -> {
          Contracted parking = contracted(code);
          parking.granted();
          String at = "/datasets/" + parking.id();
          String entry = operator.get(at).json().getJsonObject("entry").toString();
          for (int i = 0; i < changes.length; i += 2) {
            entry = patched(entry, changes[i], changes[i + 1]);
          }
          return operator.post(at + "/boundary-preview", entry);
        });
  }

  private void previews() {
    String opened = "{\"class\": \"unconditional\"}";
    String sensitive =
        "[{\"name\": \"code\", \"type\": \"code\", \"personal\": \"quasi\"}, {\"name\":"
            + " \"places\", \"type\": \"integer\", \"personal\": \"sensitive\"}, {\"name\":"
            + " \"area\", \"type\": \"code\", \"personal\": \"quasi\"}]";
    warned("high-level-opened", "/level", "\"G3\"", "/sharing", opened);
    warned("personal-opened", "/items/0/personal", "\"quasi\"", "/sharing", opened);
    on(
        "linkable-columns",
        () -> {
          String id = "transport.linkable";
          String entry = patched(Entries.minimal(id), "/items", sensitive);
          register(entry);
          return operator.post("/datasets/" + id + "/boundary-preview", entry);
        });
    String withheld = "{\"class\": \"withheld\", \"legalBasis\": \"依法不予开放\"}";
    warned("grants-ended", "/opening", withheld);
    warned("class-tightened", "/opening", withheld);
    warned(
        "grants-narrowed",
        "/opening",
        "{\"class\": \"conditional\", \"condition\": \"按需\", \"rows\": \"places < 30\"}");
  }

  private Answer account(String fields) throws Exception {
    return People.administrator(city)
        .post(
            "/accounts",
            "{\"name\": \"zhao\", \"label\": \"x\", \"kind\": \"department\", " + fields + "}");
  }

  private void grants() {
    on(
        "purpose-not-granted",
        () -> {
          Contracted parking = contracted("purpose");
          return parking.keyOf(parking.granted()).get("/datasets/" + parking.id() + "/rows");
        });
    on(
        "grant-not-yet",
        () -> {
          Contracted parking = contracted("early");
          String soon = Instant.now().plus(Duration.ofDays(1)).toString();
          ContractClient bound = parking.keyOf(parking.granted("/notBefore", quoted(soon)));
          return parking.rows(bound, "");
        });
    on(
        "grant-expired",
        () -> {
          Contracted parking = contracted("late");
          Instant end = Instant.now().plusSeconds(3);
          String grant = parking.granted("/notAfter", quoted(end.toString()));
          Waiting.until("the grant has expired", () -> parking.hasExpired(grant));
          return parking.makeKey(grant);
        });
    grantAfter("grant-suspended", "suspended");
    grantAfter("grant-revoked", "revoked");
    on(
        "grant-in-force",
        () ->
            purge(
                "{\"grant\": \"%s\"}".formatted(contracted("pseudonyms").granted().substring(8))));
    on(
        "grant-elsewhere",
        () -> {
          Contracted parking = contracted("here");
          ContractClient bound = parking.keyOf(parking.granted());
          // Of what is not open to all, such a key sees but entries whose statistics are.
          Contracted counted =
              Contracted.dataset(
                  city,
                  "transport.contract-there",
                  "/statistics",
                  "{\"audience\": \"everybody\","
                      + " \"groups\": [{\"item\": \"code\", \"values\": [\"00017\"]}],"
                      + " \"cubes\": [{\"name\": \"c\", \"title\": {\"zh\": \"表\"},"
                      + " \"groups\": [\"code\"], \"measures\": []}]}");
          return counted.rows(bound, "");
        });
  }

  private void matches() {
    String both =
        "[{\"name\": \"code\", \"mask\": {\"method\": \"match-only\"}},"
            + " {\"name\": \"places\", \"mask\": {\"method\": \"match-only\"}}]";
    String tuple = "\"code\": \"00017\", \"places\": \"12\"";
    asked(
        "match-too-narrow",
        "/columns",
        "[{\"name\": \"code\", \"mask\": {\"method\": \"match-only\"}}, {\"name\": \"places\"}]");
    on(
        "match-only",
        () -> {
          Contracted parking = contracted("match-rows");
          return parking.rows(parking.keyOf(parking.granted("/columns", both)), "");
        });
    on(
        "match-not-granted",
        () -> {
          Contracted parking = contracted("match-none");
          return parking.match(parking.keyOf(parking.granted()), tuple);
        });
    on(
        "match-tuple",
        () -> {
          Contracted parking = contracted("match-part");
          return parking.match(
              parking.keyOf(parking.granted("/columns", both)), "\"code\": \"00017\"");
        });
    on(
        "match-rate",
        () -> {
          Contracted parking = contracted("match-many");
          ContractClient bound = parking.keyOf(parking.granted("/columns", both));
          for (int i = 0; i < 60; i++) {
            Contracted.ok(parking.match(bound, tuple));
          }
          Answer refused = parking.match(bound, tuple);
          assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 3600);
          return refused;
        });
  }

  private void statistics() {
    String groups = "[{\"item\": \"code\", \"values\": [\"00017\"]}]";
    String cube =
        "{\"name\": \"c\", \"title\": {\"zh\": \"表\"}, \"groups\": [\"code\"],"
            + " \"measures\": []}";
    declared("statistics-beside-rows", true, groups, cube);
    declared("values-needed", false, "[{\"item\": \"code\"}]", cube);
    declared(
        "item-unsuitable",
        false,
        groups,
        cube.replace("[]}", "[{\"name\": \"m\", \"function\": \"sum\", \"of\": \"code\"}]}"));
    declared(
        "measure-unsafe",
        false,
        groups,
        cube.replace("[]}", "[{\"name\": \"m\", \"function\": \"max\", \"of\": \"places\"}]}"));
    declared(
        "cube-too-large",
        false,
        "[{\"item\": \"code\", \"values\": %s}, {\"item\": \"places\", \"values\": %1$s}]"
            .formatted(array(200, "\"%05d\"")),
        cube.replace("[\"code\"]", "[\"code\", \"places\"]"));
    on(
        "cube-not-released",
        () -> {
          Contracted.ok(
              operator.post("/datasets", declaring("transport.cube-empty", false, groups, cube)));
          publish("transport.cube-empty");
          return anybody.get("/datasets/transport.cube-empty/cubes/c");
        });
    on(
        "not-in-cube",
        () -> {
          String id = "transport.cube-told";
          Contracted.ok(operator.post("/datasets", declaring(id, false, groups, cube)));
          load(id, Delivered.rows(40));
          publish(id);
          Contracted.ok(anybody.get("/datasets/" + id + "/cubes/c"));
          return anybody.get("/datasets/" + id + "/cubes/c?by=cdoe");
        });
  }

  private void declared(String code, boolean open, String groups, String cube) {
    on(code, () -> operator.post("/datasets", declaring("transport." + code, open, groups, cube)));
  }

  private static String declaring(String id, boolean open, String groups, String cube) {
    String conditional = "{\"class\": \"conditional\", \"condition\": \"按需\"}";
    String entry = Entries.minimal(id);
    return patched(
        open ? entry : patched(entry, "/opening", conditional),
        "/statistics",
        "{\"audience\": \"everybody\", \"groups\": %s, \"cubes\": [%s]}".formatted(groups, cube));
  }

  private Answer reported(String name, String report) throws Exception {
    Contracted parking =
        Contracted.dataset(city, "transport.contract-" + name, "/primaryKey", "[\"code\"]");
    return parking.provider().post("/datasets/" + parking.id() + "/corrections", report);
  }

  private void purges() {
    on(
        "purged",
        () -> {
          String id = "transport.purged";
          register(Entries.minimal(id));
          load(id, Delivered.rows(3));
          String purge = "/purges/" + purgeOf(id).json().getString("id");
          ContractClient steward =
              Contracted.key(city, "\"kind\": \"department\", \"provider\": \"transport\"");
          Contracted.ok(Contracted.decide(steward, purge, "approved"));
          return operator.get("/datasets/" + id + "/versions/1");
        });
    on(
        "unknown-version",
        () -> {
          register(Entries.minimal("transport.unpurged"));
          return purgeOf("transport.unpurged");
        });
  }

  private Answer purgeOf(String id) throws Exception {
    return purge("{\"dataset\": \"%s\", \"versions\": [1]}".formatted(id));
  }

  private Answer purge(String subject) throws Exception {
    return operator.post(
        "/purges",
        "{\"subject\": %s, \"reason\": \"误传\", \"basis\": \"《个人信息保护法》\"}".formatted(subject));
  }

  private void limits() {
    on(
        "rate-exceeded",
        () -> {
          ContractClient slow = limited("{\"rate\": {\"requests\": 1, \"seconds\": 3600}}");
          Contracted.ok(slow.get("/vocabularies"));
          return slow.get("/vocabularies");
        });
    on(
        "quota-exhausted",
        () -> limited("{\"day\": {\"rows\": 2}}").get("/datasets/transport.parking/rows?limit=3"));
    on(
        "grant-exhausted",
        () -> {
          Contracted parking = contracted("exhausted");
          ContractClient bound = parking.keyOf(parking.granted("/quota", "{\"calls\": 1}"));
          Contracted.ok(parking.rows(bound, ""));
          return parking.rows(bound, "");
        });
  }

  private ContractClient limited(String limits) throws Exception {
    JsonObject made =
        Contracted.ok(operator.post("/keys", "{\"label\": \"限流\", \"kind\": \"research\"}")).json();
    String key = made.getJsonObject("key").getString("id");
    Contracted.ok(operator.put("/keys/" + key + "/limits", limits));
    return anybody.withKey(made.getString("secret"));
  }

  private void grantAfter(String code, String step) {
    on(
        code,
        () -> {
          Contracted parking = contracted(step);
          String grant = parking.granted();
          ContractClient bound = parking.keyOf(grant);
          Contracted.ok(Contracted.decide(parking.provider(), grant, step));
          return parking.rows(bound, "");
        });
  }

  private void asked(String code, String pointer, String value) {
    on(code, () -> contracted(code).ask(pointer, value));
  }

  private Contracted contracted(String name) throws Exception {
    return Contracted.dataset(city, "transport.contract-" + name);
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  private void rows() {
    String parking = "/datasets/transport.parking/rows";
    on(
        "not-loaded",
        () -> {
          register(Entries.minimal("transport.rowless"));
          return operator.get("/datasets/transport.rowless/rows");
        });
    on("unknown-column", () -> anybody.get(parking + "?select=nmae"));
    on("filter-syntax", () -> anybody.get(parking + "?filter=free%20%3E"));
    on("filter-type", () -> anybody.get(parking + "?filter=free%20%3E%20%27x%27"));
    on("filter-unsupported", () -> anybody.get(parking + "?filter=free%20%2B%201%20%3E%203"));
    on(
        "filter-too-complex",
        () -> anybody.get(parking + "?filter=" + "(".repeat(101) + "free%3E1" + ")".repeat(101)));
    on("sort-unsupported", () -> anybody.get(parking + "?sort=location"));
    on(
        "words-unsupported",
        () -> {
          bad();
          return operator.get("/datasets/transport.bad-files/rows?q=%E5%81%9C");
        });
    on(
        "column-not-usable",
        () -> {
          String id = "transport.unfiltered";
          register(patched(Entries.minimal(id), "/items/1/rights", "[\"visible\"]"));
          load(id, Delivered.rows(3));
          publish(id);
          return anybody.get("/datasets/" + id + "/rows?filter=places%3E1");
        });
    on("cursor-invalid", () -> anybody.get(parking + "?cursor=x"));
    on(
        "cursor-expired",
        () -> {
          String id = "transport.paged";
          register(Entries.minimal(id));
          load(id, Delivered.rows(3));
          String next = operator.get("/datasets/" + id + "/rows?limit=1").json().getString("next");
          load(id, Delivered.rows(4));
          return operator.get("/datasets/" + id + "/rows?limit=1&cursor=" + next);
        });
  }

  private void files() {
    file("upload-incomplete", () -> RawUpload.announced(city.server, bad(), Delivered.rows(3)));
    file("file-empty", new byte[0], "");
    file("file-too-large", new byte[17 << 20], "");
    file("format-wrong", Delivered.utf8("code,places\n1,2\n"), "?format=xlsx");
    file(
        "encoding-wrong",
        "code,places\n停车,1\n".getBytes(Charset.forName("GB18030")),
        "?encoding=UTF-8");
    file("encoding-unknown", new byte[] {'c', (byte) 0xFF, (byte) 0xFE, (byte) 0xFF, '\n'}, "");
    file("sheet-unknown", Delivered.workbook(""), "?sheet=" + encoded("没有"));
    file("quote-unclosed", Delivered.utf8("code,places\n\"1,2\n3,4\n"), "");
    file("quote-broken", Delivered.utf8("\"code\"x,places\n1,2\n"), "?header=true");
    file("header-empty", Delivered.utf8(",places\n1,2\n"), "?header=true");
    file("header-duplicate", Delivered.utf8("code,code\n1,2\n"), "?header=true");
    file("header-too-long", Delivered.utf8("x".repeat(201) + ",places\n1,2\n"), "?header=true");
    file("too-many-columns", Delivered.millionColumns(), "");
    file("cell-too-long", Delivered.utf8("code,places\n" + "x".repeat(1_100_000) + ",1\n"), "");
    file("record-too-long", Delivered.longRecord(), "");
    file("compression-bomb", Delivered.gzipBomb(), "");
    file("file-damaged", Delivered.flipped(Delivered.gzip(Delivered.rows(999)), 1000), "");
    file("file-cut-off", Delivered.without(Delivered.gzip(Delivered.rows(999)), 100), "");
    file("json-damaged", Delivered.utf8("[{\"code\": \"1\",}]"), "");
    file("json-shape", Delivered.utf8("[1, 2, 3]"), "?format=json");
    file("json-too-deep", Delivered.utf8("[{\"code\": " + "[".repeat(200)), "?format=json");
    file("column-missing", Delivered.utf8("code\n1\n"), "?header=true");
    file("column-unknown", Delivered.utf8("code,places,plcaes\n1,2,3\n"), "");
    file("column-count", Delivered.utf8("1,2,3\n4,5,6\n"), "?header=false");
    file("too-many-rejected", Delivered.utf8("code,places\n1,2\n3,4,5,6\n"), "");
    file("too-many-unreadable", Delivered.utf8("code,places\n1,约二十\n"), "?maxUnreadable=0");
    on(
        "load-final",
        () -> {
          Answer load = operator.upload("/datasets/" + bad() + "/loads", Delivered.rows(3));
          return operator.delete(load.header("Location").replace("/api/v1", ""));
        });
    on(
        "load-in-progress",
        () -> {
          String first = busy("transport.busy");
          Answer second = operator.upload("/datasets/transport.busy/loads", Delivered.rows(3));
          assertThat(second.json().getString("detail")).contains(first);
          return second;
        });
    on(
        "load-cancelled",
        () -> {
          busy("transport.before");
          register(Entries.minimal("transport.cancelled"));
          String loads = "/datasets/transport.cancelled/loads";
          CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> uploaded(loads));
          String id = awaitLoad(loads);
          assertThat(operator.delete(loads + "/" + id).status()).isEqualTo(200);
          return waiting.join();
        });
  }

  private void findings() {
    finding("wrong-type", "/title", "5");
    finding("missing-field", "/title", "{}");
    finding("unknown-field", "/titel", "1");
    finding("blank-text", "/terms", "\" \"");
    finding("text-too-long", "/terms", "\"" + "长".repeat(3000) + "\"");
    finding("bad-character", "/terms", "\"铃\\u0007\"");
    finding("too-few-elements", "/items/1/constraints", "{\"enum\": []}");
    finding("too-many-elements", "/keywords", array(101, "\"词%d\""));
    finding("duplicate-element", "/keywords", "[\"停车\", \"停车\"]");
    finding("too-many-findings", "/items", array(1500, "{\"name\": \"同名\", \"type\": \"text\"}"));
    finding("unknown-code", "/updateCycle", "\"dayly\"");
    finding("unknown-provider", "/id", "\"nobody.parking\"");
    finding("unknown-division", "/divisions", "[\"341099\"]");
    finding("unknown-item", "/primaryKey", "[\"cod\"]");
    finding("duplicate-item", "/items/1/name", "\"code\"");
    finding("bad-dataset-id", "/id", "\"Parking Lots\"");
    on(
        "bad-namespace",
        () ->
            operator.post(
                "/keys", "{\"label\": \"x\", \"kind\": \"department\", \"provider\": \"A!\"}"));
    on(
        "not-for-auditors",
        () ->
            anybody
                .withKey(city.server.auditorKey())
                .post(
                    "/keys",
                    "{\"label\": \"x\", \"kind\": \"auditor\", \"provider\": \"transport\"}"));
    finding("bad-social-credit-code", "/providerCode", "\"11341000YY0000029X\"");
    finding("provider-code-mismatch", "/providerCode", "\"11341000YY0000010G\"");
    finding("bad-category", "/category", "\"9\"");
    finding("bad-resource-code", "/code", "\"12\"");
    finding("category-mismatch", "/code", "\"306002/12\"");
    finding("bad-division-code", "/divisions", "[\"3\"]");
    finding("bad-date", "/issued", "\"2026-02-30\"");
    finding("date-out-of-range", "/issued", "\"1900-01-01\"");
    finding("bad-url", "/origin", "{\"name\": \"某网站\", \"url\": \"ftp://example.org/\"}");
    finding("bad-format", "/items/1/format", "\"%Y\"");
    finding("bad-bound", "/items/1/constraints", "{\"minimum\": \"很多\"}");
    finding("bad-enum-value", "/items/1/constraints", "{\"enum\": [\"很多\"]}");
    finding("bad-pattern", "/items/0/constraints", "{\"pattern\": \"(\"}");
    finding("dangerous-pattern", "/items/0/constraints", "{\"pattern\": \"(a+)+b\"}");
    finding("bad-mask", "/items/0/mask", "{\"method\": \"keep-prefix\"}");
    finding("mask-unsuitable", "/items/1/mask", "{\"method\": \"year\"}");
    finding("right-without-visible", "/items/0/rights", "[\"filter\"]");
    finding("condition-required", "/sharing", "{\"class\": \"conditional\"}");
    finding("legal-basis-required", "/sharing", "{\"class\": \"withheld\"}");
    finding("out-of-range", "/items/0/constraints", "{\"maxLength\": 99999999999}");
  }

  private void on(String code, Trigger trigger) {
    triggers.put(code, trigger);
  }

  private void file(String code, byte[] file, String hints) {
    file(code, () -> operator.upload("/datasets/" + bad() + "/loads" + hints, file));
  }

  /// A file that is refused leaves the rows as they were.
  private void file(String code, Trigger trigger) {
    on(
        code,
        () -> {
          bad();
          String before = operator.get("/datasets/transport.bad-files/versions").text();
          Answer answer = trigger.send();
          assertThat(operator.get("/datasets/transport.bad-files/versions").text())
              .isEqualTo(before);
          assertThat(answer.json().getString("detail")).isNotBlank();
          return answer;
        });
  }

  private void finding(String code, String pointer, String json) {
    on(
        code,
        () ->
            operator.post(
                "/datasets", patched(Entries.minimal("transport.finding"), pointer, json)));
  }

  /// The dataset that bad files are sent to; it has three rows.
  private String bad() throws Exception {
    String id = "transport.bad-files";
    if (operator.get("/datasets/" + id).status() == 404) {
      register(Entries.minimal(id));
      load(id, Delivered.rows(3));
    }
    return id;
  }

  /// Has the server load something that takes a while.
  ///
  /// @return the load
  private String busy(String id) throws Exception {
    register(Entries.minimal(id));
    Answer accepted =
        operator.upload(
            "/datasets/" + id + "/loads",
            Delivered.gzip(Delivered.rows(150_000)),
            "Prefer",
            "respond-async");
    assertThat(accepted.status()).as("%s", accepted).isEqualTo(202);
    return accepted.json().getString("id");
  }

  private Answer uploaded(String loads) {
    try {
      return operator.upload(loads, Delivered.rows(3));
    } catch (java.io.IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private String awaitLoad(String loads) throws Exception {
    List<JsonObject> found = new ArrayList<>();
    Waiting.until(
        "a load has begun",
        () -> {
          found.addAll(
              operator.get(loads).json().getJsonArray("loads").getValuesAs(JsonObject.class));
          return !found.isEmpty();
        });
    return found.getFirst().getString("id");
  }

  private Answer register(String entry) throws Exception {
    Answer answer = operator.post("/datasets", entry);
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    return answer;
  }

  private void load(String id, byte[] file) throws Exception {
    Answer answer = operator.upload("/datasets/" + id + "/loads", file);
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
  }

  private Answer unready(String id, String pointer, String json) throws Exception {
    register(patched(Entries.minimal(id), pointer, json));
    return publication(id);
  }

  private void publish(String id) throws Exception {
    assertThat(publication(id).status()).isEqualTo(200);
  }

  private Answer publication(String id) throws Exception {
    return operator.send(
        "POST", "/api/v1/datasets/" + id + "/publication", new byte[0], "If-Match", tag(id));
  }

  private String tag(String id) throws Exception {
    return operator.get("/datasets/" + id).header("ETag");
  }

  private ContractClient key(String kind) throws Exception {
    String body = "{\"label\": \"试用\", \"kind\": \"%s\"}".formatted(kind);
    return anybody.withKey(operator.post("/keys", body).json().getString("secret"));
  }

  private static String patched(String entry, String pointer, String json) {
    try (JsonReader value = Json.createReader(new StringReader("[" + json + "]"));
        JsonReader document = Json.createReader(new StringReader(entry))) {
      return Json.createPatchBuilder()
          .add(pointer, value.readArray().get(0))
          .build()
          .apply(document.readObject())
          .toString();
    }
  }

  private static String array(int count, String element) {
    List<String> elements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      elements.add(element.formatted(i));
    }
    return elements.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Map<String, Class<?>> elsewhere() {
    Map<String, Class<?>> classes = new HashMap<>();
    classes.put("index-rebuilding", RestartIT.class);
    classes.put("index-lost", RestartIT.class);
    classes.put("interrupted", RestartIT.class);
    classes.put("too-many-access-requests", DeadlinesIT.class);
    classes.put("query-too-slow", SlowQueryIT.class);
    classes.put("disk-full", FullDiskIT.class);
    classes.put("ledger-unavailable", FullDiskIT.class);
    classes.put("unavailable", HeldDatabaseIT.class);
    classes.put("internal", ServedIT.class);
    TokensIT.CODES.forEach(code -> classes.put(code, TokensIT.class));
    return classes;
  }

  private static Map<String, Path> notOverHttp() {
    return Map.of(
        // The only required one is If-Match, which has a code of its own.
        "missing-parameter",
        TESTS.resolve("org/citycatalog/app/api/ParameterRuleTest.java"),
        // The delimiter is found and cannot be named over HTTP; the engine's callers name it.
        "delimiter-wrong",
        Path.of("../engine/src/test/java/org/citycatalog/ingest/DialectFinderTest.java"));
  }

  /// Every code with its status.
  @SuppressWarnings("unchecked") // a test of its own checks the shape
  private static Map<String, Integer> codes() {
    Map<String, Integer> codes = new TreeMap<>();
    try (InputStream in = EveryCodeIT.class.getResourceAsStream("/META-INF/error-codes.yaml")) {
      Load yaml = new Load(LoadSettings.builder().build());
      for (Map<String, Object> each :
          (List<Map<String, Object>>)
              Objects.requireNonNull(yaml.loadFromInputStream(Objects.requireNonNull(in)))) {
        codes.put(
            (String) Objects.requireNonNull(each.get("code")),
            (Integer) Objects.requireNonNull(each.get("status")));
      }
    } catch (java.io.IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
    return codes;
  }
}
