package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.citycatalog.api.OperationsApi;
import org.citycatalog.sharing.Boundary;

/// How the server is.
@Path("/")
public class MetricsResource implements OperationsApi {
  private final ServerMetrics metrics;
  private final Boundary boundary;
  private final Asking asking;

  @Inject
  public MetricsResource(ServerMetrics metrics, Boundary boundary, Asking asking) {
    this.metrics = metrics;
    this.boundary = boundary;
    this.asking = asking;
  }

  @Override
  public Response getMetrics() {
    if (!boundary.mayOperate(asking.caller())) {
      throw new ComplaintException(Complaint.of("forbidden"));
    }
    return Response.ok(metrics.text(), "text/plain; version=0.0.4; charset=utf-8").build();
  }
}
