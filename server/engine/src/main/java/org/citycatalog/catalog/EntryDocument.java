package org.citycatalog.catalog;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads what a steward wrote about a dataset, wholly: a value, or every mistake with its place and
/// the nearest valid name. Knows the shapes of the contract (`DatasetEntry`, `TableSchema`,
/// `Provider`) and what they mean.
public final class EntryDocument {
  private final Vocabularies vocabularies;
  private final InstantSource clock;

  /// Makes a reader that knows code lists.
  ///
  /// @param vocabularies with `themes`, `update-cycles`, `format-classes`, `formats`, `levels`,
  ///   `sharing-methods` and `divisions`
  public EntryDocument(Vocabularies vocabularies, InstantSource clock) {
    this.vocabularies = vocabularies;
    this.clock = clock;
    List.of(
            "themes",
            "update-cycles",
            "format-classes",
            "formats",
            "levels",
            "sharing-methods",
            "divisions")
        .forEach(vocabularies::codes);
  }

  /// Reads an entry.
  ///
  /// @param document as sent; JSON null stands for no field of any type and is a finding
  /// @param providers looks a provider up
  public Checked<Entry> read(
      JsonValue document, Function<ProviderNamespace, Optional<Provider>> providers) {
    Findings findings = new Findings();
    JsonPlace root = JsonPlace.root(document, findings);
    if (root != null) {
      new EntryCheck(vocabularies, today(), providers).check(root);
    }
    if (findings.count() > 0) {
      return new Checked.Invalid<>(findings.all());
    }
    Entry entry = EntryJson.read(document.asJsonObject());
    List<Finding> statistics = StatisticsRules.check(entry);
    return statistics.isEmpty() ? new Checked.Valid<>(entry) : new Checked.Invalid<>(statistics);
  }

  /// Reads a schema of its own, with its items in `fields`.
  public Checked<TableSchema> readSchema(JsonValue document) {
    Findings findings = new Findings();
    JsonPlace root = JsonPlace.root(document, findings);
    if (root != null) {
      root.shape(List.of(TableSchemaJson.FIELDS), List.of("missingValues", "primaryKey"));
      new SchemaCheck(vocabularies.codes("levels")).check(root, TableSchemaJson.FIELDS);
    }
    return findings.count() > 0
        ? new Checked.Invalid<>(findings.all())
        : new Checked.Valid<>(TableSchemaJson.read(document.asJsonObject()));
  }

  /// Reads a provider.
  public Checked<Provider> readProvider(JsonValue document) {
    Findings findings = new Findings();
    JsonPlace root = JsonPlace.root(document, findings);
    if (root != null) {
      root.shape(List.of("namespace", "code", "name"), List.of("division", "contact"));
      root.typed("namespace", "bad-namespace", ProviderNamespace::new);
      root.typed("code", "bad-social-credit-code", Uscc::new);
      root.localText("name", 4000, 4000);
      root.typed("division", "bad-division-code", DivisionCode::new);
      root.text("contact", 500);
    }
    return findings.count() > 0
        ? new Checked.Invalid<>(findings.all())
        : new Checked.Valid<>(ProviderJson.read(document.asJsonObject()));
  }

  /// The entry as the document it was read from.
  public static JsonObject write(Entry entry) {
    return EntryJson.write(entry);
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
