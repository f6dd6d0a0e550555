package org.citycatalog.app.api;

import jakarta.servlet.http.HttpServletRequest;

/// What the edge of the server knows about a request beside what Jakarta REST does.
final class Edge {
  private static final String REQUEST_ID = "org.citycatalog.request-id";
  private static final String UNFINISHED = "org.citycatalog.unfinished";
  private static final String CALLER = "org.citycatalog.caller";
  private static final String OPERATION = "org.citycatalog.operation";

  private Edge() {}

  static void identify(HttpServletRequest request, String id) {
    request.setAttribute(REQUEST_ID, id);
  }

  static boolean isIdentified(HttpServletRequest request) {
    return request.getAttribute(REQUEST_ID) != null;
  }

  /// Names the request in answers and in the log.
  static String requestId(HttpServletRequest request) {
    Object id = request.getAttribute(REQUEST_ID);
    if (id == null) {
      throw new IllegalStateException("the request did not come through EdgeFilter");
    }
    return id.toString();
  }

  static void calledBy(HttpServletRequest request, String key) {
    request.setAttribute(CALLER, key);
  }

  /// Id of the caller's key, `-` where nobody has looked.
  static String caller(HttpServletRequest request) {
    Object key = request.getAttribute(CALLER);
    return key == null ? "-" : key.toString();
  }

  static void asks(HttpServletRequest request, String operation) {
    request.setAttribute(OPERATION, operation);
  }

  /// Id of the operation of the contract, `none` where it is none.
  static String operation(HttpServletRequest request) {
    Object operation = request.getAttribute(OPERATION);
    return operation == null ? "none" : operation.toString();
  }

  static void markUnfinished(HttpServletRequest request) {
    request.setAttribute(UNFINISHED, true);
  }

  static boolean isUnfinished(HttpServletRequest request) {
    return request.getAttribute(UNFINISHED) != null;
  }

  static Language language(HttpServletRequest request) {
    return Language.of(request.getHeader("Accept-Language"));
  }
}
