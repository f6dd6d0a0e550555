package org.citycatalog.app.http;

import jakarta.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.citycatalog.app.testing.Contract;
import org.jspecify.annotations.Nullable;

/// Makes requests to every operation of the contract, with every parameter. Whoever adds an
/// operation or a parameter adds what it can be asked with, or these tests fail.
final class DoorRequests {
  private static final List<Contract.Door> DOORS = Contract.read().doors();
  private static final String ENTRY = Entries.minimal("transport.made-anew");

  private final Random random;

  /// By name of the parameter, or by operation and name where names mean different things.
  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private final Map<String, List<String>> bodies = new LinkedHashMap<>();
  private final List<String> cursors = new ArrayList<>();

  /// A request.
  ///
  /// @param target path and query from the root, percent-encoded
  /// @param headers names and values in turn
  record Asked(
      String operation,
      String method,
      String target,
      byte @Nullable [] body,
      List<String> headers) {}

  /// @param datasets ids to ask about: such that are there, forbidden, or nowhere
  /// @param known ids of a `load`, a `request`, a `grant`, a `correction` and a `key`
  /// @param fork what happened since is not asked of the ledger, whose sums follow the clock
  DoorRequests(Random random, List<String> datasets, Map<String, String> known, String fork) {
    this.random = random;
    values.put("id", datasets);
    for (String name : List.of("purge", "correction")) {
      values.put(name, List.of("nobodysnobodysnobody"));
    }
    known.forEach((name, id) -> values.put(name, List.of(id, "nobodysnobodysnobody")));
    values.put("keyId", values.getOrDefault("key", List.of("nobodysnobodysnobody")));
    values.put("dataset", datasets);
    values.put("listLedger.until", List.of(fork));
    values.put("from", List.of("2026-01-01T00:00:00Z", fork, "yesterday"));
    values.put("namespace", List.of("civil", "transport", "nobody"));
    values.put("name", List.of("themes", "formats", "nothing"));
    values.put("version", List.of("1", "2", "9"));
    values.put("cube", List.of("by-class", "nothing"));
    values.put("by", List.of("class", "district", "class,district", "", "officer"));
    values.put("slice", List.of("class=1", "class=", "class=9", "district=341002", "officer=王"));
    values.put("If-None-Match", List.of("\"rubbish\"", "\"1\""));
    values.put("revision", List.of("1", "2", "9"));
    values.put("q", List.of("工单", "停车", "路灯", "井盖 中心", "涉密", "341002", "ticket", ""));
    values.put("theme", List.of("transport", "nothing"));
    values.put("provider", List.of("civil", "transport", "nobody"));
    values.put("searchDatasets.format", List.of("csv", "xlsx", "nothing"));
    values.put("sharing", List.of("unconditional", "conditional", "withheld", "other"));
    values.put("opening", List.of("unconditional", "conditional", "withheld"));
    values.put("updateCycle", List.of("daily", "monthly"));
    values.put("searchDatasets.sort", List.of("relevance", "modified", "title", "nothing"));
    values.put("overdue", List.of("true", "false", "perhaps"));
    values.put("limit", List.of("1", "2", "7", "50", "0"));
    values.put("after", List.of("0", "1", "5"));
    values.put(
        "filter",
        List.of(
            "district = '341002'",
            "district = '341021'",
            "cost > 3",
            "cost IS NULL OR class = '1'",
            "NOT class IN ('1', '2')",
            "phone = '13900000001'",
            "officer = '王'",
            "remark LIKE '%密%'",
            "text LIKE '路灯%' AND cost <= 4",
            "nobody = 1",
            "cost >"));
    values.put("select", List.of("class", "text,cost", "phone", "officer", "class,class"));
    values.put("sort", List.of("cost", "-class,cost", "text", "phone", "officer", "-district"));
    values.put("form", List.of("typed", "source"));
    values.put("bom", List.of("true", "false"));
    values.put("exportRows.format", List.of("csv", "json", "jsonl", "xml"));
    values.put("format", List.of("csv", "json"));
    values.put("encoding", List.of("UTF-8", "GB18030"));
    values.put("header", List.of("true", "false"));
    values.put("sheet", List.of("Sheet1"));
    values.put("maxRejected", List.of("0", "5"));
    values.put("maxUnreadable", List.of("0", "5"));
    values.put("kind", List.of("public", "department", "research", "nobody"));
    values.put("viewAs", List.of("public", "department", "research", "nobody"));
    values.put("organisation", List.of(Contracted.ORGANISATION, "11341000YY0000010G", "x"));
    values.put("number", List.of("1", "2", "9"));
    values.put("reason", List.of("测试", ""));
    values.put("If-Match", List.of("\"1\"", "\"2\"", "\"3\"", "*"));
    values.put("Prefer", List.of("wait=10"));
    cursors.add("rubbish");

    String terms =
        "{\"dataset\": \"%s\", \"basis\": \"《条例》\", \"purpose\": \"statistics\", \"scenario\":"
            + " \"统计\", \"columns\": [{\"name\": \"%s\"}], \"method\": \"接口\", \"notAfter\":"
            + " \"2027-06-01T00:00:00Z\", \"securityContact\": \"0559-0000000\"}";
    List<String> requests = new ArrayList<>();
    for (String id : datasets) {
      requests.add(terms.formatted(id, "class"));
      requests.add(terms.formatted(id, "officer"));
    }
    bodies.put("registerDataset", List.of(ENTRY, Entries.minimal(datasets.getLast()), "{}"));
    bodies.put("editDataset", List.of(ENTRY, "{\"id\": 7}"));
    bodies.put(
        "previewBoundary",
        List.of(
            Entries.minimal("transport.own"),
            Entries.minimal("transport.own").replace("\"G1\"", "\"G3\""),
            Entries.minimal("civil.conditional"),
            "{}"));
    bodies.put(
        "decideProposedChange",
        List.of("{\"to\": \"approved\"}", "{\"to\": \"refused\", \"reason\": \"测试\"}", "{}"));
    bodies.put("withdrawDataset", List.of("{\"reason\": \"测试\"}", "{}"));
    bodies.put("setSchema", List.of("{\"fields\": [{\"name\": \"code\", \"type\": \"string\"}]}"));
    bodies.put("proposeSchema", List.of("code,places\n1,2\n", "x"));
    bodies.put("loadRows", List.of("code,places\n00017,12\n", "code;places\nx"));
    bodies.put(
        "queryRows",
        List.of("{}", "{\"filter\": \"district = '341021'\"}", "{\"sort\": [\"phone\"]}", "[]"));
    bodies.put(
        "matchTuple",
        List.of(
            "{\"values\": {\"class\": \"1\", \"text\": \"路灯不亮\"}}",
            "{\"values\": {\"class\": \"9\", \"text\": \"路灯不亮\"}}",
            "{\"values\": {\"class\": \"1\"}}",
            "{\"values\": {\"officer\": \"王\", \"text\": \"路灯不亮\"}}",
            "{}"));
    bodies.put("addProvider", List.of(Entries.TRANSPORT));
    bodies.put("requestAccess", requests);
    bodies.put("decideAccessRequest", List.of("{\"to\": \"approved\"}", "{\"to\": \"nothing\"}"));
    bodies.put("extendAccessRequest", List.of("{\"reason\": \"需现场核实\"}", "{}"));
    bodies.put(
        "reportError",
        List.of(
            "{\"version\": 1, \"field\": \"class\", \"problem\": \"分类有误\"}",
            "{\"version\": 1, \"field\": \"phone\", \"problem\": \"号码有误\"}",
            "{\"version\": 1, \"field\": \"officer\", \"problem\": \"姓名有误\"}",
            "{\"version\": 9, \"problem\": \"缺行\"}",
            "{\"version\": 1, \"row\": {\"district\": \"341021\"}, \"problem\": \"行有误\"}",
            "{\"version\": 2, \"problem\": \"缺行\"}",
            "{\"problem\": 7}"));
    bodies.put(
        "decideCorrection",
        List.of(
            "{\"to\": \"accepted\"}",
            "{\"to\": \"rejected\", \"reason\": \"查无此事\"}",
            "{\"to\": \"corrected\", \"version\": 2}"));
    bodies.put("extendCorrection", List.of("{\"reason\": \"需现场核实\"}"));
    List<String> purges = new ArrayList<>();
    String purge = "{\"subject\": %s, \"reason\": \"误传个人信息\", \"basis\": \"《个人信息保护法》第四十七条\"}";
    for (String id : datasets) {
      purges.add(purge.formatted("{\"dataset\": \"%s\", \"versions\": [1, 7]}".formatted(id)));
      purges.add(purge.formatted("{\"dataset\": \"%s\", \"versionsUpTo\": 1}".formatted(id)));
    }
    purges.add(purge.formatted("{\"key\": \"nobodysnobodysnobody\"}"));
    purges.add(purge.formatted("{\"grant\": \"%s\"}".formatted(known.get("grant"))));
    purges.add(purge.formatted("{}"));
    bodies.put("requestPurge", purges);
    bodies.put("decidePurge", List.of("{\"to\": \"approved\"}", "{\"to\": \"refused\"}"));
    bodies.put("decideGrant", List.of("{\"to\": \"revoked\", \"reason\": \"测试\"}"));
    values.put("account", List.of("nobodysnobodysnobody"));
    bodies.put(
        "logIn", List.of("{\"name\": \"nobody\", \"password\": \"x\"}", "{\"name\": \"\"}", "{}"));
    bodies.put(
        "changePassword", List.of("{\"old\": \"x\", \"password\": \"Vier-Wald-Staetten\"}", "{}"));
    bodies.put(
        "addAccount",
        List.of("{\"name\": \"wang\", \"label\": \"x\", \"kind\": \"department\"}", "{}"));
    bodies.put("changeAccount", List.of("{\"label\": \"x\", \"kind\": \"department\"}", "{}"));
    bodies.put("rotateKey", List.of("{\"overlapHours\": 1}", "{}", "{\"overlapHours\": -1}"));
    List<String> limits = List.of("{}", "{\"day\": {\"calls\": 1000000}}", "{\"day\": 7}");
    bodies.put("setKeyLimits", limits);
    bodies.put("setOrganisationLimits", limits);
    bodies.put("setDatasetLimits", limits);
    bodies.put("addKey", List.of("{\"label\": \"x\", \"kind\": \"department\"}"));
  }

  /// Every `operationId`.
  static List<String> operations() {
    return DOORS.stream().map(Contract.Door::id).toList();
  }

  /// Keeps a cursor that was given, to be asked with.
  void given(String cursor) {
    cursors.add(cursor);
  }

  /// The next request, to any operation.
  Asked next() {
    return to(DOORS.get(random.nextInt(DOORS.size())));
  }

  /// A request to one operation.
  Asked to(String operation) {
    return to(DOORS.stream().filter(door -> door.id().equals(operation)).findFirst().orElseThrow());
  }

  private Asked to(Contract.Door door) {
    String path = door.path();
    List<String> query = new ArrayList<>();
    List<String> headers = new ArrayList<>();
    for (JsonObject parameter : door.parameters()) {
      String name = parameter.getString("name");
      String value = value(door.id(), name);
      switch (parameter.getString("in")) {
        case "path" -> path = path.replace("{" + name + "}", encoded(value));
        case "query" -> {
          if (random.nextInt(3) == 0 || values.containsKey(door.id() + "." + name)) {
            query.add(name + "=" + encoded(value));
          }
        }
        case "header" -> {
          if (random.nextInt(4) > 0) {
            headers.addAll(List.of(name, value));
          }
        }
        default -> throw new AssertionError("a parameter in " + parameter);
      }
    }
    byte[] body = null;
    if (door.body()) {
      List<String> known = bodies.get(door.id());
      if (known == null) {
        throw new AssertionError("no body is known for " + door.id());
      }
      body = pick(known).getBytes(StandardCharsets.UTF_8);
      boolean file = door.id().equals("loadRows") || door.id().equals("proposeSchema");
      headers.addAll(
          List.of("Content-Type", file ? "application/octet-stream" : "application/json"));
    } else if (door.method().equals("POST")) {
      body = new byte[0];
    }
    String target = "/api/v1" + path + (query.isEmpty() ? "" : "?" + String.join("&", query));
    String method = door.method().equals("GET") && random.nextInt(20) == 0 ? "HEAD" : door.method();
    return new Asked(door.id(), method, target, body, headers);
  }

  private String value(String operation, String name) {
    if (name.equals("cursor")) {
      return random.nextBoolean() ? pick(cursors) : cursors.getLast();
    }
    List<String> known = values.getOrDefault(operation + "." + name, values.get(name));
    if (known == null) {
      throw new AssertionError("nothing is known to ask %s with as %s".formatted(operation, name));
    }
    return pick(known);
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
