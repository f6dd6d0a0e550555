package org.citycatalog.app.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks a server and holds every exchange against the contract: an answer is of it, and a request
/// that is not gets no success.
public final class ContractClient {
  private static final Contract CONTRACT = Contract.read();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;
  private final @Nullable String key;

  private ContractClient(String url, @Nullable String key) {
    this.url = url;
    this.key = key;
  }

  /// A caller without a key.
  ///
  /// @param url where the server is, without a slash at the end
  public static ContractClient anonymous(String url) {
    return new ContractClient(url, null);
  }

  public ContractClient withKey(String secret) {
    return new ContractClient(url, secret);
  }

  /// Asks for something.
  ///
  /// @param target behind `/api/v1`, percent-encoded
  public Answer get(String target, String... headers) throws IOException, InterruptedException {
    return send("GET", "/api/v1" + target, null, headers);
  }

  public Answer post(String target, String json, String... headers)
      throws IOException, InterruptedException {
    return json("POST", target, json, headers);
  }

  public Answer put(String target, String json, String... headers)
      throws IOException, InterruptedException {
    return json("PUT", target, json, headers);
  }

  public Answer delete(String target) throws IOException, InterruptedException {
    return send("DELETE", "/api/v1" + target, null);
  }

  /// Posts a file.
  public Answer upload(String target, byte[] file, String... headers)
      throws IOException, InterruptedException {
    return send("POST", "/api/v1" + target, file, with(headers, "application/octet-stream"));
  }

  private Answer json(String method, String target, String json, String... headers)
      throws IOException, InterruptedException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    return send(method, "/api/v1" + target, body, with(headers, "application/json"));
  }

  /// Sends a request as it is.
  ///
  /// @param target path and query from the root, percent-encoded
  /// @param headers names and values in turn
  public Answer send(String method, String target, byte @Nullable [] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(url + target))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      builder.headers(headers);
    }
    if (key != null) {
      builder.header("Authorization", "Bearer " + key);
    }
    HttpRequest request = builder.build();
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    check(request, method, target, body, response);
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  private static void check(
      HttpRequest request,
      String method,
      String target,
      byte @Nullable [] body,
      HttpResponse<byte[]> response) {
    List<String> wrong =
        CONTRACT.mistakesOfAnswer(
            method, target, response.statusCode(), response.headers(), response.body());
    if (!wrong.isEmpty()) {
      throw new AssertionError(
          "%s %s was answered %d against the contract: %s%n%s"
              .formatted(
                  method,
                  target,
                  response.statusCode(),
                  wrong,
                  new String(response.body(), StandardCharsets.UTF_8)));
    }
    if (response.statusCode() < 400) {
      List<String> asked = CONTRACT.mistakesOfRequest(method, target, request.headers(), body);
      if (!asked.isEmpty()) {
        throw new AssertionError(
            "%s %s is against the contract and was answered %d: %s"
                .formatted(method, target, response.statusCode(), asked));
      }
    }
  }

  private static String[] with(String[] headers, String contentType) {
    if (List.of(headers).contains("Content-Type")) {
      return headers;
    }
    String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = contentType;
    return all;
  }
}
