package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.citycatalog.api.DeadlinesApi;
import org.citycatalog.sharing.deadlines.Deadlines;

/// By what deadlines are counted.
@Path("/")
public class DeadlinesResource implements DeadlinesApi {
  private final Deadlines deadlines;

  @Inject
  public DeadlinesResource(Deadlines deadlines) {
    this.deadlines = deadlines;
  }

  @Override
  public Response getDeadlines() {
    return Response.ok(DeadlineWire.deadlines(deadlines)).build();
  }
}
