package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.citycatalog.app.http.Contracted.ok;

import jakarta.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;
import org.citycatalog.app.testing.StartedServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A question that would keep a processor busy for minutes, to a server that gives it a second.
@Tag("proof")
class SlowQueryIT {
  private static final int ROWS = 200_000;
  private static final int CONDITIONS = 9_000;

  @TempDir Path home;

  @Test
  void it_is_refused_and_the_next_is_answered() throws Exception {
    Map<String, String> settings =
        Map.of("CITYCATALOG_DEMO", "false", "CITYCATALOG_QUERY_SECONDS", "1");
    try (StartedServer server = StartedServer.start(home.resolve("data"), settings)) {
      ContractClient anybody = ContractClient.anonymous(server.url());
      ContractClient operator = anybody.withKey(server.operatorKey());
      ok(operator.post("/providers", Entries.TRANSPORT));
      ok(operator.post("/datasets", Entries.minimal("transport.slow")));
      ok(operator.upload("/datasets/transport.slow/loads", rows()));
      Contracted.publish(operator, operator, "transport.slow");

      Answer slow = anybody.post("/datasets/transport.slow/rows/query", filter());
      Answer file =
          anybody.get("/datasets/transport.slow/export.csv?filter=code%20LIKE%20%27%25z%25%27");
      Answer next = anybody.get("/datasets/transport.slow/rows?limit=1");

      assertThat(slow.status()).as(slow.text()).isEqualTo(422);
      assertThat(slow.code()).isEqualTo("query-too-slow");
      assertThat(slow.json().getString("detail"))
          .isEqualTo("a question may take 1 s until its rows are found");
      assertThat(file.status()).isEqualTo(200);
      assertThat(ok(next).json().getInt("total")).isEqualTo(ROWS);
    }
  }

  /// No two codes are the same, so that each condition walks through all that are behind it.
  private static byte[] rows() {
    return IntStream.range(0, ROWS)
        .mapToObj(i -> "%08d,%d".formatted(i * 37L % 100_000_000, i % 50))
        .collect(Collectors.joining("\n", "code,places\n", "\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String filter() {
    String filter =
        IntStream.range(0, CONDITIONS)
            .mapToObj("code > '%05d'"::formatted)
            .collect(Collectors.joining(" OR "));
    return Json.createObjectBuilder().add("filter", filter).build().toString();
  }
}
