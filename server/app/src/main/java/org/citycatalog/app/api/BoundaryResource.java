package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.citycatalog.api.BoundaryApi;
import org.citycatalog.api.model.DatasetEntry;
import org.citycatalog.api.model.ProposedChangeDecision;
import org.citycatalog.api.model.ProposedChangeList;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.ProposedChange;
import org.citycatalog.catalog.Revision;
import org.citycatalog.sharing.rules.Preview;
import org.citycatalog.stewardship.DecideChange;
import org.citycatalog.stewardship.Outcome;
import org.citycatalog.stewardship.PreviewDataset;
import org.jspecify.annotations.Nullable;

/// What an entry opens and shuts before it does, and changes that two persons look at.
@Path("/")
public class BoundaryResource implements BoundaryApi {
  private final CatalogStore catalog;
  private final PreviewDataset preview;
  private final DecideChange changes;
  private final DatasetFollowers followers;
  private final RulesWire wire;
  private final WireJson json;
  private final ListPages pages;
  private final Asking asking;

  @Inject
  public BoundaryResource(
      CatalogStore catalog,
      PreviewDataset preview,
      DecideChange changes,
      DatasetFollowers followers,
      RulesWire wire,
      WireJson json,
      ListPages pages,
      Asking asking) {
    this.catalog = catalog;
    this.preview = preview;
    this.changes = changes;
    this.followers = followers;
    this.wire = wire;
    this.json = json;
    this.pages = pages;
    this.asking = asking;
  }

  @Override
  public Response previewBoundary(String id, DatasetEntry entry) {
    return switch (preview.preview(asking.caller(), Requested.dataset(id), json.write(entry))) {
      case Outcome.Previewed(
              Preview found,
              List<Finding> findings,
              boolean secondPerson,
              Dataset dataset) ->
          Response.ok(wire.preview(found, findings, secondPerson))
              .header("ETag", DatasetWire.tag(dataset.revision()))
              .build();
      case Outcome.NotDone other -> throw Revisions.notDone(other);
    };
  }

  @Override
  public Response listProposedChanges(String id, Integer limit, @Nullable String cursor) {
    Outcome.Changes found = proposed(id);
    ListPages.Page<ProposedChange> page =
        pages.cut(
            found.changes(),
            change -> Long.toString(change.number()),
            "listProposedChanges " + id,
            limit,
            cursor);
    return Response.ok(
            new ProposedChangeList(
                page.map(change -> wire.change(found.dataset(), change).build()), page.next()))
        .build();
  }

  @Override
  public Response getProposedChange(String id, Long number) {
    Outcome.Changes found = proposed(id);
    return found.changes().stream()
        .filter(change -> change.number() == number)
        .findFirst()
        .map(change -> answer(found.dataset(), change))
        .orElseThrow(Requested::absent);
  }

  @Override
  public Response decideProposedChange(String id, Long number, ProposedChangeDecision decision) {
    ProposedChange.Outcome to =
        ProposedChange.Outcome.valueOf(
            Requested.given(decision.to()).value().toUpperCase(Locale.ROOT).replace('-', '_'));
    return switch (changes.decide(
        asking.caller(), Requested.dataset(id), number, to, decision.reason())) {
      case Outcome.ChangeDecided(ProposedChange decided, Dataset dataset) -> {
        followers.changed(dataset.id());
        yield answer(dataset, decided);
      }
      case Outcome.NotDone other -> throw Revisions.notDone(other);
    };
  }

  private Outcome.Changes proposed(String id) {
    return switch (changes.list(asking.caller(), Requested.dataset(id))) {
      case Outcome.Changes found -> found;
      case Outcome.NotDone other -> throw Revisions.notDone(other);
    };
  }

  private Response answer(Dataset dataset, ProposedChange change) {
    org.citycatalog.api.model.ProposedChange.Builder answer = wire.change(dataset, change);
    answer.fields(RulesWire.fields(before(change), change.entry()));
    if (change.isOpen() && !change.isStale(dataset)) {
      Preview found = preview.of(asking.caller(), dataset, change);
      answer.preview(wire.preview(found, List.of(), true));
    }
    return Response.ok(answer.build()).build();
  }

  /// The entry that was changed.
  private Entry before(ProposedChange change) {
    return catalog.revisions(change.dataset()).stream()
        .filter(revision -> revision.revision() == change.revision())
        .map(Revision::entry)
        .findFirst()
        .orElseThrow();
  }
}
