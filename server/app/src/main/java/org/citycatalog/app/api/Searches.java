package org.citycatalog.app.api;

import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.citycatalog.api.model.FacetCount;
import org.citycatalog.api.model.Hit;
import org.citycatalog.api.model.LocalText;
import org.citycatalog.api.model.SearchDatasetsSortParameter;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.Vocabularies;
import org.citycatalog.search.DatasetSearch;
import org.citycatalog.search.SearchAnswer;
import org.citycatalog.search.SearchHit;
import org.citycatalog.search.SearchPage;
import org.citycatalog.search.SearchRequest;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.jspecify.annotations.Nullable;

/// Puts the search of datasets into the contract's words.
final class Searches {
  private static final Map<String, String> VOCABULARY_OF_FACET =
      Map.of(
          "theme", "themes",
          "format", "formats",
          "sharing", "access-classes",
          "opening", "access-classes",
          "updateCycle", "update-cycles");

  private final DatasetSearch search;
  private final Boundary boundary;
  private final Vocabularies vocabularies;
  private final CatalogStore store;

  Searches(DatasetSearch search, Boundary boundary, Vocabularies vocabularies, CatalogStore store) {
    this.search = search;
    this.boundary = boundary;
    this.vocabularies = vocabularies;
    this.store = store;
  }

  static SearchRequest request(
      @Nullable String q,
      @Nullable List<String> theme,
      @Nullable List<String> provider,
      @Nullable List<String> format,
      @Nullable List<org.citycatalog.api.model.AccessClass> sharing,
      @Nullable List<org.citycatalog.api.model.AccessClass> opening,
      @Nullable List<String> updateCycle,
      @Nullable SearchDatasetsSortParameter sort,
      int limit,
      @Nullable String cursor) {
    return new SearchRequest(
        q == null || q.isBlank() ? null : q,
        Wire.orEmpty(theme),
        Wire.orEmpty(provider),
        Wire.orEmpty(format),
        classes(sharing),
        classes(opening),
        Wire.orEmpty(updateCycle),
        sort == null ? null : SearchRequest.Sort.valueOf(sort.value().toUpperCase(Locale.ROOT)),
        limit,
        cursor);
  }

  Response answer(Caller caller, SearchRequest request) {
    return switch (search.search(boundary.audience(caller), request)) {
      case SearchPage page -> Response.ok(wire(page)).build();
      case SearchAnswer.Mistake(String code, String parameter, String message) ->
          throw new ComplaintException(Complaint.about(parameter, code, message));
      case SearchAnswer.NotReady() ->
          throw new ComplaintException(Complaint.of("index-rebuilding"));
    };
  }

  private org.citycatalog.api.model.SearchPage wire(SearchPage page) {
    Map<String, List<FacetCount>> facets = new LinkedHashMap<>();
    page.facets()
        .forEach(
            (name, counts) ->
                facets.put(
                    name,
                    counts.stream()
                        .map(each -> new FacetCount(each.value(), label(name, each.value()), each.count()))
                        .toList()));
    return org.citycatalog.api.model.SearchPage.builder()
        .total(page.total())
        .hits(page.hits().stream().map(Searches::wire).toList())
        .facets(facets)
        .next(page.next())
        .build();
  }

  private static Hit wire(SearchHit hit) {
    return Hit.builder()
        .id(hit.id().value())
        .title(Wire.text(hit.title()))
        .summary(Wire.text(hit.summary()))
        .provider(hit.provider().value())
        .providerName(Wire.text(hit.providerName()))
        .theme(hit.theme())
        .formats(hit.formats().isEmpty() ? null : hit.formats())
        .sharing(Wire.accessClass(hit.sharing()))
        .opening(Wire.accessClass(hit.opening()))
        .level(hit.level().name())
        .updateCycle(hit.updateCycle())
        .issued(hit.issued())
        .modified(Wire.time(hit.modified()))
        .highlights(hit.highlights().isEmpty() ? null : hit.highlights())
        .build();
  }

  private @Nullable LocalText label(String facet, String value) {
    if (facet.equals("provider")) {
      return store
          .provider(new ProviderNamespace(value))
          .map(provider -> Wire.text(provider.name()))
          .orElse(null);
    }
    String vocabulary = VOCABULARY_OF_FACET.get(facet);
    return Optional.ofNullable(vocabulary)
        .flatMap(vocabularies::vocabulary)
        .flatMap(found -> found.term(value))
        .map(term -> Wire.text(term.label()))
        .orElse(null);
  }

  private static List<AccessClass> classes(
      @Nullable List<org.citycatalog.api.model.AccessClass> wire) {
    return Wire.orEmpty(wire).stream().map(each -> AccessClass.ofCode(each.value())).toList();
  }
}
