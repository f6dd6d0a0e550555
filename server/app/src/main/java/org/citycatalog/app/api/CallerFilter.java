package org.citycatalog.app.api;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Exhausted;
import org.citycatalog.sharing.Purpose;
import org.citycatalog.sharing.identity.Callers;
import org.citycatalog.sharing.identity.Known;
import org.citycatalog.sharing.ledger.Ledger;
import org.citycatalog.sharing.quota.Network;
import org.citycatalog.sharing.quota.Rates;
import org.jspecify.annotations.Nullable;

/// Knows the caller by the key or token of the request. What is not valid is refused; it never
/// makes an anonymous caller. What the request is for is said beside the key.
///
/// What is refused here never comes to [RateFilter], so it is counted here: for the caller where
/// one is known by then, and for the address where not.
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION)
public class CallerFilter implements ContainerRequestFilter {
  private static final String PURPOSE = "CityCatalog-Purpose";
  private static final String SCHEME = "bearer ";
  private static final Set<String> KEY_NAMES =
      Set.of("key", "apikey", "api_key", "api-key", "access_token", "token", "authorization");
  private static final Set<String> WITH_A_FIRST_PASSWORD =
      Set.of("changePassword", "logOut", "getCaller");
  @Inject private Callers callers;
  @Inject private Ledger ledger;
  @Inject private Rates rates;
  @Inject private Contract contract;
  @Inject private Asking asking;
  @Context private ResourceInfo resource;
  @Context private HttpServletRequest request;

  @Override
  public void filter(ContainerRequestContext context) {
    Edge.asks(request, operation());
    for (String name : context.getUriInfo().getQueryParameters().keySet()) {
      if (KEY_NAMES.contains(name.toLowerCase(Locale.ROOT))) {
        throw refused(
            Caller.ANONYMOUS,
            Complaint.about(name, "key-in-query", "'%s' looks like a key".formatted(name)),
            context);
      }
    }
    List<String> given = context.getHeaders().getOrDefault(HttpHeaders.AUTHORIZATION, List.of());
    if (!given.isEmpty()) {
      String credential = credential(given, context);
      Caller caller = authenticate(credential, context);
      Edge.calledBy(request, caller.key());
      asking.is(stating(caller, context), credential);
      return;
    }
    Edge.calledBy(request, Caller.ANONYMOUS.key());
    if (contract.operation(operation()).keyRequired()) {
      throw refused(Caller.ANONYMOUS, Complaint.of("key-missing"), context);
    }
  }

  /// The caller with the purpose that was stated, if it may be.
  private Caller stating(Caller known, ContainerRequestContext context) {
    String said = context.getHeaderString(PURPOSE);
    Caller caller;
    try {
      caller = said == null ? known : known.asking(new Purpose(said.strip()));
    } catch (IllegalArgumentException wrong) {
      throw refused(
          known,
          Complaint.about(PURPOSE, "invalid-parameter", Objects.toString(wrong.getMessage())),
          context);
    }
    if (!caller.mayState(caller.purpose())) {
      throw refused(
          known,
          Complaint.about(
              PURPOSE,
              "purpose-outside-key",
              "the key is for "
                  + caller.purposes().stream()
                      .map(Purpose::code)
                      .sorted()
                      .collect(Collectors.joining(", "))),
          context);
    }
    return caller;
  }

  /// Whoever tries keys is held to the rate of those who have none.
  private ComplaintException unknown(
      String code, @Nullable String detail, ContainerRequestContext context) {
    ledger.unknownKey();
    return refused(
        Caller.ANONYMOUS,
        detail == null ? Complaint.of(code) : Complaint.of(code, detail),
        context);
  }

  /// Counts a request that is refused: it is told so, or that it was one too many.
  private ComplaintException refused(
      Caller caller, Complaint complaint, ContainerRequestContext context) {
    Rates.Verdict verdict = rates.request(caller, Network.of(request.getRemoteAddr()));
    context.setProperty(RateFilter.VERDICT, verdict);
    Optional<Exhausted> bound = verdict.refused();
    if (bound.isPresent()) {
      ledger.throttled(caller);
      return new ComplaintException(Complaint.of(bound.get()));
    }
    return new ComplaintException(complaint);
  }

  private String credential(List<String> headers, ContainerRequestContext context) {
    String header = headers.getFirst();
    if (headers.size() > 1 || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      throw unknown("key-invalid", null, context);
    }
    return header.substring(SCHEME.length()).strip();
  }

  private Caller authenticate(String credential, ContainerRequestContext context) {
    return switch (callers.authenticate(credential)) {
      case Known.Someone(Caller caller) -> caller;
      case Known.MustChangePassword(Caller caller) -> {
        if (!WITH_A_FIRST_PASSWORD.contains(operation())) {
          throw refused(caller, Complaint.of("password-change-needed"), context);
        }
        yield caller;
      }
      case Known.Nobody(String code, var detail) -> throw unknown(code, detail, context);
    };
  }

  private String operation() {
    return KnownOperation.of(resource.getResourceClass(), resource.getResourceMethod()).id();
  }
}
