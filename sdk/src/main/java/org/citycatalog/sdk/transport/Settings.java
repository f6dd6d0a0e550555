package org.citycatalog.sdk.transport;

import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How to reach a server.
///
/// @param endpoint `http` or `https`, host, port, and a path where the server is not at the root
/// @param apiKey sent as a bearer token to the endpoint alone; `null` for an anonymous caller
/// @param token gives what is sent in place of a key, asked before every request; `null` with a key
/// @param connectTimeout for a connection to be made
/// @param requestTimeout for the head of an answer to come, and for the longest silence within its
///   body
/// @param uploadTimeout for a file to be sent and answered
/// @param retries how often a safe call is repeated, 0 to 20
/// @param proxy `null` for the JVM's own choice
/// @param headers sent with every request to the endpoint
/// @param interceptors called in this order
/// @param language of error sentences; `null` for the server's choice
public record Settings(
    URI endpoint,
    @Nullable String apiKey,
    @Nullable Supplier<String> token,
    Duration connectTimeout,
    Duration requestTimeout,
    Duration uploadTimeout,
    int retries,
    @Nullable ProxySelector proxy,
    Map<String, String> headers,
    List<Interceptor> interceptors,
    @Nullable Locale language) {
  public Settings {
    String scheme = endpoint.getScheme() == null ? "" : endpoint.getScheme();
    if (!scheme.matches("(?i)https?") || endpoint.getHost() == null) {
      throw new IllegalArgumentException(
          "the endpoint must be like http://host:9080 but was '" + endpoint + "'");
    }
    if (endpoint.getUserInfo() != null
        || endpoint.getQuery() != null
        || endpoint.getFragment() != null) {
      throw new IllegalArgumentException(
          "the endpoint must have no user, query or fragment; a key goes to apiKey");
    }
    if (apiKey != null && !apiKey.matches("[!-~]+")) {
      throw new IllegalArgumentException("the API key must be visible ASCII without spaces");
    }
    if (apiKey != null && token != null) {
      throw new IllegalArgumentException("a caller has a key or a token, not both");
    }
    positive("connect timeout", connectTimeout);
    positive("request timeout", requestTimeout);
    positive("upload timeout", uploadTimeout);
    if (retries < 0 || retries > 20) {
      throw new IllegalArgumentException("retries must be 0 to 20 but were " + retries);
    }
    TreeMap<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    sorted.putAll(headers);
    if (sorted.containsKey("Authorization")) {
      throw new IllegalArgumentException("the header Authorization is made from apiKey");
    }
    headers.forEach((name, value) -> {
      if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+") || !value.matches("[ -~]*")) {
        throw new IllegalArgumentException(
            "a header is a name and visible ASCII, but the one named '" + name + "' is not");
      }
    });
    headers = Map.copyOf(headers);
    interceptors = List.copyOf(interceptors);
  }

  /// What is sent as bearer token now; `null` for an anonymous caller.
  ///
  /// @throws IllegalStateException if the supplier gives what no header can hold
  @Nullable String credential() {
    if (token == null) {
      return apiKey;
    }
    String now = token.get();
    if (now == null || !now.matches("[!-~]+")) {
      throw new IllegalStateException("a token must be visible ASCII without spaces");
    }
    return now;
  }

  private static void positive(String what, Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException(what + " must be positive but was " + time);
    }
  }

  /// Everything but the key and the headers.
  @Override
  public String toString() {
    return "Settings["
        + endpoint
        + (apiKey != null ? ", with a key]" : token != null ? ", with a token]" : ", anonymous]");
  }
}
