package org.citycatalog.sdk.transport;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// Sees every attempt of every call: for traces, figures and headers that change. Called on the
/// calling thread, also on several at once; an exception of its own ends the call.
public interface Interceptor {
  /// Called before an attempt is sent.
  ///
  /// @param attempt what is sent; the API key is not in it
  /// @return headers to add; sent only to the endpoint itself, never to where it redirects
  default Map<String, String> before(Attempt attempt) {
    return Map.of();
  }

  /// Called when the head of an answer has come.
  ///
  /// @param attempt what was sent
  /// @param status the HTTP status
  /// @param took from sending to the head of the answer
  default void after(Attempt attempt, int status, Duration took) {}

  /// One attempt.
  ///
  /// @param method the HTTP method
  /// @param address where it goes
  /// @param number counts the attempts of a call, from 1
  record Attempt(String method, URI address, int number) {}
}
