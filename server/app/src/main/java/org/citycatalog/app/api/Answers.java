package org.citycatalog.app.api;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.citycatalog.api.model.Finding;
import org.citycatalog.api.model.Problem;
import org.jspecify.annotations.Nullable;

/// Writes complaints as RFC 9457 problems.
final class Answers {
  static final String PROBLEM = "application/problem+json";
  private static final String RETRY_SECONDS = "5";
  private final ErrorCodes codes;

  Answers(ErrorCodes codes) {
    this.codes = codes;
  }

  /// The answer to a request that cannot be done.
  Response of(Complaint complaint, Language language, String requestId) {
    ErrorCode code = codes.of(complaint.code());
    Response.ResponseBuilder answer =
        Response.status(code.status())
            .type(PROBLEM)
            .header(HttpHeaders.CONTENT_LANGUAGE, language.tag())
            .entity(problem(complaint, language, requestId));
    if (code.status() == 401) {
      answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    } else if (code.status() == 503) {
      answer.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    } else if (complaint.retrySeconds() != null) {
      answer.header(HttpHeaders.RETRY_AFTER, complaint.retrySeconds().toString());
    }
    return answer.build();
  }

  /// The body alone.
  Problem problem(Complaint complaint, Language language, String requestId) {
    ErrorCode code = codes.of(complaint.code());
    return Problem.builder()
        .type("urn:citycatalog:error:" + code.code())
        .title(code.sentence(language))
        .status(code.status())
        .code(code.code())
        .detail(complaint.detail())
        .action(code.action(language))
        .parameter(complaint.parameter())
        .position(complaint.position())
        .nearest(present(complaint.nearest()))
        .findings(present(wire(complaint.findings())))
        .requestId(requestId)
        .build();
  }

  static List<Finding> wire(List<org.citycatalog.catalog.Finding> findings) {
    return findings.stream()
        .map(each ->
            Finding.builder()
                .code(each.code())
                .pointer(each.pointer())
                .message(each.message())
                .nearest(present(each.nearest()))
                .build())
        .toList();
  }

  private static <T> @Nullable List<T> present(List<T> list) {
    return list.isEmpty() ? null : list;
  }
}
