package org.citycatalog.sharing.identity;

import java.io.IOException;

/// Where an identity provider publishes the keys of its signatures.
@FunctionalInterface
public interface KeySource {
  /// The keys as they are now.
  ///
  /// @return a JSON Web Key Set (RFC 7517)
  /// @throws IOException if the provider does not say
  String read() throws IOException;
}
