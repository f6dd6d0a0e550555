package org.citycatalog.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpKeySourceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LITTLE = Duration.ofMillis(500);
  private static final String KEYS = "{\"keys\": []}";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer provider;

  @BeforeEach
  void start() throws IOException {
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.setExecutor(threads);
    provider.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    provider.stop(0);
    threads.shutdownNow();
  }

  @Test
  void keys_are_had_from_where_the_discovery_document_says() throws IOException {
    answers("/jwks", KEYS);
    discovery();

    assertThat(source(null, PATIENCE).read()).isEqualTo(KEYS);
  }

  @Test
  void a_body_that_trickles_is_not_waited_for() {
    provider.createContext("/jwks", this::trickle);

    assertThatThrownBy(() -> source(issuer() + "/jwks", LITTLE).read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has not answered in PT0.5S");
  }

  @Test
  void the_discovery_document_and_the_keys_have_one_time_together() {
    discovery();
    provider.createContext("/jwks", this::trickle);

    assertThatThrownBy(() -> source(null, LITTLE).read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/jwks has not answered");
  }

  @Test
  void more_bytes_than_keys_have_are_not_read() {
    provider.createContext(
        "/jwks",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] spaces = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
          while (true) {
            exchange.getResponseBody().write(spaces); // until the other side hangs up
          }
        });

    assertThatThrownBy(() -> source(issuer() + "/jwks", PATIENCE).read())
        .isInstanceOf(IOException.class)
        .hasRootCauseMessage("more than 1048576 bytes");
  }

  @Test
  void an_answer_that_is_none_is_said_to_be_that() {
    assertThatThrownBy(() -> source(issuer() + "/nowhere", PATIENCE).read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("answered 404");
  }

  private void discovery() {
    answers(
        "/.well-known/openid-configuration",
        "{\"issuer\": \"%s\", \"jwks_uri\": \"%s/jwks\"}".formatted(issuer(), issuer()));
  }

  private void answers(String path, String text) {
    HttpHandler handler =
        exchange -> {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        };
    provider.createContext(path, handler);
  }

  /// Begins an answer, and does not end it.
  private void trickle(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write('{');
    exchange.getResponseBody().flush();
    try {
      over.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private String issuer() {
    return "http://127.0.0.1:" + provider.getAddress().getPort();
  }

  private HttpKeySource source(@Nullable String keys, Duration patience) {
    return new HttpKeySource(
        OidcSettings.of(issuer(), keys, "citycatalog", null, Duration.ZERO, null, null, false),
        patience);
  }
}
