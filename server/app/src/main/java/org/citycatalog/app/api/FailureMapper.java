package org.citycatalog.app.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.citycatalog.catalog.UnavailableException;
import org.citycatalog.rows.IndexUnavailableException;
import org.citycatalog.rows.QueryTooSlowException;
import org.citycatalog.sharing.ExhaustedException;

/// Where every failure of the API ends: a problem with a code, and never inner text.
@Provider
@ApplicationScoped
public class FailureMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = Logger.getLogger(FailureMapper.class.getName());
  @Inject private Answers answers;
  @Context private HttpServletRequest request;

  @Override
  public Response toResponse(Throwable failure) {
    String id = Edge.requestId(request);
    Complaint complaint = complaint(failure);
    if (complaint.code().equals("internal")) {
      LOG.log(Level.SEVERE, "request " + id + " failed", failure);
    } else if (failure instanceof UnavailableException) {
      LOG.log(Level.WARNING, "request " + id + " found something unavailable", failure);
    }
    Response answer = answers.of(complaint, Edge.language(request), id);
    if (failure instanceof NotAllowedException notAllowed) {
      String allow = notAllowed.getResponse().getHeaderString(HttpHeaders.ALLOW);
      return Response.fromResponse(answer).header(HttpHeaders.ALLOW, allow).build();
    }
    return answer;
  }

  private static Complaint complaint(Throwable failure) {
    return switch (failure) {
      case ComplaintException told -> told.complaint();
      case ExhaustedException exhausted -> Complaint.of(exhausted.bound());
      case UnavailableException unavailable -> Complaint.of(unavailable.code());
      case IndexUnavailableException index ->
          Complaint.of(
              switch (index.trouble()) {
                case REBUILDING -> "index-rebuilding";
                case LOST -> "index-lost";
                case DESTROYED -> "purged";
              });
      case QueryTooSlowException slow ->
          Complaint.of(
              "query-too-slow",
              "a question may take %d s until its rows are found"
                  .formatted(slow.limit().toSeconds()));
      case WebApplicationException web -> ofStatus(web);
      default -> wrapped(failure);
    };
  }

  /// The container wraps what filters and readers throw.
  private static Complaint wrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? Complaint.of("internal") : complaint(cause);
  }

  private static Complaint ofStatus(WebApplicationException web) {
    return switch (web.getResponse().getStatus()) {
      case 400 -> Complaint.of("invalid-parameter", "the address cannot be read");
      case 404 -> Complaint.of("not-found");
      case 405 -> Complaint.of("method-not-allowed");
      case 406 -> Complaint.of("not-acceptable");
      case 413 -> Complaint.of("body-too-large");
      case 415 -> Complaint.of("unsupported-media-type");
      default -> wrapped(web);
    };
  }
}
