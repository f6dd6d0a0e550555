package org.citycatalog.sdk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.citycatalog.sdk.api.DatasetsApi;
import org.citycatalog.sdk.model.AccessClass;
import org.citycatalog.sdk.model.FacetCount;
import org.citycatalog.sdk.model.Hit;
import org.citycatalog.sdk.model.SearchPage;
import org.citycatalog.sdk.model.SearchSort;
import org.jspecify.annotations.Nullable;

/// A search for datasets. Each method that narrows it gives a new search; the others ask the
/// server.
public final class Search implements Paged<Hit> {
  private static final int LARGEST_PAGE = 1000;
  private static final int USUAL_PAGE = 100;

  private record Filters(
      @Nullable String words,
      List<String> themes,
      List<String> providers,
      List<String> formats,
      List<AccessClass> sharing,
      List<AccessClass> opening,
      List<String> updateCycles,
      @Nullable SearchSort sort,
      int pageSize) {}

  private final DatasetsApi api;
  private final Filters filters;

  private Search(DatasetsApi api, Filters filters) {
    this.api = api;
    this.filters = filters;
  }

  static Search of(DatasetsApi api, @Nullable String words) {
    return new Search(
        api,
        new Filters(
            words,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            null,
            USUAL_PAGE));
  }

  /// Narrows to themes.
  ///
  /// @param codes codes of vocabulary `themes`; any of them
  /// @return the narrower search
  public Search theme(String... codes) {
    Filters f = filters;
    return with(
        new Filters(
            f.words,
            List.of(codes),
            f.providers,
            f.formats,
            f.sharing,
            f.opening,
            f.updateCycles,
            f.sort,
            f.pageSize));
  }

  /// Narrows to providers.
  ///
  /// @param namespaces namespaces of providers; any of them
  /// @return the narrower search
  public Search provider(String... namespaces) {
    Filters f = filters;
    return with(
        new Filters(
            f.words,
            f.themes,
            List.of(namespaces),
            f.formats,
            f.sharing,
            f.opening,
            f.updateCycles,
            f.sort,
            f.pageSize));
  }

  /// Narrows to formats.
  ///
  /// @param codes codes of vocabulary `formats`; any of them
  /// @return the narrower search
  public Search format(String... codes) {
    Filters f = filters;
    return with(
        new Filters(
            f.words,
            f.themes,
            f.providers,
            List.of(codes),
            f.sharing,
            f.opening,
            f.updateCycles,
            f.sort,
            f.pageSize));
  }

  /// Narrows by how departments share (共享属性).
  ///
  /// @param classes any of them
  /// @return the narrower search
  public Search sharing(AccessClass... classes) {
    Filters f = filters;
    return with(
        new Filters(
            f.words,
            f.themes,
            f.providers,
            f.formats,
            List.of(classes),
            f.opening,
            f.updateCycles,
            f.sort,
            f.pageSize));
  }

  /// Narrows by how the data is open to everybody else (开放属性).
  ///
  /// @param classes any of them
  /// @return the narrower search
  public Search opening(AccessClass... classes) {
    Filters f = filters;
    return with(
        new Filters(
            f.words,
            f.themes,
            f.providers,
            f.formats,
            f.sharing,
            List.of(classes),
            f.updateCycles,
            f.sort,
            f.pageSize));
  }

  /// Narrows by update cycle.
  ///
  /// @param codes codes of vocabulary `update-cycles`; any of them
  /// @return the narrower search
  public Search updateCycle(String... codes) {
    Filters f = filters;
    return with(
        new Filters(
            f.words,
            f.themes,
            f.providers,
            f.formats,
            f.sharing,
            f.opening,
            List.of(codes),
            f.sort,
            f.pageSize));
  }

  /// Sets the order.
  ///
  /// @param order the order; by relevance only where there are words
  /// @return the same search in that order
  public Search sort(SearchSort order) {
    Filters f = filters;
    return with(
        new Filters(
            f.words,
            f.themes,
            f.providers,
            f.formats,
            f.sharing,
            f.opening,
            f.updateCycles,
            Objects.requireNonNull(order),
            f.pageSize));
  }

  /// Sets how many hits one request brings.
  ///
  /// @param hits 1 to 1,000; 100 where nothing is said
  /// @return the same search in such pages
  public Search pageSize(int hits) {
    if (hits < 1 || hits > LARGEST_PAGE) {
      throw new IllegalArgumentException("pages hold 1 to 1000 hits but " + hits + " were asked");
    }
    Filters f = filters;
    return with(
        new Filters(
            f.words,
            f.themes,
            f.providers,
            f.formats,
            f.sharing,
            f.opening,
            f.updateCycles,
            f.sort,
            hits));
  }

  private Search with(Filters narrower) {
    return new Search(api, narrower);
  }

  @Override
  public long total() {
    return page(1, null).total();
  }

  /// Counts the hits by theme, provider, format, sharing, opening and update cycle.
  ///
  /// @return the counts over the whole answer, by facet
  public Map<String, List<FacetCount>> facets() {
    return page(1, null).facets();
  }

  @Override
  public Stream<List<Hit>> pages() {
    return pagesOf(filters.pageSize).map(SearchPage::hits);
  }

  @Override
  public List<Hit> first(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count must be 0 or more but was " + count);
    }
    List<Hit> found = new ArrayList<>();
    if (count > 0) {
      try (Stream<SearchPage> pages = pagesOf(Math.min(count, LARGEST_PAGE))) {
        pages.map(SearchPage::hits).flatMap(List::stream).limit(count).forEach(found::add);
      }
    }
    return List.copyOf(found);
  }

  private Stream<SearchPage> pagesOf(int size) {
    return Cursors.pages(cursor -> page(size, cursor), SearchPage::next);
  }

  private SearchPage page(int size, @Nullable String cursor) {
    return api.searchDatasets(
            filters.words,
            filters.themes,
            filters.providers,
            filters.formats,
            filters.sharing,
            filters.opening,
            filters.updateCycles,
            filters.sort,
            size,
            cursor)
        .body();
  }
}
