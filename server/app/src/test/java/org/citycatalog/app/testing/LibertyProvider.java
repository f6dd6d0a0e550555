package org.citycatalog.app.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A real OpenID Connect provider: Liberty's own, in a process of its own, with made-up people.
@SuppressWarnings("try") // whoever is interrupted while a server stops wants to know
public final class LibertyProvider implements AutoCloseable {
  private static final String SERVER = "provider";
  private static final Duration LONGEST_START = Duration.ofMinutes(3);
  private static final Pattern ACCESS_TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

  /// `wang` is in the group `operator`, `li` in none that means anything here.
  private static final String CONFIGURATION =
      """
      <server>
        <featureManager>
          <feature>openidConnectServer-1.0</feature>
          <feature>appSecurity-6.0</feature>
          <feature>servlet-6.1</feature>
        </featureManager>
        <httpEndpoint id="defaultHttpEndpoint" host="127.0.0.1" httpPort="PORT" httpsPort="-1"/>
        <ltpa keysPassword="provider"/>
        <keyStore id="defaultKeyStore" password="provider"/>
        <basicRegistry id="people" realm="city">
          <user name="wang" password="wang-password"/>
          <user name="li" password="li-password"/>
          <group name="operator"><member name="wang"/></group>
          <group name="canteen"><member name="li"/></group>
        </basicRegistry>
        <oauthProvider id="city" httpsRequired="false" tokenFormat="mpjwt">
          <localStore>
            <client name="application" secret="application-secret" scope="openid profile"
                preAuthorizedScope="openid profile" resourceIds="citycatalog"/>
            <client name="canteen" secret="canteen-secret" scope="openid profile"
                preAuthorizedScope="openid profile" resourceIds="canteen"/>
          </localStore>
          <autoAuthorizeClient>application</autoAuthorizeClient>
          <autoAuthorizeClient>canteen</autoAuthorizeClient>
        </oauthProvider>
        <openidConnectProvider id="oidc" oauthProviderRef="city" jwkEnabled="true"
            signatureAlgorithm="RS256" issuerIdentifier="ISSUER"/>
      </server>
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final String issuer;
  private final Process process;

  private LibertyProvider(Path folder, String issuer, Process process) {
    this.folder = folder;
    this.issuer = issuer;
    this.process = process;
  }

  /// Starts it and waits until it gives tokens.
  public static LibertyProvider start() throws IOException, InterruptedException {
    int port = StartedServer.freePort();
    String issuer = "http://127.0.0.1:" + port + "/oidc/endpoint/oidc";
    Path folder = Files.createTempDirectory("citycatalog-provider-");
    Path server = Files.createDirectories(folder.resolve("usr/servers").resolve(SERVER));
    Files.writeString(
        server.resolve("server.xml"),
        CONFIGURATION.replace("PORT", Integer.toString(port)).replace("ISSUER", issuer));
    ProcessBuilder builder =
        new ProcessBuilder(
            StartedServer.command(
                StartedServer.liberty(), Map.of(StartedServer.JVM, StartedServer.QUICK), SERVER));
    builder.directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("console.log").toFile());
    builder.environment().put("WLP_USER_DIR", folder.resolve("usr").toString());
    builder.environment().put("WLP_OUTPUT_DIR", folder.resolve("output").toString());
    LibertyProvider provider = new LibertyProvider(folder, issuer, builder.start());
    try {
      provider.awaitReady();
      return provider;
    } catch (IOException | InterruptedException | RuntimeException failed) {
      provider.close();
      throw failed;
    }
  }

  public String issuer() {
    return issuer;
  }

  /// An access token for somebody.
  ///
  /// @param client `application`, whose tokens are for the catalog, or `canteen`
  public String token(String client, String person) throws IOException, InterruptedException {
    HttpResponse<String> answer = ask(client, person);
    Matcher token = ACCESS_TOKEN.matcher(answer.body());
    if (answer.statusCode() != 200 || !token.find()) {
      throw new IllegalStateException("no token but %s".formatted(answer.body()));
    }
    return token.group(1);
  }

  private HttpResponse<String> ask(String client, String person)
      throws IOException, InterruptedException {
    String secret = client + ":" + client + "-secret";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(issuer + "/token"))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(secret.getBytes(StandardCharsets.US_ASCII)))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "grant_type=password&scope=openid&username=%s&password=%s-password"
                        .formatted(person, person)))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private void awaitReady() throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST_START.toNanos();
    while (!isReady()) {
      if (process.waitFor(100, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
        throw new IllegalStateException(
            "the provider does not start:\n" + Files.readString(folder.resolve("console.log")));
      }
    }
  }

  private boolean isReady() throws InterruptedException {
    try {
      return ask("application", "wang").statusCode() == 200;
    } catch (IOException notListening) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException stopping) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    StartedServer.delete(folder);
  }
}
