package org.citycatalog.sdk.transport;

import java.io.IOException;
import java.io.InputStream;

/// Makes something of the body of a good answer.
///
/// A reader may be called again when the body broke off and the call is safe to repeat, so it keeps
/// nothing of an earlier attempt.
///
/// @param <T> what it makes
@FunctionalInterface
public interface BodyReader<T> {
  /// Reads the body to its end.
  ///
  /// @param body UTF-8, not compressed; closed by the transport unless [#keepsOpen]
  /// @return what was read
  /// @throws IOException if the body breaks off
  T read(InputStream body) throws IOException;

  /// Whether the reader hands the open stream on to its caller, who closes it.
  default boolean keepsOpen() {
    return false;
  }

  /// A reader that hands the stream itself to its caller, who must close it.
  static BodyReader<InputStream> stream() {
    return new BodyReader<>() {
      @Override
      public InputStream read(InputStream body) {
        return body;
      }

      @Override
      public boolean keepsOpen() {
        return true;
      }
    };
  }

  /// A reader for answers without a body.
  @SuppressWarnings("NullAway") // Void has no value but null
  static BodyReader<Void> nothing() {
    return body -> null;
  }
}
