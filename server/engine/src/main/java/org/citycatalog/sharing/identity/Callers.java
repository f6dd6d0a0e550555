package org.citycatalog.sharing.identity;

import java.util.Optional;
import org.citycatalog.sharing.Caller;
import org.jspecify.annotations.Nullable;

/// Knows a caller by whatever was sent as bearer credential: its form says what it is.
public final class Callers {
  private static final String API_KEY = "cck_";

  private final ApiKeys keys;
  private final Sessions sessions;
  private final @Nullable Tokens tokens;

  /// @param tokens null where no identity provider is set
  public Callers(ApiKeys keys, Sessions sessions, @Nullable Tokens tokens) {
    this.keys = keys;
    this.sessions = sessions;
    this.tokens = tokens;
  }

  /// Whoever is behind a credential.
  ///
  /// @throws org.citycatalog.catalog.UnavailableException if that cannot be found out now
  public Known authenticate(String credential) {
    if (Sessions.isSecret(credential)) {
      return sessions.authenticate(credential);
    }
    if (!credential.startsWith(API_KEY) && Tokens.isTokenLike(credential)) {
      return tokens == null ? new Known.Nobody("token-not-taken") : tokens.authenticate(credential);
    }
    Optional<Caller> holder = keys.authenticate(credential);
    return holder.isPresent()
        ? new Known.Someone(holder.get())
        : new Known.Nobody(keys.isExpired(credential) ? "key-expired" : "key-invalid");
  }
}
