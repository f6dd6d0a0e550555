package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.citycatalog.api.PurgesApi;
import org.citycatalog.api.model.PurgeDecision;
import org.citycatalog.api.model.PurgeList;
import org.citycatalog.api.model.PurgeRequest;
import org.citycatalog.api.model.PurgeState;
import org.citycatalog.api.model.PurgeSubject;
import org.citycatalog.sharing.purge.Purge;
import org.citycatalog.sharing.purge.PurgeOutcome;
import org.citycatalog.sharing.purge.Purging;
import org.jspecify.annotations.Nullable;

/// What is destroyed, and what is left of it.
@Path("/")
public class PurgesResource implements PurgesApi {
  private final Purging purging;
  private final ListPages pages;
  private final Asking asking;

  @Inject
  public PurgesResource(Purging purging, ListPages pages, Asking asking) {
    this.purging = purging;
    this.pages = pages;
    this.asking = asking;
  }

  @Override
  public Response listPurges(Integer limit, @Nullable String cursor) {
    ListPages.Page<Purge> page =
        pages.cut(purging.list(asking.caller()), Purge::id, "listPurges", limit, cursor);
    return Response.ok(new PurgeList(page.map(PurgesResource::wire), page.next())).build();
  }

  @Override
  public Response requestPurge(PurgeRequest wanted) {
    PurgeSubject subject = Requested.given(wanted.subject());
    String dataset = subject.dataset();
    PurgeOutcome outcome =
        purging.request(
            asking.caller(),
            new Purging.Wanted(
                dataset == null ? null : Requested.dataset(dataset),
                subject.versions(),
                subject.versionsUpTo(),
                subject.key(),
                subject.grant(),
                Requested.given(wanted.reason()),
                Requested.given(wanted.basis())));
    return switch (outcome) {
      case PurgeOutcome.Kept(Purge purge) ->
          answer(201, purge).header("Location", "/api/v1/purges/" + purge.id()).build();
      case PurgeOutcome.NotDone other -> throw notDone(other);
    };
  }

  @Override
  public Response getPurge(String purge) {
    return purging
        .find(asking.caller(), purge)
        .map(found -> answer(200, found).build())
        .orElseThrow(Requested::absent);
  }

  @Override
  public Response decidePurge(@Nullable String ifMatch, String purge, PurgeDecision decision) {
    Purge.State to = Purge.State.ofCode(Requested.given(decision.to()).value()).orElseThrow();
    return switch (purging.decide(
        asking.caller(), purge, Revisions.seen(ifMatch), to, decision.reason())) {
      case PurgeOutcome.Kept(Purge moved) -> answer(200, moved).build();
      case PurgeOutcome.NotDone other -> throw notDone(other);
    };
  }

  private static Response.ResponseBuilder answer(int status, Purge purge) {
    return Response.status(status)
        .entity(wire(purge))
        .header("ETag", DatasetWire.tag(purge.revision()));
  }

  private static org.citycatalog.api.model.Purge wire(Purge purge) {
    return org.citycatalog.api.model.Purge.builder()
        .id(purge.id())
        .subject(wire(purge.subject()))
        .state(PurgeState.fromString(purge.state().code()))
        .revision(purge.revision())
        .events(purge.steps().stream().map(ContractWire::event).toList())
        .build();
  }

  private static PurgeSubject wire(Purge.Subject subject) {
    return switch (subject) {
      case Purge.Subject.Versions(var dataset, var numbers) ->
          PurgeSubject.builder().dataset(dataset.value()).versions(numbers).build();
      case Purge.Subject.ApiKey(String key, var kind) -> PurgeSubject.builder().key(key).build();
      case Purge.Subject.PseudonymKey(String grant, var dataset) ->
          PurgeSubject.builder().grant(grant).build();
    };
  }

  private static ComplaintException notDone(PurgeOutcome.NotDone outcome) {
    return new ComplaintException(
        switch (outcome) {
          case PurgeOutcome.Invalid(var findings) -> Complaint.findings("invalid-body", findings);
          case PurgeOutcome.Refused(String code) -> Complaint.of(code);
          case PurgeOutcome.Absent absent -> Complaint.of("not-found");
          case PurgeOutcome.NoSuchStep(String from, String to) ->
              Complaint.of("no-such-step", "it is %s, from where none is %s".formatted(from, to));
          case PurgeOutcome.MovedOn(long revision) ->
              Complaint.of("stale-revision", "it is at revision %d now".formatted(revision));
        });
  }
}
