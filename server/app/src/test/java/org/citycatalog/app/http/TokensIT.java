package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;
import org.citycatalog.app.testing.LibertyProvider;
import org.citycatalog.app.testing.StartedServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tokens of an identity provider over HTTP: of one made here, whose keys can be misused, and of a
/// real one.
@Tag("proof")
class TokensIT {
  /// What this class meets of `error-codes.yaml`.
  static final List<String> CODES =
      List.of(
          "identity-provider-unavailable",
          "token-malformed",
          "token-unsigned",
          "token-algorithm",
          "token-key-unknown",
          "token-forged",
          "token-issuer",
          "token-audience",
          "token-expired",
          "token-early",
          "token-unmapped");

  private static final Map<String, String> QUICK =
      Map.of("CITYCATALOG_DEMO", "true", StartedServer.JVM, StartedServer.QUICK);

  @TempDir private Path home;
  private final RSAKey key = new RSAKeyGenerator(2048).keyID("one").generate();
  private final RSAKey stranger = new RSAKeyGenerator(2048).keyID("one").generate();
  private final int port = freePort();
  private final String issuer = "http://127.0.0.1:" + port;

  TokensIT() throws Exception {}

  @Test
  void a_token_is_believed_only_with_the_signature_issuer_audience_and_time_that_are_set()
      throws Exception {
    Map<String, String> settings = new LinkedHashMap<>(QUICK);
    settings.put("MP_JWT_VERIFY_ISSUER", issuer);
    settings.put("MP_JWT_VERIFY_AUDIENCES", "citycatalog");
    settings.put("MP_JWT_VERIFY_CLOCK_SKEW", "5");

    // The provider is not there yet: the server starts, and who has a key goes on.
    try (StartedServer server = StartedServer.start(home, settings)) {
      ContractClient anybody = ContractClient.anonymous(server.url());
      Answer silent = anybody.withKey(token(claims())).get("/caller");
      assertThat(silent.code()).isEqualTo("identity-provider-unavailable");
      assertThat(silent.status()).isEqualTo(503);
      assertThat(silent.header("Retry-After")).isNotEmpty();
      assertThat(anybody.withKey(server.operatorKey()).get("/keys").status()).isEqualTo(200);

      HttpServer provider = provider(port);
      try {
        awaitKeys(anybody);
        known(anybody);
        refused(anybody);
        smuggled(anybody, server.operatorKey());
      } finally {
        provider.stop(0);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private void known(ContractClient anybody) throws Exception {
    Answer steward =
        anybody
            .withKey(
                token(
                    claims()
                        .claim("citycatalog_kind", "department")
                        .claim("citycatalog_provider", "transport")
                        .claim("citycatalog_division", "341002")
                        .claim("citycatalog_roles", List.of("steward"))))
            .get("/caller");
    assertThat(steward.text())
        .contains("\"kind\":\"department\"")
        .contains("\"id\":\"oidc:wang\"")
        .contains("\"provider\":\"transport\"")
        .contains("\"division\":\"341002\"")
        .contains("\"roles\":[\"steward\"]");
    ContractClient citizen = anybody.withKey(token(claims()));
    assertThat(citizen.get("/caller").text()).contains("\"kind\":\"public\"");
    // Who is only said to be somebody sees what nobody sees, to the byte.
    assertThat(citizen.get("/datasets?limit=100").text())
        .isEqualTo(anybody.get("/datasets?limit=100").text());
    assertThat(citizen.get("/keys").code()).isEqualTo("forbidden");
    assertThat(
            anybody
                .withKey(token(claims().claim("citycatalog_roles", List.of("operator"))))
                .get("/keys")
                .status())
        .isEqualTo(200);
  }

  private void refused(ContractClient anybody) throws Exception {
    Map<String, String> tokens = new LinkedHashMap<>();
    tokens.put("token-malformed", "e30.e30.e30");
    tokens.put("token-unsigned", new PlainJWT(claims().build()).serialize());
    SignedJWT confused =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), claims().build());
    confused.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
    tokens.put("token-algorithm", confused.serialize());
    tokens.put("token-key-unknown", signed(new RSAKey.Builder(key).keyID("../one").build()));
    tokens.put("token-forged", signed(stranger));
    tokens.put("token-issuer", token(claims().issuer(issuer + "/")));
    tokens.put("token-audience", token(claims().audience("canteen")));
    tokens.put("token-expired", token(claims().expirationTime(in(-10))));
    tokens.put("token-early", token(claims().notBeforeTime(in(600))));
    tokens.put("token-unmapped", token(claims().claim("citycatalog_kind", "departement")));
    for (Map.Entry<String, String> each : tokens.entrySet()) {
      Answer answer = anybody.withKey(each.getValue()).get("/datasets");
      assertThat(answer.code()).isEqualTo(each.getKey());
      assertThat(answer.status()).isEqualTo(each.getKey().equals("token-unmapped") ? 403 : 401);
      assertThat(answer.text()).doesNotContain(each.getValue()).doesNotContain("nimbus");
      assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }
  }

  private void smuggled(ContractClient anybody, String operator) throws Exception {
    String good = "Bearer " + token(claims());
    assertThat(
            anybody
                .get("/caller", "Authorization", good, "Authorization", "Bearer " + operator)
                .code())
        .isEqualTo("key-invalid");
    assertThat(anybody.get("/caller", "Authorization", good.replace("Bearer", "bEARER")).status())
        .isEqualTo(200);
    assertThat(anybody.get("/caller", "Authorization", good + ", Bearer " + operator).status())
        .isEqualTo(401);
    assertThat(anybody.withKey("cck_" + token(claims())).get("/caller").code())
        .isEqualTo("key-invalid");
    assertThat(anybody.get("/caller?access_token=" + token(claims())).code())
        .isEqualTo("key-in-query");
    assertThat(anybody.withKey("x".repeat(17_000) + ".e30.e30").get("/caller").code())
        .isEqualTo("token-malformed");
  }

  /// The server asks again some seconds after it got no answer.
  private void awaitKeys(ContractClient anybody) throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    while (anybody.withKey(token(claims())).get("/caller").status() == 503) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }

  @Test
  void a_real_provider_makes_callers_known() throws Exception {
    try (LibertyProvider provider = LibertyProvider.start()) {
      Map<String, String> settings = new LinkedHashMap<>(QUICK);
      settings.put("MP_JWT_VERIFY_ISSUER", provider.issuer());
      settings.put("MP_JWT_VERIFY_AUDIENCES", "citycatalog");
      settings.put("CITYCATALOG_OIDC_CLAIMS", "roles=groups");
      try (StartedServer server = StartedServer.start(home, settings)) {
        ContractClient anybody = ContractClient.anonymous(server.url());

        ContractClient operator = anybody.withKey(provider.token("application", "wang"));
        assertThat(operator.get("/caller").json().getString("kind")).isEqualTo("operator");
        Answer made = operator.post("/keys", "{\"label\": \"x\", \"kind\": \"research\"}");
        assertThat(made.status()).isEqualTo(201);
        ContractClient citizen = anybody.withKey(provider.token("application", "li"));
        assertThat(citizen.get("/caller").json().getString("kind")).isEqualTo("public");
        assertThat(citizen.get("/keys").code()).isEqualTo("forbidden");
        assertThat(anybody.withKey(provider.token("canteen", "wang")).get("/caller").code())
            .isEqualTo("token-audience");
      }
    }
  }

  private HttpServer provider(int port) throws IOException {
    HttpServer provider =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    serve(
        provider,
        "/.well-known/openid-configuration",
        "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(issuer, issuer));
    serve(provider, "/keys", new JWKSet(key.toPublicJWK()).toString());
    provider.start();
    return provider;
  }

  private static void serve(HttpServer server, String path, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .audience("citycatalog")
        .subject("wang")
        .issueTime(in(0))
        .expirationTime(in(600));
  }

  private static Date in(int seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  private String token(JWTClaimsSet.Builder claims) throws JOSEException {
    return signed(key, claims.build());
  }

  private String signed(RSAKey by) throws JOSEException {
    return signed(by, claims().build());
  }

  private static String signed(RSAKey by, JWTClaimsSet claims) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(by.getKeyID()).build(), claims);
    token.sign(new RSASSASigner(by));
    return token.serialize();
  }
}
