package org.citycatalog.app.api;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.citycatalog.api.ContractOperation;
import org.citycatalog.catalog.Nearest;

/// Checks the parameters of a request before Jakarta REST reads them: an unknown one is a mistake
/// and is not ignored.
@Provider
@ApplicationScoped
@Priority(Priorities.USER)
public class ParameterFilter implements ContainerRequestFilter {
  @Inject private Contract contract;
  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext context) {
    ContractOperation operation =
        KnownOperation.of(resource.getResourceClass(), resource.getResourceMethod());
    Map<String, List<String>> query = context.getUriInfo().getQueryParameters();
    List<String> known = Arrays.asList(operation.query());
    for (String name : query.keySet()) {
      if (!known.contains(name)) {
        throw new ComplaintException(unknown(name, known));
      }
    }
    OperationRules rules = contract.operation(operation.id());
    check(rules.in("path"), context.getUriInfo().getPathParameters());
    check(rules.in("query"), query);
    check(rules.in("header"), context.getHeaders());
  }

  private static Complaint unknown(String name, List<String> known) {
    String shown = name.length() > 100 ? name.substring(0, 100) + "…" : name;
    String detail =
        known.isEmpty()
            ? "'%s' is unknown; this address takes no parameters".formatted(shown)
            : "'%s' is unknown; this address takes %s".formatted(shown, String.join(", ", known));
    return Complaint.about(shown, "unknown-parameter", detail).near(Nearest.of(name, known));
  }

  private static void check(List<ParameterRule> rules, Map<String, List<String>> given) {
    for (ParameterRule rule : rules) {
      List<String> values = given.getOrDefault(rule.name(), List.of());
      if (rule.name().equals(HttpHeaders.IF_MATCH) && values.isEmpty()) {
        throw new ComplaintException(Complaint.of("if-match-missing"));
      }
      rule.check(values)
          .ifPresent(complaint -> {
            throw new ComplaintException(complaint);
          });
    }
  }
}
