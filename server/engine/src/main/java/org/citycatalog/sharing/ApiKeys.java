package org.citycatalog.sharing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.Nearest;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.StoredKey;
import org.citycatalog.catalog.Uscc;
import org.jspecify.annotations.Nullable;

/// Makes API keys, knows callers by them, and revokes them.
///
/// A secret is `cck_` and 43 characters of base64url: 256 random bits, so that its plain SHA-256
/// tells nothing about it and can be looked up. The look-up compares hashes and not secrets; how
/// long it takes says nothing that helps to find a secret, so it need not take constant time.
public final class ApiKeys {
  private static final Pattern SECRET = Pattern.compile("cck_[A-Za-z0-9_-]{43}");
  private static final int SECRET_BYTES = 32;
  private static final int ID_BYTES = 8;
  private static final int LONGEST_LABEL = 200;
  private static final int MOST_KEYS_OF_A_GRANT = 5; // enough to rotate with overlap
  private static final List<String> KINDS =
      List.of("department", "enterprise", "research", "operator", "auditor");

  private final CatalogStore store;
  private final Boundary boundary;
  private final InstantSource clock;
  private final RandomGenerator random;

  /// Makes the keys of a catalog.
  ///
  /// @param random a `SecureRandom` wherever the keys protect anything
  public ApiKeys(
      CatalogStore store, Boundary boundary, InstantSource clock, RandomGenerator random) {
    this.store = store;
    this.boundary = boundary;
    this.clock = clock;
    this.random = random;
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

  /// Makes a key for someone; only the operator may, and only an auditor one for an auditor.
  ///
  /// @param label who uses it for what, 1 to 200 characters
  /// @param kind `department`, `enterprise`, `research` or `operator`
  /// @param provider namespace of the provider it acts for
  /// @param organisation unified social credit code
  public Answer make(
      Caller caller,
      @Nullable String label,
      @Nullable String kind,
      @Nullable String provider,
      @Nullable String organisation) {
    if (!mayMake(caller, kind)) {
      return new Answer.Refused(refusal(caller));
    }
    List<Finding> findings = new ArrayList<>();
    String named = label(label, findings);
    String ofKind = kind(kind, findings);
    ProviderNamespace namespace = provider(provider, findings);
    Uscc code = organisation(organisation, findings);
    if (isAuditor(ofKind) && (provider != null || organisation != null)) {
      findings.add(
          new Finding(
              "not-for-auditors",
              provider == null ? "/organisation" : "/provider",
              "who reads the ledger neither provides nor receives data"));
    }
    return findings.isEmpty()
        ? keep(newSecret(), named, ofKind, namespace, code, caller.key())
        : new Answer.Invalid(findings);
  }

  /// The caller behind a secret; empty if nobody has it, or it is revoked or over.
  public Optional<Caller> authenticate(String secret) {
    if (!SECRET.matcher(secret).matches()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    return store.keyByHash(hash(secret)).filter(key -> isOfUse(key, now)).map(ApiKeys::caller);
  }

  /// Every key, revoked ones too, oldest first; empty for who may not operate.
  public Optional<List<StoredKey>> list(Caller caller) {
    return boundary.mayOperate(caller) ? Optional.of(store.keys()) : Optional.empty();
  }

  /// Revokes a key from the next request on; only the operator may and, for a key made for a grant,
  /// the organisation that received the grant; for an auditor's, only an auditor.
  public Revocation revoke(Caller caller, String id) {
    boolean auditors =
        store.keys().stream().anyMatch(key -> key.id().equals(id) && isAuditor(key.kind()));
    boolean may =
        auditors
            ? caller.kind() == Caller.Kind.AUDITOR
            : boundary.mayOperate(caller) || isOfGrantTo(caller, id);
    if (!may) {
      return Revocation.REFUSED;
    }
    return store.revokeKey(id, clock.instant(), caller.key())
        ? Revocation.REVOKED
        : Revocation.ABSENT;
  }

  /// Nobody holds both: who operates cannot make the key that reads what operators did.
  private boolean mayMake(Caller caller, @Nullable String kind) {
    return isAuditor(kind) ? caller.kind() == Caller.Kind.AUDITOR : boundary.mayOperate(caller);
  }

  private static boolean isAuditor(@Nullable String kind) {
    return code(Caller.Kind.AUDITOR).equals(kind);
  }

  private boolean isOfGrantTo(Caller caller, String id) {
    Uscc organisation = caller.organisation();
    return organisation != null
        && caller.grant() == null
        && store.keys().stream()
            .anyMatch(key ->
                key.id().equals(id)
                    && key.grant() != null
                    && organisation.equals(key.organisation()));
  }

  private static boolean isOfUse(StoredKey key, Instant now) {
    Instant expires = key.expires();
    return key.revoked() == null && (expires == null || now.isBefore(expires));
  }

  /// Makes a key for a grant, of use as long as the grant; empty where it has as many as it may.
  Optional<Answer.Made> makeFor(Caller caller, Grant grant) {
    Instant now = clock.instant();
    long live =
        store.keys().stream()
            .filter(key -> grant.id().equals(key.grant()) && isOfUse(key, now))
            .count();
    if (live >= MOST_KEYS_OF_A_GRANT) {
      return Optional.empty();
    }
    String secret = newSecret();
    StoredKey key =
        new StoredKey(
            HexFormat.of().formatHex(bytes(ID_BYTES)),
            hash(secret),
            "grant " + grant.id(),
            code(grant.kind()),
            null,
            grant.organisation(),
            now,
            null,
            grant.id(),
            grant.notAfter());
    store.addKey(key, caller.key());
    return Optional.of(new Answer.Made(key, secret));
  }

  static boolean isSecret(String text) {
    return SECRET.matcher(text).matches();
  }

  /// The stored key of a secret, whether revoked or not.
  Optional<StoredKey> find(String secret) {
    return store.keyByHash(hash(secret));
  }

  boolean has(Caller.Kind kind) {
    return store.keys().stream()
        .anyMatch(key -> key.revoked() == null && key.kind().equals(code(kind)));
  }

  String newSecret() {
    return "cck_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(SECRET_BYTES));
  }

  Answer.Made keepFirst(Caller.Kind kind, String secret, String label) {
    return keep(secret, label, code(kind), null, null, "start");
  }

  private Answer.Made keep(
      String secret,
      String label,
      String kind,
      @Nullable ProviderNamespace provider,
      @Nullable Uscc organisation,
      String by) {
    StoredKey key =
        new StoredKey(
            HexFormat.of().formatHex(bytes(ID_BYTES)),
            hash(secret),
            label,
            kind,
            provider,
            organisation,
            clock.instant(),
            null);
    store.addKey(key, by);
    return new Answer.Made(key, secret);
  }

  private static Caller caller(StoredKey key) {
    Caller.Kind kind = Caller.Kind.valueOf(key.kind().toUpperCase(Locale.ROOT));
    Caller caller = new Caller(kind, key.id(), key.provider(), key.organisation());
    String grant = key.grant();
    return grant == null ? caller : caller.under(grant, kind.clearance());
  }

  private static String refusal(Caller caller) {
    return caller.kind() == Caller.Kind.PUBLIC ? "key-missing" : "forbidden";
  }

  private static String label(@Nullable String label, List<Finding> findings) {
    if (label == null) {
      findings.add(new Finding("missing-field", "/label", "the field 'label' is required"));
      return "";
    }
    if (label.isBlank()) {
      findings.add(new Finding("blank-text", "/label", "the label must not be blank"));
    } else if (label.codePointCount(0, label.length()) > LONGEST_LABEL) {
      findings.add(
          new Finding(
              "text-too-long",
              "/label",
              "the label may have %d characters".formatted(LONGEST_LABEL)));
    } else if (label.chars().anyMatch(c -> c < ' ')
        || !StandardCharsets.UTF_8.newEncoder().canEncode(label)) {
      findings.add(new Finding("bad-character", "/label", "the label holds a control character"));
    }
    return label;
  }

  private static String kind(@Nullable String kind, List<Finding> findings) {
    if (kind == null) {
      findings.add(new Finding("missing-field", "/kind", "the field 'kind' is required"));
      return "";
    }
    if (!KINDS.contains(kind)) {
      findings.add(
          new Finding(
              "unknown-code", "/kind", "a key's kind is one of " + KINDS, Nearest.of(kind, KINDS)));
    }
    return kind;
  }

  private @Nullable ProviderNamespace provider(@Nullable String provider, List<Finding> findings) {
    if (provider == null) {
      return null;
    }
    ProviderNamespace namespace =
        typed(() -> new ProviderNamespace(provider), "bad-namespace", "/provider", findings);
    if (namespace != null && store.provider(namespace).isEmpty()) {
      List<String> known =
          store.providers().stream().map(each -> each.namespace().value()).toList();
      findings.add(
          new Finding(
              "unknown-provider",
              "/provider",
              "there is no provider '%s'".formatted(namespace),
              Nearest.of(provider, known)));
    }
    return namespace;
  }

  private static @Nullable Uscc organisation(@Nullable String code, List<Finding> findings) {
    return code == null
        ? null
        : typed(() -> new Uscc(code), "bad-social-credit-code", "/organisation", findings);
  }

  private static <T> @Nullable T typed(
      Supplier<T> type, String code, String pointer, List<Finding> findings) {
    try {
      return type.get();
    } catch (IllegalArgumentException wrong) {
      String rule = wrong.getMessage();
      findings.add(new Finding(code, pointer, rule == null ? "not valid" : rule));
      return null;
    }
  }

  private static String code(Caller.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String hash(String secret) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
