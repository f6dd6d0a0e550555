package org.citycatalog.app.api;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.citycatalog.sharing.ledger.Ledger;
import org.citycatalog.sharing.quota.Network;
import org.citycatalog.sharing.quota.Rates;

/// Counts each request against the rates of its caller, before anything is looked up for it: what
/// does not exist costs the same as what does. The header fields are those of
/// draft-ietf-httpapi-ratelimit-headers-10.
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION + 1)
public class RateFilter implements ContainerRequestFilter, ContainerResponseFilter {
  static final String VERDICT = "org.citycatalog.rates";
  @Inject private Rates rates;
  @Inject private Ledger ledger;
  @Inject private Asking asking;
  @Context private HttpServletRequest request;

  @Override
  public void filter(ContainerRequestContext context) {
    Rates.Verdict verdict = rates.request(asking.caller(), Network.of(request.getRemoteAddr()));
    context.setProperty(VERDICT, verdict);
    verdict
        .refused()
        .ifPresent(bound -> {
          ledger.throttled(asking.caller());
          throw new ComplaintException(Complaint.of(bound));
        });
  }

  @Override
  public void filter(ContainerRequestContext context, ContainerResponseContext response) {
    if (context.getProperty(VERDICT) instanceof Rates.Verdict verdict
        && !verdict.policies().isEmpty()) {
      List<Rates.Policy> policies = verdict.policies();
      response
          .getHeaders()
          .putSingle(
              "RateLimit-Policy",
              list(
                  policies,
                  each ->
                      "\"%s\";q=%d;w=%d"
                          .formatted(
                              each.name(),
                              each.rate().requests(),
                              each.rate().window().toSeconds())));
      response
          .getHeaders()
          .putSingle(
              "RateLimit",
              list(
                  policies,
                  each ->
                      "\"%s\";r=%d;t=%d".formatted(each.name(), each.left(), each.resetSeconds())));
    }
  }

  private static String list(List<Rates.Policy> policies, Function<Rates.Policy, String> field) {
    return policies.stream().map(field).collect(Collectors.joining(", "));
  }
}
