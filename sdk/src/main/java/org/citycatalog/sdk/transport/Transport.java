package org.citycatalog.sdk.transport;

import jakarta.json.JsonException;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPInputStream;
import org.citycatalog.sdk.error.CatalogException;
import org.citycatalog.sdk.error.Failure;
import org.citycatalog.sdk.error.IncompleteAnswerException;
import org.citycatalog.sdk.error.InvalidRequestException;
import org.citycatalog.sdk.error.ServerException;
import org.citycatalog.sdk.error.UnavailableException;
import org.jspecify.annotations.Nullable;

/// Sends calls and reads their answers. For any number of threads at once.
///
/// A call that only reads is repeated when no answer came, the answer broke off, or the server was
/// busy (429, 502, 503, 504). Nothing else is ever sent twice.
public final class Transport implements AutoCloseable {
  private static final int LONGEST_CHAIN = 5;

  private final Settings settings;
  private final Waiting waiting;
  private final RetryDelay delay;
  private final ExecutorService threads;
  private final HttpClient http;
  private final Jsonb jsonb = JsonbBuilder.create();
  private volatile boolean closed;

  /// Makes a transport.
  ///
  /// @param settings how to reach the server
  /// @param clock against which a `Retry-After` date is read
  /// @param random spreads repeated calls
  /// @param waiting lets time pass between attempts
  public Transport(
      Settings settings, InstantSource clock, RandomGenerator random, Waiting waiting) {
    this.settings = settings;
    this.waiting = waiting;
    this.delay = new RetryDelay(clock, random);
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newCachedThreadPool(task -> {
          Thread thread = new Thread(task, "citycatalog-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(settings.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            // Without TLS the upgrade to HTTP/2 costs a round trip and upsets old proxies.
            .version(
                settings.endpoint().getScheme().equalsIgnoreCase("https")
                    ? HttpClient.Version.HTTP_2
                    : HttpClient.Version.HTTP_1_1)
            .executor(threads);
    if (settings.proxy() != null) {
      builder.proxy(settings.proxy());
    }
    this.http = builder.build();
  }

  /// Makes a reader of JSON documents.
  ///
  /// @param <T> the document's type
  /// @param type the document's type
  /// @return the reader
  public <T> BodyReader<T> json(TypeOf<T> type) {
    return body -> jsonb.fromJson(body, type.type());
  }

  /// Runs a task beside the caller, on a thread of the transport.
  ///
  /// @param <T> what it gives
  /// @param task the task; it fails as its call does
  /// @return its future
  public <T> Future<T> beside(Supplier<T> task) {
    requireOpen();
    return threads.submit(task::get);
  }

  /// Sends a call and reads its answer.
  ///
  /// @param <T> what the body is read as
  /// @param call the call
  /// @return the answer, with a status of the 2xx kind
  /// @throws CatalogException if there is none
  public <T> Answer<T> send(Call<T> call) {
    int attempt = 1;
    while (true) {
      requireOpen();
      Attempted<T> result = attempt(call, attempt);
      if (result.answer() != null) {
        return result.answer();
      }
      CatalogException failure = Objects.requireNonNull(result.failure());
      Optional<Duration> pause =
          result.repeatable() && call.safe() && attempt <= settings.retries()
              ? delay.after(attempt, result.retryAfter())
              : Optional.empty();
      if (pause.isEmpty()) {
        throw failure;
      }
      pause(pause.get(), failure);
      attempt++;
    }
  }

  private void pause(Duration time, CatalogException failure) {
    try {
      waiting.pause(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(failure);
    }
  }

  /// How one attempt ended: with an answer, or with a failure that may be worth another.
  private record Attempted<T>(
      @Nullable Answer<T> answer,
      @Nullable CatalogException failure,
      boolean repeatable,
      Optional<String> retryAfter) {
    static <T> Attempted<T> done(Answer<T> answer) {
      return new Attempted<>(answer, null, false, Optional.empty());
    }

    static <T> Attempted<T> failed(CatalogException failure, boolean repeatable) {
      return new Attempted<>(null, failure, repeatable, Optional.empty());
    }
  }

  private <T> Attempted<T> attempt(Call<T> call, int number) {
    HttpResponse<InputStream> response;
    try {
      response = exchange(call, number);
    } catch (HttpConnectTimeoutException e) {
      return Attempted.failed(unreachable(Failure.UNREACHABLE, e), true);
    } catch (HttpTimeoutException e) {
      // the server may still be working on it: asking again would only add to its work
      return Attempted.failed(unreachable(Failure.TIMEOUT, e), false);
    } catch (InterruptedIOException e) {
      throw interrupted(e);
    } catch (IOException e) {
      return Attempted.failed(unreachable(Failure.UNREACHABLE, e), true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    }
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return read(call, response);
    }
    CatalogException failure = new ErrorAnswer(jsonb, delay).exception(response);
    boolean busy = status == 429 || (status >= 502 && status <= 504);
    return new Attempted<>(null, failure, busy, response.headers().firstValue("Retry-After"));
  }

  private <T> Attempted<T> read(Call<T> call, HttpResponse<InputStream> response) {
    String requestId = ErrorAnswer.requestId(response);
    BodyStream raw = (BodyStream) response.body();
    boolean keptOpen = false;
    try {
      if (response.statusCode() != 204 && !ErrorAnswer.isOneOf(call.accepted(), response)) {
        return Attempted.failed(new ErrorAnswer(jsonb, delay).foreign(response), false);
      }
      InputStream body = decoded(response);
      T read = call.reader().read(body);
      keptOpen = call.reader().keepsOpen();
      return Attempted.done(new Answer<>(response.statusCode(), response.headers(), read));
    } catch (IOException | JsonException | JsonbException e) {
      if (raw.failure() instanceof InterruptedIOException) {
        throw interrupted(e);
      }
      if (raw.failure() != null || isFromReading(e)) {
        Failure cut =
            Failure.own(
                Failure.INCOMPLETE, response.statusCode(), "The answer broke off.", requestId);
        return Attempted.failed(new IncompleteAnswerException(cut, e), true);
      }
      Failure odd =
          Failure.own(
              Failure.FOREIGN,
              response.statusCode(),
              "The answer cannot be read as what the contract says.",
              requestId);
      return Attempted.failed(new ServerException(odd, e), false);
    } finally {
      if (!keptOpen) {
        raw.close();
      }
    }
  }

  /// Tells a body that could not be read, by the connection or as gzip, from one that says
  /// something odd.
  private static boolean isFromReading(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return true;
      }
    }
    return false;
  }

  static InputStream decoded(HttpResponse<InputStream> response) throws IOException {
    String coding = response.headers().firstValue("Content-Encoding").orElse("identity");
    if (!coding.equalsIgnoreCase("gzip") && !coding.equalsIgnoreCase("x-gzip")) {
      return response.body();
    }
    try {
      return new GZIPInputStream(response.body(), 1 << 16);
    } catch (IOException e) {
      response.body().close();
      throw e;
    }
  }

  private HttpResponse<InputStream> exchange(Call<?> call, int number)
      throws IOException, InterruptedException {
    URI address = address(call);
    for (int step = 0; ; step++) {
      HttpResponse<InputStream> response = once(call, address, number);
      if (!isRedirect(response.statusCode(), call)) {
        return response;
      }
      response.body().close();
      address = redirected(address, response, step);
    }
  }

  private HttpResponse<InputStream> once(Call<?> call, URI address, int number)
      throws IOException, InterruptedException {
    Interceptor.Attempt attempt = new Interceptor.Attempt(call.method(), address, number);
    HttpRequest request = request(call, address, attempt);
    long started = System.nanoTime();
    HttpResponse<InputStream> response =
        http.send(request, head -> new BodyStream(settings.requestTimeout()));
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    settings
        .interceptors()
        .forEach(interceptor -> interceptor.after(attempt, response.statusCode(), took));
    return response;
  }

  private HttpRequest request(Call<?> call, URI address, Interceptor.Attempt attempt) {
    Object body = call.body();
    HttpRequest.Builder builder = HttpRequest.newBuilder(address);
    builder.setHeader("User-Agent", "citycatalog-sdk");
    if (settings.language() != null) {
      builder.setHeader("Accept-Language", settings.language().toLanguageTag());
    }
    if (isEndpoint(address)) {
      settings.headers().forEach(builder::setHeader);
      for (Interceptor interceptor : settings.interceptors()) {
        interceptor.before(attempt).forEach(builder::setHeader);
      }
      String credential = settings.credential();
      if (credential != null) {
        builder.setHeader("Authorization", "Bearer " + credential);
      }
    } else {
      settings.interceptors().forEach(interceptor -> interceptor.before(attempt));
    }
    call.headers().forEach(builder::setHeader);
    builder.setHeader("Accept", String.join(", ", call.accepted()));
    builder.setHeader("Accept-Encoding", "gzip");
    if (call.bodyType() != null) {
      builder.setHeader("Content-Type", call.bodyType());
    }
    HttpRequest.BodyPublisher publisher;
    if (body == null) {
      publisher = BodyPublishers.noBody();
    } else if (body instanceof Upload upload) {
      publisher = upload.publisher();
    } else {
      publisher = BodyPublishers.ofString(jsonb.toJson(body));
    }
    builder.timeout(body instanceof Upload ? settings.uploadTimeout() : settings.requestTimeout());
    return builder.method(call.method(), publisher).build();
  }

  private URI address(Call<?> call) {
    String base = settings.endpoint().toString().replaceAll("/+$", "");
    return URI.create(base + call.target());
  }

  /// A redirect is followed where repeating the request elsewhere changes nothing.
  private static boolean isRedirect(int status, Call<?> call) {
    boolean sameMethod = status == 307 || status == 308;
    boolean read = status == 301 || status == 302 || status == 303;
    return (sameMethod && call.safe()) || (read && call.method().equals("GET"));
  }

  private URI redirected(URI from, HttpResponse<?> response, int step) {
    String location = response.headers().firstValue("Location").orElse("");
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw refusedRedirect(response, "to no address: " + location, e);
    }
    String scheme = to.getScheme().toLowerCase(Locale.ROOT);
    if (location.isEmpty() || to.getHost() == null || !scheme.matches("https?")) {
      throw refusedRedirect(response, "to no address: " + location, null);
    }
    if (from.getScheme().equalsIgnoreCase("https") && scheme.equals("http")) {
      throw refusedRedirect(response, "from https to http", null);
    }
    if (step >= LONGEST_CHAIN) {
      throw refusedRedirect(response, "more than " + LONGEST_CHAIN + " times", null);
    }
    return to;
  }

  private static CatalogException refusedRedirect(
      HttpResponse<?> response, String where, @Nullable Throwable cause) {
    return new InvalidRequestException(
        Failure.own(
            Failure.REDIRECT,
            response.statusCode(),
            "The address redirects " + where + ".",
            ErrorAnswer.requestId(response)),
        cause);
  }

  private boolean isEndpoint(URI address) {
    URI endpoint = settings.endpoint();
    return endpoint.getScheme().equalsIgnoreCase(address.getScheme())
        && endpoint.getHost().equalsIgnoreCase(address.getHost())
        && port(endpoint) == port(address);
  }

  private static int port(URI address) {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return address.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }

  private CatalogException unreachable(String code, IOException cause) {
    String said =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    String title =
        code.equals(Failure.TIMEOUT)
            ? "No answer within " + settings.requestTimeout().toMillis() + " ms."
            : "No answer from " + settings.endpoint() + " (" + said + ").";
    return new UnavailableException(Failure.own(code, 0, title, null), cause);
  }

  private static CatalogException interrupted(Exception cause) {
    return new UnavailableException(
        Failure.own(Failure.INTERRUPTED, 0, "The thread was interrupted.", null), cause);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this CityCatalog is closed");
    }
  }

  /// Ends the threads that are not at work; calls under way end as they would.
  @Override
  public void close() {
    closed = true;
    threads.shutdown();
  }
}
