package org.citycatalog.app.wiring;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.citycatalog.sharing.identity.KeySource;

/// The keys of an identity provider, over HTTP: at their address, or where the provider's discovery
/// document (OpenID Connect Discovery 1.0) says that they are.
final class HttpKeySource implements KeySource {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LARGEST = 1 << 20;
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private final OidcSettings settings;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  HttpKeySource(OidcSettings settings) {
    this.settings = settings;
  }

  @Override
  public String read() throws IOException {
    URI keys = settings.keys();
    return get(keys == null ? discovered() : keys);
  }

  private URI discovered() throws IOException {
    String issuer = settings.rules().issuer();
    URI address = URI.create(issuer.replaceAll("/+$", "") + DISCOVERY);
    try (JsonReader reader = Json.createReader(new StringReader(get(address)))) {
      JsonObject document = reader.readObject();
      if (!issuer.equals(document.getString("issuer", null))) {
        throw new IOException("%s is the document of another issuer".formatted(address));
      }
      return OidcSettings.secured(document.getString("jwks_uri", ""));
    } catch (JsonException | IllegalArgumentException | IllegalStateException wrong) {
      throw new IOException("%s is no discovery document".formatted(address), wrong);
    }
  }

  private String get(URI address) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Accept", "application/json")
            .build();
    try {
      HttpResponse<InputStream> answer =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        byte[] bytes = body.readNBytes(LARGEST + 1);
        if (answer.statusCode() != 200 || bytes.length > LARGEST) {
          throw new IOException(
              "%s answered %d and %d bytes".formatted(address, answer.statusCode(), bytes.length));
        }
        return new String(bytes, StandardCharsets.UTF_8);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException(address.toString()).initCause(stopped);
    } catch (IllegalArgumentException notHttp) {
      throw new IOException("%s is no address of HTTP".formatted(address), notHttp);
    }
  }
}
