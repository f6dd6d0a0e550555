package org.citycatalog.app.container;

import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A stream that fails after some rows; part of the tested deployment alone.
@Path("/")
public class FailingResource implements FailingOperations {
  @Override
  public Response fail(int after) {
    byte[] line = "341002,屯溪区\r\n".getBytes(StandardCharsets.UTF_8);
    StreamingOutput body =
        out -> {
          for (int i = 0; i < after; i++) {
            out.write(line);
          }
          throw new IOException("the index is gone");
        };
    return Response.ok(body, "text/csv").build();
  }
}
