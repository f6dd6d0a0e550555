package org.citycatalog.sdk;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A real HTTP server that says what a test tells it to, and remembers what it was asked.
public final class WireServer implements AutoCloseable {
  /// What was asked.
  public record Asked(String method, String target, Headers headers, String body) {
    public String header(String name) {
      return String.valueOf(headers.getFirst(name));
    }
  }

  /// What is said.
  public interface Reply {
    void send(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  private WireServer(Function<Asked, Reply> script) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String body =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Asked question =
                new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders(),
                    body);
            asked.add(question);
            script.apply(question).send(exchange);
          }
        });
    server.start();
  }

  public static WireServer saying(Function<Asked, Reply> script) {
    try {
      return new WireServer(script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Gives the replies one after the other, the last one again and again.
  public static WireServer inTurn(Reply... replies) {
    AtomicInteger next = new AtomicInteger();
    return saying(question -> replies[Math.min(next.getAndIncrement(), replies.length - 1)]);
  }

  public static Reply json(int status, String body, String... headers) {
    return reply(
        status,
        status < 400 ? "application/json" : "application/problem+json",
        body.getBytes(StandardCharsets.UTF_8),
        headers);
  }

  public static Reply problem(int status, String code, String... headers) {
    return json(
        status,
        """
        {"type":"urn:citycatalog:error:%s","title":"标题 %s.","status":%d,"code":"%s",\
        "detail":"详情","requestId":"req-7","unheardOf":[1,{"a":2}]}\
        """
            .formatted(code, code, status, code),
        headers);
  }

  public static Reply reply(int status, String type, byte[] body, String... headers) {
    return exchange -> {
      head(exchange, type, headers);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    };
  }

  /// Promises more bytes than it sends, and hangs up.
  public static Reply cutOff(String type, byte[] body, int promised, String... headers) {
    return exchange -> {
      head(exchange, type, headers);
      exchange.sendResponseHeaders(200, promised);
      OutputStream out = exchange.getResponseBody();
      out.write(body);
      out.flush();
    };
  }

  private static void head(HttpExchange exchange, String type, String... headers) {
    exchange.getResponseHeaders().set("Content-Type", type);
    for (int i = 0; i < headers.length; i += 2) {
      exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
    }
  }

  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /// The same server under another name, as a client sees it.
  public String otherUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public List<Asked> asked() {
    return asked;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
