package org.citycatalog.sharing.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.StoredKey;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Grant;
import org.citycatalog.sharing.Purpose;
import org.citycatalog.sharing.Role;
import org.jspecify.annotations.Nullable;

/// Makes API keys, knows callers by them, and revokes them.
///
/// A secret is `cck_` and 43 characters of base64url: 256 random bits, so that its plain SHA-256
/// tells nothing about it and can be looked up. The look-up compares hashes and not secrets; how
/// long it takes says nothing that helps to find a secret, so it need not take constant time.
public final class ApiKeys {
  private static final Pattern SECRET = Pattern.compile("cck_[A-Za-z0-9_-]{43}");
  private static final int MOST_KEYS_OF_A_GRANT = 5; // enough to rotate with overlap
  private static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

  private final CatalogStore store;
  private final Boundary boundary;
  private final InstantSource clock;
  private final Secrets secrets;
  private final LastUses uses;

  /// Makes the keys of a catalog.
  ///
  /// @param random a `SecureRandom` wherever the keys protect anything
  public ApiKeys(
      CatalogStore store, Boundary boundary, InstantSource clock, RandomGenerator random) {
    this.store = store;
    this.boundary = boundary;
    this.clock = clock;
    this.secrets = new Secrets(random);
    this.uses = new LastUses(store::keysUsed);
  }

  /// When keys were last used, to be kept now and then.
  public LastUses uses() {
    return uses;
  }

  /// What became of asking for a key.
  public sealed interface Answer {
    /// The key is kept.
    ///
    /// @param secret what the caller sends; nobody can show it again
    record Made(StoredKey key, String secret) implements Answer {
      /// Leaves the secret out, so that no log has it.
      @Override
      public String toString() {
        return "Made[key=%s]".formatted(key.id());
      }
    }

    /// The request has mistakes.
    record Invalid(List<Finding> findings) implements Answer {
      public Invalid {
        findings = List.copyOf(findings);
      }
    }

    /// The caller may not.
    ///
    /// @param code stable code from error-codes.yaml
    record Refused(String code) implements Answer {}
  }

  /// What became of revoking a key.
  public enum Revocation {
    REVOKED,
    ABSENT,
    REFUSED
  }

  /// What became of rotating a key.
  public sealed interface Rotation {
    /// The key has a successor, and ends at `ends`.
    record Done(Answer.Made made, Instant ends) implements Rotation {}

    /// There is no such key.
    record Absent() implements Rotation {}

    /// It is not done.
    ///
    /// @param code stable code from error-codes.yaml
    record Refused(String code) implements Rotation {}
  }

  /// Makes a key for someone; only the operator may, and only an auditor one for an auditor, a
  /// security administrator one for a security administrator.
  public Answer make(Caller caller, WantedKey wanted) {
    if (!mayMake(caller, wanted.kind())) {
      return new Answer.Refused(refusal(caller));
    }
    String secret = newSecret();
    return switch (wanted.check(store, secrets.id(), Secrets.hash(secret), clock.instant())) {
      case WantedKey.Checked.Valid(StoredKey key) -> keep(key, secret, caller.key());
      case WantedKey.Checked.Invalid(var findings) -> new Answer.Invalid(findings);
    };
  }

  /// The caller behind a secret; empty if nobody has it, or it is revoked or over.
  public Optional<Caller> authenticate(String secret) {
    if (!SECRET.matcher(secret).matches()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Optional<StoredKey> found =
        store.keyByHash(Secrets.hash(secret)).filter(key -> key.isOfUseAt(now));
    found.ifPresent(key -> uses.used(key.id(), now));
    return found.map(ApiKeys::caller);
  }

  /// Whether a secret is of a key that has come to its end, and was not revoked.
  public boolean isExpired(String secret) {
    Instant now = clock.instant();
    return SECRET.matcher(secret).matches()
        && store
            .keyByHash(Secrets.hash(secret))
            .filter(key -> key.revoked() == null && !key.isOfUseAt(now))
            .isPresent();
  }

  /// Every key, revoked ones too, oldest first; empty for who may not operate.
  public Optional<List<StoredKey>> list(Caller caller) {
    return boundary.mayOperate(caller)
        ? Optional.of(store.keys().stream().map(this::asUsed).toList())
        : Optional.empty();
  }

  /// The caller's own key; empty for who came without one.
  public Optional<StoredKey> own(Caller caller) {
    return byId(caller.key()).map(this::asUsed);
  }

  /// Makes a successor of a key: with the same rights, to the same end. The key itself is of use
  /// for a while longer. Who holds the key may, and who may revoke it.
  ///
  /// @param overlap 0 to 30 days
  /// @throws IllegalArgumentException if it is not
  public Rotation rotate(Caller caller, String id, Duration overlap) {
    if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
      throw new IllegalArgumentException("no overlap of " + overlap);
    }
    if (!caller.key().equals(id) && !mayRevoke(caller, id)) {
      return new Rotation.Refused(refusal(caller));
    }
    Optional<StoredKey> found = byId(id);
    if (found.isEmpty()) {
      return new Rotation.Absent();
    }
    StoredKey key = found.get();
    boolean ofOthers =
        key.grant() != null && !caller.key().equals(id) && !boundary.mayOperate(caller);
    if (ofOthers) {
      // The successor's secret goes to the caller, who must not read more with it.
      if (!caller.kind().equals(kind(key))) {
        return new Rotation.Refused("forbidden");
      }
      if (!caller.purposes().isEmpty()) {
        return new Rotation.Refused("purpose-outside-key");
      }
      if (caller.isNarrowed()) {
        return new Rotation.Refused("clearance-too-low");
      }
    }
    Instant now = clock.instant();
    if (key.successor() != null) {
      return new Rotation.Refused("already-rotated");
    }
    if (!key.isOfUseAt(now)) {
      return new Rotation.Refused("key-over");
    }
    if (key.grant() != null && liveKeys(key.grant(), now) >= MOST_KEYS_OF_A_GRANT) {
      return new Rotation.Refused("too-many-keys");
    }
    String secret = newSecret();
    StoredKey successor =
        key.renewed(
            secrets.id(), Secrets.hash(secret), now, ofOthers ? endOf(caller, key) : key.expires());
    Instant end = now.plus(overlap);
    Instant ends = sooner(end, Optional.ofNullable(key.expires()));
    return store.rotateKey(id, successor, ends, caller.key())
        ? new Rotation.Done(new Answer.Made(successor, secret), ends)
        : new Rotation.Refused("already-rotated");
  }

  /// Revokes a key from the next request on; only the operator may and, for a key made for a grant,
  /// the organisation that received the grant; for an auditor's, only an auditor.
  public Revocation revoke(Caller caller, String id) {
    if (!mayRevoke(caller, id)) {
      return Revocation.REFUSED;
    }
    return store.revokeKey(id, clock.instant(), caller.key())
        ? Revocation.REVOKED
        : Revocation.ABSENT;
  }

  /// The sooner end of a key and of the one it is rotated with; null where neither ends.
  private @Nullable Instant endOf(Caller caller, StoredKey key) {
    Optional<Instant> own = byId(caller.key()).map(StoredKey::expires);
    Instant end = key.expires();
    return end == null ? own.orElse(null) : sooner(end, own);
  }

  private boolean mayRevoke(Caller caller, String id) {
    Optional<Role> own = byId(id).flatMap(key -> keptApart(key.kind()));
    return own.isPresent()
        ? caller.has(own.get())
        : boundary.mayOperate(caller) || isOfGrantTo(caller, id);
  }

  private Optional<StoredKey> byId(String id) {
    return store.keys().stream().filter(key -> key.id().equals(id)).findFirst();
  }

  private StoredKey asUsed(StoredKey key) {
    return key.usedAt(uses.of(key.id(), key.lastUsed()));
  }

  private boolean mayMake(Caller caller, @Nullable String kind) {
    return keptApart(kind).map(caller::has).orElseGet(() -> boundary.mayOperate(caller));
  }

  /// The role that alone makes, revokes and destroys keys of a kind: who operates cannot touch the
  /// key that reads what operators did, nor the one that says who operates. Empty for the kinds
  /// that are the operator's.
  public static Optional<Role> keptApart(@Nullable String kind) {
    return Stream.of(Role.AUDITOR, Role.SECURITY_ADMINISTRATOR)
        .filter(role -> role.code().equals(kind))
        .findFirst();
  }

  private boolean isOfGrantTo(Caller caller, String id) {
    return store.keys().stream()
        .anyMatch(key ->
            key.id().equals(id)
                && key.grant() != null
                && key.organisation() != null
                && caller.speaksFor(key.organisation()));
  }

  /// Makes a key for a grant, of use as long as the grant and no longer than the key that it is
  /// made with; empty where the grant has as many as it may.
  public Optional<Answer.Made> makeFor(Caller caller, Grant grant) {
    Instant now = clock.instant();
    if (liveKeys(grant.id(), now) >= MOST_KEYS_OF_A_GRANT) {
      return Optional.empty();
    }
    String id = secrets.id();
    String secret = newSecret();
    StoredKey key =
        new StoredKey(
            id,
            id,
            Secrets.hash(secret),
            "grant " + grant.id(),
            code(grant.kind()),
            null,
            grant.organisation(),
            StoredKey.Scope.NONE,
            now,
            null,
            grant.id(),
            sooner(grant.notAfter(), byId(caller.key()).map(StoredKey::expires)),
            null,
            null);
    return Optional.of(keep(key, secret, caller.key()));
  }

  private static Instant sooner(Instant end, Optional<Instant> other) {
    return other.filter(end::isAfter).orElse(end);
  }

  private long liveKeys(String grant, Instant now) {
    return store.keys().stream()
        .filter(key -> grant.equals(key.grant()) && key.isOfUseAt(now))
        .count();
  }

  static boolean isSecret(String text) {
    return SECRET.matcher(text).matches();
  }

  /// The stored key of a secret, whether revoked or not.
  Optional<StoredKey> find(String secret) {
    return store.keyByHash(Secrets.hash(secret));
  }

  boolean has(String kind) {
    return store.keys().stream().anyMatch(key -> key.revoked() == null && key.kind().equals(kind));
  }

  String newSecret() {
    return secrets.secret("cck_");
  }

  Answer.Made keepFirst(String kind, String secret, String label) {
    return keep(
        new StoredKey(
            secrets.id(), Secrets.hash(secret), label, kind, null, null, clock.instant(), null),
        secret,
        "start");
  }

  private Answer.Made keep(StoredKey key, String secret, String by) {
    store.addKey(key, by);
    return new Answer.Made(key, secret);
  }

  private static Caller.Kind kind(StoredKey key) {
    return Caller.Kind.valueOf(key.kind().toUpperCase(Locale.ROOT));
  }

  private static Caller caller(StoredKey key) {
    boolean administrator = key.kind().equals(Role.SECURITY_ADMINISTRATOR.code());
    Caller.Kind kind = administrator ? Caller.Kind.PUBLIC : kind(key);
    StoredKey.Scope scope = key.scope();
    Level clearance = scope.clearance();
    Caller caller =
        new Caller(
            kind,
            key.id(),
            key.root(),
            key.provider(),
            key.organisation(),
            scope.division(),
            clearance == null ? kind.clearance() : clearance,
            administrator
                ? Set.of(Role.SECURITY_ADMINISTRATOR)
                : Role.of(kind, key.provider() != null),
            scope.purposes().stream().map(Purpose::new).collect(Collectors.toUnmodifiableSet()),
            null,
            Purpose.UNSTATED);
    String grant = key.grant();
    return grant == null ? caller : caller.under(grant, kind.clearance());
  }

  private static String refusal(Caller caller) {
    return caller.isAnonymous() ? "key-missing" : "forbidden";
  }

  private static String code(Caller.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
