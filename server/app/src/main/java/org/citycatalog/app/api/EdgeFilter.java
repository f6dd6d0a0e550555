package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/// Gives every request a name, every answer its headers, and the log one line for each.
@WebFilter(urlPatterns = "/*", dispatcherTypes = DispatcherType.REQUEST, asyncSupported = true)
public final class EdgeFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Logger ACCESS = Logger.getLogger("org.citycatalog.access");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._-]{8,64}");
  @Inject @RequestIds private transient Supplier<String> ids;
  @Inject private transient ServerMetrics metrics;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, jakarta.servlet.ServletException {
    long started = System.nanoTime();
    String given = request.getHeader("Request-Id");
    String id = given != null && TOKEN.matcher(given).matches() ? given : ids.get();
    Edge.identify(request, id);
    response.setHeader("Request-Id", id);
    response.setHeader("Vary", "Authorization, Accept-Language");
    // What a keyed caller gets is nobody else's; the rest may be kept but must be asked about
    // again.
    boolean keyed = request.getHeader("Authorization") != null;
    response.setHeader("Cache-Control", keyed ? "no-store" : "no-cache");
    response.setHeader("X-Content-Type-Options", "nosniff");
    boolean whole = false;
    try {
      Optional<HttpServletRequest> readable = ReadableQuery.of(request);
      if (readable.isPresent()) {
        chain.doFilter(readable.get(), response);
      } else {
        response.sendError(HttpServletResponse.SC_BAD_REQUEST);
      }
      if (Edge.isUnfinished(request)) {
        // Only an exception keeps the container from ending the answer as if it were whole.
        throw new IOException("the answer " + id + " is cut off");
      }
      whole = true;
    } finally {
      long nanos = System.nanoTime() - started;
      metrics.answered(Edge.operation(request), response.getStatus(), Duration.ofNanos(nanos));
      log(request, response, id, nanos, whole);
    }
  }

  private static void log(
      HttpServletRequest request,
      HttpServletResponse response,
      String id,
      long nanos,
      boolean whole) {
    if (ACCESS.isLoggable(Level.INFO)) {
      ACCESS.info(
          "%s %s %s %d%s %d ms key=%s"
              .formatted(
                  id,
                  request.getMethod(),
                  printable(request.getRequestURI()),
                  response.getStatus(),
                  whole ? "" : " cut-off",
                  nanos / 1_000_000,
                  Edge.caller(request)));
    }
  }

  /// The path still percent-encoded, so that it cannot break the line; the query is left out.
  private static String printable(String path) {
    String visible = path.replaceAll("[^\\x21-\\x7e]", "?");
    return visible.length() <= 500 ? visible : visible.substring(0, 500) + "...";
  }
}
