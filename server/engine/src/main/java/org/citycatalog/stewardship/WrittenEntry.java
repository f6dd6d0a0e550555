package org.citycatalog.stewardship;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Checked;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.EntryDocument;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.TableSchema;

/// An entry as a steward wrote it in the place of another.
final class WrittenEntry {
  private WrittenEntry() {}

  /// The entry that it would be. Items that the document does not mention stay as they are: they
  /// may have come from the first load.
  static Checked<Entry> of(
      JsonValue document, Dataset dataset, EntryDocument documents, CatalogStore store) {
    return switch (documents.read(document, store::provider)) {
      case Checked.Invalid<Entry> invalid -> invalid;
      case Checked.Valid<Entry>(Entry valid) when !valid.id().equals(dataset.id()) ->
          new Checked.Invalid<>(
              List.of(
                  new Finding(
                      "id-fixed",
                      "/id",
                      "the id of a dataset stays %s but was %s"
                          .formatted(dataset.id(), valid.id()))));
      case Checked.Valid<Entry>(Entry valid) ->
          new Checked.Valid<>(withItems(valid, document.asJsonObject(), dataset));
    };
  }

  private static Entry withItems(Entry valid, JsonObject written, Dataset dataset) {
    if (written.containsKey("items")) {
      return valid;
    }
    TableSchema kept = dataset.entry().schema();
    return valid.withSchema(
        new TableSchema(
            kept.items(),
            written.containsKey("missingValues")
                ? valid.schema().missingValues()
                : kept.missingValues(),
            kept.primaryKey()));
  }
}
