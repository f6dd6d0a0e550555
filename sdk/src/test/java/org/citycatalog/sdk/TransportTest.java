package org.citycatalog.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.citycatalog.sdk.WireServer.json;
import static org.citycatalog.sdk.WireServer.problem;
import static org.citycatalog.sdk.WireServer.reply;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.citycatalog.sdk.error.CatalogException;
import org.citycatalog.sdk.error.ConflictException;
import org.citycatalog.sdk.error.GoneException;
import org.citycatalog.sdk.error.IncompleteAnswerException;
import org.citycatalog.sdk.error.InvalidRequestException;
import org.citycatalog.sdk.error.NotFoundException;
import org.citycatalog.sdk.error.RefusedException;
import org.citycatalog.sdk.error.ServerException;
import org.citycatalog.sdk.error.TooManyRequestsException;
import org.citycatalog.sdk.error.UnavailableException;
import org.citycatalog.sdk.model.CallerKind;
import org.citycatalog.sdk.model.KeyRequest;
import org.citycatalog.sdk.transport.Interceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportTest {
  private static final String NO_PROVIDERS = "{\"providers\":[]}";

  private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  private final List<AutoCloseable> toClose = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : toClose) {
      each.close();
    }
  }

  private WireServer server(WireServer server) {
    toClose.add(server);
    return server;
  }

  private CityCatalog.Builder to(WireServer server) {
    return CityCatalog.builder().endpoint(server.url()).waiting(pauses::add);
  }

  private CityCatalog city(CityCatalog.Builder builder) {
    CityCatalog city = builder.build();
    toClose.add(city);
    return city;
  }

  @ParameterizedTest
  @CsvSource({
    "400, org.citycatalog.sdk.error.InvalidRequestException",
    "401, org.citycatalog.sdk.error.RefusedException",
    "403, org.citycatalog.sdk.error.RefusedException",
    "404, org.citycatalog.sdk.error.NotFoundException",
    "409, org.citycatalog.sdk.error.ConflictException",
    "410, org.citycatalog.sdk.error.GoneException",
    "412, org.citycatalog.sdk.error.ConflictException",
    "428, org.citycatalog.sdk.error.ConflictException",
    "415, org.citycatalog.sdk.error.InvalidRequestException",
    "422, org.citycatalog.sdk.error.InvalidRequestException",
    "429, org.citycatalog.sdk.error.TooManyRequestsException",
    "500, org.citycatalog.sdk.error.ServerException",
    "503, org.citycatalog.sdk.error.UnavailableException",
  })
  void every_status_is_an_exception_of_its_own(int status, Class<? extends CatalogException> type) {
    WireServer server = server(WireServer.inTurn(problem(status, "some-code")));
    CityCatalog city = city(to(server).retries(0));

    CatalogException failure = catchThrowableOfType(type, city::providers);

    assertThat(failure.getClass()).isEqualTo(type);
    assertThat(failure.code()).isEqualTo("some-code");
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.title()).isEqualTo("标题 some-code.");
    assertThat(failure.requestId()).contains("req-7");
    assertThat(failure).hasMessageContaining("详情").hasMessageContaining("req-7");
  }

  @Test
  void the_place_of_a_mistake_and_the_nearest_names_are_kept() {
    WireServer server =
        server(
            WireServer.inTurn(
                json(
                    400,
                    """
                    {"type":"urn:x","title":"t","status":400,"code":"unknown-column","requestId":"r",
                    "parameter":"filter","position":5,"nearest":["free","fee"],"action":"Use one.",
                    "findings":[{"code":"c","pointer":"/items/2","message":"m"}]}\
                    """)));

    InvalidRequestException failure =
        catchThrowableOfType(InvalidRequestException.class, () -> city(to(server)).providers());

    assertThat(failure.parameter()).contains("filter");
    assertThat(failure.position()).hasValue(5);
    assertThat(failure.nearest()).containsExactly("free", "fee");
    assertThat(failure.action()).contains("Use one.");
    assertThat(failure.findings()).singleElement().extracting("pointer").isEqualTo("/items/2");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void a_busy_server_is_asked_again(int status) {
    WireServer server =
        server(
            WireServer.inTurn(
                problem(status, "busy"), problem(status, "busy"), json(200, NO_PROVIDERS)));

    assertThat(city(to(server)).providers()).isEmpty();

    assertThat(server.asked()).hasSize(3);
    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
    assertThat(pauses.get(1)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
  }

  @Test
  void retry_after_is_kept_to_in_seconds_and_as_a_date() {
    String soon =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(40));
    WireServer server =
        server(
            WireServer.inTurn(
                problem(429, "quota", "Retry-After", "7"),
                problem(503, "busy", "Retry-After", soon),
                json(200, NO_PROVIDERS)));

    city(to(server)).providers();

    assertThat(pauses.get(0)).isEqualTo(Duration.ofSeconds(7));
    assertThat(pauses.get(1)).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(40));
  }

  @Test
  void a_wait_of_an_hour_is_left_to_the_caller() {
    WireServer server = server(WireServer.inTurn(problem(429, "quota", "Retry-After", "3600")));

    assertThatThrownBy(() -> city(to(server)).providers())
        .isInstanceOfSatisfying(
            TooManyRequestsException.class,
            told -> assertThat(told.retryAfter()).contains(Duration.ofHours(1)));

    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void after_the_last_retry_the_failure_is_the_callers() {
    WireServer server = server(WireServer.inTurn(problem(503, "busy")));

    assertThatThrownBy(() -> city(to(server).retries(2)).providers())
        .isInstanceOf(UnavailableException.class);

    assertThat(server.asked()).hasSize(3);
  }

  @Test
  void what_changes_something_is_never_sent_twice() {
    WireServer server = server(WireServer.inTurn(problem(503, "busy")));
    KeyRequest request = KeyRequest.builder().label("停车应用").kind(CallerKind.ENTERPRISE).build();

    assertThatThrownBy(() -> city(to(server)).keys().add(request))
        .isInstanceOf(UnavailableException.class);

    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void a_bug_of_the_server_is_not_asked_for_again() {
    WireServer server = server(WireServer.inTurn(problem(500, "internal")));

    assertThatThrownBy(() -> city(to(server)).providers()).isInstanceOf(ServerException.class);

    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void nobody_at_the_address_is_said_so() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    CityCatalog city =
        city(CityCatalog.builder().endpoint("http://localhost:" + port).waiting(pauses::add));

    UnavailableException failure =
        catchThrowableOfType(UnavailableException.class, city::providers);

    assertThat(failure.code()).isEqualTo("sdk-unreachable");
    assertThat(failure).hasMessageContaining("localhost:" + port);
    assertThat(pauses).hasSize(3);
  }

  @Test
  void a_silent_server_is_given_up_on() {
    CountDownLatch end = new CountDownLatch(1);
    WireServer server =
        server(
            WireServer.inTurn(exchange -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }));
    toClose.add(0, end::countDown);
    CityCatalog city = city(to(server).requestTimeout(Duration.ofMillis(200)));

    UnavailableException failure =
        catchThrowableOfType(UnavailableException.class, city::providers);

    assertThat(failure.code()).isEqualTo("sdk-timeout");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void a_server_that_falls_silent_in_the_middle_is_given_up_on() {
    CountDownLatch end = new CountDownLatch(1);
    WireServer server =
        server(
            WireServer.inTurn(exchange -> {
              exchange.getResponseHeaders().set("Content-Type", "application/json");
              exchange.sendResponseHeaders(200, 1000);
              exchange.getResponseBody().write("{\"providers\":[".getBytes(StandardCharsets.UTF_8));
              exchange.getResponseBody().flush();
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }));
    toClose.add(0, end::countDown);
    CityCatalog city = city(to(server).retries(0).requestTimeout(Duration.ofMillis(300)));

    assertThatThrownBy(city::providers)
        .isInstanceOf(IncompleteAnswerException.class)
        .hasStackTraceContaining("nothing came");
  }

  @Test
  void an_answer_that_breaks_off_is_asked_for_again() {
    byte[] half = "{\"providers\":[".getBytes(StandardCharsets.UTF_8);
    WireServer server =
        server(
            WireServer.inTurn(
                WireServer.cutOff("application/json", half, 500), json(200, NO_PROVIDERS)));

    assertThat(city(to(server)).providers()).isEmpty();

    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void an_answer_that_always_breaks_off_is_an_exception() {
    byte[] half = "{\"providers\":[".getBytes(StandardCharsets.UTF_8);
    WireServer server = server(WireServer.inTurn(WireServer.cutOff("application/json", half, 500)));

    assertThatThrownBy(() -> city(to(server)).providers())
        .isInstanceOf(IncompleteAnswerException.class);
  }

  @Test
  void gzip_is_asked_for_and_undone() throws IOException {
    byte[] packed = gzip(NO_PROVIDERS.getBytes(StandardCharsets.UTF_8));
    WireServer server =
        server(
            WireServer.inTurn(reply(200, "application/json", packed, "Content-Encoding", "gzip")));

    assertThat(city(to(server)).providers()).isEmpty();

    assertThat(server.asked().get(0).header("Accept-Encoding")).contains("gzip");
  }

  @Test
  void half_a_gzip_is_an_incomplete_answer() throws IOException {
    byte[] packed = gzip("{\"providers\":[]         }".getBytes(StandardCharsets.UTF_8));
    byte[] half = java.util.Arrays.copyOf(packed, packed.length / 2);
    WireServer server =
        server(WireServer.inTurn(reply(200, "application/json", half, "Content-Encoding", "gzip")));

    assertThatThrownBy(() -> city(to(server).retries(0)).providers())
        .isInstanceOf(IncompleteAnswerException.class);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "404, org.citycatalog.sdk.error.ServerException",
    "200, org.citycatalog.sdk.error.ServerException",
    "502, org.citycatalog.sdk.error.UnavailableException",
    "403, org.citycatalog.sdk.error.RefusedException",
    "407, org.citycatalog.sdk.error.RefusedException",
  })
  void a_proxys_page_is_not_taken_for_the_catalogs_answer(
      int status, Class<? extends CatalogException> type) {
    String page = "<html><head><style>p{x}</style></head><body><p>网关 <b>错误</b></p></body></html>";
    WireServer server =
        server(
            WireServer.inTurn(
                reply(status, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8))));

    CatalogException failure =
        catchThrowableOfType(
            CatalogException.class, () -> city(to(server).retries(0)).dataset("a.b").entry());

    assertThat(failure.getClass()).isEqualTo(type);
    assertThat(failure.code()).isEqualTo("sdk-foreign-answer");
    assertThat(failure).hasMessageContaining("网关 错误").hasMessageContaining("proxy");
  }

  @Test
  void json_that_is_not_the_contracts_is_a_server_failure_with_its_request() {
    WireServer server =
        server(WireServer.inTurn(json(200, "{\"providers\":\"none\"}", "Request-Id", "req-9")));

    ServerException failure =
        catchThrowableOfType(ServerException.class, () -> city(to(server)).providers());

    assertThat(failure.requestId()).contains("req-9");
  }

  @Test
  void a_problem_without_a_code_is_no_not_found() {
    WireServer server = server(WireServer.inTurn(json(404, "{\"title\":\"?\"}")));

    assertThatThrownBy(() -> city(to(server)).providers()).isInstanceOf(ServerException.class);
  }

  @Test
  void the_key_goes_to_the_endpoint_and_not_where_it_redirects() {
    WireServer elsewhere = server(WireServer.inTurn(json(200, NO_PROVIDERS)));
    WireServer server =
        server(
            WireServer.inTurn(
                reply(
                    307,
                    "text/plain",
                    new byte[0],
                    "Location",
                    elsewhere.otherUrl() + "/api/v1/providers")));

    city(to(server).apiKey("cck_secret").header("X-Team", "transport").interceptor(new Tracing()))
        .providers();

    assertThat(server.asked().get(0).header("Authorization")).isEqualTo("Bearer cck_secret");
    assertThat(server.asked().get(0).header("X-Trace")).isEqualTo("1");
    assertThat(elsewhere.asked().get(0).headers())
        .doesNotContainKeys("Authorization", "X-team", "X-trace");
  }

  private static final class Tracing implements Interceptor {
    @Override
    public Map<String, String> before(Attempt attempt) {
      return Map.of("X-Trace", "1");
    }
  }

  @Test
  void a_token_is_asked_for_before_every_request_and_goes_nowhere_else() {
    WireServer elsewhere = server(WireServer.saying(asked -> json(200, NO_PROVIDERS)));
    WireServer server =
        server(
            WireServer.inTurn(
                json(200, NO_PROVIDERS),
                reply(
                    307,
                    "text/plain",
                    new byte[0],
                    "Location",
                    elsewhere.otherUrl() + "/api/v1/providers")));
    AtomicInteger given = new AtomicInteger();
    CityCatalog city = city(to(server).token(() -> "token-" + given.incrementAndGet()));

    city.providers();
    city.providers();

    assertThat(server.asked().get(0).header("Authorization")).isEqualTo("Bearer token-1");
    assertThat(server.asked().get(1).header("Authorization")).isEqualTo("Bearer token-2");
    assertThat(elsewhere.asked().get(0).headers()).doesNotContainKeys("Authorization");
  }

  @Test
  void a_token_that_no_header_can_hold_is_not_sent_and_not_printed() {
    WireServer server = server(WireServer.saying(asked -> json(200, NO_PROVIDERS)));

    assertThatThrownBy(() -> city(to(server).token(() -> "secret\r\nX: y")).providers())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageNotContaining("secret");
    assertThat(server.asked()).isEmpty();
    assertThatThrownBy(() -> to(server).apiKey("cck_a").token(() -> "b").build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_redirect_on_the_same_host_keeps_the_key() {
    WireServer server =
        server(
            WireServer.saying(asked ->
                asked.target().startsWith("/moved")
                    ? json(200, NO_PROVIDERS)
                    : reply(302, "text/plain", new byte[0], "Location", "/moved")));

    city(to(server).apiKey("cck_secret")).providers();

    assertThat(server.asked().get(1).header("Authorization")).isEqualTo("Bearer cck_secret");
  }

  @Test
  void redirects_without_end_are_given_up() {
    WireServer server =
        server(
            WireServer.inTurn(
                reply(302, "text/plain", new byte[0], "Location", "/api/v1/providers")));

    CatalogException failure =
        catchThrowableOfType(CatalogException.class, () -> city(to(server)).providers());

    assertThat(failure.code()).isEqualTo("sdk-redirect");
    assertThat(server.asked()).hasSize(6);
  }

  @Test
  void a_change_is_not_carried_to_where_it_is_redirected() {
    WireServer server =
        server(WireServer.inTurn(reply(307, "text/plain", new byte[0], "Location", "/other")));

    assertThatThrownBy(() -> city(to(server).apiKey("cck_x")).keys().revoke("k"))
        .isInstanceOf(CatalogException.class);

    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void the_key_is_in_no_text() {
    WireServer server = server(WireServer.inTurn(problem(401, "key-unknown")));
    CityCatalog city = city(to(server).apiKey("cck_secret"));

    RefusedException failure = catchThrowableOfType(RefusedException.class, city::providers);

    assertThat(failure).hasToString(failure.toString().replace("cck_secret", ""));
    assertThat(city.toString()).doesNotContain("cck_secret");
  }

  @Test
  void odd_names_stay_one_step_of_the_path() {
    WireServer server = server(WireServer.inTurn(problem(404, "dataset-not-found")));
    CityCatalog city = city(to(server));

    assertThatThrownBy(() -> city.dataset("a/../ä b?x#y").entry())
        .isInstanceOf(NotFoundException.class);

    assertThat(server.asked().get(0).target())
        .isEqualTo("/api/v1/datasets/a%2F..%2F%C3%A4%20b%3Fx%23y");
    assertThatIllegalArgumentException().isThrownBy(() -> city.dataset("..").entry());
  }

  @Test
  void an_endpoint_below_a_path_and_the_language_are_kept() {
    WireServer server = server(WireServer.inTurn(json(200, NO_PROVIDERS)));

    city(CityCatalog.builder()
            .endpoint(server.url() + "/huangshan/")
            .language(Locale.SIMPLIFIED_CHINESE))
        .providers();

    assertThat(server.asked().get(0).target()).isEqualTo("/huangshan/api/v1/providers?limit=1000");
    assertThat(server.asked().get(0).header("Accept-Language")).isEqualTo("zh-CN");
  }

  @Test
  void interceptors_see_every_attempt_and_not_the_key() {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    Interceptor interceptor =
        new Interceptor() {
          @Override
          public void after(Attempt attempt, int status, Duration took) {
            seen.add(attempt.number() + " " + attempt.method() + " " + status);
          }
        };
    WireServer server = server(WireServer.inTurn(problem(503, "busy"), json(200, NO_PROVIDERS)));

    city(to(server).interceptor(interceptor)).providers();

    assertThat(seen).containsExactly("1 GET 503", "2 GET 200");
  }

  @Test
  void an_interrupted_thread_stops_waiting_and_stays_interrupted() {
    WireServer server = server(WireServer.inTurn(problem(503, "busy")));
    CityCatalog city =
        city(
            to(server)
                .waiting(time -> {
                  throw new InterruptedException();
                }));

    UnavailableException failure =
        catchThrowableOfType(UnavailableException.class, city::providers);

    assertThat(failure.code()).isEqualTo("sdk-interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void after_close_nothing_is_sent() {
    WireServer server = server(WireServer.inTurn(json(200, NO_PROVIDERS)));
    CityCatalog city = city(to(server));
    city.close();

    assertThatIllegalStateException().isThrownBy(city::providers);

    assertThat(server.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:9080",
        "ftp://x",
        "http:///a",
        "http://u:p@h",
        "http://h?x=1",
        "http://"
      })
  void an_address_that_is_none_is_refused(String address) {
    assertThatIllegalArgumentException().isThrownBy(() -> CityCatalog.connect(address));
  }

  @Test
  void settings_out_of_range_are_refused() {
    CityCatalog.Builder builder = CityCatalog.builder().endpoint("http://localhost:1");

    assertThatIllegalArgumentException().isThrownBy(() -> builder.retries(-1).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.retries(0).requestTimeout(Duration.ZERO).build());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> builder.requestTimeout(Duration.ofSeconds(1)).apiKey("a\r\nX: y").build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.apiKey("cck_a").header("X-Team", "交通").build());
    assertThatIllegalStateException().isThrownBy(() -> CityCatalog.builder().build());
  }

  @Test
  void gone_and_conflict_are_told_apart() {
    WireServer server =
        server(WireServer.inTurn(problem(410, "cursor-expired"), problem(412, "revision-changed")));
    CityCatalog city = city(to(server));

    assertThatThrownBy(city::providers).isInstanceOf(GoneException.class);
    assertThatThrownBy(city::providers).isInstanceOf(ConflictException.class);
  }
}
