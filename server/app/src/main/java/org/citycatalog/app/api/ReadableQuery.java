package org.citycatalog.app.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request whose query is written with percent signs wherever it must be.
///
/// People type `?q=停车` into a shell, and their tools send the bytes as they are. They mean UTF-8.
final class ReadableQuery extends HttpServletRequestWrapper {
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?%";

  private final String query;

  private ReadableQuery(HttpServletRequest request, String query) {
    super(request);
    this.query = query;
  }

  /// The request with a readable query; empty if it has an escape that is none, or bytes that are
  /// not UTF-8.
  static Optional<HttpServletRequest> of(HttpServletRequest request) {
    String query = request.getQueryString();
    if (query == null) {
      return Optional.of(request);
    }
    String escaped = escaped(query);
    return isUtf8(escaped) ? Optional.of(new ReadableQuery(request, escaped)) : Optional.empty();
  }

  @Override
  public @Nullable String getQueryString() {
    return query;
  }

  /// The container gives each byte as a character.
  private static String escaped(String query) {
    StringBuilder escaped = new StringBuilder(query.length());
    for (int i = 0; i < query.length(); i++) {
      char c = query.charAt(i);
      if (PLAIN.indexOf(c) >= 0) {
        escaped.append(c);
      } else {
        escaped.append('%').append(String.format("%02X", c & 0xFF));
      }
    }
    return escaped.toString();
  }

  private static boolean isUtf8(String escaped) {
    ByteBuffer bytes = ByteBuffer.allocate(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c != '%') {
        bytes.put((byte) c);
        continue;
      }
      boolean hasDigits = i + 2 < escaped.length();
      int high = hasDigits ? Character.digit(escaped.charAt(i + 1), 16) : -1;
      int low = hasDigits ? Character.digit(escaped.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        return false;
      }
      bytes.put((byte) (high * 16 + low));
      i += 2;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
      return true;
    } catch (CharacterCodingException otherBytes) {
      return false;
    }
  }
}
