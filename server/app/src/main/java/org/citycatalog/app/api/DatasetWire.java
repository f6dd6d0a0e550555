package org.citycatalog.app.api;

import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.OptionalLong;
import org.citycatalog.api.model.DatasetEntry;
import org.citycatalog.api.model.DatasetState;
import org.citycatalog.api.model.Provider;
import org.citycatalog.api.model.Version;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.EntryDocument;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.ProposedChange;
import org.citycatalog.rows.RowReader;
import org.citycatalog.search.CatalogFollower;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Decision;
import org.citycatalog.sharing.Permit;
import org.citycatalog.stewardship.PublicationRules;
import org.jspecify.annotations.Nullable;

/// Datasets as a caller may see them on the wire.
final class DatasetWire {
  private final Boundary boundary;
  private final CatalogFollower follower;
  private final WireJson json;
  private final RowReader rows;
  private final CatalogStore catalog;

  DatasetWire(
      Boundary boundary,
      CatalogFollower follower,
      WireJson json,
      RowReader rows,
      CatalogStore catalog) {
    this.catalog = catalog;
    this.boundary = boundary;
    this.rows = rows;
    this.follower = follower;
    this.json = json;
  }

  /// The dataset with its revision as ETag.
  Response.ResponseBuilder answer(int status, Caller caller, Dataset dataset) {
    return Response.status(status)
        .entity(dataset(caller, dataset))
        .header("ETag", tag(dataset.revision()));
  }

  org.citycatalog.api.model.Dataset dataset(Caller caller, Dataset dataset) {
    boolean keeper = caller.keeps(dataset.id().provider());
    List<Finding> warnings = keeper ? PublicationRules.warnings(dataset) : List.of();
    return org.citycatalog.api.model.Dataset.builder()
        .entry(entry(boundary.entry(caller, dataset)))
        .provider(provider(dataset.provider()))
        .state(DatasetState.valueOf(dataset.state().name()))
        .revision(dataset.revision())
        .registered(Wire.time(dataset.registered()))
        .modified(Wire.time(dataset.modified()))
        .version(version(caller, dataset, dataset.version()))
        .indexed(keeper ? follower.indexed(dataset) : null)
        .proposed(keeper ? open(dataset) : null)
        .warnings(warnings.isEmpty() ? null : Answers.wire(warnings))
        .build();
  }

  DatasetEntry entry(Entry entry) {
    return json.read(EntryDocument.write(entry), DatasetEntry.class);
  }

  private @Nullable List<Long> open(Dataset dataset) {
    List<Long> numbers =
        catalog.proposedChanges(dataset.id()).stream()
            .filter(change -> change.isOpen() && !change.isStale(dataset))
            .map(ProposedChange::number)
            .toList();
    return numbers.isEmpty() ? null : numbers;
  }

  /// Where a proposed change is.
  static String location(ProposedChange change) {
    return "/api/v1/datasets/%s/proposed-changes/%d".formatted(change.dataset(), change.number());
  }

  static Provider provider(org.citycatalog.catalog.Provider provider) {
    return Provider.builder()
        .namespace(provider.namespace().value())
        .code(provider.code().value())
        .name(Wire.text(provider.name()))
        .division(provider.division() == null ? null : provider.division().value())
        .contact(provider.contact())
        .build();
  }

  /// Null where there is none, or where the caller may not read all of its rows: its size would
  /// tell about them.
  @Nullable Version version(Caller caller, Dataset dataset, @Nullable DatasetVersion version) {
    if (version == null || !(boundary.decide(caller, dataset, version) instanceof Permit permit)) {
      return null;
    }
    return version(permit);
  }

  /// What may be told of a version: its number and time are no secret, its size is that of the
  /// caller's view, and what is counted over the whole file is for those who may read all of it.
  @Nullable Version version(Permit permit) {
    DatasetVersion version = permit.version();
    OptionalLong count = rows.count(permit);
    if (count.isEmpty()) {
      return null;
    }
    boolean whole = permit.isWhole();
    return Version.builder()
        .version(version.number())
        .loaded(Wire.time(version.loaded()))
        .rows(count.getAsLong())
        .unreadable(whole ? version.unreadable() : null)
        .rejected(whole ? version.rejected() : null)
        .source(whole ? LoadWire.source(version.source()) : null)
        .build();
  }

  /// Why the rows of a version are not for the caller.
  static ComplaintException refused(Decision decision) {
    return switch (decision) {
      case Decision.Refusal refused -> new ComplaintException(Complaint.of(refused.code()));
      case Decision.Invisible invisible -> Requested.absent();
      case Permit permit -> throw new IllegalStateException("no refusal");
    };
  }

  static String tag(long revision) {
    return "\"" + revision + "\"";
  }
}
