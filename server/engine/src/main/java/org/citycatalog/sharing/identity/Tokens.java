package org.citycatalog.sharing.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.DivisionCode;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Role;
import org.jspecify.annotations.Nullable;

/// Knows callers by the tokens of an identity provider (JWT, RFC 7519).
///
/// A token is believed when one of the provider's published keys has signed it; what else its
/// header names, addresses and keys among it, is not looked at. Nothing of its claims is read
/// before. A token that says no kind of caller makes one of the public: who is not said to be more
/// reads what everybody reads. What a token says and the catalog does not know, such as a provider
/// or a level, refuses it, so that a slip in the settings shows.
public final class Tokens {
  private static final int LONGEST = 16 << 10;
  private static final int MOST_KEYS_TRIED = 10;
  private static final Pattern PLAIN_SUBJECT = Pattern.compile("[A-Za-z0-9._@:/|+-]{1,200}");
  private static final Set<Caller.Kind> BELONGING =
      EnumSet.of(
          Caller.Kind.PUBLIC, Caller.Kind.DEPARTMENT, Caller.Kind.ENTERPRISE, Caller.Kind.RESEARCH);

  private final TokenRules rules;
  private final SigningKeys keys;
  private final CatalogStore store;
  private final InstantSource clock;

  /// @param source is not asked before the first token
  /// @param nanos a time that only goes forward, for how old the provider's keys are
  public Tokens(
      TokenRules rules,
      KeySource source,
      CatalogStore store,
      InstantSource clock,
      LongSupplier nanos) {
    this.rules = rules;
    this.keys = new SigningKeys(source, nanos);
    this.store = store;
    this.clock = clock;
  }

  /// A token that is refused.
  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Known.Nobody why;

    RefusedException(String code, @Nullable String detail) {
      super(code);
      this.why = new Known.Nobody(code, detail);
    }
  }

  /// Whether a text has the shape of a token: parts with dots between them.
  static boolean isTokenLike(String text) {
    return text.indexOf('.') > 0;
  }

  /// The caller that a token speaks of.
  ///
  /// @throws org.citycatalog.catalog.UnavailableException if the provider's keys are not had
  Known authenticate(String text) {
    try {
      JWTClaimsSet claims = verified(parsed(text));
      checkClaims(claims);
      return new Known.Someone(standing(claims).caller(name(claims)));
    } catch (RefusedException refused) {
      return refused.why;
    }
  }

  private static SignedJWT parsed(String text) throws RefusedException {
    if (text.length() > LONGEST) {
      throw new RefusedException(
          "token-malformed", "a token has at most %d characters".formatted(LONGEST));
    }
    JWT parsed;
    try {
      parsed = JWTParser.parse(text);
    } catch (ParseException | IllegalArgumentException notOne) {
      throw new RefusedException("token-malformed", null);
    }
    return switch (parsed) {
      case SignedJWT signed -> signed;
      case PlainJWT unsigned -> throw new RefusedException("token-unsigned", null);
      case EncryptedJWT encrypted ->
          throw new RefusedException("token-malformed", "encrypted tokens are not taken");
      default -> throw new RefusedException("token-malformed", null);
    };
  }

  private JWTClaimsSet verified(SignedJWT token) throws RefusedException {
    JWSHeader header = token.getHeader();
    if (!rules.algorithms().contains(header.getAlgorithm().getName())) {
      throw new RefusedException(
          "token-algorithm", "signatures are taken by " + String.join(", ", rules.algorithms()));
    }
    Set<String> critical = header.getCriticalParams();
    if (critical != null && !critical.isEmpty()) {
      throw new RefusedException(
          "token-malformed", "the header asks for what this server does not do");
    }
    List<JWK> candidates = keys.of(header);
    if (candidates.isEmpty()) {
      throw new RefusedException("token-key-unknown", null);
    }
    for (JWK key : candidates.subList(0, Math.min(MOST_KEYS_TRIED, candidates.size()))) {
      if (isSignedBy(token, key)) {
        try {
          JWTClaimsSet claims = token.getJWTClaimsSet();
          if (claims != null) {
            return claims;
          }
        } catch (ParseException notClaims) {
          // Told below: signed it may be, but not what a token says.
        }
        throw new RefusedException("token-malformed", "the claims cannot be read");
      }
    }
    throw new RefusedException("token-forged", null);
  }

  private static boolean isSignedBy(SignedJWT token, JWK key) {
    try {
      JWSVerifier verifier =
          switch (key) {
            case RSAKey rsa -> new RSASSAVerifier(rsa.toRSAPublicKey());
            case ECKey curve -> new ECDSAVerifier(curve.toECPublicKey());
            default -> null;
          };
      return verifier != null
          && verifier.supportedJWSAlgorithms().contains(token.getHeader().getAlgorithm())
          && token.verify(verifier);
    } catch (JOSEException unusable) {
      return false;
    }
  }

  private void checkClaims(JWTClaimsSet claims) throws RefusedException {
    if (!rules.issuer().equals(claims.getIssuer())) {
      throw new RefusedException("token-issuer", null);
    }
    if (Collections.disjoint(claims.getAudience(), rules.audiences())) {
      throw new RefusedException("token-audience", null);
    }
    Instant now = clock.instant();
    Instant ends = instant(claims.getExpirationTime());
    if (ends == null) {
      throw new RefusedException("token-malformed", "the token has no end (exp)");
    }
    if (!now.isBefore(ends.plus(rules.skew()))) {
      throw new RefusedException("token-expired", null);
    }
    Instant begins = instant(claims.getNotBeforeTime());
    Instant made = instant(claims.getIssueTime());
    if (isAhead(begins, now) || isAhead(made, now)) {
      throw new RefusedException("token-early", null);
    }
    if (rules.longestAge() != null
        && (made == null || now.isAfter(made.plus(rules.longestAge()).plus(rules.skew())))) {
      throw new RefusedException(
          "token-expired",
          "a token is taken for %s after its making".formatted(rules.longestAge()));
    }
    String subject = claims.getSubject();
    if (subject == null || subject.isBlank()) {
      throw new RefusedException("token-malformed", "the token says nobody's name (sub)");
    }
  }

  private boolean isAhead(@Nullable Instant time, Instant now) {
    return time != null && time.minus(rules.skew()).isAfter(now);
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }

  /// What the ledger and decisions call the caller: never what a key or an account is called.
  private static String name(JWTClaimsSet claims) {
    String subject = claims.getSubject();
    return "oidc:" + (PLAIN_SUBJECT.matcher(subject).matches() ? subject : digest(subject));
  }

  private static String digest(String subject) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private Standing standing(JWTClaimsSet set) throws RefusedException {
    Map<String, Object> claims = set.toJSONObject();
    Set<Role> roles = EnumSet.noneOf(Role.class);
    // A provider's lists hold what means nothing here.
    rules.claims().texts(claims, "roles").forEach(text -> Role.of(text).ifPresent(roles::add));
    Optional<Caller.Kind> kind = one(claims, "kind", Tokens::kind);
    Standing said =
        new Standing(
            kind.orElse(Caller.Kind.PUBLIC),
            one(claims, "provider", this::provider).orElse(null),
            one(claims, "organisation", Uscc::new).orElse(null),
            one(claims, "division", DivisionCode::new).orElse(null),
            one(claims, "clearance", Level::valueOf).orElse(null),
            roles);
    Standing standing = said.kind() == Caller.Kind.PUBLIC ? said.withoutKeeping() : said;
    for (Finding finding : standing.check()) {
      if (!(finding.code().equals("clearance-too-high") && rules.anyClearance())) {
        throw new RefusedException("token-unmapped", finding.message());
      }
    }
    return standing;
  }

  private <T> Optional<T> one(Map<String, Object> claims, String field, Function<String, T> type)
      throws RefusedException {
    List<String> texts = rules.claims().texts(claims, field);
    if (texts.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (texts.size() == 1) {
        return Optional.of(type.apply(texts.getFirst()));
      }
    } catch (IllegalArgumentException unknown) {
      // Told below, without the value: a token's content is nobody's to print.
    }
    throw new RefusedException(
        "token-unmapped",
        "claim %s does not name one known %s".formatted(rules.claims().names().get(field), field));
  }

  private static Caller.Kind kind(String text) {
    Caller.Kind kind = Caller.Kind.valueOf(text.toUpperCase(Locale.ROOT));
    if (!BELONGING.contains(kind)) {
      throw new IllegalArgumentException("roles make operators and auditors");
    }
    return kind;
  }

  private ProviderNamespace provider(String text) {
    ProviderNamespace namespace = new ProviderNamespace(text);
    if (store.provider(namespace).isEmpty()) {
      throw new IllegalArgumentException("no such provider");
    }
    return namespace;
  }
}
