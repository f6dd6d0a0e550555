package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.citycatalog.app.http.Contracted.decide;
import static org.citycatalog.app.http.Contracted.ok;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;
import org.citycatalog.app.testing.StartedServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two servers that were one until a moment: from then on one holds rows, values and datasets that
/// the callers may not see, and the other does not. Every door gives the same answers.
@Tag("proof")
class TwinIT {
  private static final long SEED = 20261124;
  private static final int REQUESTS = 6_000;
  private static final int UNDER_THE_GRANT = 150; // of them
  private static final Map<String, String> SETTINGS =
      Map.of(
          "CITYCATALOG_DEMO",
          "false",
          // Full again after each request, so that what is left says nothing of when it was asked.
          "CITYCATALOG_RATE_ADDRESS",
          "1000000/1s",
          "CITYCATALOG_RATE_KEY",
          "1000000/1s",
          StartedServer.JVM,
          StartedServer.QUICK);
  private static final int HIDDEN_CLASS = 7; // which no row has that is shown
  private static final String ITEMS =
      """
      [{"name": "district", "type": "code"}, {"name": "class", "type": "code"},
       {"name": "cost", "type": "decimal"}, {"name": "text", "type": "text"},
       {"name": "phone", "type": "code", "mask": {"method": "keep-prefix", "length": 3}},
       {"name": "officer", "type": "text", "rights": []},
       {"name": "remark", "type": "text", "level": "G4"}]\
      """;

  private static final List<String> TEXTS = List.of("路灯不亮", "井盖缺失", "噪声扰民", "停车占道");
  private static final Set<String> ENDS_A_SESSION = Set.of("logOut", "changePassword");

  @TempDir Path home;
  private final Map<String, ContractClient> callers = new LinkedHashMap<>();

  /// Secrets by caller, and ids by the name of the parameter.
  private final Map<String, String> secrets = new LinkedHashMap<>();

  private final Map<String, String> known = new LinkedHashMap<>();

  @Test
  @SuppressWarnings("SystemOut") // the seed, and what was asked
  void what_a_caller_may_not_see_changes_no_answer_at_any_door() throws Exception {
    Path without = Files.createDirectory(home.resolve("without"));
    try (StartedServer base = StartedServer.start(without, SETTINGS)) {
      found(ContractClient.anonymous(base.url()).withKey(base.operatorKey()));
      secrets.put("auditor", base.auditorKey());
      secrets.put("security", base.securityKey());
      secrets.put("person", person(ContractClient.anonymous(base.url()), base.securityKey()));
      base.stop();
    }
    Path with = home.resolve("with");
    copy(without, with);
    Instant parted = Instant.now();
    try (StartedServer one = StartedServer.start(without, SETTINGS);
        StartedServer other = StartedServer.start(with, SETTINGS)) {
      ContractClient operator = operator(one);
      ContractClient knowing = operator(other);
      loaded(operator, false);
      loaded(knowing, true);
      hidden(knowing, 0);
      Run run = new Run(one, other, parted);
      run.ask(REQUESTS / 2, Set.of());
      hidden(knowing, 3);
      run.ask(REQUESTS / 4, Set.of());
      // What departments see is hidden from the others.
      governmental(knowing);
      run.ask(REQUESTS / 4 - UNDER_THE_GRANT, Set.of("department", "keeper"));
      run.askUnderTheGrant();
      run.askMatches();
      System.out.printf(
          "seed %d, %d requests, statuses by operation: %s%n", SEED, run.asked, run.statuses);
      assertThat(run.statuses.keySet())
          .containsExactlyInAnyOrderElementsOf(DoorRequests.operations());
      // What only failed would be the same everywhere.
      for (String read :
          List.of(
              "searchDatasets",
              "getDataset",
              "getVersion",
              "readRows",
              "exportRows",
              "listCubes",
              "readCube")) {
        assertThat(run.statuses.get(read)).as(read).contains(200);
      }
      assertThat(run.granted).as("pages read under the grant").isGreaterThan(10);
      assertThat(run.matched).as("answers of the yes/no grant").containsExactly(false, true);
    }
  }

  /// What both have in common.
  private void found(ContractClient operator) throws Exception {
    ok(operator.post("/providers", Entries.TRANSPORT));
    ok(
        operator.post(
            "/providers",
            "{\"namespace\": \"civil\", \"code\": \"11341000YY0000010G\", \"name\": {\"zh\":"
                + " \"民政局\"}}"));
    ContractClient civil =
        operator.withKey(
            secret(operator, "civil", "\"kind\": \"department\", \"provider\": \"civil\""));
    publish(operator, entry("civil.scoped", "unconditional", "unconditional", true));
    publish(operator, entry("civil.conditional", "conditional", "conditional", false));
    publish(operator, entry("civil.shared", "unconditional", "withheld", false));
    publish(operator, counted("civil.counted"));
    ok(operator.post("/datasets", Entries.minimal("transport.own")));
    Answer load =
        ok(
            operator.upload(
                "/datasets/transport.own/loads",
                "code,places\n1,2\n".getBytes(StandardCharsets.UTF_8)));
    known.put("load", load.json().getString("id"));
    ok(operator.upload("/datasets/civil.conditional/loads", rows(new Random(1), true)));

    String organisation = "\"organisation\": \"" + Contracted.ORGANISATION + "\"";
    ContractClient enterprise =
        operator.withKey(
            secret(operator, "enterprise", "\"kind\": \"enterprise\", " + organisation));
    secret(operator, "research", "\"kind\": \"research\"");
    secret(operator, "department", "\"kind\": \"department\"");
    secret(operator, "keeper", "\"kind\": \"department\", \"provider\": \"transport\"");
    String request =
        request(
            operator,
            enterprise,
            """
            {"name": "class"}, {"name": "cost"},
            {"name": "text", "mask": {"method": "pseudonym"}}\
            """);
    String grant = ok(decide(civil, request, "approved")).json().getString("grant");
    secrets.put("granted", grantKey(enterprise, grant).getString("secret"));
    ContractClient granted = operator.withKey(Objects.requireNonNull(secrets.get("granted")));
    known.put(
        "correction",
        ok(granted.post(
                "/datasets/civil.conditional/corrections",
                "{\"version\": 1, \"field\": \"class\", \"problem\": \"分类有误\"}",
                "CityCatalog-Purpose",
                "statistics"))
            .json()
            .getString("id"));
    String matching =
        request(
            operator,
            enterprise,
            """
            {"name": "class", "mask": {"method": "match-only"}},
            {"name": "text", "mask": {"method": "match-only"}}\
            """);
    secrets.put(
        "matching",
        grantKey(enterprise, ok(decide(civil, matching, "approved")).json().getString("grant"))
            .getString("secret"));
    known.put("request", request.substring(17));
    known.put("grant", grant);
    // One that its requester cannot approve.
    known.put(
        "purge",
        ok(operator
                .withKey(Objects.requireNonNull(secrets.get("keeper")))
                .post(
                    "/purges",
                    "{\"subject\": {\"dataset\": \"transport.own\", \"versions\": [1]},"
                        + " \"reason\": \"误传\", \"basis\": \"《个人信息保护法》\"}"))
            .json()
            .getString("id"));
    // One that may be revoked.
    known.put("key", grantKey(enterprise, grant).getJsonObject("key").getString("id"));
  }

  /// The session of somebody of kind `public`.
  private static String person(ContractClient anybody, String administrator) throws Exception {
    String first =
        ok(anybody
                .withKey(administrator)
                .post(
                    "/accounts",
                    "{\"name\": \"twin\", \"label\": \"试用\", \"kind\": \"public\", \"roles\": []}"))
            .json()
            .getString("password");
    String session =
        ok(anybody.post("/sessions", "{\"name\": \"twin\", \"password\": \"%s\"}".formatted(first)))
            .json()
            .getString("secret");
    ok(
        anybody
            .withKey(session)
            .put(
                "/accounts/current/password",
                "{\"old\": \"%s\", \"password\": \"Vier-Wald-Staetten\"}".formatted(first)));
    return session;
  }

  /// A request that the provider is to decide.
  private static String request(ContractClient operator, ContractClient by, String columns)
      throws Exception {
    String request =
        "/access-requests/"
            + ok(by.post(
                    "/access-requests",
                    """
                    {"dataset": "civil.conditional", "basis": "《条例》", "purpose": "statistics",
                     "scenario": "统计", "rows": "district = '341002'", "method": "接口",
                     "columns": [%s],
                     "quota": {"calls": 100000, "rows": 10000000, "bytes": 1000000000},
                     "notAfter": "2027-06-01T00:00:00Z", "securityContact": "0559-0000000"}\
                    """
                        .formatted(columns)))
                .json()
                .getString("id");
    ok(decide(operator, request, "compliance-check"));
    ok(decide(operator, request, "provider-review"));
    return request;
  }

  private static JsonObject grantKey(ContractClient by, String grant) throws Exception {
    return ok(by.send("POST", "/api/v1/grants/" + grant + "/keys", new byte[0])).json();
  }

  private String secret(ContractClient operator, String name, String fields) throws Exception {
    String made =
        ok(operator.post("/keys", "{\"label\": \"" + name + "\", " + fields + "}"))
            .json()
            .getString("secret");
    secrets.put(name, made);
    return made;
  }

  /// The same files, to the columns and rows that are shown.
  private static void loaded(ContractClient operator, boolean all) throws Exception {
    for (String id :
        List.of("civil.scoped", "civil.conditional", "civil.shared", "civil.counted")) {
      boolean scoped = !id.equals("civil.shared");
      ok(
          operator.upload(
              "/datasets/" + id + "/loads", rows(new Random(id.hashCode()), all && scoped)));
    }
  }

  /// Rows of a district that is shown and of one that is not, the latter only where all are wanted.
  /// What is masked and what is not shown differs then, too.
  private static byte[] rows(Random random, boolean all) {
    StringBuilder csv = new StringBuilder("district,class,cost,text,phone,officer,remark\n");
    for (int i = 0; i < 400; i++) {
      boolean forbidden = random.nextInt(3) == 0;
      int drawn = random.nextInt(4);
      String shown =
          "%s,%d,%s,%s,"
              .formatted(
                  forbidden ? "341021" : "341002",
                  forbidden && i % 2 == 0 ? HIDDEN_CLASS : drawn,
                  random.nextInt(6) == 0 ? "" : Integer.toString(random.nextInt(7)),
                  TEXTS.get(random.nextInt(4)));
      int number = random.nextInt(90_000_000);
      if (all || !forbidden) {
        csv.append(shown)
            .append(
                all
                    ? "139%08d,王%d,涉密%d\n".formatted(number + 7, i, i)
                    : "139%08d,李,公开\n".formatted(number));
      }
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Drafts and what was withdrawn, full of the words that are looked for.
  private void hidden(ContractClient operator, int from) throws Exception {
    for (int i = from; i < from + 3; i++) {
      ok(
          operator.post(
              "/datasets",
              entry("civil.draft-" + i, "conditional", "conditional", false)
                  .replace("热线工单", "工单 停车 路灯 井盖 中心 涉密 工单 停车")));
      String withdrawn = "civil.withdrawn-" + i;
      publish(operator, entry(withdrawn, "unconditional", "unconditional", false));
      ok(operator.upload("/datasets/" + withdrawn + "/loads", rows(new Random(i), true)));
      ok(
          operator.send(
              "POST",
              "/api/v1/datasets/" + withdrawn + "/withdrawal",
              "{\"reason\": \"测试\"}".getBytes(StandardCharsets.UTF_8),
              "Content-Type",
              "application/json",
              "If-Match",
              operator.get("/datasets/" + withdrawn).header("ETag")));
    }
  }

  private void governmental(ContractClient operator) throws Exception {
    publish(operator, entry("civil.governmental", "unconditional", "withheld", false));
    ok(operator.upload("/datasets/civil.governmental/loads", rows(new Random(9), true)));
  }

  private void publish(ContractClient operator, String entry) throws Exception {
    String id = ok(operator.post("/datasets", entry)).json().getJsonObject("entry").getString("id");
    Contracted.publish(
        operator, operator.withKey(Objects.requireNonNull(secrets.get("civil"))), id);
  }

  private static String entry(String id, String sharing, String opening, boolean scoped) {
    String rows = scoped ? ", \"rows\": \"district = '341002'\"" : "";
    return Entries.minimal(id)
        .replace("测试数据集", "热线工单 " + id)
        .replaceFirst(
            "(?s)\"items\": \\[.*?\\],\\s*\"sharing\"", "\"items\": " + ITEMS + ", \"sharing\"")
        .replace(
            "\"sharing\": {\"class\": \"unconditional\"}",
            "\"sharing\": {\"class\": \"" + sharing + "\"" + why(sharing) + rows + "}")
        .replace(
            "\"opening\": {\"class\": \"unconditional\"}",
            "\"opening\": {\"class\": \"" + opening + "\"" + why(opening) + rows + "}");
  }

  /// Statistics for everybody of the rows of one district, and no rows.
  private static String counted(String id) {
    String entry = entry(id, "conditional", "conditional", true);
    return entry.substring(0, entry.lastIndexOf('}'))
        + """
        , "statistics": {"audience": "everybody",
           "groups": [{"item": "class", "values": ["0", "1", "2", "3"]},
                      {"item": "district", "values": ["341002", "341021"]}],
           "cubes": [{"name": "by-class", "title": {"zh": "分类"},
                      "groups": ["class", "district"],
                      "measures": [{"name": "cost", "function": "sum", "of": "cost"}]}]}}\
        """;
  }

  private static String why(String accessClass) {
    return switch (accessClass) {
      case "conditional" -> ", \"condition\": \"按需\"";
      case "withheld" -> ", \"legalBasis\": \"《条例》第八条\"";
      default -> "";
    };
  }

  private static ContractClient operator(StartedServer server) throws IOException {
    return ContractClient.anonymous(server.url()).withKey(server.operatorKey());
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(from)) {
      files = walk.toList();
    }
    for (Path each : files) {
      Files.copy(each, to.resolve(from.relativize(each)));
    }
  }

  /// Asks both the same.
  private final class Run {
    private final StartedServer one;
    private final StartedServer other;
    private final Twins twins;
    private final Random random = new Random(SEED);
    private final DoorRequests doors;
    private final Map<String, Set<Integer>> statuses = new LinkedHashMap<>();
    private int asked;
    private final Set<Boolean> matched = new TreeSet<>();
    private int granted;

    Run(StartedServer one, StartedServer other, Instant parted) {
      this.one = one;
      this.other = other;
      this.twins = new Twins(parted);
      this.doors =
          new DoorRequests(
              random,
              List.of(
                  "civil.scoped",
                  "civil.scoped",
                  "civil.conditional",
                  "civil.shared",
                  "civil.counted",
                  "transport.own",
                  "civil.draft-1",
                  "civil.withdrawn-1",
                  "civil.withdrawn-4",
                  "civil.governmental",
                  "civil.nowhere",
                  "Not An Id"),
              known,
              parted.minusSeconds(60).toString());
    }

    void ask(int requests, Set<String> seeing) throws Exception {
      List<String> names = new ArrayList<>(List.of("anonymous", "purposeless"));
      names.addAll(secrets.keySet());
      names.removeAll(seeing);
      names.remove("civil"); // keeps what is hidden from the others
      for (int i = 0; i < requests; i++) {
        String name = names.get(random.nextInt(names.size()));
        ask(name, i < 400 ? doors.to(nextOf(i)) : doors.next());
      }
    }

    /// Of all operations and callers, chance leads too seldom to rows of the grant.
    void askUnderTheGrant() throws Exception {
      List<String> reads = List.of("readRows", "queryRows", "exportRows");
      int left = UNDER_THE_GRANT;
      while (left > 0) {
        DoorRequests.Asked request = doors.to(reads.get(random.nextInt(reads.size())));
        if (request.target().contains("/civil.conditional/")) {
          ask("granted", request);
          left--;
        }
      }
    }

    /// Tuples that are shown, that are nowhere, and that are in hidden rows alone.
    void askMatches() throws Exception {
      for (int drawn : List.of(1, 9, HIDDEN_CLASS)) {
        for (String text : TEXTS) {
          String tuple =
              "{\"values\": {\"class\": \"%d\", \"text\": \"%s\"}}".formatted(drawn, text);
          ask(
              "matching",
              new DoorRequests.Asked(
                  "matchTuple",
                  "POST",
                  "/api/v1/datasets/civil.conditional/matches",
                  tuple.getBytes(StandardCharsets.UTF_8),
                  List.of("Content-Type", "application/json")));
        }
      }
    }

    /// Every operation some times, before all at random.
    private String nextOf(int i) {
      List<String> all = DoorRequests.operations();
      return all.get(i % all.size());
    }

    private void ask(String name, DoorRequests.Asked request) throws Exception {
      if (name.equals("auditor") && request.operation().equals("getLedgerCheckpoint")) {
        return; // the end of the whole ledger, of which nothing is hidden from auditors
      }
      if (name.equals("person") && ENDS_A_SESSION.contains(request.operation())) {
        return; // after which this caller would be told one thing only
      }
      List<String> headers = new ArrayList<>(request.headers());
      if (name.equals("granted") || name.equals("matching")) {
        headers.addAll(List.of("CityCatalog-Purpose", "statistics"));
      }
      String[] sent = headers.toArray(String[]::new);
      Answer seen =
          client(one, name).send(request.method(), request.target(), request.body(), sent);
      Answer alike =
          client(other, name)
              .send(request.method(), twins.asThere(request.target()), request.body(), sent);
      twins.assertSame(
          "request %d by %s: %s %s %s"
              .formatted(asked, name, request.method(), request.target(), headers),
          request.target(),
          seen,
          alike);
      asked++;
      if (name.equals("granted")
          && seen.status() == 200
          && request.target().contains("/civil.conditional/")) {
        granted++;
      }
      if (seen.status() == 200 && request.operation().equals("matchTuple")) {
        matched.add(seen.json().getBoolean("match"));
      }
      statuses.computeIfAbsent(request.operation(), same -> new TreeSet<>()).add(seen.status());
      if (seen.status() == 200 && seen.text().startsWith("{") && seen.json().containsKey("next")) {
        String cursor = seen.json().get("next").toString().replace("\"", "");
        doors.given(cursor);
      }
    }

    private ContractClient client(StartedServer server, String name) {
      return callers.computeIfAbsent(
          server.url() + name,
          same -> {
            ContractClient anybody = ContractClient.anonymous(server.url());
            String secret = secrets.get(name.equals("purposeless") ? "granted" : name);
            return secret == null ? anybody : anybody.withKey(secret);
          });
    }
  }
}
