package org.citycatalog.app.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.citycatalog.api.model.AccessClass;
import org.citycatalog.api.model.FacetCount;
import org.citycatalog.api.model.Hit;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.LocalText;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.Vocabularies;
import org.citycatalog.catalog.Vocabulary;
import org.citycatalog.search.SearchHit;
import org.citycatalog.search.SearchPage;

/// Search pages as they are on the wire, with the labels of codes.
final class SearchWire {
  /// The code list that a facet's values are of.
  private static final Map<String, String> VOCABULARIES =
      Map.of(
          "theme", "themes",
          "format", "formats",
          "sharing", "access-classes",
          "opening", "access-classes",
          "updateCycle", "update-cycles");

  private final Vocabularies vocabularies;
  private final CatalogStore catalog;

  SearchWire(Vocabularies vocabularies, CatalogStore catalog) {
    this.vocabularies = vocabularies;
    this.catalog = catalog;
  }

  org.citycatalog.api.model.SearchPage page(SearchPage page) {
    Map<String, List<FacetCount>> facets = new LinkedHashMap<>();
    page.facets()
        .forEach((facet, counts) ->
            facets.put(
                facet,
                counts.stream()
                    .map(each ->
                        new FacetCount(
                            each.value(),
                            label(facet, each.value()).map(Wire::text).orElse(null),
                            each.count()))
                    .toList()));
    return new org.citycatalog.api.model.SearchPage(
        page.total(), page.hits().stream().map(SearchWire::hit).toList(), facets, page.next());
  }

  private Optional<LocalText> label(String facet, String value) {
    if (facet.equals("provider")) {
      return catalog
          .provider(new ProviderNamespace(value))
          .map(org.citycatalog.catalog.Provider::name);
    }
    return Optional.ofNullable(VOCABULARIES.get(facet))
        .flatMap(vocabularies::vocabulary)
        .flatMap(vocabulary -> vocabulary.term(value))
        .map(Vocabulary.Term::label);
  }

  private static Hit hit(SearchHit hit) {
    return Hit.builder()
        .id(hit.id().value())
        .title(Wire.text(hit.title()))
        .summary(Wire.text(hit.summary()))
        .provider(hit.provider().value())
        .providerName(Wire.text(hit.providerName()))
        .theme(hit.theme())
        .formats(hit.formats())
        .sharing(AccessClass.fromString(hit.sharing().code()))
        .opening(AccessClass.fromString(hit.opening().code()))
        .level(hit.level().name())
        .updateCycle(hit.updateCycle())
        .issued(hit.issued())
        .modified(Wire.time(hit.modified()))
        .highlights(hit.highlights().isEmpty() ? null : hit.highlights())
        .build();
  }
}
