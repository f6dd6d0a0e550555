package org.citycatalog.sdk.transport;

import jakarta.json.JsonException;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.citycatalog.sdk.error.CatalogException;
import org.citycatalog.sdk.error.Failure;
import org.citycatalog.sdk.error.Failures;
import org.citycatalog.sdk.error.ServerException;
import org.citycatalog.sdk.model.Problem;
import org.jspecify.annotations.Nullable;

/// Reads answers that are no success: the server's problem documents, and whatever a proxy between
/// may say instead.
final class ErrorAnswer {
  private static final int LONGEST_PROBLEM = 1 << 20;
  private static final int LONGEST_QUOTE = 200;

  private final Jsonb jsonb;
  private final RetryDelay delay;

  ErrorAnswer(Jsonb jsonb, RetryDelay delay) {
    this.jsonb = jsonb;
    this.delay = delay;
  }

  static @Nullable String requestId(HttpResponse<?> response) {
    return response.headers().firstValue("Request-Id").orElse(null);
  }

  static boolean isOneOf(List<String> accepted, HttpResponse<?> response) {
    String type = mediaType(response);
    return accepted.isEmpty() || accepted.stream().anyMatch(type::equals);
  }

  private static String mediaType(HttpResponse<?> response) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    return type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
  }

  /// Reads an answer with an error status.
  ///
  /// Only a problem document says what the catalog thinks. A page without one may be anybody's, so
  /// it never becomes a "not found": a wrong endpoint must not look like a missing dataset.
  CatalogException exception(HttpResponse<InputStream> response) {
    if (!mediaType(response).equals("application/problem+json")) {
      return foreign(response);
    }
    try (InputStream body = Transport.decoded(response)) {
      String text = new String(body.readNBytes(LONGEST_PROBLEM), StandardCharsets.UTF_8);
      Problem problem = jsonb.fromJson(text, Problem.class);
      return Failures.exception(
          Failure.of(response.statusCode(), problem), retryAfter(response), null);
    } catch (IOException | JsonException | JsonbException e) {
      return byStatus(response, "The server's explanation cannot be read.", e);
    }
  }

  /// Reads an answer that is not of the contract.
  CatalogException foreign(HttpResponse<InputStream> response) {
    String quote;
    Exception cause = null;
    try (InputStream body = Transport.decoded(response)) {
      quote = plain(new String(body.readNBytes(1 << 14), StandardCharsets.UTF_8));
    } catch (IOException e) {
      quote = "";
      cause = e;
    }
    String type = mediaType(response);
    String title =
        "The answer is not a CityCatalog's (%s%s). Is the endpoint right, and does a proxy stand between?"
            .formatted(type.isEmpty() ? "no type" : type, quote.isEmpty() ? "" : ": " + quote);
    return byStatus(response, title, cause);
  }

  private CatalogException byStatus(
      HttpResponse<?> response, String title, @Nullable Exception cause) {
    int status = response.statusCode();
    Failure failure = Failure.own(Failure.FOREIGN, status, title, requestId(response));
    return switch (status) {
      case 401, 403, 407, 429, 502, 503, 504 ->
          Failures.exception(failure, retryAfter(response), cause);
      default -> new ServerException(failure, cause);
    };
  }

  private @Nullable Duration retryAfter(HttpResponse<?> response) {
    return response.headers().firstValue("Retry-After").flatMap(delay::parsed).orElse(null);
  }

  private static String plain(String page) {
    String text =
        page.replaceAll("(?is)<(script|style)\\b.*?</\\1>", " ")
            .replaceAll("<[^>]*>", " ")
            .replaceAll("[\\s\\p{Cntrl}]+", " ")
            .strip();
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
  }
}
