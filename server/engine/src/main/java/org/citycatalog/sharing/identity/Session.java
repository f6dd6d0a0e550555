package org.citycatalog.sharing.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One person's time at the catalog, from the log-in on.
///
/// @param hash SHA-256 of the secret, lower-case hex
/// @param account id of the account
/// @param ends the first instant at which it is over, however much it is used
/// @param lastUsed to the minute
/// @param ended when it was ended before
public record Session(
    String id,
    String hash,
    String account,
    Instant made,
    Instant ends,
    Instant lastUsed,
    @Nullable Instant ended) {}
