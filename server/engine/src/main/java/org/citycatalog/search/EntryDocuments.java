package org.citycatalog.search;

import com.ibm.icu.text.Collator;
import com.ibm.icu.util.ULocale;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.util.BytesRef;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.LocalText;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.sharing.OutsideView;
import org.jspecify.annotations.Nullable;

/// Turns entries into documents of the index, and documents into hits.
final class EntryDocuments {
  static final String ENTRY = "entry";
  static final String PROJECTION = "projection";
  static final String EXACT_TITLE = "title.exact";
  static final String SORT_TITLE = "sort.title";
  static final String SORT_ISSUED = "sort.issued";
  static final String SORT_MODIFIED = "sort.modified";

  /// The facets of every answer, in its order.
  static final List<String> FACETS =
      List.of("theme", "provider", "format", "sharing", "opening", "updateCycle");

  private static final int MAX_EXACT_TITLE = 2000; // far longer than any q

  private final Function<String, Optional<LocalText>> themeLabel;
  private final Collator collator;

  /// Makes the converter.
  ///
  /// @param themeLabel the label of a theme's code
  EntryDocuments(Function<String, Optional<LocalText>> themeLabel) {
    this.themeLabel = themeLabel;
    this.collator = Collator.getInstance(ULocale.CHINESE).freeze();
  }

  static String facetField(String facet) {
    return "facet." + facet;
  }

  /// One document per projection that holds the entry.
  List<Document> documents(Dataset dataset) {
    return Arrays.stream(Projection.values())
        .filter(projection -> projection.holds(dataset))
        .map(projection -> document(dataset, projection))
        .toList();
  }

  private Document document(Dataset dataset, Projection projection) {
    Entry entry = projection == Projection.OWN ? dataset.entry() : OutsideView.of(dataset.entry());
    Document document = new Document();
    document.add(new StringField(ENTRY, dataset.id().value(), Field.Store.NO));
    document.add(new BinaryDocValuesField(ENTRY, new BytesRef(dataset.id().value())));
    document.add(new StringField(PROJECTION, projection.code(), Field.Store.NO));

    text(document, TextField.ID, "id", dataset.id().value());
    both(document, TextField.TITLE, entry.title());
    both(document, TextField.SUMMARY, entry.summary());
    both(document, TextField.PROVIDER, dataset.provider().name());
    if (entry.theme() != null) {
      themeLabel.apply(entry.theme()).ifPresent(label -> both(document, TextField.THEME, label));
    }
    entry.keywords().forEach(keyword -> text(document, TextField.KEYWORDS, "keywords", keyword));
    entry.schema().items().forEach(item -> item(document, item));

    exactTitle(document, entry.title().zh());
    exactTitle(document, entry.title().en());
    facet(document, "theme", entry.theme());
    facet(document, "provider", dataset.id().provider().value());
    entry.formats().stream().distinct().forEach(format -> facet(document, "format", format));
    facet(document, "sharing", entry.sharing().accessClass().code());
    facet(document, "opening", entry.opening().accessClass().code());
    facet(document, "updateCycle", entry.updateCycle());

    document.add(new StoredField("level", entry.level().name()));
    document.add(new StoredField("issued", entry.issued().toString()));
    document.add(new StoredField("modified", dataset.modified().toString()));
    byte[] collation = collator.getCollationKey(entry.title().zh()).toByteArray();
    document.add(new BinaryDocValuesField(SORT_TITLE, new BytesRef(collation)));
    document.add(new NumericDocValuesField(SORT_ISSUED, entry.issued().toEpochDay()));
    document.add(
        new NumericDocValuesField(
            SORT_MODIFIED, ChronoUnit.MICROS.between(Instant.EPOCH, dataset.modified())));
    return document;
  }

  private static void both(Document document, TextField field, LocalText text) {
    text(document, field, field.code(), text.zh());
    if (text.en() != null) {
      text(document, field, field.code() + ".en", text.en());
    }
  }

  private static void text(Document document, TextField field, String stored, String text) {
    document.add(
        new org.apache.lucene.document.TextField(
            field.indexed(), TextForm.fold(text), Field.Store.NO));
    document.add(new StoredField(stored, text));
  }

  private static void item(Document document, Item item) {
    StringBuilder text = new StringBuilder(item.name());
    // the parts of regCapital and HTTPServer are words, too
    String parted = item.name().replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ");
    if (!parted.equals(item.name())) {
      document.add(
          new org.apache.lucene.document.TextField(
              TextField.ITEMS.indexed(), TextForm.fold(parted), Field.Store.NO));
    }
    for (@Nullable LocalText each : new @Nullable LocalText[] {item.title(), item.description()}) {
      if (each != null) {
        text.append(' ').append(each.zh());
        if (each.en() != null) {
          text.append(' ').append(each.en());
        }
      }
    }
    text(document, TextField.ITEMS, "items", text.toString());
  }

  private static void exactTitle(Document document, @Nullable String title) {
    if (title != null && title.length() <= MAX_EXACT_TITLE) {
      document.add(new StringField(EXACT_TITLE, TextForm.title(title), Field.Store.NO));
    }
  }

  private static void facet(Document document, String facet, @Nullable String value) {
    if (value != null) {
      document.add(new StringField(facetField(facet), value, Field.Store.YES));
      document.add(new SortedSetDocValuesField(facetField(facet), new BytesRef(value)));
    }
  }

  /// The hit of a stored document.
  static SearchHit hit(Document stored, Map<String, String> highlights) {
    return new SearchHit(
        new DatasetId(one(stored, "id")),
        localText(stored, "title"),
        localText(stored, "summary"),
        new ProviderNamespace(one(stored, facetField("provider"))),
        localText(stored, "provider"),
        stored.get(facetField("theme")),
        new ArrayList<>(List.of(stored.getValues(facetField("format")))),
        AccessClass.ofCode(one(stored, facetField("sharing"))),
        AccessClass.ofCode(one(stored, facetField("opening"))),
        Level.valueOf(one(stored, "level")),
        one(stored, facetField("updateCycle")),
        LocalDate.parse(one(stored, "issued")),
        Instant.parse(one(stored, "modified")),
        highlights);
  }

  private static LocalText localText(Document stored, String field) {
    return new LocalText(one(stored, field), stored.get(field + ".en"));
  }

  private static String one(Document stored, String field) {
    String value = stored.get(field);
    if (value == null) {
      throw new IllegalStateException("an entry of the index has no " + field);
    }
    return value;
  }
}
