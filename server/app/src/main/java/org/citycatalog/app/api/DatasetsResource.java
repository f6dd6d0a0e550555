package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.citycatalog.api.DatasetsApi;
import org.citycatalog.api.model.AccessClass;
import org.citycatalog.api.model.Change;
import org.citycatalog.api.model.ChangeKind;
import org.citycatalog.api.model.ChangeList;
import org.citycatalog.api.model.DatasetEntry;
import org.citycatalog.api.model.DatasetState;
import org.citycatalog.api.model.RevisionList;
import org.citycatalog.api.model.SearchSort;
import org.citycatalog.api.model.ViewerKind;
import org.citycatalog.api.model.Withdrawal;
import org.citycatalog.catalog.CatalogChange;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.ProposedChange;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.Revision;
import org.citycatalog.catalog.Sequence;
import org.citycatalog.search.DatasetSearch;
import org.citycatalog.search.SearchAnswer;
import org.citycatalog.search.SearchPage;
import org.citycatalog.search.SearchRequest;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.ledger.Ledger;
import org.citycatalog.stewardship.EditDataset;
import org.citycatalog.stewardship.Outcome;
import org.citycatalog.stewardship.PublishDataset;
import org.citycatalog.stewardship.RegisterDataset;
import org.citycatalog.stewardship.WithdrawDataset;
import org.jspecify.annotations.Nullable;

/// Entries: found, read, registered, edited, published, withdrawn.
@Path("/")
public class DatasetsResource implements DatasetsApi {
  private final CatalogStore catalog;
  private final Boundary boundary;
  private final DatasetSearch search;
  private final Ledger ledger;
  private final DatasetFollowers followers;
  private final RegisterDataset register;
  private final EditDataset edit;
  private final PublishDataset publish;
  private final WithdrawDataset withdraw;
  private final SearchWire searchWire;
  private final DatasetWire wire;
  private final WireJson json;
  private final Viewing viewing;
  private final ListPages pages;
  private final Asking asking;

  @Inject
  public DatasetsResource(
      CatalogStore catalog,
      Boundary boundary,
      DatasetSearch search,
      Ledger ledger,
      DatasetFollowers followers,
      RegisterDataset register,
      EditDataset edit,
      PublishDataset publish,
      WithdrawDataset withdraw,
      SearchWire searchWire,
      DatasetWire wire,
      WireJson json,
      Viewing viewing,
      ListPages pages,
      Asking asking) {
    this.catalog = catalog;
    this.boundary = boundary;
    this.search = search;
    this.ledger = ledger;
    this.followers = followers;
    this.register = register;
    this.edit = edit;
    this.publish = publish;
    this.withdraw = withdraw;
    this.searchWire = searchWire;
    this.wire = wire;
    this.json = json;
    this.viewing = viewing;
    this.pages = pages;
    this.asking = asking;
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
      @Nullable SearchSort sort,
      Integer limit,
      @Nullable String cursor) {
    SearchRequest request =
        new SearchRequest(
            q == null || q.isBlank() ? null : q,
            orEmpty(theme),
            orEmpty(provider),
            orEmpty(format),
            classes(sharing),
            classes(opening),
            orEmpty(updateCycle),
            sort == null ? null : SearchRequest.Sort.valueOf(sort.name()),
            limit,
            cursor);
    return switch (search.search(boundary.audience(asking.caller()), request)) {
      case SearchPage page -> {
        ledger.searched(asking.caller(), request.q(), page.total());
        yield Response.ok(searchWire.page(page)).build();
      }
      case SearchAnswer.Mistake(String code, String parameter, String message) ->
          throw new ComplaintException(Complaint.about(parameter, code, message));
      case SearchAnswer.NotReady notReady ->
          throw new ComplaintException(Complaint.of("index-rebuilding"));
    };
  }

  @Override
  public Response registerDataset(DatasetEntry entry) {
    return switch (register.register(asking.caller(), json.write(entry))) {
      case Outcome.Registered(Dataset dataset) -> {
        followers.changed(dataset.id());
        yield wire.answer(201, asking.caller(), dataset)
            .header("Location", "/api/v1/datasets/" + dataset.id())
            .build();
      }
      case Outcome.NotDone other -> throw Revisions.notDone(other);
    };
  }

  @Override
  public Response getDataset(String id, @Nullable ViewerKind viewAs) {
    Dataset dataset = visible(id);
    Caller eyes = viewing.eyes(asking.caller(), dataset, viewAs);
    return wire.answer(200, eyes, dataset).build();
  }

  @Override
  public Response editDataset(
      @Nullable String ifMatch, String id, DatasetEntry entry, @Nullable String reason) {
    DatasetId dataset = Requested.dataset(id);
    return switch (edit.edit(
        asking.caller(), dataset, Revisions.seen(ifMatch), json.write(entry), reason)) {
      case Outcome.Edited(Dataset edited) -> done(edited);
      case Outcome.Proposed(ProposedChange change, Dataset now) -> proposed(change, now);
      case Outcome.NotDone other -> throw Revisions.notDone(other);
    };
  }

  @Override
  public Response publishDataset(@Nullable String ifMatch, String id, @Nullable String reason) {
    DatasetId dataset = Requested.dataset(id);
    return switch (publish.publish(asking.caller(), dataset, Revisions.seen(ifMatch), reason)) {
      case Outcome.Published(Dataset published) -> done(published);
      case Outcome.Proposed(ProposedChange change, Dataset now) -> proposed(change, now);
      case Outcome.NotDone other -> throw Revisions.notDone(other);
    };
  }

  @Override
  public Response withdrawDataset(@Nullable String ifMatch, String id, Withdrawal withdrawal) {
    DatasetId dataset = Requested.dataset(id);
    String reason = withdrawal.reason() == null ? "" : withdrawal.reason();
    return switch (withdraw.withdraw(asking.caller(), dataset, Revisions.seen(ifMatch), reason)) {
      case Outcome.Withdrawn(Dataset withdrawn) -> done(withdrawn);
      case Outcome.Proposed(ProposedChange change, Dataset now) -> proposed(change, now);
      case Outcome.NotDone other -> throw Revisions.notDone(other);
    };
  }

  @Override
  public Response listRevisions(String id, Integer limit, @Nullable String cursor) {
    Dataset dataset = kept(id);
    ListPages.Page<Revision> page =
        pages.cut(
            catalog.revisions(dataset.id()),
            revision -> Long.toString(revision.revision()),
            "listRevisions " + id,
            limit,
            cursor);
    return Response.ok(new RevisionList(page.map(DatasetsResource::wire), page.next())).build();
  }

  @Override
  public Response getRevision(String id, Long revision) {
    Dataset dataset = kept(id);
    Revision then =
        catalog.revisions(dataset.id()).stream()
            .filter(each -> each.revision() == revision)
            .findFirst()
            .orElseThrow(Requested::absent);
    return Response.ok(
            org.citycatalog.api.model.Dataset.builder()
                .entry(wire.entry(then.entry()))
                .provider(DatasetWire.provider(dataset.provider()))
                .state(DatasetState.valueOf(then.state().name()))
                .revision(then.revision())
                .registered(Wire.time(dataset.registered()))
                .modified(Wire.time(then.at()))
                .build())
        .build();
  }

  @Override
  public Response listChanges(Long after, Integer limit) {
    Caller caller = asking.caller();
    ProviderNamespace kept = caller.provider();
    Sequence from = new Sequence(after);
    List<CatalogChange> changes =
        boundary.mayOperate(caller)
            ? catalog.changesAfter(from, limit)
            : kept == null || !boundary.mayKeep(caller, kept)
                ? List.of()
                : catalog.changesOf(kept, from, limit);
    boolean full = changes.size() == limit;
    return Response.ok(
            new ChangeList(
                changes.stream().map(DatasetsResource::wire).toList(),
                full ? changes.get(changes.size() - 1).sequence().value() : null))
        .build();
  }

  private Response done(Dataset dataset) {
    followers.changed(dataset.id());
    return wire.answer(200, asking.caller(), dataset).build();
  }

  private Response proposed(ProposedChange change, Dataset now) {
    followers.changed(now.id());
    return wire.answer(202, asking.caller(), now)
        .header("Location", DatasetWire.location(change))
        .build();
  }

  private Dataset visible(String id) {
    return catalog
        .dataset(Requested.dataset(id))
        .filter(dataset -> boundary.maySee(asking.caller(), dataset))
        .orElseThrow(Requested::absent);
  }

  /// A dataset whose history the caller may see.
  private Dataset kept(String id) {
    Dataset dataset = visible(id);
    if (!boundary.mayKeep(asking.caller(), dataset.id().provider())) {
      throw new ComplaintException(Complaint.of("forbidden"));
    }
    return dataset;
  }

  private static org.citycatalog.api.model.Revision wire(Revision revision) {
    return org.citycatalog.api.model.Revision.builder()
        .revision(revision.revision())
        .state(DatasetState.valueOf(revision.state().name()))
        .at(Wire.time(revision.at()))
        .by(revision.by())
        .note(revision.note())
        .build();
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

  private static List<org.citycatalog.catalog.AccessClass> classes(
      @Nullable List<AccessClass> wire) {
    return orEmpty(wire).stream()
        .map(each -> org.citycatalog.catalog.AccessClass.ofCode(each.value()))
        .toList();
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
