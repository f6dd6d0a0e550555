package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.citycatalog.app.testing.ContractClient;
import org.citycatalog.app.testing.StartedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What goes over the wire as no well-behaved client would send it.
@ExtendWith(SharedServer.class)
class WireIT {
  private final StartedServer server;
  private final ContractClient operator;

  WireIT(SharedServer.Running city) {
    this.server = city.server;
    this.operator = city.operator;
  }

  @Test
  void chinese_typed_into_an_address_as_it_is_is_understood() throws Exception {
    String answer = raw("GET /api/v1/datasets?q=停车&limit=1 HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 200").contains("transport.parking");
  }

  @Test
  void an_escape_that_is_none_is_refused() throws Exception {
    assertThat(raw("GET /api/v1/datasets?q=%ZZ HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("invalid-parameter");
    assertThat(raw("GET /api/v1/datasets?q=%B3%B5 HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void addresses_and_headers_that_the_container_refuses_tell_nothing_of_its_inside()
      throws Exception {
    for (String head :
        new String[] {
          "GET /%00 HTTP/1.1\r\nHost: x",
          "GET /api/v1/datasets/..%3B/x HTTP/1.1\r\nHost: x",
          "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x",
          "GET /api/v1/vocabularies HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(100_000),
          "NONSENSE",
          "GET / HTTP/9.9\r\nHost: x",
          "TRACE / HTTP/1.1\r\nHost: x"
        }) {
      String answer = raw(head + "\r\n\r\n");

      assertThat(answer.split("\r\n", 2)[0]).as(head).doesNotContain("200", "500");
      assertThat(answer).doesNotContain("\tat ", "Exception", "com.ibm.", "org.jboss.");
    }
  }

  @Test
  void an_upload_that_is_cut_off_leaves_nothing() throws Exception {
    String id = "transport.cut-off";
    operator.post("/datasets", Entries.minimal(id));
    String start =
        "POST /api/v1/datasets/%s/loads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/octet-stream\r\n"
            .formatted(id, server.operatorKey());
    byte[] rows = "code,places\n00017,12\n".getBytes(StandardCharsets.UTF_8);

    sendAndLeave(start + "Content-Length: 1000000\r\n\r\n", rows);
    sendAndLeave(
        start + "Transfer-Encoding: chunked\r\n\r\n",
        "%x\r\n%s\r\n"
            .formatted(rows.length, new String(rows, StandardCharsets.UTF_8))
            .getBytes(StandardCharsets.UTF_8));

    // The next load waits for nobody: what was cut off has let go of the dataset.
    long end = System.nanoTime() + 30_000_000_000L;
    while (operator.upload("/datasets/" + id + "/loads", rows).status() == 409) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
    assertThat(operator.get("/datasets/" + id + "/versions").json().getJsonArray("versions"))
        .hasSize(1);
    try (var incoming = Files.list(server.home().resolve("incoming"))) {
      assertThat(incoming).isEmpty();
    }
  }

  @Test
  void the_contract_is_served_as_it_is_written() throws Exception {
    byte[] written;
    try (InputStream in = WireIT.class.getResourceAsStream("/META-INF/openapi.yaml")) {
      written = in == null ? new byte[0] : in.readAllBytes();
    }

    HttpResponse<byte[]> served = get("/openapi");

    assertThat(served.statusCode()).isEqualTo(200);
    assertThat(served.body()).isNotEmpty().isEqualTo(written);
  }

  @Test
  void the_head_of_an_export_says_how_many_rows_would_follow() throws Exception {
    URI export = URI.create(server.url() + "/api/v1/datasets/transport.parking/export.csv");

    HttpResponse<byte[]> head =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(export)
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    HttpResponse<byte[]> whole = get("/api/v1/datasets/transport.parking/export.csv");

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValueAsLong("CityCatalog-Rows"))
        .isEqualTo(whole.headers().firstValueAsLong("CityCatalog-Rows"))
        .isPresent();
  }

  @Test
  void health_is_told_to_anybody_and_measurements_to_the_operator() throws Exception {
    assertThat(new String(get("/health/live").body(), StandardCharsets.UTF_8)).contains("\"UP\"");
    assertThat(new String(get("/health/ready").body(), StandardCharsets.UTF_8))
        .contains("\"database\"", "\"row-indexes\"", "\"disk\"")
        .doesNotContain("MiB");
    assertThat(get("/metrics").statusCode()).isEqualTo(404);
    ContractClient anybody = ContractClient.anonymous(server.url());
    ContractClient operator = anybody.withKey(server.operatorKey());
    assertThat(anybody.get("/metrics").code()).isEqualTo("key-missing");
    assertThat(anybody.withKey(server.auditorKey()).get("/metrics").code()).isEqualTo("forbidden");
    assertThat(operator.get("/metrics").text())
        .contains("jvm_memory_used_bytes", "disk_free_bytes", "citycatalog_indexes")
        .contains("http_server_requests_seconds_count{operation=\"getMetrics\",status=\"403\"}");
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  private Socket connect() throws IOException {
    URI url = URI.create(server.url());
    Socket socket = new Socket(url.getHost(), url.getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private void sendAndLeave(String head, byte[] part) throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.UTF_8));
      out.write(part);
      out.flush();
    }
  }

  /// What comes back until the server closes, or has nothing more to say.
  private String raw(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.setSoTimeout(2_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      InputStream in = socket.getInputStream();
      try {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          answer.write(buffer, 0, n);
        }
      } catch (java.net.SocketException | java.net.SocketTimeoutException noMore) {
        return answer.toString(StandardCharsets.UTF_8);
      }
      return answer.toString(StandardCharsets.UTF_8);
    }
  }
}
