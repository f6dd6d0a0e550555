package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.citycatalog.api.LimitsApi;
import org.citycatalog.api.model.DatasetLimits;
import org.citycatalog.api.model.QuotaUse;
import org.citycatalog.api.model.RateInForce;
import org.citycatalog.api.model.Usage;
import org.citycatalog.api.model.UsageSubject;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.contracts.Contracting;
import org.citycatalog.sharing.quota.Limiting;
import org.citycatalog.sharing.quota.Limits;
import org.citycatalog.sharing.quota.Quotas;
import org.citycatalog.sharing.quota.Rate;
import org.citycatalog.sharing.quota.Rates;
import org.citycatalog.sharing.quota.Subject;
import org.jspecify.annotations.Nullable;

/// How fast and how much is read: set, looked at, and used.
@Path("/")
public class LimitsResource implements LimitsApi {
  private final Limiting limiting;
  private final Rates rates;
  private final Quotas quotas;
  private final Contracting contracting;
  private final Asking asking;

  @Inject
  public LimitsResource(
      Limiting limiting, Rates rates, Quotas quotas, Contracting contracting, Asking asking) {
    this.limiting = limiting;
    this.rates = rates;
    this.quotas = quotas;
    this.contracting = contracting;
    this.asking = asking;
  }

  @Override
  public Response getUsage() {
    Caller caller = asking.caller();
    List<RateInForce> inForce =
        rates.bounds(caller).stream()
            .map(each -> new RateInForce(of(each.subject()), wire(each.rate())))
            .toList();
    List<QuotaUse> uses = new ArrayList<>();
    for (Limiting.DayUse each : limiting.use(caller)) {
      uses.add(
          QuotaUse.builder()
              .of(of(each.subject()))
              .id(each.subject().id())
              .quota(ContractWire.quota(each.quota()))
              .used(ContractWire.used(each.used()))
              .ends(Wire.time(each.ends()))
              .build());
    }
    String bound = caller.grant();
    if (bound != null) {
      contracting
          .grant(caller, bound)
          .filter(grant -> grant.quota().isBounded())
          .ifPresent(grant ->
              uses.add(
                  QuotaUse.builder()
                      .of(UsageSubject.GRANT)
                      .id(grant.id())
                      .quota(ContractWire.quota(grant.quota()))
                      .used(ContractWire.used(quotas.used(grant)))
                      .build()));
    }
    return Response.ok(new Usage(inForce, uses)).build();
  }

  @Override
  public Response getKeyLimits(String key) {
    return limits(limiting.of(asking.caller(), Subject.key(key)));
  }

  @Override
  public Response setKeyLimits(String key, org.citycatalog.api.model.Limits set) {
    return limits(limiting.set(asking.caller(), Subject.key(key), limits(set)));
  }

  @Override
  public Response getOrganisationLimits(String organisation) {
    return limits(limiting.of(asking.caller(), organisation(organisation)));
  }

  @Override
  public Response setOrganisationLimits(String organisation, org.citycatalog.api.model.Limits set) {
    return limits(limiting.set(asking.caller(), organisation(organisation), limits(set)));
  }

  @Override
  public Response getDatasetLimits(String id) {
    return datasetLimits(limiting.of(asking.caller(), Subject.dataset(Requested.dataset(id))));
  }

  @Override
  public Response setDatasetLimits(String id, DatasetLimits set) {
    return datasetLimits(
        limiting.set(
            asking.caller(),
            Subject.dataset(Requested.dataset(id)),
            new Limits(null, ContractWire.quota(set.day()))));
  }

  /// A code that cannot be one is said to be wrong; one that nobody has is one without limits.
  private Subject organisation(String code) {
    try {
      return Subject.organisation(new Uscc(code));
    } catch (IllegalArgumentException wrong) {
      throw new ComplaintException(
          Complaint.about("organisation", "invalid-parameter", String.valueOf(wrong.getMessage())));
    }
  }

  private static Response limits(Limiting.Outcome outcome) {
    Limits limits = known(outcome);
    Rate rate = limits.rate();
    return Response.ok(
            new org.citycatalog.api.model.Limits(
                rate == null ? null : wire(rate), ContractWire.quota(limits.day())))
        .build();
  }

  private static Response datasetLimits(Limiting.Outcome outcome) {
    return Response.ok(new DatasetLimits(ContractWire.quota(known(outcome).day()))).build();
  }

  private static Limits known(Limiting.Outcome outcome) {
    return switch (outcome) {
      case Limiting.Outcome.Known(Limits limits) -> limits;
      case Limiting.Outcome.Absent absent -> throw Requested.absent();
      case Limiting.Outcome.Refused refused ->
          throw new ComplaintException(Complaint.of("forbidden"));
    };
  }

  private static Limits limits(org.citycatalog.api.model.Limits set) {
    return new Limits(rate(set.rate()), ContractWire.quota(set.day()));
  }

  private static @Nullable Rate rate(org.citycatalog.api.model.@Nullable Rate rate) {
    return rate == null
        ? null
        : new Rate(
            Requested.given(rate.requests()), Duration.ofSeconds(Requested.given(rate.seconds())));
  }

  private static org.citycatalog.api.model.Rate wire(Rate rate) {
    return new org.citycatalog.api.model.Rate(rate.requests(), (int) rate.window().toSeconds());
  }

  private static UsageSubject of(Subject subject) {
    return UsageSubject.fromString(subject.kind().code());
  }
}
