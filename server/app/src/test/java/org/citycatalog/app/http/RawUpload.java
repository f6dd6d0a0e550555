package org.citycatalog.app.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.StartedServer;

/// Uploads that end too early, byte by byte as they go over the wire.
final class RawUpload {
  private RawUpload() {}

  /// Says more bytes than it sends, and waits for what the server says to that.
  static Answer announced(StartedServer server, String dataset, byte[] part) throws IOException {
    return cutOff(server, dataset, "Content-Length: 1000000", part);
  }

  /// Stops inside a chunked body, and waits for what the server says to that.
  static Answer chunked(StartedServer server, String dataset, byte[] part) throws IOException {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk.writeBytes(Delivered.utf8(Integer.toHexString(part.length + 1000) + "\r\n"));
    chunk.writeBytes(part);
    return cutOff(server, dataset, "Transfer-Encoding: chunked", chunk.toByteArray());
  }

  private static Answer cutOff(StartedServer server, String dataset, String length, byte[] part)
      throws IOException {
    URI url = URI.create(server.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          Delivered.utf8(
              """
              POST /api/v1/datasets/%s/loads HTTP/1.1\r
              Host: x\r
              Authorization: Bearer %s\r
              Content-Type: application/octet-stream\r
              %s\r
              \r
              """
                  .formatted(dataset, server.operatorKey(), length)));
      out.write(part);
      out.flush();
      socket.shutdownOutput();
      return answer(socket.getInputStream());
    }
  }

  private static Answer answer(InputStream in) throws IOException {
    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return new Answer(0, java.net.http.HttpHeaders.of(Map.of(), (a, b) -> true), new byte[0]);
    }
    List<String> head = text.substring(0, end).lines().toList();
    Map<String, List<String>> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    head.stream()
        .skip(1)
        .map(line -> line.split(": ", 2))
        .forEach(pair -> headers.put(pair[0], List.of(pair[1])));
    return new Answer(
        Integer.parseInt(head.get(0).split(" ", 3)[1]),
        java.net.http.HttpHeaders.of(headers, (name, value) -> true),
        text.substring(text.indexOf('{', end), text.lastIndexOf('}') + 1)
            .getBytes(StandardCharsets.UTF_8));
  }
}
