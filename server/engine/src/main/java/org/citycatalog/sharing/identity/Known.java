package org.citycatalog.sharing.identity;

import org.citycatalog.sharing.Caller;
import org.jspecify.annotations.Nullable;

/// Whether somebody is known by what was sent.
public sealed interface Known {
  /// Somebody is.
  record Someone(Caller caller) implements Known {}

  /// Somebody is who logged in with a password that another has made, and first chooses his own.
  record MustChangePassword(Caller caller) implements Known {}

  /// Nobody is, and the request is refused: it never becomes an anonymous one.
  ///
  /// @param code stable code from error-codes.yaml
  /// @param detail one English sentence; null where the code says all
  record Nobody(String code, @Nullable String detail) implements Known {
    /// Where the code says all.
    public Nobody(String code) {
      this(code, null);
    }
  }
}
