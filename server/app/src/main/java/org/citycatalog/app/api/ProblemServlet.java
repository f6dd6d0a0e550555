package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.citycatalog.api.model.Problem;

/// Answers where no operation is reached: for addresses that nothing is at, and for the container,
/// whose page of every error it is (web.xml).
@WebServlet(urlPatterns = {"/", ProblemServlet.PATH})
public final class ProblemServlet extends HttpServlet {
  static final String PATH = "/.problem";
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Logger.getLogger(ProblemServlet.class.getName());
  @Inject private transient Answers answers;
  @Inject private transient WireJson wire;
  @Inject @RequestIds private transient Supplier<String> ids;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!Edge.isIdentified(request)) {
      // The container refuses some addresses before it asks any filter.
      Edge.identify(request, ids.get());
      response.setHeader("Request-Id", Edge.requestId(request));
    }
    String id = Edge.requestId(request);
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    Object failure = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    Complaint complaint = complaint(status);
    if (complaint.code().equals("internal")) {
      LOG.log(Level.SEVERE, "request " + id + " failed", failure instanceof Throwable t ? t : null);
    }
    Language language = Edge.language(request);
    Problem problem = answers.problem(complaint, language, id);
    byte[] body = wire.jsonb().toJson(problem).getBytes(StandardCharsets.UTF_8);
    Integer code = problem.status();
    response.setStatus(code == null ? HttpServletResponse.SC_INTERNAL_SERVER_ERROR : code);
    response.setContentType(Answers.PROBLEM);
    response.setHeader("Content-Language", language.tag());
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /// Nobody has a page here: whoever asks for this address itself is told so, too.
  private static Complaint complaint(@org.jspecify.annotations.Nullable Object status) {
    return switch (status) {
      case Integer code when code == 400 ->
          Complaint.of("invalid-parameter", "the request cannot be read");
      case Integer code when code == 405 -> Complaint.of("method-not-allowed");
      case Integer code when code == 413 -> Complaint.of("body-too-large");
      case Integer code when code >= 500 -> Complaint.of("internal");
      case null, default -> Complaint.of("not-found");
    };
  }
}
