package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.citycatalog.app.http.Contracted.ok;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;
import org.citycatalog.app.testing.StartedServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that is killed while a day's quota is read, and one behind a proxy.
@Tag("proof")
class KilledQuotaIT {
  private static final int ROWS = 6_400;
  private static final int PAGE = 10;
  private static final int BEFORE_THE_KILL = 2_000;

  @TempDir Path home;

  @Test
  void a_kill_gives_no_row_twice_and_costs_at_most_what_was_set_aside() throws Exception {
    try (StartedServer server =
        StartedServer.start(
            home, Map.of("CITYCATALOG_DEMO", "true", StartedServer.JVM, StartedServer.QUICK))) {
      ContractClient operator =
          ContractClient.anonymous(server.url()).withKey(server.operatorKey());
      JsonObject made =
          ok(operator.post("/keys", "{\"label\": \"配额\", \"kind\": \"research\"}")).json();
      String limits = "/keys/" + made.getJsonObject("key").getString("id") + "/limits";
      ok(operator.put(limits, "{\"day\": {\"rows\": %d}}".formatted(ROWS)));
      String secret = made.getString("secret");

      int before = readUntil(ContractClient.anonymous(server.url()).withKey(secret), server);
      try (StartedServer again = server.again()) {
        ContractClient reader = ContractClient.anonymous(again.url()).withKey(secret);
        int counted =
            reader
                .get("/usage")
                .json()
                .getJsonArray("quotas")
                .getJsonObject(0)
                .getJsonObject("used")
                .getInt("rows");
        int after = 0;
        while (page(reader).status() == 200) {
          after += PAGE;
        }

        assertThat(counted).isGreaterThanOrEqualTo(before);
        assertThat(before + after).isLessThanOrEqualTo(ROWS);
        // What four readers had under way, and one part that was set aside.
        assertThat(before + after).isGreaterThanOrEqualTo(ROWS - ROWS / 64 - 5 * PAGE);
      }
    }
  }

  /// Reads in parallel and kills the server in the midst of it.
  ///
  /// @return rows that arrived
  private static int readUntil(ContractClient reader, StartedServer server) throws Exception {
    AtomicInteger arrived = new AtomicInteger();
    List<Future<?>> readers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        readers.add(
            threads.submit(() -> {
              while (true) {
                try {
                  if (page(reader).status() != 200) {
                    return null;
                  }
                } catch (IOException killed) {
                  return null;
                }
                arrived.addAndGet(PAGE);
              }
            }));
      }
      while (arrived.get() < BEFORE_THE_KILL) {
        Thread.onSpinWait();
      }
      server.kill();
      for (Future<?> each : readers) {
        each.get();
      }
    }
    return arrived.get();
  }

  private static Answer page(ContractClient reader) throws Exception {
    return reader.get("/datasets/transport.parking/rows?limit=" + PAGE);
  }

  @Test
  void only_a_named_proxy_says_where_a_request_comes_from() throws Exception {
    try (StartedServer server =
        StartedServer.start(
            home,
            Map.of(
                "CITYCATALOG_RATE_ADDRESS",
                "3/3600s",
                "CITYCATALOG_TRUSTED_PROXIES",
                "127\\.0\\.0\\.1",
                StartedServer.JVM,
                StartedServer.QUICK))) {
      ContractClient proxy = ContractClient.anonymous(server.url());

      assertThat(statuses(proxy, "203.0.113.1")).containsExactly(200, 200, 200, 429);
      assertThat(statuses(proxy, "203.0.113.2")).containsExactly(200, 200, 200, 429);
      assertThat(statuses(proxy, "2001:db8:1:2::7")).containsExactly(200, 200, 200, 429);
      assertThat(statuses(proxy, "2001:db8:1:2::8")).containsOnly(429); // the same network
      // What a sender has made up before the proxy added its address counts as the proxy's own.
      assertThat(statuses(proxy, "198.51.100.7, 203.0.113.1")).containsExactly(200, 200, 200, 429);
      assertThat(statuses(proxy, "198.51.100.8, 203.0.113.1")).containsOnly(429);
      // Keys that are none come from somewhere, too.
      assertThat(
              proxy
                  .withKey("cck_x")
                  .get("/vocabularies", "X-Forwarded-For", "203.0.113.1")
                  .status())
          .isEqualTo(429);
    }
  }

  private static List<Integer> statuses(ContractClient proxy, String from) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      statuses.add(proxy.get("/vocabularies", "X-Forwarded-For", from).status());
    }
    return statuses;
  }
}
