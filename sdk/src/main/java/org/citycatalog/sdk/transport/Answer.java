package org.citycatalog.sdk.transport;

import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.OptionalLong;

/// An answer of the 2xx kind.
///
/// @param <T> what the body was read as
/// @param status the HTTP status
/// @param headers the answer's headers
/// @param body what was read; `null` only for operations without a body
public record Answer<T>(int status, HttpHeaders headers, T body) {
  /// Finds a header.
  ///
  /// @param name its name, in any case
  /// @return its first value
  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /// Finds a header that counts something.
  ///
  /// @param name its name, in any case
  /// @return its value; empty where it is absent or no number
  public OptionalLong count(String name) {
    String text = headers.firstValue(name).orElse("");
    return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }
}
