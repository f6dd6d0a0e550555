package org.citycatalog.app.container;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.citycatalog.api.ContractOperation;

/// Borrows the rules of an operation that takes nothing.
public interface FailingOperations {
  @GET
  @Path("/failing/{after}")
  @ContractOperation(
      id = "listVocabularies",
      query = {})
  Response fail(@PathParam("after") int after);
}
