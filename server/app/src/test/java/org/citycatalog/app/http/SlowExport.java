package org.citycatalog.app.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.citycatalog.app.testing.StartedServer;

/// An export whose reader has stopped after its first bytes: the server has most of it still to
/// send, and waits. Only for rows of ASCII.
final class SlowExport implements AutoCloseable {
  private static final int WINDOW = 4096;

  private final Socket socket;
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();

  private SlowExport(Socket socket) {
    this.socket = socket;
  }

  /// Begins to read.
  ///
  /// @param headers lines without their ends
  static SlowExport begun(StartedServer server, String target, String... headers)
      throws IOException {
    URI at = URI.create(server.url());
    Socket socket = new Socket();
    socket.setReceiveBufferSize(WINDOW); // before it connects, or the kernel takes megabytes
    socket.setSoTimeout(60_000);
    socket.connect(new InetSocketAddress(at.getHost(), at.getPort()));
    SlowExport export = new SlowExport(socket);
    String request =
        "GET /api/v1"
            + target
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + String.join("\r\n", headers)
            + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    while (export.read.size() < WINDOW) {
      if (!export.take()) {
        throw new IOException("it ended at once: " + export.text());
      }
    }
    return export;
  }

  /// Everything until the server ends the connection, however it does.
  String rest() throws IOException {
    boolean goesOn = true;
    while (goesOn) {
      try {
        goesOn = take();
      } catch (SocketException reset) {
        goesOn = false; // cut off the hard way; what has arrived is there
      }
    }
    return text();
  }

  /// Whether an answer in chunks was ended as one that is whole.
  static boolean isWhole(String answer) {
    return answer.endsWith("\r\n0\r\n\r\n");
  }

  /// The body of an answer in chunks, as far as it has arrived.
  static String body(String answer) {
    StringBuilder body = new StringBuilder();
    int at = answer.indexOf("\r\n\r\n") + 4;
    int line = answer.indexOf("\r\n", at);
    while (line > at) {
      int begin = line + 2;
      int end = begin + Integer.parseInt(answer.substring(at, line), 16);
      body.append(answer, begin, Math.min(end, answer.length()));
      at = Math.min(end + 2, answer.length());
      line = answer.indexOf("\r\n", at);
    }
    return body.toString();
  }

  /// The value of a header.
  static String header(String answer, String name) {
    int at = answer.indexOf("\r\n" + name + ": ") + name.length() + 4;
    return answer.substring(at, answer.indexOf("\r\n", at));
  }

  /// @return false at the end
  private boolean take() throws IOException {
    byte[] buffer = new byte[WINDOW];
    int bytes = socket.getInputStream().read(buffer);
    if (bytes > 0) {
      read.write(buffer, 0, bytes);
    }
    return bytes >= 0;
  }

  private String text() {
    return read.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
