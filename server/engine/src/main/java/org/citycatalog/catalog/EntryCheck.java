package org.citycatalog.catalog;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the mistakes in an entry. The caps on title and summary are those of the national guide.
final class EntryCheck {
  private static final LocalDate FIRST_DAY = LocalDate.of(1949, 10, 1);
  private static final Set<String> CLASSES =
      Arrays.stream(AccessClass.values())
          .map(AccessClass::code)
          .collect(Collectors.toCollection(LinkedHashSet::new));
  private static final String CITY = "3410";

  private final Vocabularies vocabularies;
  private final LocalDate today;
  private final Function<ProviderNamespace, Optional<Provider>> providers;

  EntryCheck(
      Vocabularies vocabularies,
      LocalDate today,
      Function<ProviderNamespace, Optional<Provider>> providers) {
    this.vocabularies = vocabularies;
    this.today = today;
    this.providers = providers;
  }

  void check(JsonPlace entry) {
    entry.shape(
        List.of(
            "id",
            "title",
            "summary",
            "category",
            "formatClass",
            "sharing",
            "opening",
            "level",
            "updateCycle",
            "issued",
            "terms"),
        List.of(
            "code",
            "identifiers",
            "providerCode",
            "office",
            "formats",
            "items",
            "missingValues",
            "primaryKey",
            "related",
            "theme",
            "keywords",
            "divisions",
            "contact",
            "origin",
            "synthetic",
            "distributions",
            "secretReview",
            "statistics"));
    identity(entry);
    entry.localText("title", 50, 200);
    entry.localText("summary", 256, 2000);
    entry.text("office", 200);
    entry.code("formatClass", "vocabulary format-classes", codes("format-classes"));
    codes(entry, entry.texts("formats", 0, 50, 100, false), "formats");
    new SchemaCheck(codes("levels")).check(entry, TableSchemaJson.ITEMS);
    access(entry, "sharing", List.of("condition", "methodClass", "method", "legalBasis", "rows"));
    access(entry, "opening", List.of("condition", "legalBasis", "rows"));
    entry.code("level", "vocabulary levels", codes("levels"));
    entry.code("updateCycle", "vocabulary update-cycles", codes("update-cycles"));
    entry.date("issued", FIRST_DAY, today.plusYears(1));
    entry.code("theme", "vocabulary themes", codes("themes"));
    entry.texts("keywords", 0, 100, 100, false);
    divisions(entry);
    entry.text("terms", 2000);
    entry.text("contact", 500);
    entry.truth("synthetic");
    origins(entry);
    StatisticsShape.check(entry);
  }

  private void identity(JsonPlace entry) {
    DatasetId id = entry.typed("id", "bad-dataset-id", DatasetId::new);
    String category = entry.text("category", 100);
    if (category != null && !ResourceCode.isCategory(category)) {
      entry
          .findings()
          .add(
              "bad-category",
              entry.at("category"),
              "a category has 1 digit from 1 to 3 (类), 2 digits (项), 3 digits (目) and digits or"
                  + " capitals (细目) but was "
                  + Findings.quoted(category));
    }
    ResourceCode code = entry.typed("code", "bad-resource-code", ResourceCode::new);
    if (code != null && category != null && !code.category().equals(category)) {
      entry
          .findings()
          .add(
              "category-mismatch",
              entry.at("code"),
              "the code begins with category %s but the category is %s"
                  .formatted(code.category(), Findings.quoted(category)));
    }
    JsonPlace identifiers = entry.object("identifiers");
    if (identifiers != null) {
      List<String> names = List.of("national", "provincial", "local");
      identifiers.shape(List.of(), names);
      names.forEach(name -> identifiers.text(name, 100));
    }
    for (JsonPlace.Element related : entry.texts("related", 0, 200, 200, false)) {
      entry.typed(related.text(), related.pointer(), "bad-resource-code", ResourceCode::new);
    }
    provider(entry, id, entry.typed("providerCode", "bad-social-credit-code", Uscc::new));
  }

  private void provider(JsonPlace entry, @Nullable DatasetId id, @Nullable Uscc code) {
    if (id == null) {
      return;
    }
    Optional<Provider> provider = providers.apply(id.provider());
    if (provider.isEmpty()) {
      entry
          .findings()
          .add(
              "unknown-provider",
              entry.at("id"),
              "there is no provider '%s'".formatted(id.provider()));
    } else if (code != null && !provider.get().code().equals(code)) {
      entry
          .findings()
          .add(
              "provider-code-mismatch",
              entry.at("providerCode"),
              "the code of provider '%s' is %s but was %s"
                  .formatted(id.provider(), provider.get().code(), code));
    }
  }

  private void access(JsonPlace entry, String name, List<String> optional) {
    JsonPlace place = entry.object(name);
    if (place == null) {
      return;
    }
    place.shape(List.of("class"), optional);
    String accessClass = place.code("class", "vocabulary access-classes", CLASSES);
    place.text("condition", 1000);
    place.text("legalBasis", 1000);
    place.text("rows", 4000);
    if (optional.contains("methodClass")) {
      place.code("methodClass", "vocabulary sharing-methods", codes("sharing-methods"));
      place.text("method", 200);
    }
    if (AccessClass.CONDITIONAL.code().equals(accessClass)
        && !place.object().containsKey("condition")) {
      place
          .findings()
          .add(
              "condition-required", place.at("condition"), "class conditional needs its condition");
    }
    if (AccessClass.WITHHELD.code().equals(accessClass)
        && !place.object().containsKey("legalBasis")) {
      place
          .findings()
          .add(
              "legal-basis-required",
              place.at("legalBasis"),
              "class withheld needs the law or decision relied on");
    }
  }

  private void divisions(JsonPlace entry) {
    Set<String> known = codes("divisions");
    for (JsonPlace.Element division : entry.texts("divisions", 0, 100, 100, false)) {
      DivisionCode code =
          entry.typed(division.text(), division.pointer(), "bad-division-code", DivisionCode::new);
      if (code != null
          && code.value().length() == 6
          && code.value().startsWith(CITY)
          && !known.contains(code.value())) {
        entry
            .findings()
            .unknown(
                "unknown-division",
                division.pointer(),
                "%s is no division of the city".formatted(code),
                code.value(),
                known);
      }
    }
  }

  private void origins(JsonPlace entry) {
    JsonPlace origin = entry.object("origin");
    if (origin != null) {
      origin.shape(List.of("name"), List.of("url", "licence"));
      origin.text("name", 500);
      url(origin);
      origin.text("licence", 200);
    }
    for (JsonPlace distribution : entry.objects("distributions", 100)) {
      distribution.shape(List.of("title", "url"), List.of("format"));
      distribution.localText("title", 4000, 4000);
      url(distribution);
      distribution.code("format", "vocabulary formats", codes("formats"));
    }
    JsonPlace review = entry.object("secretReview");
    if (review != null) {
      review.shape(List.of("by", "on"), List.of());
      review.text("by", 200);
      review.date("on", FIRST_DAY, today.plusDays(1)); // a day more, for clocks in other zones
    }
  }

  /// Only web addresses: the text becomes a link that people press.
  private static void url(JsonPlace place) {
    String text = place.text("url", 2000);
    if (text == null) {
      return;
    }
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme();
      if (scheme != null
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && Set.of("http", "https").contains(scheme.toLowerCase(Locale.ROOT))) {
        return;
      }
    } catch (URISyntaxException wrong) {
      // Said below, the same as for another scheme.
    }
    place
        .findings()
        .add(
            "bad-url",
            place.at("url"),
            "an address begins with http:// or https:// and a host but was "
                + Findings.quoted(text));
  }

  private void codes(JsonPlace place, List<JsonPlace.Element> elements, String vocabulary) {
    for (JsonPlace.Element each : elements) {
      place.code(each.text(), each.pointer(), "vocabulary " + vocabulary, codes(vocabulary));
    }
  }

  private Set<String> codes(String vocabulary) {
    return vocabularies.codes(vocabulary);
  }
}
