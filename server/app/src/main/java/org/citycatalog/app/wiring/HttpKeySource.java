package org.citycatalog.app.wiring;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.citycatalog.sharing.identity.KeySource;
import org.jspecify.annotations.Nullable;

/// The keys of an identity provider, over HTTP: at their address, or where the provider's discovery
/// document (OpenID Connect Discovery 1.0) says that they are. All of it, to the last byte of the
/// keys, has a few seconds.
final class HttpKeySource implements KeySource {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LARGEST = 1 << 20;
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private final OidcSettings settings;
  private final Duration patience;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  HttpKeySource(OidcSettings settings) {
    this(settings, PATIENCE);
  }

  HttpKeySource(OidcSettings settings, Duration patience) {
    this.settings = settings;
    this.patience = patience;
  }

  @Override
  public String read() throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    URI keys = settings.keys();
    return get(keys == null ? discovered(end) : keys, end);
  }

  private URI discovered(long end) throws IOException {
    String issuer = settings.rules().issuer();
    URI address = URI.create(issuer.replaceAll("/+$", "") + DISCOVERY);
    try (JsonReader reader = Json.createReader(new StringReader(get(address, end)))) {
      JsonObject document = reader.readObject();
      if (!issuer.equals(document.getString("issuer", null))) {
        throw new IOException("%s is the document of another issuer".formatted(address));
      }
      return OidcSettings.secured(document.getString("jwks_uri", ""));
    } catch (JsonException | IllegalArgumentException | IllegalStateException wrong) {
      throw new IOException("%s is no discovery document".formatted(address), wrong);
    }
  }

  private String get(URI address, long end) throws IOException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(address).header("Accept", "application/json").build();
      CompletableFuture<HttpResponse<byte[]>> asked =
          client.sendAsync(request, head -> new BoundedBody());
      try {
        HttpResponse<byte[]> answer =
            asked.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (answer.statusCode() != 200) {
          throw new IOException("%s answered %d".formatted(address, answer.statusCode()));
        }
        return new String(answer.body(), StandardCharsets.UTF_8);
      } finally {
        asked.cancel(true); // does nothing to what has come, and ends what has not
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException(address.toString()).initCause(stopped);
    } catch (TimeoutException silent) {
      throw new IOException("%s has not answered in %s".formatted(address, patience), silent);
    } catch (ExecutionException failed) {
      throw new IOException("%s does not answer".formatted(address), failed.getCause());
    } catch (IllegalArgumentException notHttp) {
      throw new IOException("%s is no address of HTTP".formatted(address), notHttp);
    }
  }

  /// The bytes of a body, unless they become too many.
  private static final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Flow.@Nullable Subscription subscription;

    @Override
    public CompletionStage<byte[]> getBody() {
      return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
      subscription = begun;
      begun.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
      for (ByteBuffer part : parts) {
        if (bytes.size() + part.remaining() > LARGEST) {
          Objects.requireNonNull(subscription).cancel();
          whole.completeExceptionally(new IOException("more than %d bytes".formatted(LARGEST)));
          return;
        }
        byte[] read = new byte[part.remaining()];
        part.get(read);
        bytes.writeBytes(read);
      }
    }

    @Override
    public void onError(Throwable failed) {
      whole.completeExceptionally(failed);
    }

    @Override
    public void onComplete() {
      whole.complete(bytes.toByteArray());
    }
  }
}
