package org.citycatalog.app.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;

/// Marks an answer that fails after its first bytes have left, so that [EdgeFilter] has it cut off;
/// before that, a failure becomes a problem. Jakarta REST itself keeps such a failure to itself.
@Provider
@ApplicationScoped
public class UnfinishedAnswer implements WriterInterceptor {
  @Context private HttpServletRequest request;
  @Context private HttpServletResponse response;

  @Override
  public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
    boolean whole = false;
    try {
      context.proceed();
      whole = true;
    } finally {
      if (!whole && response.isCommitted()) {
        Edge.markUnfinished(request);
      }
    }
  }
}
