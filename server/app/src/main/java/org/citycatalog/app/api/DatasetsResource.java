package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.citycatalog.api.DatasetsApi;
import org.citycatalog.api.model.AccessClass;
import org.citycatalog.api.model.Change;
import org.citycatalog.api.model.ChangeKind;
import org.citycatalog.api.model.ChangeList;
import org.citycatalog.api.model.DatasetEntry;
import org.citycatalog.api.model.DatasetState;
import org.citycatalog.api.model.Revision;
import org.citycatalog.api.model.RevisionList;
import org.citycatalog.api.model.SearchDatasetsSortParameter;
import org.citycatalog.api.model.Withdrawal;
import org.citycatalog.catalog.CatalogChange;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.Sequence;
import org.citycatalog.search.CatalogFollower;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.stewardship.EditDataset;
import org.citycatalog.stewardship.Outcome;
import org.citycatalog.stewardship.PublishDataset;
import org.citycatalog.stewardship.RegisterDataset;
import org.citycatalog.stewardship.WithdrawDataset;
import org.jspecify.annotations.Nullable;

/// Entries: found, registered, edited, published and withdrawn.
@Path("/")
public class DatasetsResource implements DatasetsApi {
  /// How long a write waits for search to have it; it is on disk in any case.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final int BATCH = 1000;
  private final Asking asking;
  private final Seen seen;
  private final CatalogStore store;
  private final Boundary boundary;
  private final CatalogFollower follower;
  private final Searches searches;
  private final DatasetView view;
  private final WireJson wire;
  private final RegisterDataset register;
  private final EditDataset edit;
  private final PublishDataset publish;
  private final WithdrawDataset withdraw;

  @Inject
  public DatasetsResource(
      Asking asking,
      Seen seen,
      CatalogStore store,
      Boundary boundary,
      CatalogFollower follower,
      Searches searches,
      DatasetView view,
      WireJson wire,
      RegisterDataset register,
      EditDataset edit,
      PublishDataset publish,
      WithdrawDataset withdraw) {
    this.asking = asking;
    this.seen = seen;
    this.store = store;
    this.boundary = boundary;
    this.follower = follower;
    this.searches = searches;
    this.view = view;
    this.wire = wire;
    this.register = register;
    this.edit = edit;
    this.publish = publish;
    this.withdraw = withdraw;
  }

  @Override
  public Response searchDatasets(
      @Nullable String q,
      @Nullable List<String> theme,
      @Nullable List<String> provider,
      @Nullable List<String> format,
      @Nullable List<AccessClass> sharing,
      @Nullable List<AccessClass> opening,
      @Nullable List<String> updateCycle,
      @Nullable SearchDatasetsSortParameter sort,
      Integer limit,
      @Nullable String cursor) {
    return searches.answer(
        asking.caller(),
        Searches.request(
            q, theme, provider, format, sharing, opening, updateCycle, sort, limit, cursor));
  }

  @Override
  public Response registerDataset(DatasetEntry datasetEntry) {
    return switch (register.register(asking.caller(), wire.write(datasetEntry))) {
      case Outcome.Registered(Dataset dataset) -> {
        Response.ResponseBuilder answer = done(dataset, 201);
        yield answer.location(URI.create("/api/v1/datasets/" + dataset.id())).build();
      }
      case Outcome.Invalid(List<Finding> findings) ->
          throw new ComplaintException(Complaint.findings("invalid-body", findings));
      case Outcome.Refused(String code) -> throw new ComplaintException(Complaint.of(code));
      case Outcome.Taken() -> throw new ComplaintException(Complaint.of("id-taken"));
    };
  }

  @Override
  public Response getDataset(String id) {
    Dataset dataset = seen.dataset(id);
    return Documents.ok(view.of(asking.caller(), dataset)).tag(tag(dataset)).build();
  }

  @Override
  public Response editDataset(@Nullable String ifMatch, String id, DatasetEntry datasetEntry) {
    DatasetId known = Wire.dataset(id);
    return edited(edit.edit(asking.caller(), known, Wire.seen(ifMatch), wire.write(datasetEntry)));
  }

  private Response edited(Outcome.OfEditing outcome) {
    return switch (outcome) {
      case Outcome.Edited(Dataset dataset) -> done(dataset, 200).build();
      case Outcome.Invalid(List<Finding> findings) ->
          throw new ComplaintException(Complaint.findings("invalid-body", findings));
      case Outcome.NotReady(List<Finding> findings) ->
          throw new ComplaintException(Complaint.findings("not-ready", findings));
      case Outcome.Refused(String code) -> throw new ComplaintException(Complaint.of(code));
      case Outcome.Stale(long revision) -> throw stale(revision);
      case Outcome.Absent() -> throw new ComplaintException(Complaint.of("not-found"));
    };
  }

  @Override
  public Response publishDataset(@Nullable String ifMatch, String id) {
    DatasetId known = Wire.dataset(id);
    return switch (publish.publish(asking.caller(), known, Wire.seen(ifMatch))) {
      case Outcome.Published(Dataset dataset) -> done(dataset, 200).build();
      case Outcome.NotReady(List<Finding> findings) ->
          throw new ComplaintException(Complaint.findings("not-ready", findings));
      case Outcome.Refused(String code) -> throw new ComplaintException(Complaint.of(code));
      case Outcome.Stale(long revision) -> throw stale(revision);
      case Outcome.Absent() -> throw new ComplaintException(Complaint.of("not-found"));
    };
  }

  @Override
  public Response withdrawDataset(@Nullable String ifMatch, String id, Withdrawal withdrawal) {
    DatasetId known = Wire.dataset(id);
    String reason = withdrawal.reason() == null ? "" : withdrawal.reason();
    return switch (withdraw.withdraw(asking.caller(), known, Wire.seen(ifMatch), reason)) {
      case Outcome.Withdrawn(Dataset dataset) -> done(dataset, 200).build();
      case Outcome.Invalid(List<Finding> findings) ->
          throw new ComplaintException(Complaint.findings("invalid-body", findings));
      case Outcome.NotPublished() ->
          throw new ComplaintException(
              Complaint.of("not-ready", "the entry is not published, so it cannot be withdrawn"));
      case Outcome.Refused(String code) -> throw new ComplaintException(Complaint.of(code));
      case Outcome.Stale(long revision) -> throw stale(revision);
      case Outcome.Absent() -> throw new ComplaintException(Complaint.of("not-found"));
    };
  }

  @Override
  public Response listRevisions(String id) {
    Dataset dataset = seen.kept(id);
    List<Revision> revisions =
        store.revisions(dataset.id()).stream()
            .map(
                each ->
                    Revision.builder()
                        .revision(each.revision())
                        .state(DatasetState.fromString(each.state().name().toLowerCase(Locale.ROOT)))
                        .at(Wire.time(each.at()))
                        .by(each.by())
                        .note(each.note())
                        .build())
            .toList();
    return Response.ok(new RevisionList(revisions)).build();
  }

  @Override
  public Response getRevision(String id, Long revision) {
    Dataset dataset = seen.kept(id);
    return store.revisions(dataset.id()).stream()
        .filter(each -> each.revision() == revision)
        .findFirst()
        .map(each -> Documents.ok(view.of(dataset, each)).build())
        .orElseThrow(() -> new ComplaintException(Complaint.of("not-found")));
  }

  @Override
  public Response listChanges(Long after, Integer limit) {
    List<Change> changes = new ArrayList<>();
    long read = after;
    while (changes.size() < limit) {
      List<CatalogChange> batch = store.changesAfter(new Sequence(read), BATCH);
      for (CatalogChange each : batch) {
        if (changes.size() < limit) {
          read = each.sequence().value();
          if (boundary.mayKeep(asking.caller(), each.dataset().provider())) {
            changes.add(wire(each));
          }
        }
      }
      if (batch.size() < BATCH) {
        break;
      }
    }
    // What others did moves the place on, too, but is no reason to ask again.
    Long next = changes.size() < limit ? null : changes.getLast().sequence();
    return Response.ok(new ChangeList(changes, next)).build();
  }

  private static Change wire(CatalogChange change) {
    return Change.builder()
        .sequence(change.sequence().value())
        .dataset(change.dataset().value())
        .kind(ChangeKind.fromString(change.kind().name().toLowerCase(Locale.ROOT)))
        .revision(change.revision())
        .version(change.version())
        .at(Wire.time(change.at()))
        .build();
  }

  private Response.ResponseBuilder done(Dataset dataset, int status) {
    try {
      if (!follower.awaitFollowed(dataset.sequence(), PATIENCE)) {
        follower.nudge(); // `indexed` of the answer says that search is behind
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    return Documents.with(status, view.of(asking.caller(), dataset)).tag(tag(dataset));
  }

  private static EntityTag tag(Dataset dataset) {
    return new EntityTag(Long.toString(dataset.revision()));
  }

  private static ComplaintException stale(long revision) {
    return new ComplaintException(
        Complaint.of("stale-revision", "the entry is at revision %d".formatted(revision)));
  }
}
