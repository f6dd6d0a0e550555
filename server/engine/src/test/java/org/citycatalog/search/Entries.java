package org.citycatalog.search;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.Constraints;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.LocalText;
import org.citycatalog.catalog.Provider;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.Sequence;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.Uscc;
import org.jspecify.annotations.Nullable;

/// Entries of a catalog, made by and by: `Entries.of("transport.parking",
/// "停车场").opening(WITHHELD).entry()`.
final class Entries {
  static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");

  private final DatasetId id;
  private LocalText title;
  private LocalText summary = LocalText.of("…");
  private List<String> keywords = List.of();
  private List<Item> items = List.of();
  private List<String> formats = List.of("csv");
  private AccessClass sharing = AccessClass.UNCONDITIONAL;
  private AccessClass opening = AccessClass.UNCONDITIONAL;
  private String updateCycle = "daily";
  private LocalDate issued = LocalDate.of(2026, 1, 1);
  private @Nullable String theme;

  private Entries(String id, String title) {
    this.id = new DatasetId(id);
    this.title = LocalText.of(title);
  }

  static Entries of(String id, String title) {
    return new Entries(id, title);
  }

  Entries english(String text) {
    title = new LocalText(title.zh(), text);
    return this;
  }

  Entries summary(String text) {
    summary = LocalText.of(text);
    return this;
  }

  Entries keywords(String... words) {
    keywords = List.of(words);
    return this;
  }

  Entries item(String name, String itemTitle) {
    Item item =
        new Item(
            name,
            LocalText.of(itemTitle),
            null,
            ColumnType.TEXT,
            null,
            null,
            null,
            Constraints.NONE);
    items =
        java.util.stream.Stream.concat(items.stream(), java.util.stream.Stream.of(item)).toList();
    return this;
  }

  Entries formats(String... codes) {
    formats = List.of(codes);
    return this;
  }

  Entries opening(AccessClass accessClass) {
    opening = accessClass;
    return this;
  }

  Entries sharing(AccessClass accessClass) {
    sharing = accessClass;
    return this;
  }

  Entries cycle(String code) {
    updateCycle = code;
    return this;
  }

  Entries issued(String date) {
    issued = LocalDate.parse(date);
    return this;
  }

  Entries theme(String code) {
    theme = code;
    return this;
  }

  Entry entry() {
    return new Entry(
        id,
        title,
        summary,
        "306002",
        null,
        Entry.Identifiers.NONE,
        null,
        null,
        "2",
        formats,
        new TableSchema(items, List.of(""), List.of()),
        new Entry.Sharing(sharing, null, null, null, null),
        new Entry.Opening(opening, null, null),
        Level.G1,
        updateCycle,
        issued,
        List.of(),
        theme,
        keywords,
        List.of(),
        "任何人可以免费使用",
        null,
        null,
        false,
        List.of(),
        null);
  }

  Dataset published() {
    return new Dataset(
        entry(),
        provider(id.provider().value()),
        DatasetState.PUBLISHED,
        1,
        new Sequence(1),
        MONDAY,
        MONDAY,
        null);
  }

  static Provider provider(String namespace) {
    String code = "11341000" + "%09d".formatted(Math.floorMod(namespace.hashCode(), 1_000_000_000));
    Uscc uscc = new Uscc(code + Uscc.checkCharacter(code));
    String name = namespace.equals("transport") ? "黄山市交通运输局" : "黄山市" + namespace;
    return new Provider(new ProviderNamespace(namespace), uscc, LocalText.of(name), null, null);
  }
}
