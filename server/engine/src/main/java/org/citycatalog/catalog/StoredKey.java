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
public record StoredKey(
    String id,
    String hash,
    String label,
    String kind,
    @Nullable ProviderNamespace provider,
    @Nullable Uscc organisation,
    Instant made,
    @Nullable Instant revoked) {}
