package org.citycatalog.sdk.error;

import java.util.List;
import java.util.Objects;
import org.citycatalog.sdk.model.Finding;
import org.citycatalog.sdk.model.Problem;
import org.jspecify.annotations.Nullable;

/// The facts of one failed call.
///
/// @param code stable code: one of the server's error codes, or one of this SDK's own
///   ([#UNREACHABLE] and its neighbours)
/// @param status the HTTP status, 0 where there was no answer
/// @param title one sentence
/// @param detail what this call did wrong
/// @param action what the caller can do
/// @param parameter the parameter that is wrong
/// @param position where in the parameter the mistake is, in characters from 0
/// @param nearest the nearest valid names; empty where there are none
/// @param findings every mistake found; empty where there are none
/// @param requestId names the request in the server's log
public record Failure(
    String code,
    int status,
    String title,
    @Nullable String detail,
    @Nullable String action,
    @Nullable String parameter,
    @Nullable Integer position,
    List<String> nearest,
    List<Finding> findings,
    @Nullable String requestId) {
  /// No connection, or it broke before an answer.
  public static final String UNREACHABLE = "sdk-unreachable";

  /// The server said nothing for as long as the time limit.
  public static final String TIMEOUT = "sdk-timeout";

  /// The thread was interrupted while it waited; its interrupt mark is set again.
  public static final String INTERRUPTED = "sdk-interrupted";

  /// The answer ended early, or does not add up.
  public static final String INCOMPLETE = "sdk-incomplete-answer";

  /// The answer is not one of a CityCatalog server: a proxy's page, for example.
  public static final String FOREIGN = "sdk-foreign-answer";

  /// A redirect that is not followed.
  public static final String REDIRECT = "sdk-redirect";

  public Failure {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(title, "title");
    nearest = List.copyOf(nearest);
    findings = List.copyOf(findings);
  }

  /// A failure that the server explained.
  ///
  /// @param status the HTTP status of the answer
  /// @param problem the server's explanation
  /// @return the facts
  public static Failure of(int status, Problem problem) {
    return new Failure(
        problem.code(),
        status,
        problem.title(),
        problem.detail(),
        problem.action(),
        problem.parameter(),
        problem.position(),
        problem.nearest() == null ? List.of() : problem.nearest(),
        problem.findings() == null ? List.of() : problem.findings(),
        problem.requestId());
  }

  /// A failure that this SDK found.
  ///
  /// @param code one of the constants above
  /// @param status the HTTP status, 0 where there was no answer
  /// @param title one sentence
  /// @param requestId names the request, where one is known
  /// @return the facts
  public static Failure own(String code, int status, String title, @Nullable String requestId) {
    return new Failure(
        code, status, title, null, null, null, null, List.of(), List.of(), requestId);
  }

  /// Everything on one line, as an exception's message.
  String sentence() {
    StringBuilder text = new StringBuilder(code);
    if (status != 0) {
      text.append(" (").append(status).append(')');
    }
    text.append(": ").append(title);
    if (detail != null) {
      text.append(' ').append(detail);
    }
    for (Finding finding : findings) {
      text.append(" [").append(finding.pointer() == null ? "" : finding.pointer() + ": ");
      text.append(finding.message()).append(']');
    }
    if (!nearest.isEmpty()) {
      text.append(" Nearest: ").append(String.join(", ", nearest)).append('.');
    }
    if (action != null) {
      text.append(' ').append(action);
    }
    if (requestId != null) {
      text.append(" (request ").append(requestId).append(')');
    }
    return text.toString();
  }
}
