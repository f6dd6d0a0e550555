package org.citycatalog.sharing.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.DivisionCode;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.SampleEntries;
import org.citycatalog.catalog.UnavailableException;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokensTest {
  private static final String ISSUER = "https://sso.city.example";
  private static RSAKey rsa;
  private static RSAKey other;
  private static ECKey curve;

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-11-25T08:30:20Z");
  private CatalogStore store;
  private JWKSet published;
  private boolean down;
  private Runnable slowness = () -> {};
  private Duration setBack = Duration.ZERO;
  private int asked;
  private Tokens tokens;

  @BeforeAll
  static void keys() throws JOSEException {
    rsa = new RSAKeyGenerator(2048).keyID("one").generate();
    other = new RSAKeyGenerator(2048).keyID("one").generate();
    curve = new ECKeyGenerator(Curve.P_256).keyID("curve").generate();
  }

  @BeforeEach
  void open() {
    store = JdbcCatalogStore.sqlite(folder.resolve("catalog.db"));
    store.addProvider(SampleEntries.TRANSPORT);
    published = new JWKSet(List.of(rsa.toPublicJWK(), curve.toPublicJWK()));
    tokens = tokens(null, false);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void the_claims_of_a_signed_token_say_who_its_bearer_is() throws Exception {
    Caller caller =
        caller(
            token(
                claims()
                    .claim("citycatalog_kind", "department")
                    .claim("citycatalog_provider", "transport")
                    .claim("citycatalog_organisation", SampleEntries.TRANSPORT.code().value())
                    .claim("citycatalog_division", "341002")
                    .claim("citycatalog_clearance", "G2")
                    .claim("citycatalog_roles", List.of("steward", "canteen-admin"))));

    assertThat(caller.kind()).isEqualTo(Caller.Kind.DEPARTMENT);
    assertThat(caller.key()).isEqualTo("oidc:wang");
    assertThat(caller.provider()).isEqualTo(SampleEntries.TRANSPORT.namespace());
    assertThat(caller.organisation()).isEqualTo(SampleEntries.TRANSPORT.code());
    assertThat(caller.division()).isEqualTo(new DivisionCode("341002"));
    assertThat(caller.clearance()).isEqualTo(Level.G2);
    assertThat(caller.roles()).containsExactly(Role.STEWARD);
  }

  @Test
  void a_token_that_says_no_kind_makes_one_of_the_public_with_no_say_over_anything()
      throws Exception {
    Caller caller =
        caller(
            token(
                claims()
                    .claim("citycatalog_provider", "transport")
                    .claim("citycatalog_roles", List.of("steward", "reviewer"))));

    assertThat(caller.kind()).isEqualTo(Caller.Kind.PUBLIC);
    assertThat(caller.provider()).isNull();
    assertThat(caller.roles()).isEmpty();
  }

  @Test
  void what_a_token_says_and_the_catalog_does_not_know_refuses_it() throws Exception {
    for (Map.Entry<String, Object> claim :
        Map.<String, Object>of(
                "kind", "departement",
                "provider", "nobody",
                "organisation", "123",
                "division", "3",
                "clearance", "G9")
            .entrySet()) {
      assertRefused(
          "token-unmapped",
          token(claims().claim("citycatalog_" + claim.getKey(), claim.getValue())));
    }
    assertRefused("token-unmapped", token(claims().claim("citycatalog_kind", "operator")));
    assertRefused(
        "token-unmapped",
        token(claims().claim("citycatalog_kind", List.of("department", "research"))));
  }

  @Test
  void nobody_audits_and_acts() throws Exception {
    assertRefused(
        "token-unmapped",
        token(claims().claim("citycatalog_roles", List.of("auditor", "operator"))));
  }

  @Test
  void a_clearance_above_the_kind_takes_a_setting() throws Exception {
    String high =
        token(claims().claim("citycatalog_kind", "research").claim("citycatalog_clearance", "G3"));

    assertRefused("token-unmapped", high);
    tokens = tokens(null, true);
    assertThat(caller(high).clearance()).isEqualTo(Level.G3);
  }

  @Test
  void claims_are_found_where_the_settings_say() throws Exception {
    tokens = tokens("kind=caller,roles=/realm_access/roles", false);

    Caller caller =
        caller(
            token(
                claims()
                    .claim("caller", "enterprise")
                    .claim("realm_access", Map.of("roles", List.of("operator")))));

    assertThat(caller.kind()).isEqualTo(Caller.Kind.OPERATOR);
    assertThat(caller.roles()).containsExactly(Role.OPERATOR);
  }

  @Test
  void tokens_of_another_issuer_or_for_another_service_are_refused() throws Exception {
    assertRefused("token-issuer", token(claims().issuer("https://elsewhere.example")));
    assertRefused("token-issuer", token(claims().issuer(null)));
    assertRefused("token-audience", token(claims().audience("canteen")));
    assertRefused("token-audience", token(claims().audience((String) null)));
    assertThat(caller(token(claims().audience(List.of("canteen", "citycatalog")))).key())
        .isEqualTo("oidc:wang");
  }

  @Test
  void a_token_is_taken_from_its_beginning_to_its_end_and_the_clocks_may_differ_a_little()
      throws Exception {
    String token =
        token(
            claims()
                .notBeforeTime(date(now.plusSeconds(100)))
                .expirationTime(date(now.plusSeconds(200))));

    assertRefused("token-early", token);
    now = now.plusSeconds(100 - 30);
    assertThat(caller(token).key()).isEqualTo("oidc:wang");
    now = now.plusSeconds(159);
    assertThat(caller(token).key()).isEqualTo("oidc:wang");
    now = now.plusSeconds(1);
    assertRefused("token-expired", token);
    assertRefused("token-early", token(claims().issueTime(date(now.plusSeconds(31)))));
  }

  @Test
  void a_token_without_an_end_or_a_subject_is_none() throws Exception {
    assertRefused("token-malformed", token(claims().expirationTime(null)));
    assertRefused("token-malformed", token(claims().subject(null)));
  }

  @Test
  void an_old_token_is_refused_where_the_settings_say_so() throws Exception {
    tokens =
        new Tokens(
            new TokenRules(
                ISSUER,
                Set.of("citycatalog"),
                Set.of("RS256"),
                Duration.ZERO,
                Duration.ofMinutes(10),
                ClaimNames.parse(null),
                false),
            this::read,
            store,
            () -> now,
            this::nanos);

    caller(token(claims().issueTime(date(now.minusSeconds(600)))));
    assertRefused("token-expired", token(claims().issueTime(date(now.minusSeconds(601)))));
    assertRefused("token-expired", token(claims().issueTime(null)));
  }

  @Test
  void a_signature_by_another_key_under_the_same_name_is_forged() throws Exception {
    assertRefused("token-forged", signed(other, claims().build()));
  }

  @Test
  void a_token_whose_claims_were_changed_is_forged() throws Exception {
    String[] parts = token(claims()).split("\\.", -1);
    String changed =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                    .replace("wang", "zhao")
                    .getBytes(StandardCharsets.UTF_8));

    assertRefused("token-forged", parts[0] + "." + changed + "." + parts[2]);
    assertRefused("token-forged", parts[0] + "." + parts[1] + "." + "A".repeat(342));
  }

  @Test
  void without_a_signature_there_is_no_token() throws Exception {
    String plain = new PlainJWT(claims().build()).serialize();

    assertRefused("token-unsigned", plain);
    assertRefused("token-malformed", plain + "AAAA");
    String none =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"nOnE\"}".getBytes(StandardCharsets.UTF_8));
    assertRefused("token-algorithm", none + "." + plain.split("\\.", -1)[1] + ".AAAA");
  }

  @Test
  void the_public_key_is_no_shared_secret() throws Exception {
    SignedJWT confused =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), claims().build());
    confused.sign(new MACSigner(rsa.toRSAPublicKey().getEncoded()));

    assertRefused("token-algorithm", confused.serialize());
  }

  @Test
  void an_algorithm_that_is_not_set_is_refused_though_the_key_is_published() throws Exception {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("curve").build(), claims().build());
    token.sign(new ECDSASigner(curve));

    assertRefused("token-algorithm", token.serialize());
    tokens =
        new Tokens(
            new TokenRules(
                ISSUER,
                Set.of("citycatalog"),
                Set.of("ES256"),
                Duration.ofSeconds(30),
                null,
                ClaimNames.parse(null),
                false),
            this::read,
            store,
            () -> now,
            this::nanos);
    caller(token.serialize());
  }

  @Test
  void a_key_that_the_token_brings_along_is_not_looked_at() throws Exception {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("one")
                .jwk(other.toPublicJWK())
                .jwkURL(URI.create("http://127.0.0.1:1/keys"))
                .build(),
            claims().build());
    token.sign(new RSASSASigner(other));

    assertRefused("token-forged", token.serialize());
  }

  @Test
  void a_header_that_asks_for_more_is_refused() throws Exception {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("one")
                .criticalParams(Set.of("exp"))
                .customParam("exp", 1)
                .build(),
            claims().build());
    token.sign(new RSASSASigner(rsa));

    assertRefused("token-malformed", token.serialize());
  }

  @Test
  void an_encrypted_token_is_not_opened() throws Exception {
    JWEObject token =
        new JWEObject(
            new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM)
                .contentType("JWT")
                .build(),
            new Payload(token(claims())));
    token.encrypt(new RSAEncrypter(rsa.toRSAPublicKey()));

    assertRefused("token-malformed", token.serialize());
  }

  @Test
  void what_is_no_token_or_too_long_is_told_so() throws Exception {
    for (String text :
        List.of("a.b.c", "..", "a.b", "{}.{}.{}", "x".repeat(20_000) + ".a.b", "e30.e30.e30")) {
      assertRefused("token-malformed", text);
    }
    String nested = "{\"alg\":" + "[".repeat(10_000);
    assertRefused(
        "token-malformed",
        Base64.getUrlEncoder().encodeToString(nested.getBytes(StandardCharsets.UTF_8)) + ".e30.AA");
  }

  @Test
  void a_new_key_of_the_provider_is_found_and_made_up_names_do_not_become_requests()
      throws Exception {
    caller(token(claims()));
    assertThat(asked).isEqualTo(1);
    RSAKey next = new RSAKeyGenerator(2048).keyID("two").generate();
    String early = signed(next, claims().build());
    assertRefused("token-key-unknown", early);
    published = new JWKSet(List.of(next.toPublicJWK()));
    for (int i = 0; i < 20; i++) {
      assertRefused("token-key-unknown", early);
    }
    assertThat(asked).isEqualTo(1);

    now = now.plusSeconds(30);
    assertThat(caller(early).key()).isEqualTo("oidc:wang");
    assertThat(asked).isEqualTo(2);
    assertRefused("token-key-unknown", token(claims()));
  }

  @Test
  void a_key_name_is_only_compared() throws Exception {
    for (String name : List.of("../../etc/passwd", "' OR 1=1 --", "http://127.0.0.1:1/", "")) {
      RSAKey named = new RSAKey.Builder(other).keyID(name).build();
      assertRefused("token-key-unknown", signed(named, claims().build()));
    }
  }

  @Test
  void while_the_provider_is_silent_its_keys_go_on_for_an_hour() throws Exception {
    caller(token(claims()));
    down = true;

    now = now.plus(Duration.ofMinutes(59));
    caller(token(claims()));
    now = now.plus(Duration.ofMinutes(1));
    String token = token(claims());
    assertThatThrownBy(() -> tokens.authenticate(token))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            failed -> assertThat(failed.code()).isEqualTo("identity-provider-unavailable"));
    down = false;
    now = now.plusSeconds(5);
    caller(token(claims()));
  }

  @Test
  void a_provider_that_was_never_reached_is_asked_again_soon() throws Exception {
    down = true;
    String token = token(claims());
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> tokens.authenticate(token)).isInstanceOf(UnavailableException.class);
    }
    assertThat(asked).isEqualTo(1);
    down = false;

    now = now.plusSeconds(5);
    assertThat(caller(token).key()).isEqualTo("oidc:wang");
  }

  @Test
  void while_one_request_waits_for_a_slow_provider_the_others_go_on() throws Exception {
    String known = token(claims());
    String unknown = signed(new RSAKeyGenerator(2048).keyID("two").generate(), claims().build());
    caller(known);
    now = now.plus(Duration.ofMinutes(5));
    CountDownLatch asking = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    slowness =
        () -> {
          asking.countDown();
          await(answered);
        };

    try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Known> waiting = other.submit(() -> tokens.authenticate(known));
      await(asking);
      caller(known);
      assertThatThrownBy(() -> tokens.authenticate(unknown))
          .isInstanceOf(UnavailableException.class);
      assertThat(waiting.isDone()).isFalse();
      answered.countDown();

      assertThat(waiting.get()).isInstanceOf(Known.Someone.class);
    }
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void the_pause_after_a_failure_begins_when_it_has_failed() throws Exception {
    String token = token(claims());
    down = true;
    slowness = () -> now = now.plusSeconds(6);

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> tokens.authenticate(token)).isInstanceOf(UnavailableException.class);
    }

    assertThat(asked).isEqualTo(1);
  }

  @Test
  void a_clock_that_is_set_back_keeps_no_key_longer() throws Exception {
    caller(token(claims()));
    RSAKey next = new RSAKeyGenerator(2048).keyID("two").generate();
    published = new JWKSet(List.of(next.toPublicJWK()));

    now = now.minus(Duration.ofDays(1));
    setBack = Duration.ofDays(1).plusMinutes(5);

    assertRefused("token-key-unknown", token(claims()));
    assertThat(caller(signed(next, claims().build())).key()).isEqualTo("oidc:wang");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  @Test
  void a_subject_that_would_break_a_line_of_the_log_is_known_by_its_hash() throws Exception {
    assertThat(caller(token(claims().subject("a b\nkey=op"))).key())
        .matches("oidc:sha256:[A-Za-z0-9_-]{43}");
    assertThat(caller(token(claims().subject("anonymous"))).isAnonymous()).isFalse();
  }

  @Test
  void rules_without_an_audience_or_with_shared_secrets_are_none() {
    assertThatThrownBy(() -> rules(Set.of(), Set.of("RS256")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> rules(Set.of("x"), Set.of("HS256")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> rules(Set.of("x"), Set.of("none")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ClaimNames.parse("kind")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ClaimNames.parse("kid=x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static TokenRules rules(Set<String> audiences, Set<String> algorithms) {
    return new TokenRules(
        ISSUER, audiences, algorithms, Duration.ZERO, null, ClaimNames.parse(null), false);
  }

  private Tokens tokens(@Nullable String names, boolean anyClearance) {
    return new Tokens(
        new TokenRules(
            ISSUER,
            Set.of("citycatalog"),
            Set.of("RS256"),
            Duration.ofSeconds(30),
            null,
            ClaimNames.parse(names),
            anyClearance),
        this::read,
        store,
        () -> now,
        this::nanos);
  }

  /// The time that only goes forward.
  private long nanos() {
    return Duration.between(Instant.EPOCH, now).plus(setBack).toNanos();
  }

  private String read() throws IOException {
    asked++;
    slowness.run();
    if (down) {
      throw new IOException("connection refused");
    }
    return published.toString();
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience("citycatalog")
        .subject("wang")
        .issueTime(date(now))
        .expirationTime(date(now.plusSeconds(3600)));
  }

  private static String token(JWTClaimsSet.Builder claims) throws JOSEException {
    return signed(rsa, claims.build());
  }

  private static String signed(RSAKey key, JWTClaimsSet claims) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  private static Date date(Instant instant) {
    return Date.from(instant);
  }

  private Caller caller(String token) {
    assertThat(tokens.authenticate(token)).isInstanceOf(Known.Someone.class);
    return ((Known.Someone) tokens.authenticate(token)).caller();
  }

  private void assertRefused(String code, String token) {
    assertThat(tokens.authenticate(token))
        .isInstanceOfSatisfying(
            Known.Nobody.class, nobody -> assertThat(nobody.code()).isEqualTo(code));
  }
}
