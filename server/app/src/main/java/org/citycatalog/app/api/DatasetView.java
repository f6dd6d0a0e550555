package org.citycatalog.app.api;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.citycatalog.api.model.SourceFile;
import org.citycatalog.api.model.Version;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.EntryDocument;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.Provider;
import org.citycatalog.catalog.ProviderJson;
import org.citycatalog.catalog.Revision;
import org.citycatalog.search.CatalogFollower;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Permit;
import org.citycatalog.stewardship.PublicationRules;

/// Datasets and versions as one caller sees them.
final class DatasetView {
  private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());
  private final Boundary boundary;
  private final CatalogFollower follower;
  private final WireJson wire;

  DatasetView(Boundary boundary, CatalogFollower follower, WireJson wire) {
    this.boundary = boundary;
    this.follower = follower;
    this.wire = wire;
  }

  /// The contract's `Dataset`.
  JsonObject of(Caller caller, Dataset dataset) {
    JsonObjectBuilder json =
        entry(dataset.entry(), dataset.provider(), dataset.state(), dataset.revision())
            .add("registered", Wire.time(dataset.registered()).toString())
            .add("modified", Wire.time(dataset.modified()).toString());
    DatasetVersion version = dataset.version();
    if (version != null) {
      version(caller, dataset, version).ifPresent(each -> json.add("version", wire.write(each)));
    }
    if (boundary.mayKeep(caller, dataset.id().provider())) {
      json.add("indexed", follower.indexed(dataset));
      json.add("warnings", findings(PublicationRules.warnings(dataset)));
    }
    return json.build();
  }

  /// The contract's `Dataset` as it was at a revision.
  JsonObject of(Dataset dataset, Revision revision) {
    return entry(revision.entry(), dataset.provider(), revision.state(), revision.revision())
        .add("registered", Wire.time(dataset.registered()).toString())
        .add("modified", Wire.time(revision.at()).toString())
        .build();
  }

  /// A version, where the caller may read its rows. How it came about is for those who may read all of it.
  Optional<Version> version(Caller caller, Dataset dataset, DatasetVersion version) {
    if (!(boundary.decide(caller, dataset, version) instanceof Permit permit)) {
      return Optional.empty();
    }
    Version.Builder view =
        Version.builder()
            .version(version.number())
            .loaded(Wire.time(version.loaded()))
            .rows(version.rows());
    if (isWhole(permit)) {
      view.unreadable(version.unreadable()).rejected(version.rejected()).source(source(version.source()));
    } else {
      // Until rows are counted under a permit, a part of them cannot be.
      throw new IllegalStateException("rows of a part of version %s".formatted(version.number()));
    }
    return Optional.of(view.build());
  }

  static SourceFile source(org.citycatalog.catalog.SourceFile file) {
    Character delimiter = file.delimiter();
    return SourceFile.builder()
        .format(org.citycatalog.api.model.SourceFileFormat.fromString(file.format()))
        .compression(
            file.compression() == null
                ? null
                : org.citycatalog.api.model.SourceFileCompression.fromString(file.compression()))
        .encoding(file.encoding())
        .delimiter(delimiter == null ? null : delimiter.toString())
        .sha256(file.sha256())
        .bytes(file.bytes())
        .build();
  }

  private static boolean isWhole(Permit permit) {
    return permit.rows().isEmpty()
        && permit.columns().size() == permit.version().schema().items().size();
  }

  private static JsonObjectBuilder entry(
      Entry entry, Provider provider, DatasetState state, long revision) {
    return JSON.createObjectBuilder()
        .add("entry", EntryDocument.write(entry))
        .add("provider", ProviderJson.write(provider))
        .add("state", state.name().toLowerCase(java.util.Locale.ROOT))
        .add("revision", revision);
  }

  private static JsonArrayBuilder findings(List<Finding> findings) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    for (Finding each : findings) {
      JsonObjectBuilder json =
          JSON.createObjectBuilder()
              .add("code", each.code())
              .add("pointer", each.pointer())
              .add("message", each.message());
      if (!each.nearest().isEmpty()) {
        json.add("nearest", JSON.createArrayBuilder(each.nearest()));
      }
      array.add(json);
    }
    return array;
  }
}
