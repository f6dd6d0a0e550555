package org.citycatalog.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An API key as it is kept: the secret only as a hash.
///
/// @param id random, shown in lists and logs
/// @param hash SHA-256 of the secret, lower-case hex; the secret has 256 random bits, so a plain
///   hash is enough
/// @param kind `department`, `enterprise`, `research` or `operator`
/// @param provider the provider whose datasets the key may register and load
/// @param grant the grant it was made for, and is of use for alone
/// @param expires the first instant at which it is of no use
public record StoredKey(
    String id,
    String hash,
    String label,
    String kind,
    @Nullable ProviderNamespace provider,
    @Nullable Uscc organisation,
    Instant made,
    @Nullable Instant revoked,
    @Nullable String grant,
    @Nullable Instant expires) {
  /// A key without an end that is not made for a grant.
  public StoredKey(
      String id,
      String hash,
      String label,
      String kind,
      @Nullable ProviderNamespace provider,
      @Nullable Uscc organisation,
      Instant made,
      @Nullable Instant revoked) {
    this(id, hash, label, kind, provider, organisation, made, revoked, null, null);
  }
}
