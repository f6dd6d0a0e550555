package org.citycatalog.catalog;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An API key as it is kept: the secret only as a hash.
///
/// @param id random, shown in lists and logs
/// @param root id of the first key of its chain, its own where it was made and not rotated: whoever
///   holds one key of a chain holds all, and is one person
/// @param hash SHA-256 of the secret, lower-case hex; the secret has 256 random bits, so a plain
///   hash is enough
/// @param kind `department`, `enterprise`, `research`, `operator` or `auditor`
/// @param provider the provider whose datasets the key may register and load
/// @param scope what narrows it
/// @param grant the grant it was made for, and is of use for alone
/// @param expires the first instant at which it is of no use
/// @param successor id of the key that takes its place
/// @param lastUsed to the minute
public record StoredKey(
    String id,
    String root,
    String hash,
    String label,
    String kind,
    @Nullable ProviderNamespace provider,
    @Nullable Uscc organisation,
    Scope scope,
    Instant made,
    @Nullable Instant revoked,
    @Nullable String grant,
    @Nullable Instant expires,
    @Nullable String successor,
    @Nullable Instant lastUsed) {
  /// What narrows a key beyond its kind.
  ///
  /// @param division where its holder works
  /// @param clearance the highest level it reads; that of its kind where null
  /// @param purposes codes of the purposes it may state; any where empty
  public record Scope(
      @Nullable DivisionCode division, @Nullable Level clearance, List<String> purposes) {
    public static final Scope NONE = new Scope(null, null, List.of());

    public Scope {
      purposes = List.copyOf(purposes);
    }
  }

  /// A key that nothing narrows, without an end, and not made for a grant.
  public StoredKey(
      String id,
      String hash,
      String label,
      String kind,
      @Nullable ProviderNamespace provider,
      @Nullable Uscc organisation,
      Instant made,
      @Nullable Instant revoked) {
    this(
        id,
        id,
        hash,
        label,
        kind,
        provider,
        organisation,
        Scope.NONE,
        made,
        revoked,
        null,
        null,
        null,
        null);
  }

  /// Another key with the same rights.
  ///
  /// @param newExpires when it ends
  public StoredKey renewed(
      String newId, String newHash, Instant now, @Nullable Instant newExpires) {
    return new StoredKey(
        newId,
        root,
        newHash,
        label,
        kind,
        provider,
        organisation,
        scope,
        now,
        null,
        grant,
        newExpires,
        null,
        null);
  }

  /// The key as it was last used.
  public StoredKey usedAt(@Nullable Instant minute) {
    return new StoredKey(
        id,
        root,
        hash,
        label,
        kind,
        provider,
        organisation,
        scope,
        made,
        revoked,
        grant,
        expires,
        successor,
        minute);
  }

  /// Whether somebody is known by it at an instant.
  public boolean isOfUseAt(Instant now) {
    return revoked == null && (expires == null || now.isBefore(expires));
  }
}
