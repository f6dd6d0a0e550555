package org.citycatalog.sdk;

import java.util.ArrayList;
import java.util.HashMap;
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

  /// What narrows a search, by the parameter of the contract.
  private enum Facet {
    THEME,
    PROVIDER,
    FORMAT,
    SHARING,
    OPENING,
    UPDATE_CYCLE
  }

  private final DatasetsApi api;
  private final @Nullable String words;
  private final Map<Facet, List<String>> narrowed;
  private final @Nullable SearchSort sort;
  private final int pageSize;

  private Search(
      DatasetsApi api,
      @Nullable String words,
      Map<Facet, List<String>> narrowed,
      @Nullable SearchSort sort,
      int pageSize) {
    this.api = api;
    this.words = words;
    this.narrowed = Map.copyOf(narrowed);
    this.sort = sort;
    this.pageSize = pageSize;
  }

  static Search of(DatasetsApi api, @Nullable String words) {
    return new Search(api, words, Map.of(), null, USUAL_PAGE);
  }

  /// Narrows to themes.
  ///
  /// @param codes codes of vocabulary `themes`; any of them
  /// @return the narrower search
  public Search theme(String... codes) {
    return narrowed(Facet.THEME, Stream.of(codes));
  }

  /// Narrows to providers.
  ///
  /// @param namespaces namespaces of providers; any of them
  /// @return the narrower search
  public Search provider(String... namespaces) {
    return narrowed(Facet.PROVIDER, Stream.of(namespaces));
  }

  /// Narrows to formats.
  ///
  /// @param codes codes of vocabulary `formats`; any of them
  /// @return the narrower search
  public Search format(String... codes) {
    return narrowed(Facet.FORMAT, Stream.of(codes));
  }

  /// Narrows by how departments share (共享属性).
  ///
  /// @param classes any of them
  /// @return the narrower search
  public Search sharing(AccessClass... classes) {
    return narrowed(Facet.SHARING, Stream.of(classes).map(AccessClass::value));
  }

  /// Narrows by how the data is open to everybody else (开放属性).
  ///
  /// @param classes any of them
  /// @return the narrower search
  public Search opening(AccessClass... classes) {
    return narrowed(Facet.OPENING, Stream.of(classes).map(AccessClass::value));
  }

  /// Narrows by update cycle.
  ///
  /// @param codes codes of vocabulary `update-cycles`; any of them
  /// @return the narrower search
  public Search updateCycle(String... codes) {
    return narrowed(Facet.UPDATE_CYCLE, Stream.of(codes));
  }

  private Search narrowed(Facet facet, Stream<String> values) {
    Map<Facet, List<String>> all = new HashMap<>(narrowed);
    all.put(facet, values.toList());
    return new Search(api, words, all, sort, pageSize);
  }

  /// Sets the order.
  ///
  /// @param order the order; by relevance only where there are words
  /// @return the same search in that order
  public Search sort(SearchSort order) {
    return new Search(api, words, narrowed, Objects.requireNonNull(order), pageSize);
  }

  /// Sets how many hits one request brings.
  ///
  /// @param hits 1 to 1,000; 100 where nothing is said
  /// @return the same search in such pages
  /// @throws IllegalArgumentException if `hits` is out of range
  public Search pageSize(int hits) {
    if (hits < 1 || hits > LARGEST_PAGE) {
      throw new IllegalArgumentException("pages hold 1 to 1000 hits but " + hits + " were asked");
    }
    return new Search(api, words, narrowed, sort, hits);
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
    return pagesOf(pageSize).map(SearchPage::hits);
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
            words,
            values(Facet.THEME),
            values(Facet.PROVIDER),
            values(Facet.FORMAT),
            classes(Facet.SHARING),
            classes(Facet.OPENING),
            values(Facet.UPDATE_CYCLE),
            sort,
            size,
            cursor)
        .body();
  }

  private List<String> values(Facet facet) {
    return narrowed.getOrDefault(facet, List.of());
  }

  private List<AccessClass> classes(Facet facet) {
    return values(facet).stream().map(AccessClass::of).toList();
  }
}
